"""Finds quantities: measures with their bounds and ranges, ratios, ranks, scores, multiples, and what they count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from provenance.language.facts.agreement import agree
from provenance.language.facts.figures import figure
from provenance.language.facts.forms import Forms
from provenance.language.facts.grammar import Grammar
from provenance.language.facts.judgement import Judgement
from provenance.language.facts.measures import Measure, Measures
from provenance.language.facts.numeral import ONE, plain
from provenance.language.facts.surroundings import Surroundings
from provenance.language.facts.tokens import AMOUNT, DIGIT, NUMBER, QUANTITY, UNIT, Tokens
from provenance.language.facts.units import dimension
from provenance.model import Fact, FactKind

__all__ = ["Quantities", "agree"]


_WIDEST_RANGE = 100
_CHANGE_REACH = 3  # tokens
_WIDEST_CHOICE = 2  # "two or three", "5 or 10"; farther apart they are two numbers


class Quantities:
    """Finds the quantities of one text, leaving out the tokens that something else has taken."""

    __slots__ = ("_around", "_forms", "_grammar", "_judgement", "_measures", "_taken", "_tokens")

    def __init__(self, tokens: Tokens, grammar: Grammar, taken: bytearray, measures: Measures) -> None:
        self._tokens = tokens
        self._grammar = grammar
        self._taken = taken
        self._measures = measures
        self._forms = Forms(tokens, grammar, self._measures)
        self._judgement = Judgement(tokens, grammar, taken)
        self._around = Surroundings(tokens, grammar, taken)

    def find(self) -> Iterator[Fact]:
        """Every quantity, in order."""
        measures = [measure for measure in self._all() if self._judgement.counts(measure)]
        measures = [m for before, m in zip([None, *measures], measures) if not self._is_rate(before, m)]
        for at in range(len(measures) - 2, -1, -1):
            measures[at] = self._shared(measures[at], measures[at + 1])
        for at in range(1, len(measures)):
            measures[at] = self._age_too(measures[at - 1], measures[at])
        yield from map(self._fact, measures)
        if self._tokens.seen & DIGIT:
            yield from self._lists()

    def _lists(self) -> Iterator[Fact]:
        """Numbers set off by commas or points alone ("22,24,26,31"), where they are not one number."""
        tokens = self._tokens
        for at in tokens.marked(DIGIT):
            word = tokens.words[at]
            listed = word.count(",") + word.count(".") > 1 and not self._taken[at]
            if not listed or figure(word, self._grammar.decimal) is not None:
                continue
            for match in re.finditer(r"\d+", word):
                start, end = tokens.starts[at] + match.start(), tokens.starts[at] + match.end()
                yield Fact(
                    kind=FactKind.QUANTITY,
                    text=tokens.original[start:end],
                    start=start,
                    end=end,
                    value=Decimal(match.group()),
                )

    def _all(self) -> Iterator[Measure]:
        marks, past = self._tokens.marks, 0
        for at in self._tokens.marked(AMOUNT):
            if at < past or self._taken[at] or self._is_article(at):
                continue
            start = self._measures.numerals.lead(at) if marks[at] & DIGIT else at
            measure = self._at(start)
            if measure is not None and not any(self._taken[start : measure.end]):
                past = measure.end
                yield measure

    def _at(self, index: int) -> Measure | None:
        forms = self._forms
        special = forms.ordinal(index) or forms.clock(index) or forms.score(index)
        return (
            special
            or self._range(index)
            or forms.loose(index)
            or forms.multiple(index)
            or forms.percent_of(index)
        )

    def _is_rate(self, before: Measure | None, measure: Measure) -> bool:
        """The "a dozen" of "64.2 cents a dozen", which says for how many the money is."""
        if before is None or before.end != measure.start or dimension(before.unit) != "money":
            return False
        return measure.unit is None and self._grammar.words["per"].at(self._tokens, measure.start) is not None

    def _age_too(self, before: Measure, measure: Measure) -> Measure:
        """The ages behind the first of several: "aged 33, 34 and 39"."""
        bare = before.unit == "year" and before.end == before.numeral.end and before.numeral.figures
        joint = self._tokens.words[before.end]
        near = measure.start == before.end + 1 and (joint == "," or joint in self._grammar.words["and"])
        if not bare or not near or measure.unit or not measure.numeral.figures:
            return measure
        return replace(measure, unit="year")

    def _shared(self, measure: Measure, following: Measure) -> Measure:
        """The unit of the last of several numbers is that of all: "17, 18 et 20 ans", "4, 5 and 6 percent"."""
        tokens = self._tokens
        between = tokens.words[measure.end]
        words = self._grammar.words
        changed = between in words["to"] and words["from"].before(tokens, measure.start) is not None
        near = following.start == measure.end + 1 and (between == "," or between in words["and"] or changed)
        if (
            not near
            or measure.unit
            or following.unit in (None, "times", "ordinal", "score")
            or following.high
        ):
            return measure
        numeral = measure.numeral
        if numeral.fraction or numeral.scale != ONE or measure.end != numeral.end:
            return measure
        scale = following.scale
        return replace(measure, unit=following.unit, value=measure.value * scale, scale=scale)

    def _is_article(self, index: int) -> bool:
        """A word for one before a word that can be neither scale, unit, nor fraction: by far the most common case."""
        tokens = self._tokens
        if tokens.marks[index] & (DIGIT | NUMBER | QUANTITY):
            return False
        at = index + 2 if tokens.words[index + 1] == "-" else index + 1
        if tokens.marks[at] & (DIGIT | QUANTITY | UNIT):
            return False
        return self._grammar.words["noun_ratio"].at(tokens, at + 1) is None

    # --- ranges -------------------------------------------------------------------------------------------------

    def _range(self, index: int) -> Measure | None:
        """A measure, or two that are the ends of a range: "10 à 15 milliards", "two or three", "between $60m and $65m", "5-6 %"."""
        first = self._measures.at(index)
        if first is None:
            return None
        first = self._forms.aged(self._times(self._forms.figures(first)))
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
        if not self._is_span(first, second, low):
            return first
        return replace(second, start=index, value=plain(low), high=second.value)

    def _is_span(self, first: Measure, second: Measure, low: Decimal) -> bool:
        """Whether two measures can be the ends of one range: of one unit, rising, not worlds apart."""
        one_unit = first.unit == second.unit or (first.unit is None and first.end == first.numeral.end)
        fractions = first.numeral.fraction and not second.numeral.fraction
        choice = self._tokens.words[first.end] in self._grammar.words["or"]
        if choice and second.unit is None and not self._around.counts(second.end):
            return False
        widest = low * (_WIDEST_CHOICE if choice else _WIDEST_RANGE)
        return one_unit and not fractions and low < second.value <= widest

    def _range_joint(self, first: Measure) -> int:
        """The token where the second number of a range would start, or 0."""
        tokens, grammar = self._tokens, self._grammar
        end = first.end
        if tokens.words[end] == "-" and tokens.words[end + 1] in grammar.words["to"]:
            return end + 2  # "18- to 29-year-olds"
        if tokens.words[end] == "-" and (
            tokens.is_figure(end + 1) or tokens.raws[end + 1] in ("$", "€", "£")
        ):
            return end + 1
        word = tokens.words[end]
        if word in grammar.words["or"]:
            return end + 1
        if word not in grammar.words["to"]:
            return 0
        before = grammar.before.before(tokens, first.start)
        start = before[1] if before else first.start
        between = tokens.words[start - 1] in grammar.words["between"] if start else False
        if word in grammar.words["and"] and not between:
            return 0
        leads = tokens.words[start - 1] in grammar.words["from"] if start else False
        if leads and not between and (first.unit is not None or self._is_change(start - 1)):
            return 0
        return grammar.words["to"].skip(tokens, end)

    def _is_change(self, index: int) -> bool:
        """Whether a verb before "from" says that one value became the other: "rose from 3 to 4 percent"."""
        words = self._tokens.words[max(index - _CHANGE_REACH, 0) : index]
        return not self._grammar.sets["change"].isdisjoint(words)

    def _times(self, measure: Measure) -> Measure:
        """ "three times", "2,5 fois", "multiplié par trois", "divided by two": a multiple."""
        tokens = self._tokens
        at = measure.end + 1 if tokens.words[measure.end] == "-" else measure.end
        words = self._grammar.words
        if measure.unit or measure.value == 0:
            return measure
        if found := words["multiple"].at(tokens, at):
            return replace(measure, unit="times", end=found[1])
        if words["multiplied"].before(tokens, measure.start):
            return replace(measure, unit="times")
        if words["divided"].before(tokens, measure.start):
            return replace(measure, unit="times", value=plain(ONE / measure.value))
        return measure

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
