"""Finds quantities: measures with their bounds and ranges, ratios, ranks, scores, multiples, and what they count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from provenance.language.facts.agreement import agree
from provenance.language.facts.figures import figure
from provenance.language.facts.forms import CLOCK, Forms
from provenance.language.facts.grammar import Grammar
from provenance.language.facts.measures import Measure, Measures
from provenance.language.facts.numeral import ONE, plain
from provenance.language.facts.surroundings import Surroundings
from provenance.language.facts.tokens import ARTICLE, DIGIT, NUMBER, QUANTITY, Tokens
from provenance.model import Fact, FactKind

__all__ = ["Quantities", "agree"]


class Quantities:
    """Finds the quantities of one text, leaving out the tokens that something else has taken."""

    __slots__ = ("_around", "_forms", "_grammar", "_measures", "_taken", "_tokens")

    def __init__(self, tokens: Tokens, grammar: Grammar, taken: bytearray) -> None:
        self._tokens = tokens
        self._grammar = grammar
        self._taken = taken
        self._measures = Measures(tokens, grammar)
        self._forms = Forms(tokens, grammar, self._measures)
        self._around = Surroundings(tokens, grammar, taken)

    def find(self) -> Iterator[Fact]:
        """Every quantity, in order."""
        marks, at = self._tokens.marks, 0
        while at < self._tokens.count:
            if self._taken[at] or not marks[at] & (DIGIT | QUANTITY) or self._is_article(at):
                at += 1
                continue
            at = self._measures.numerals.lead(at) if marks[at] & DIGIT else at
            if self._tokens.words[at].count(",") + self._tokens.words[at].count(".") > 1 and (
                numbers := self._list(at)
            ):
                yield from numbers
                at += 1
                continue
            measure = (
                self._forms.ordinal(at)
                or self._forms.clock(at)
                or self._forms.score(at)
                or self._range(at)
                or self._other(at)
            )
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
        return (
            self._tokens.words[at] not in self._grammar.counted_units
            and not self._tokens.marks[at] & QUANTITY
        )

    def _other(self, index: int) -> Measure | None:
        return self._forms.loose(index) or self._forms.multiple(index) or self._forms.percent_of(index)

    # --- what is a quantity, and what only looks like one -------------------------------------------------------

    def _counts(self, measure: Measure) -> bool:
        """Whether it says how much: not an article, a page number, a clock time."""
        tokens, grammar = self._tokens, self._grammar
        if measure.unit == CLOCK:
            return False
        if grammar.words["number_noun"].before(tokens, measure.start) and measure.unit is None:
            return False
        if (
            measure.value == 2
            and measure.unit is None
            and grammar.words["pair_leads"].before(tokens, measure.start)
        ):
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
        return not grammar.words["of"].at(tokens, measure.end) and tokens.words[measure.end] not in (
            "'",
            "another",
        )

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

    # --- ranges -------------------------------------------------------------------------------------------------

    def _range(self, index: int) -> Measure | None:
        """A measure, or two that are the ends of a range: "10 à 15 milliards", "between $60m and $65m", "5-6 %"."""
        first = self._measures.at(index)
        if first is None:
            return None
        first = self._times(self._forms.figures(first))
        at = self._range_joint(first)
        second = self._measures.at(at) if at else None
        if (
            second is None
            or second.start != at
            or any(self._taken[at : second.end])
            or second.numeral.article
        ):
            return first
        low = first.value
        if first.scale == ONE and first.unit in (None, second.unit) and second.scale != ONE:
            low *= second.scale
        fits = first.unit in (None, second.unit) and (
            first.unit is not None or first.end == first.numeral.end
        )
        if not fits or low >= second.value or (first.unit and second.unit is None):
            return first
        if second.value > low * 100:
            return first
        return replace(second, start=index, value=plain(low), high=second.value)

    def _range_joint(self, first: Measure) -> int:
        """The token where the second number of a range would start, or 0."""
        tokens, grammar = self._tokens, self._grammar
        end = first.end
        if tokens.words[end] == "-" and (
            tokens.is_figure(end + 1) or tokens.raws[end + 1] in ("$", "€", "£")
        ):
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
        """ "three times", "2,5 fois": a multiple."""
        tokens = self._tokens
        at = measure.end + 1 if tokens.words[measure.end] == "-" else measure.end
        found = self._grammar.words["multiple"].at(tokens, at)
        if not found or measure.unit:
            return measure
        return replace(measure, unit="times", end=found[1])

    # --- the fact -----------------------------------------------------------------------------------------------

    def _fact(self, measure: Measure) -> Fact:
        tokens, around = self._tokens, self._around
        comparator, end = around.behind(measure.end)
        noun, noun_end = around.noun(end, measure)
        if comparator is None and noun_end > end:
            comparator, _ = around.behind(noun_end)  # "250 salariés ou plus"
        return Fact(
            kind=FactKind.QUANTITY,
            text=tokens.slice(measure.start, measure.end),
            start=tokens.starts[measure.start],
            end=tokens.ends[measure.end - 1],
            value=plain(measure.value),
            high=measure.high,
            unit=measure.unit,
            comparator=comparator or around.before(measure),
            of=tokens.slice(noun, noun_end) if noun_end > noun else None,
        )
