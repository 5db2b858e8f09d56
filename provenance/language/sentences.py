"""Where sentences begin and end: sentencex, with the joins and cuts that newspaper French and English need on top.

A sentence keeps the note marks that follow its full stop ("… en 2027. [1]"). Nothing is cut within « … » or “ … ”.
A blank line always ends a sentence; a single line break is white space.
"""

from __future__ import annotations

import itertools
import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import sentencex

LONGEST_QUOTATION = 1500
"""Characters: an opening mark whose closing one is further away is taken for a slip, and cuts are allowed after it."""

LONGEST_ABBREVIATION = 16
"""Characters before a full stop that are looked at: no abbreviation is longer."""

_ENDS = re.compile(r"[.!?…](?=\W*\s)|[。！？]")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_ENDED = re.compile(r"(?:…|\.\.\.|\b(?:etc|no)\.)[»”\"’)]*\s+(?=[«“\"‘(\s]*[A-ZÀ-ÖØ-Þ])")
_MARKS = re.compile(r"\s*(?:\[(?:\^?\d{1,3}|\^[\w-]+)\](?:\s*,\s*(?=\[))?|[¹²³⁴-⁹⁰]+)+(?=\s|$)")
_INITIAL = re.compile(r"(?:^|[\s(«\"“'’.-])[A-ZÀ-ÖØ-Þ]\.$")
_LAST_WORD = re.compile(r"((?:[^\W\d_]|[§.-])+|p\. ex)\.$", re.IGNORECASE)
_FIRST_WORD = re.compile(r"[«“\"‘(\s]*([^\W\d_]+)")
_QUOTED = re.compile(rf"«[^«»]{{0,{LONGEST_QUOTATION}}}»|“[^“”]{{0,{LONGEST_QUOTATION}}}”")
_GAP = re.compile(r"\S")


@cache
def _abbreviations(language: str) -> dict[str, frozenset[str]]:
    """The word lists of a language; empty ones for a language without."""
    table = tomllib.loads(files("provenance.language").joinpath("abbreviations.toml").read_text("utf-8"))
    lists = table.get(language, {})
    return {name: frozenset(lists.get(name, ())) for name in ("open", "number", "starters")}


def split(text: str, language: str) -> list[tuple[int, int]]:
    """The half-open spans of the sentences of `text`, in order, without the white space around them.

    `language` is ISO 639-1; French and English have rules of their own, others get those of sentencex.
    """
    if not _ENDS.search(text) and "\n\n" not in text:
        return _trimmed(text, [0, len(text)])
    text = text.encode("utf-8", "replace").decode("utf-8") if _has_surrogates(text) else text
    hard = {match.end() for match in _BLANK_LINE.finditer(text)}
    cuts = {cut for cut in _suggested(text, language) if not _runs_on(text, cut, language)}
    cuts |= {match.end() for match in _ENDED.finditer(text)}
    quoted = _quotations(text)
    cuts = {_after_marks(text, cut) for cut in cuts if not _inside(quoted, cut)}
    return _trimmed(text, [0, *sorted(cuts | hard), len(text)])


def _has_surrogates(text: str) -> bool:
    """Whether the text holds lone surrogates, which no UTF-8 library takes."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _suggested(text: str, language: str) -> Iterator[int]:
    """The offsets at which sentencex begins a new sentence."""
    for boundary in sentencex.get_sentence_boundaries(language, text):
        start = boundary["start_index"]
        if start:
            yield start


def _runs_on(text: str, cut: int, language: str) -> bool:
    """Whether the sentence goes on after this cut: an abbreviation, an initial, or a small letter follows."""
    left = text[max(0, cut - 40) : cut].rstrip()
    right = text[cut : cut + 40].lstrip()
    if not left or not right:
        return False
    if right[0].islower() and left[-1] not in '!?»”"' and not _url_follows(right):
        return True
    if right[0] == "-" and right[1:2].isalpha():
        return True
    return left.endswith(".") and _is_abbreviation(left, right, language)


def _url_follows(right: str) -> bool:
    return right.startswith(("http://", "https://", "www."))


def _is_abbreviation(left: str, right: str, language: str) -> bool:
    """Whether the last word of `left` is one whose stop does not end the sentence that `right` goes on with."""
    lists = _abbreviations(language)
    if not lists["open"]:
        return False
    found = _LAST_WORD.search(left, max(len(left) - LONGEST_ABBREVIATION, 0))
    word = found[1].lower().rstrip(".") if found else ""
    before = left[: found.start(1)].rstrip() if found else ""
    if word in lists["open"]:
        return not (len(word) <= 2 and before[-1:].isdigit())
    if word in lists["number"] and right[0].isdigit():
        return True
    first = _FIRST_WORD.match(right)
    starts_anew = first is not None and first[1].lower() in lists["starters"]
    return bool(_INITIAL.search(left)) and not starts_anew and first is not None


def _quotations(text: str) -> list[tuple[int, int]]:
    """The spans between guillemets and between curly quotation marks, innermost ones, in order."""
    return [match.span() for match in _QUOTED.finditer(text)]


def _inside(spans: list[tuple[int, int]], cut: int) -> bool:
    at = bisect_left(spans, (cut,)) - 1
    return at >= 0 and spans[at][0] < cut < spans[at][1]


def _after_marks(text: str, cut: int) -> int:
    """The cut moved behind the note marks that belong to the sentence before it."""
    match = _MARKS.match(text, cut)
    return match.end() if match else cut


def _trimmed(text: str, cuts: list[int]) -> list[tuple[int, int]]:
    """The spans between the cuts, without white space at their ends and without empty ones."""
    spans = []
    for start, end in itertools.pairwise(cuts):
        first = _GAP.search(text, start, end)
        if first:
            spans.append((first.start(), start + len(text[start:end].rstrip())))
    return spans


def containing(spans: list[tuple[int, int]], offset: int) -> int:
    """The index of the span that holds the offset, or of the last one that begins before it; -1 before the first."""
    return bisect_right(spans, offset, key=lambda span: span[0]) - 1
