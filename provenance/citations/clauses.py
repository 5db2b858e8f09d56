"""Parts a sentence into the statements that it makes: clauses with a verb of their own, and phrases that carry a figure of their own.

    Le bénéfice a reculé de 8 % | pour s'établir à 412 millions | contre 448 millions un an plus tôt

What stands in quotation marks or brackets is never parted. A statement keeps its introduction ("Au total, …") and the appositions
between its subject and its verb.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from provenance.citations.marks import plain
from provenance.citations.trim import Span
from provenance.citations.verbs import WORD, finite, has_finite

FEWEST_WORDS = 3
"""A shorter piece stays with the statement before it."""
LONG_BRACKET = 6
"""Words from which a bracketed remark at the end of a clause is a statement of its own."""

_QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"]*\"|‘[^‘’]{3,}’")
_BRACKETED = re.compile(r"[(\[][^()\[\]]*[)\]]")
_PARTING = re.compile(r";|(?<=\s)[—–](?=\s)|(?<!\d)\s?:(?=\s)|(?<=\w)—(?=\w)")
_COMMA = re.compile(r",(?!\d)")
_CAPITALISED = re.compile(r"[A-ZÀ-ÖØ-Þ][\w.-]*$")
_DATE = re.compile(
    r"\W*(?:les? |on |in |en |fin |début )*(?:\w+ )?[\d\s]*(?:et |and |au )?[\d\s]*[^\W\d]+\s*\d{0,4}\W*$"
)


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The expressions of `clauses.toml` for a language."""

    language: str
    coordinating: re.Pattern[str]
    subordinating: re.Pattern[str]
    always: re.Pattern[str]
    apposition: re.Pattern[str]
    marked: re.Pattern[str]
    bare: re.Pattern[str]
    telling: re.Pattern[str]
    never: re.Pattern[str]
    saying: re.Pattern[str]
    introducing: re.Pattern[str]
    aside: re.Pattern[str]
    unmarked: re.Pattern[str]
    joined: re.Pattern[str]
    article: re.Pattern[str]
    names: re.Pattern[str]
    numbers: re.Pattern[str]


@cache
def _grammar(language: str) -> _Grammar:
    tables = tomllib.loads(files(__package__).joinpath("clauses.toml").read_text("utf-8"))
    known = language if language in tables else "fr"
    table = tables[known]
    starts = {
        name: re.compile(rf"[\s,;]*{table[name]}", re.IGNORECASE if name != "saying" else 0)
        for name in (
            "coordinating",
            "subordinating",
            "always",
            "apposition",
            "bare",
            "telling",
            "never",
            "saying",
            "introducing",
            "aside",
        )
    }
    return _Grammar(
        language=known,
        **starts,
        marked=re.compile(table["marked"], re.IGNORECASE),
        unmarked=re.compile(rf"(?<=\s){table['unmarked']}"),
        joined=re.compile(rf"(?<=\s){table['and']}\s+"),
        article=re.compile(rf"{table['article']}$"),
        names=re.compile(rf"{table['names']}$"),
        numbers=re.compile(rf"\b{table['numbers']}\b"),
    )


def split(text: str, sentence: Span, language: str, marks: list[Span]) -> list[Span]:
    """The spans of the statements of a sentence, in order, without overlap; `marks` are spans that are no words."""
    start, end = sentence
    level = _level(text, sentence, marks)
    grammar = _grammar(language)
    cuts = [0]
    for a, b in _pieces(level, _partings(level, grammar)):
        for c, d in _pieces(level, _commas(level, a, b, grammar)):
            cuts.extend(x for x in (c, *_inner(level, c, d, grammar)) if x > cuts[-1])
    cuts.extend(x for x in _remarks(text[start:end], level, grammar) if x not in cuts)
    return [(start + a, start + b) for a, b in _pieces(level, sorted(cuts)[1:])]


def _level(text: str, sentence: Span, marks: list[Span]) -> str:
    """The sentence with plain apostrophes; quotations are a row of "x", brackets and marks blank."""
    level = plain(text[sentence[0] : sentence[1]])
    for a, b in marks:
        a, b = max(a - sentence[0], 0), max(b - sentence[0], 0)
        level = level[:a] + " " * (min(b, len(level)) - a) + level[b:]
    level = _QUOTED.sub(lambda m: "X" + "x" * (len(m[0]) - 1), level)
    return _BRACKETED.sub(lambda m: " " * len(m[0]), level)


def _pieces(level: str, cuts: list[int]) -> list[Span]:
    """The spans of the whole between cuts."""
    bounds = [0, *cuts, len(level)]
    return [(a, b) for a, b in pairwise(bounds) if a < b]


def _words(text: str) -> int:
    return len(WORD.findall(text))


def _partings(level: str, grammar: _Grammar) -> list[int]:
    """The cuts behind semicolons, and behind a dash or colon with a statement on either side."""
    found = list(_PARTING.finditer(level))
    dashes = [m for m in found if m[0] in "—–"]
    cuts = []
    for match in found:
        left, right = level[: match.start()], level[match.end() :]
        if match in dashes and len(dashes) > 1:
            continue
        if _words(left) < FEWEST_WORDS or _words(right) < FEWEST_WORDS:
            continue
        told = has_finite(left, grammar.language) and has_finite(right, grammar.language)
        if match[0] == ";" or told or (match in dashes and has_finite(left, grammar.language)):
            cuts.append(match.end())
    return cuts


def _commas(level: str, start: int, end: int, grammar: _Grammar) -> list[int]:
    """The cuts at commas between `start` and `end`, and at `end`'s left neighbour's; offsets are those of the whole."""
    bounds = [start, *(m.end() for m in _COMMA.finditer(level, start, end)), end]
    segments = [(a, b) for a, b in pairwise(bounds) if a < b]
    told = [has_finite(level[a:b], grammar.language) for a, b in segments]
    cuts = [start] if start else []
    complete = not any(told)
    opened = start
    for at, (a, b) in enumerate(segments):
        if at and complete and _begins(level, segments, told, at, opened, grammar):
            cuts.append(a)
            opened = a
            complete = told[at] or not _still_to_come(level, segments, told, at, grammar)
        elif told[at] and not (grammar.subordinating if at else grammar.introducing).match(level, a, b):
            complete = True
    return [*cuts, end] if end < len(level) else cuts


def _still_to_come(level: str, segments: list[Span], told: list[bool], at: int, grammar: _Grammar) -> bool:
    """Whether a coordinated piece without a verb only introduces the one that has it ("et en avril 2025, Meta a déployé …")."""
    a, b = segments[at]
    if not (grammar.coordinating.match(level, a, b) or _words(level[a:b]) < FEWEST_WORDS) or at + 1 >= len(
        segments
    ):
        return False
    c, d = segments[at + 1]
    starts_anew = grammar.coordinating.match(level, c, d) or grammar.subordinating.match(level, c, d)
    return any(told[at + 1 :]) and not starts_anew


def _begins(
    level: str, segments: list[Span], told: list[bool], at: int, opened: int, grammar: _Grammar
) -> bool:
    """Whether the piece behind a comma begins a statement of its own."""
    a, b = segments[at]
    piece = level[a:b]
    quoted_before = level[opened:a].rstrip(" ,").endswith("x")
    if grammar.never.match(piece) or grammar.saying.match(piece) or (quoted_before and told[at] and at == 1):
        return False
    if _takes_up(level, segments, at, grammar) or _takes_up(level, segments, at + 1, grammar):
        return False
    introduces = _still_to_come(level, segments, told, at, grammar)
    if _words(piece) < FEWEST_WORDS and not introduces:
        return False
    figure = _has_figure(piece, grammar)
    if grammar.coordinating.match(piece):
        return told[at] or figure or introduces
    if grammar.subordinating.match(piece):
        return told[at] or figure
    if grammar.always.match(piece):
        return True
    if grammar.apposition.match(piece):
        return told[at] or bool(grammar.marked.search(piece)) or (figure and not _DATE.match(piece))
    if grammar.telling.match(piece):
        return _words(piece) > FEWEST_WORDS
    return told[at] or (figure and not _DATE.match(piece) and not grammar.bare.match(piece))


def _takes_up(level: str, segments: list[Span], at: int, grammar: _Grammar) -> bool:
    """Whether a piece begins with the verb of a subject that stands before a comma or two ("…, un vieux rival, resterait …")."""
    if at >= len(segments):
        return False
    words = WORD.findall(level[slice(*segments[at])])
    return (
        len(words) > 1
        and finite(words, 0, grammar.language)
        and not grammar.saying.match(level, *segments[at])
    )


def _has_figure(piece: str, grammar: _Grammar) -> bool:
    """Whether a piece holds a number that is no part of a name ("Claude 3.7"), or a number in words."""
    for match in re.finditer(r"(?<![\w.-])\d[\d.,]*", piece):
        named = _CAPITALISED.search(piece[: match.start()].rstrip())
        if not named or grammar.names.search(named[0]):
            return True
    return bool(grammar.numbers.search(piece))


def _inner(level: str, start: int, end: int, grammar: _Grammar) -> Iterator[int]:
    """The cuts within a piece without commas: before "et" with a verb, "tandis que", "contre" with a figure."""
    opened = start
    candidates = sorted(
        [*grammar.unmarked.finditer(level, start, end), *grammar.joined.finditer(level, start, end)],
        key=lambda m: m.start(),
    )
    for match in candidates:
        left, right = level[opened : match.start()], level[match.start() : end]
        if (
            _words(left) < FEWEST_WORDS
            or _words(right) < FEWEST_WORDS
            or not has_finite(left, grammar.language)
        ):
            continue
        plain_and = match.re is grammar.joined
        if plain_and and not _goes_on_with_verb(level[match.end() : end], grammar):
            continue
        if not plain_and and not (
            _has_figure(left, grammar)
            or (_words(left) > FEWEST_WORDS and has_finite(right, grammar.language))
        ):
            continue
        opened = match.start()
        yield opened


def _goes_on_with_verb(right: str, grammar: _Grammar) -> bool:
    """Whether "et" is followed by a verb, or by a subject with its verb before anything else."""
    words = WORD.findall(right.split(",")[0])[:8]
    verbs = [at for at in range(len(words)) if finite(words, at, grammar.language)]
    if not verbs:
        return False
    clitics = {
        "ne",
        "n'",
        "se",
        "s'",
        "y",
        "en",
        "l'",
        "le",
        "la",
        "les",
        "lui",
        "leur",
        "also",
        "then",
        "aussi",
        "a",
    }
    if all(word.lower() in clitics for word in words[: verbs[0]]):
        return True
    return bool(grammar.article.match(words[0].lower())) or words[0][0].isupper()


def _remarks(text: str, level: str, grammar: _Grammar) -> Iterator[int]:
    """The cuts before and behind long bracketed remarks that end a clause."""
    for match in _BRACKETED.finditer(plain(text)):
        ahead = level[match.end() :].lstrip()
        blank = not level[match.start() : match.end()].strip()
        ends = not ahead or ahead[0] in ".,;:"
        if blank and ends and _words(match[0]) >= LONG_BRACKET and not grammar.aside.match(match[0], 1):
            yield match.start()
            if _words(ahead) >= FEWEST_WORDS:
                yield match.end()
