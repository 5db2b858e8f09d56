"""Finds quantities: measures with their bounds and ranges, ratios, ranks, scores, multiples, and what they count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from provenance.language.facts.agreement import agree
from provenance.language.facts.grammar import Grammar
from provenance.language.facts.measures import Measure, Measures
from provenance.language.facts.numerals import ONE, Numeral, figure, plain
from provenance.language.facts.tokens import ARTICLE, DIGIT, NUMBER, QUANTITY, Tokens
from provenance.language.facts.units import dimension
from provenance.model import Fact, FactKind

__all__ = ["Quantities", "agree"]

_LONGEST_NOUN = 4
_HIGHEST_SCORE = 30


class Quantities:
    """Finds the quantities of one text, leaving out the tokens that something else has taken."""

    __slots__ = ("_grammar", "_measures", "_taken", "_tokens")

    def __init__(self, tokens: Tokens, grammar: Grammar, taken: bytearray) -> None:
        self._tokens = tokens
        self._grammar = grammar
        self._taken = taken
        self._measures = Measures(tokens, grammar)

    def find(self) -> Iterator[Fact]:
        """Every quantity, in order."""
        marks, at = self._tokens.marks, 0
        while at < self._tokens.count:
            if self._taken[at] or not marks[at] & (DIGIT | QUANTITY) or self._is_article(at):
                at += 1
                continue
            at = self._measures.numerals.lead(at) if marks[at] & DIGIT else at
            if self._tokens.words[at].count(",") + self._tokens.words[at].count(".") > 1 and (numbers := self._list(at)):
                yield from numbers
                at += 1
                continue
            measure = self._ordinal(at) or self._clock(at) or self._score(at) or self._range(at) or self._other(at)
            if measure is None or any(self._taken[at : measure.end]):
                at += 1
                continue
            at = max(measure.end, at + 1)
            if self._counts(measure):
                yield self._fact(measure)

    def _is_article(self, index: int) -> bool:
        """A word for one before a word that can be neither scale, unit, nor fraction: by far the most common case."""
        mark = self._tokens.marks[index]
        if not mark & ARTICLE or mark & NUMBER or self._tokens.words[index] == "one":
            return False
        at = index + 2 if self._tokens.words[index + 1] == "-" else index + 1
        if self._grammar.words["noun_ratio"].at(self._tokens, at + 1):
            return False
        return self._tokens.words[at] not in self._grammar.counted_units and not self._tokens.marks[at] & QUANTITY

    def _other(self, index: int) -> Measure | None:
        return self._loose(index) or self._multiple(index) or self._percent_of(index)

    # --- what is a quantity, and what only looks like one -------------------------------------------------------

    def _counts(self, measure: Measure) -> bool:
        """Whether it says how much: not an article, a page number, a clock time."""
        tokens, grammar = self._tokens, self._grammar
        if measure.unit == "clock":
            return False
        if grammar.words["number_noun"].before(tokens, measure.start) and measure.unit is None:
            return False
        if measure.value == 2 and measure.unit is None and grammar.words["pair_leads"].before(tokens, measure.start):
            return False  # "the two banks" points back; it does not count
        if measure.numeral.article and self._taken[grammar.words["of"].skip(tokens, measure.end)]:
            return False  # "un mois de septembre"
        if measure.numeral.article and measure.unit is None and measure.end == measure.numeral.end:
            return self._is_number_one(measure)
        return True

    def _is_number_one(self, measure: Measure) -> bool:
        """The word for one is a number only in English, and not in "the one", "which one", "one of"."""
        tokens, grammar = self._tokens, self._grammar
        if "a" not in grammar.words["one"] or tokens.words[measure.start] != "one":
            return False
        if grammar.words["count_blockers"].before(tokens, measure.start):
            return False
        return not grammar.words["of"].at(tokens, measure.end) and tokens.words[measure.end] not in ("'", "another")

    def _list(self, index: int) -> list[Fact]:
        """Numbers set off by commas or points alone ("22,24,26,31"), where they are not one number."""
        text = self._tokens.words[index]
        if figure(text, self._grammar.decimal) is not None:
            return []
        start = self._tokens.starts[index]
        return [
            Fact(
                kind=FactKind.QUANTITY,
                text=match.group(),
                start=start + match.start(),
                end=start + match.end(),
                value=Decimal(match.group()),
            )
            for match in re.finditer(r"\d+", text)
        ]

    # --- special forms ------------------------------------------------------------------------------------------

    def _ordinal(self, index: int) -> Measure | None:
        """A rank: "5th", "3e", "fifth-largest", "deuxième". The first of something is a comparison, not a number."""
        tokens, grammar = self._tokens, self._grammar
        word = tokens.words[index]
        value, end = 0, index + 1
        marked = tokens.glued(end) and tokens.words[end] in grammar.ordinal_marks
        marked = marked and not (tokens.glued(end + 1) and tokens.words[end + 1].isalnum())
        if word.isdigit() and len(word) < 5 and marked:
            value, end = int(word), end + 1
        elif word in grammar.ordinals and tokens.words[index + 1] != "'":
            value = grammar.ordinals[word]
        if value < 2 and end == index + 1 or value == 0:
            return None
        numeral = Numeral(value=Decimal(value), start=index, end=end, fraction=True)
        return Measure(value=numeral.value, start=index, end=end, numeral=numeral, unit="ordinal")

    def _clock(self, index: int) -> Measure | None:
        """A time of day: "14h30", "2:00 pm", "6pm", "à 14 heures"."""
        tokens = self._tokens
        word, after = tokens.words[index], tokens.words[index + 1]
        if not word.isdigit() or len(word) > 2 or int(word) > 24:
            return None
        end = 0
        if after == ":" and tokens.glued(index + 1) and len(tokens.words[index + 2]) == 2:
            end = index + 3
        elif after == "h" and tokens.glued(index + 2) and tokens.words[index + 2].isdigit():
            end = index + 3
        elif after == "h" and tokens.words[index - 1] in ("a", "des", "vers") and index:
            end = index + 2
        at = end or index + 1
        if tokens.words[at] in ("am", "pm") or tokens.slice(at, at + 3).lower() in ("a.m", "p.m"):
            end = at + 1 if tokens.words[at] in ("am", "pm") else at + 3
        return self._nothing(index, end) if end else None

    def _nothing(self, index: int, end: int) -> Measure:
        numeral = Numeral(value=ONE, start=index, end=end)
        return Measure(value=ONE, start=index, end=end, numeral=numeral, unit="clock")

    def _score(self, index: int) -> Measure | None:
        """The result of a match: "2-1", both numbers small and nothing touching them."""
        tokens = self._tokens
        first, second = tokens.words[index], tokens.words[index + 2]
        if tokens.words[index + 1] != "-" or not (first.isdigit() and second.isdigit()):
            return None
        if not (tokens.glued(index + 1) and tokens.glued(index + 2)) or tokens.glued(index + 3) and tokens.words[
            index + 3
        ] in ("-", "/", "%"):
            return None
        if tokens.glued(index) or max(len(first), len(second)) > 2 or int(first) > _HIGHEST_SCORE < int(second):
            return None
        if self._measures.at(index + 2) is None or self._unit_follows(index + 2) or int(first) < int(second) - 9:
            return None
        numeral = Numeral(value=Decimal(first), start=index, end=index + 3, figures=True)
        value, high = Decimal(first), Decimal(second)
        if value < high and not self._is_result(index + 3):
            return None
        return Measure(value=value, start=index, end=index + 3, numeral=numeral, unit="score", high=high)

    def _is_result(self, end: int) -> bool:
        """Whether a rising pair (1-3) is a result: nothing that could be counted stands behind it."""
        word = self._tokens.words[end]
        return word == "" or not word[0].isalpha() or word in self._grammar.stops

    def _unit_follows(self, index: int) -> bool:
        measure = self._measures.at(index)
        return measure is not None and (measure.unit is not None or measure.scale != ONE)

    def _loose(self, index: int) -> Measure | None:
        """A number noun alone: "des milliers de manifestants", "dozens of", "nine-figure"."""
        numeral = self._measures.numerals.loose(index)
        if numeral is None:
            return None
        return self._measures.continued(numeral)

    def _multiple(self, index: int) -> Measure | None:
        """A word that is a multiple: "doubled", "le triple", "halved"."""
        found = self._grammar.multiples.at(self._tokens, index)
        if not found:
            return None
        numeral = Numeral(value=Decimal(found[0]), start=index, end=found[1])
        return Measure(value=numeral.value, start=index, end=found[1], numeral=numeral, unit="times")

    def _percent_of(self, index: int) -> Measure | None:
        """"percent of twenty": the number behind its unit."""
        tokens, grammar = self._tokens, self._grammar
        found = grammar.words["percent"].at(tokens, index)
        of = grammar.words["of"].at(tokens, found[1]) if found else None
        numeral = self._measures.numerals.at(of[1]) if of else None
        if numeral is None or numeral.article:
            return None
        return Measure(value=numeral.value, start=index, end=numeral.end, numeral=numeral, unit="%")

    def _figures(self, measure: Measure) -> Measure:
        """"nine-figure", "à neuf chiffres": every number with so many digits."""
        tokens = self._tokens
        at = measure.end + 1 if tokens.words[measure.end] == "-" else measure.end
        found = self._grammar.words["figures"].at(tokens, at)
        if not found or not measure.numeral.whole or not 4 <= measure.value <= 13 or measure.unit:
            return measure
        low = Decimal(10) ** (int(measure.value) - 1)
        return replace(measure, value=plain(low), high=plain(low * 10 - 1), end=found[1])

    # --- ranges -------------------------------------------------------------------------------------------------

    def _range(self, index: int) -> Measure | None:
        """A measure, or two that are the ends of a range: "10 à 15 milliards", "between $60m and $65m", "5-6 %"."""
        first = self._measures.at(index)
        if first is None:
            return None
        first = self._times(self._figures(first))
        at = self._range_joint(first)
        second = self._measures.at(at) if at else None
        if second is None or second.start != at or any(self._taken[at : second.end]) or second.numeral.article:
            return first
        low = first.value
        if first.scale == ONE and first.unit in (None, second.unit) and second.scale != ONE:
            low *= second.scale
        fits = first.unit in (None, second.unit) and (first.unit is not None or first.end == first.numeral.end)
        if not fits or low >= second.value or (first.unit and second.unit is None):
            return first
        if second.value > low * 100:
            return first
        return replace(second, start=index, value=plain(low), high=second.value)

    def _range_joint(self, first: Measure) -> int:
        """The token where the second number of a range would start, or 0."""
        tokens, grammar = self._tokens, self._grammar
        end = first.end
        if tokens.words[end] == "-" and (tokens.is_figure(end + 1) or tokens.raws[end + 1] in ("$", "€", "£")):
            return end + 1
        word = tokens.words[end]
        if word not in grammar.words["to"]:
            return 0
        before = grammar.before.before(tokens, first.start)
        start = before[1] if before else first.start
        between = tokens.words[start - 1] in grammar.words["between"] if start else False
        if word in grammar.words["and"] and not between:
            return 0
        leads = tokens.words[start - 1] in grammar.words["from"] if start else False
        if leads and not between and first.unit is not None:
            return 0
        return grammar.words["to"].skip(tokens, end)

    def _times(self, measure: Measure) -> Measure:
        """"three times", "2,5 fois": a multiple."""
        tokens = self._tokens
        at = measure.end + 1 if tokens.words[measure.end] == "-" else measure.end
        found = self._grammar.words["multiple"].at(tokens, at)
        if not found or measure.unit:
            return measure
        return replace(measure, unit="times", end=found[1])

    # --- the fact -----------------------------------------------------------------------------------------------

    def _fact(self, measure: Measure) -> Fact:
        tokens = self._tokens
        comparator, start, end = self._bounds(measure)
        value, high = plain(measure.value), measure.high
        return Fact(
            kind=FactKind.QUANTITY,
            text=tokens.slice(measure.start, measure.end),
            start=tokens.starts[measure.start],
            end=tokens.ends[measure.end - 1],
            value=value,
            high=high,
            unit=measure.unit,
            comparator=comparator,
            of=self._noun(end),
        )

    def _bounds(self, measure: Measure) -> tuple[str, int, int]:
        """The comparator, from the words before or after, and the tokens where the whole starts and ends."""
        tokens, grammar = self._tokens, self._grammar
        after = grammar.after.at(tokens, measure.end)
        if after and not (tokens.words[measure.end] == "+" and tokens.is_figure(measure.end + 1)):
            return after[0], measure.start, after[1]
        before = grammar.before.before(tokens, measure.start)
        if before is None and measure.start and len(tokens.words[measure.start - 1]) <= 3:
            before = grammar.before.before(tokens, measure.start - 1)
            if before and tokens.words[measure.start - 1] not in ("la", "les", "l", "the", "a", "an", "le"):
                before = None
        if before and not (before[0] == ">" and tokens.words[before[1]] == "over" and dimension(measure.unit) == "time"):
            return before[0], before[1], measure.end
        numeral = measure.numeral
        return (">=" if numeral.least else "~" if numeral.about else "="), measure.start, measure.end

    def _noun(self, index: int) -> str | None:
        """What is counted: the words after the number, up to one that cannot belong to a name for things."""
        tokens, grammar = self._tokens, self._grammar
        start = grammar.words["of"].skip(tokens, index)
        if tokens.words[start] == "'":
            start += 1
        start += tokens.words[start] == "-"
        end = start
        while end < tokens.count and end - start < _LONGEST_NOUN:
            word = tokens.words[end]
            if not word[0].isalpha() or word in grammar.stops or self._taken[end] or tokens.words[end + 1] == "'":
                break
            if end > index and (not self._near(end) or (end > start and self._is_verb(word))):
                break
            end += 1
        if end == start:
            return None
        return tokens.slice(start, end)

    def _is_verb(self, word: str) -> bool:
        return word.endswith(self._grammar.verb_endings) and not word.endswith(self._grammar.noun_endings)

    def _near(self, index: int) -> bool:
        return self._tokens.starts[index] - self._tokens.ends[index - 1] <= 2
