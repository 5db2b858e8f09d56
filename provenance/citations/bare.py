"""URLs and identifiers that stand in the text without markup."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

_URL = re.compile(r"(?<![\w@/.])(?:(?:https?|ftp)://|www\.(?=[\w-]+\.\w))[^\s<>\"«»“”]+", re.IGNORECASE)
_ANGLED = re.compile(r"<((?:https?|ftp)://[^<>\"]{1,2000}?)>", re.IGNORECASE)
_NEXT_LINE = re.compile(r"\n[ \t]*([^\s<>\"«»“”]+)")
OPEN_END = tuple("/-_=&?%+~#")
"""Characters at the end of a line after which a URL may go on in the next one."""
CONTINUES = re.compile(r"[\w%~+.-]*[/=&?%_#-][^\s]*$|\d+[^\s]*$|[\w-]+\.(?:html?|php|pdf|aspx?)\W*$")
"""What the rest of a URL looks like at the start of a line, and a word does not."""
_TRAILING = ".,;:!?'’*_…|"
_PAIRS = {")": "(", "]": "[", "}": "{"}
_DOI = re.compile(r"(?<![\w/])(?:doi\s*:?\s*)?(10\.\d{4,9}/[^\s\"<>«»“”]+)", re.IGNORECASE)
_ARXIV = re.compile(
    r"(?<![\w/])arxiv\s*:\s*((?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?)", re.IGNORECASE
)
_ISBN = re.compile(
    r"\bISBN(?:[-‐ ]?1[03])?\s*:?\s*((?:97[89][-‐–  ]?)?\d(?:[-‐–  ]?\d){8}[-‐–  ]?[\dXx])(?![\w-])"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A URL or identifier in a text: its half-open span, its spelling, and the URL that it leads to."""

    start: int
    end: int
    spelled: str
    target: str
    identifier: bool


def find(text: str, taken: list[tuple[int, int]]) -> list[Found]:
    """The URLs and identifiers of a text, in order; spans that are `taken` (links, code) are left alone."""
    busy = sorted(taken)
    found: list[Found] = []
    for candidate in (*_angled(text), *_bare(text), *_identifiers(text)):
        at = bisect_left(busy, (candidate.start, candidate.start))
        clear_before = at == 0 or busy[at - 1][1] <= candidate.start
        if clear_before and (at == len(busy) or busy[at][0] >= candidate.end):
            busy.insert(at, (candidate.start, candidate.end))
            found.append(candidate)
    return sorted(found, key=lambda one: one.start)


def _angled(text: str) -> Iterator[Found]:
    """URLs in angle brackets; line breaks and the indents after them are no part of the URL (RFC 3986, appendix C)."""
    if "<" not in text:
        return
    for match in _ANGLED.finditer(text):
        spelled = re.sub(r"\s+", "", match[1])
        yield Found(match.start(1), match.end(1), spelled, spelled, identifier=False)


def _bare(text: str) -> Iterator[Found]:
    if "://" not in text and "www." not in text.lower():
        return
    for match in _URL.finditer(text):
        spelled, end = match[0], match.end()
        following = _NEXT_LINE.match(text, end)
        while following and spelled.endswith(OPEN_END) and CONTINUES.match(following[1]):
            spelled, end = spelled + following[1], following.end()
            following = _NEXT_LINE.match(text, end)
        kept = _trim(spelled)
        end -= len(spelled) - len(kept)
        if len(kept.partition("://")[2] or kept) > 3:
            target = kept if "://" in kept else f"https://{kept}"
            yield Found(match.start(), end, kept, target, identifier=False)


def _trim(url: str) -> str:
    """The URL without the punctuation of the sentence around it; closing brackets stay where they are opened in it."""
    while url:
        last = url[-1]
        unopened = last in _PAIRS and url.count(last) > url.count(_PAIRS[last])
        if last not in _TRAILING and not unopened:
            break
        url = url[:-1]
    return url


def _identifiers(text: str) -> Iterator[Found]:
    """DOIs, arXiv numbers and ISBNs, each with the URL that resolves it."""
    for match in _DOI.finditer(text) if "10." in text else ():
        name = _trim(match[1])
        cut = len(match[1]) - len(name)
        yield Found(
            match.start(), match.end() - cut, match[0][: len(match[0]) - cut], f"https://doi.org/{name}", True
        )
    for match in _ARXIV.finditer(text) if "arxiv" in text.lower() else ():
        yield Found(match.start(), match.end(), match[0], f"https://arxiv.org/abs/{match[1]}", True)
    for match in _ISBN.finditer(text) if "ISBN" in text else ():
        number = re.sub(r"[^\dXx]", "", match[1]).upper()
        if _is_isbn(number):
            yield Found(match.start(), match.end(), match[0], f"https://openlibrary.org/isbn/{number}", True)


def _is_isbn(number: str) -> bool:
    """Whether the check digit is right (ISO 2108)."""
    digits = [10 if c == "X" else int(c) for c in number]
    if len(digits) == 10:
        return sum((10 - at) * digit for at, digit in enumerate(digits)) % 11 == 0
    return (
        len(digits) == 13
        and 10 not in digits
        and sum(d * (1, 3)[at % 2] for at, d in enumerate(digits)) % 10 == 0
    )
