"""Parts a sentence into the statements that it makes: clauses with a verb of their own, and phrases that carry a figure of their own.

    Le bénéfice a reculé de 8 % | pour s'établir à 412 millions | contre 448 millions un an plus tôt

What stands in quotation marks or brackets is never parted. A statement keeps its introduction ("Au total, …") and the appositions
between its subject and its verb.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice, pairwise

from provenance.citations import verbs
from provenance.citations.grammar import Grammar, grammar_of
from provenance.citations.marks import plain
from provenance.citations.trim import Span
from provenance.citations.verbs import WORD

FEWEST_WORDS = 3
"""A shorter piece stays with the statement before it."""
LONG_BRACKET = 6
"""Words from which a bracketed remark at the end of a clause is a statement of its own."""
LONGEST_SENTENCE = 3000
"""Characters; no sentence that somebody wrote is longer, and what is (a dump, a table) is not parted."""
LONGEST_DATE = 40
"""Characters: a longer piece is more than a date ("les 10 et 11 novembre 2026")."""
VERB_WITHIN = 8
"""Words behind "et" within which the verb of its clause is looked for."""

_QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"]*\"|‘[^‘’]{3,}’")
_DASH = re.compile(r"[—–-]\s")
_ASIDE = re.compile(r"(?<=\s)([—–-])\s[^—–]{3,}?\s\1(?=[\s,])")
_BRACKETED = re.compile(r"[(\[][^()\[\]]*[)\]]")
_PARTS = re.compile(r"[;:—–]")
"""Characters of which every parting has one; looked for first, as most sentences have none."""
_PARTING = re.compile(r";|(?<=\s)[—–](?=\s)|(?<!\d)\s?:(?=\s)|(?<=\w)—(?=\w)")
_COMMA = re.compile(r",(?!\d)")
_CAPITALISED = re.compile(r"([A-ZÀ-ÖØ-Þ][\w.-]*)\s*\Z")
_FIGURE = re.compile(r"(?<![\w.-])\d[\d.,]*")


class _Sentence:
    """A sentence with its commas bare: plain apostrophes, quotations a row of "x", brackets, asides and marks blank.

    Verbs and words are found once; the questions about a stretch of it are answered by their offsets.
    """

    def __init__(self, text: str, marks: list[Span], grammar: Grammar) -> None:
        self.level = _level(text, marks)
        self.grammar = grammar
        self._words, self.verbs = verbs.offsets(self.level, grammar.language)

    def tells(self, start: int, end: int) -> bool:
        """Whether a finite verb stands there."""
        return bisect_left(self.verbs, end) > bisect_left(self.verbs, start)

    def words(self, start: int, end: int) -> int:
        """How many words stand there."""
        return bisect_left(self._words, end) - bisect_left(self._words, start)

    def begins_with_verb(self, start: int, end: int) -> bool:
        """Whether the first of several words is a finite verb."""
        first = bisect_left(self._words, start)
        several = self.words(start, end) > 1
        return several and self._words[first] in self.verbs[bisect_left(self.verbs, start) :][:1]

    def fits(self, pattern: re.Pattern[str], span: Span) -> bool:
        """Whether an expression fits the beginning of a stretch."""
        return pattern.match(self.level, *span) is not None

    def has_figure(self, start: int, end: int) -> bool:
        """Whether a number stands there that is no part of a name ("Claude 3.7"), or a number in words."""
        for match in _FIGURE.finditer(self.level, start, end):
            named = _CAPITALISED.search(self.level, max(start, match.start() - 40), match.start())
            if not named or self.grammar.names.search(named[1]):
                return True
        return self.grammar.numbers.search(self.level, start, end) is not None


def split(text: str, sentence: Span, language: str, marks: list[Span]) -> list[Span]:
    """The spans of the statements of a sentence, in order, without overlap; `marks` are spans that are no words."""
    start, end = sentence
    if end - start > LONGEST_SENTENCE:
        return [sentence]
    written = text[start:end]
    read = _Sentence(written, [(a - start, b - start) for a, b in marks], grammar_of(language))
    cuts = {0}
    for a, b in _pieces(len(written), _partings(read)):
        for c, d in _pieces_at(a, b, _commas(read, a, b)):
            cuts.update((c, *_inner(read, c, d)))
    cuts.update(_remarks(written, read))
    return [(start + a, start + b) for a, b in _pieces(len(written), sorted(cuts - {0}))]


def _level(text: str, marks: list[Span]) -> str:
    """The sentence as it is read for commas and verbs; every character keeps its place."""
    level = plain(text)
    for a, b in marks:
        a, b = max(a, 0), min(b, len(level))
        level = level[:a] + " " * (b - a) + level[b:]
    level = _QUOTED.sub(lambda match: "X" + "x" * (len(match[0]) - 1), level)
    level = _BRACKETED.sub(_blank, level)
    return _ASIDE.sub(_blank, level) if _DASH.search(level) else level


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _pieces_at(start: int, end: int, cuts: list[int]) -> list[Span]:
    """The spans of a stretch between cuts."""
    return [(a, b) for a, b in pairwise([start, *cuts, end]) if a < b]


def _pieces(length: int, cuts: list[int]) -> list[Span]:
    return _pieces_at(0, length, cuts)


def _partings(read: _Sentence) -> list[int]:
    """The cuts behind semicolons, and behind a dash or colon with a statement on either side."""
    found = list(_PARTING.finditer(read.level)) if _PARTS.search(read.level) else []
    pairs = sum(match[0] in "—–" for match in found) > 1
    cuts = []
    for match in found:
        left, right = (0, match.start()), (match.end(), len(read.level))
        dash = match[0] in "—–"
        if (dash and pairs) or min(read.words(*left), read.words(*right)) < FEWEST_WORDS:
            continue
        explains = read.level[right[0] :].lstrip()[:1].isdigit()
        if match[0] == ";" or (read.tells(*left) and (dash or (read.tells(*right) and not explains))):
            cuts.append(match.end())
    return cuts


def _commas(read: _Sentence, start: int, end: int) -> list[int]:
    """The cuts at commas between `start` and `end`."""
    bounds = [start, *(match.end() for match in _COMMA.finditer(read.level, start, end)), end]
    segments = [(a, b) for a, b in pairwise(bounds) if a < b]
    cuts = []
    complete = not read.tells(start, end)
    opened = start
    for at, segment in enumerate(segments):
        names_source = read.fits(read.grammar.attributing, (opened, segment[0])) and not read.tells(
            opened, segment[0]
        )
        if at and complete and not names_source and _begins(read, segments, at, opened):
            opened = segment[0]
            cuts.append(opened)
            complete = not _introduces(read, segments, at)
        elif read.tells(*segment):
            leads_in = read.grammar.subordinating if at else read.grammar.introducing
            complete = complete or not read.fits(leads_in, segment)
    return cuts


def _introduces(read: _Sentence, segments: list[Span], at: int) -> bool:
    """Whether a coordinated piece without a verb leads to the one that has it ("et en avril 2025, Meta a déployé …")."""
    segment = segments[at]
    starts = read.fits(read.grammar.coordinating, segment) or read.words(*segment) < FEWEST_WORDS
    if not starts or at + 1 >= len(segments) or read.tells(*segment):
        return False
    following = segments[at + 1]
    starts_anew = read.fits(read.grammar.coordinating, following) or read.fits(
        read.grammar.subordinating, following
    )
    return read.tells(following[0], segments[-1][1]) and not starts_anew


def _begins(read: _Sentence, segments: list[Span], at: int, opened: int) -> bool:
    """Whether the piece behind a comma begins a statement of its own."""
    segment, grammar = segments[at], read.grammar
    tells = read.tells(*segment)
    before = read.level[max(opened, segment[0] - 5) : segment[0]].rstrip(" ,")
    if read.fits(grammar.never, segment) or read.fits(grammar.saying, segment):
        return False
    linked = read.fits(grammar.coordinating, segment) or read.fits(grammar.subordinating, segment)
    speaker = before.endswith("x") and tells and at == 1 and not linked
    if speaker or _takes_up(read, segments, at):
        return False
    introduces = _introduces(read, segments, at)
    if read.words(*segment) < FEWEST_WORDS and not introduces:
        return False
    if read.fits(grammar.coordinating, segment):
        return tells or introduces or read.has_figure(*segment)
    return read.fits(grammar.always, segment) or tells or _says_more(read, segment)


def _says_more(read: _Sentence, segment: Span) -> bool:
    """Whether a piece without a verb carries a fact of its own: a figure, a record, a participle that goes on telling."""
    grammar = read.grammar
    if read.fits(grammar.telling, segment):
        return read.words(*segment) > FEWEST_WORDS
    if read.fits(grammar.apposition, segment) and grammar.marked.search(read.level, *segment):
        return True
    words = " ".join(read.level[slice(*segment)].split())
    dates = len(words) < LONGEST_DATE and grammar.date.fullmatch(words)
    restates = dates or read.fits(grammar.bare, segment)
    return read.has_figure(*segment) and not restates


def _takes_up(read: _Sentence, segments: list[Span], at: int) -> bool:
    """Whether this piece or the next begins with the verb of a subject before it ("…, un vieux rival, resterait …")."""
    return any(
        read.begins_with_verb(*segment) and not read.fits(read.grammar.saying, segment)
        for segment in segments[at : at + 2]
    )


def _inner(read: _Sentence, start: int, end: int) -> Iterator[int]:
    """The cuts within a piece without commas: before "et" with a verb, "tandis que", "contre" with a figure."""
    grammar = read.grammar
    space = max(start - 1, 0)
    joined = [(match.start(1), match.end()) for match in grammar.joined.finditer(read.level, space, end)]
    unmarked = [(match.start(1), 0) for match in grammar.unmarked.finditer(read.level, space, end)]
    opened = start
    for at, behind in sorted(joined + unmarked):
        told = read.words(opened, at) >= FEWEST_WORDS and read.tells(opened, at)
        if not told or read.words(at, end) < FEWEST_WORDS:
            continue
        if behind:
            goes_on = _goes_on_with_verb(read, behind, end)
        else:
            goes_on = read.has_figure(opened, at) or (
                read.words(opened, at) > FEWEST_WORDS and read.tells(at, end)
            )
        if goes_on:
            opened = at
            yield at


def _goes_on_with_verb(read: _Sentence, start: int, end: int) -> bool:
    """Whether "et" is followed by a verb, or by a subject with its verb before anything else."""
    stop = read.level.find(",", start, end)
    matches = list(islice(WORD.finditer(read.level, start, stop if stop >= 0 else end), VERB_WITHIN))
    words = [match[0].lower() for match in matches]
    verb = next((at for at, match in enumerate(matches) if read.tells(match.start(), match.end())), None)
    if verb is None:
        return False
    if all(word in read.grammar.clitics for word in words[:verb]) or read.grammar.article.match(words[0]):
        return True
    behind = _CAPITALISED.search(read.level, max(0, start - 40), read.level.rfind(" ", 0, start - 1))
    return matches[0][0][0].isupper() and behind is None


def _remarks(text: str, read: _Sentence) -> Iterator[int]:
    """The cuts before and behind long bracketed remarks that end a clause."""
    for match in _BRACKETED.finditer(plain(text)):
        span = match.span()
        ahead = read.level[span[1] :].lstrip()
        ends = not ahead or ahead[0] in ".,;:"
        blank = not read.level[slice(*span)].strip()
        if (
            blank
            and ends
            and len(WORD.findall(match[0])) >= LONG_BRACKET
            and not read.grammar.aside.match(match[0], 1)
        ):
            yield span[0]
            if read.words(span[1], len(text)) >= FEWEST_WORDS:
                yield span[1]
