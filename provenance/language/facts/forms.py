"""Numbers in special forms: ranks, scores, clock times, multiples, number nouns, "nine-figure"."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from provenance.language.facts.grammar import Grammar
from provenance.language.facts.measures import Measure, Measures
from provenance.language.facts.numeral import ONE, Numeral, plain
from provenance.language.facts.tokens import Tokens

CLOCK = "clock"
_HIGHEST_SCORE = 30
# "nine-figure": from so many digits to so many it is a way of speaking; "two figures" is two numbers.
_FIGURES = (4, 13)


class Forms:
    """Reads the special forms of one text."""

    __slots__ = ("_grammar", "_measures", "_tokens")

    def __init__(self, tokens: Tokens, grammar: Grammar, measures: Measures) -> None:
        self._tokens = tokens
        self._grammar = grammar
        self._measures = measures

    def ordinal(self, index: int) -> Measure | None:
        """A rank: "5th", "3e", "fifth-largest", "deuxième". The first of something is a comparison, not a number."""
        tokens, grammar = self._tokens, self._grammar
        word = tokens.words[index]
        value, end = 0, index + 1
        marked = tokens.glued(end) and tokens.words[end] in grammar.ordinal_marks
        marked = marked and not (tokens.glued(end + 1) and tokens.words[end + 1].isalnum())
        if word.isdecimal() and len(word) < 5 and marked:
            value, end = int(word), end + 1
        elif word in grammar.ordinals and tokens.words[index + 1] != "'":
            value = grammar.ordinals[word]
        if (value < 2 and end == index + 1) or value == 0:
            return None
        numeral = Numeral(value=Decimal(value), start=index, end=end, fraction=True)
        return Measure(value=numeral.value, start=index, end=end, numeral=numeral, unit="ordinal")

    def clock(self, index: int) -> Measure | None:
        """A time of day: "14h30", "2:00 pm", "6pm", "à 14 heures"."""
        tokens = self._tokens
        word, after = tokens.words[index], tokens.words[index + 1]
        if not word.isdecimal() or len(word) > 2 or int(word) > 24:
            return None
        end = 0
        if (after == ":" and tokens.glued(index + 1) and len(tokens.words[index + 2]) == 2) or (
            after == "h" and tokens.glued(index + 2) and tokens.words[index + 2].isdecimal()
        ):
            end = index + 3
        elif after == "h" and tokens.words[index - 1] in ("a", "des", "vers") and index:
            end = index + 2
        at = end or index + 1
        if tokens.words[at] in ("am", "pm") or tokens.slice(at, at + 3).lower() in ("a.m", "p.m"):
            end = at + 1 if tokens.words[at] in ("am", "pm") else at + 3
        return self._nothing(index, end) if end else None

    def _nothing(self, index: int, end: int) -> Measure:
        numeral = Numeral(value=ONE, start=index, end=end)
        return Measure(value=ONE, start=index, end=end, numeral=numeral, unit=CLOCK)

    def score(self, index: int) -> Measure | None:
        """The result of a match: "2-1", both numbers small and nothing touching them."""
        tokens = self._tokens
        first, second = tokens.words[index], tokens.words[index + 2]
        if tokens.words[index + 1] != "-" or not (first.isdecimal() and second.isdecimal()):
            return None
        if not (tokens.glued(index + 1) and tokens.glued(index + 2)) or (
            tokens.glued(index + 3) and tokens.words[index + 3] in ("-", "/", "%")
        ):
            return None
        if (
            tokens.glued(index)
            or max(len(first), len(second)) > 2
            or int(first) > _HIGHEST_SCORE < int(second)
        ):
            return None
        if (
            self._measures.at(index + 2) is None
            or self._unit_follows(index + 2)
            or int(first) < int(second) - 9
        ):
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

    def loose(self, index: int) -> Measure | None:
        """A number noun alone: "des milliers de manifestants", "dozens of", "nine-figure"."""
        numeral = self._measures.numerals.loose(index)
        if numeral is None:
            return None
        return self._measures.continued(numeral)

    def multiple(self, index: int) -> Measure | None:
        """A word that is a multiple: "doubled", "le triple", "halved"."""
        found = self._grammar.multiples.at(self._tokens, index)
        if not found:
            return None
        numeral = Numeral(value=Decimal(found[0]), start=index, end=found[1])
        return Measure(value=numeral.value, start=index, end=found[1], numeral=numeral, unit="times")

    def percent_of(self, index: int) -> Measure | None:
        """ "percent of twenty": the number behind its unit."""
        tokens, grammar = self._tokens, self._grammar
        found = grammar.words["percent"].at(tokens, index)
        of = grammar.words["of"].at(tokens, found[1]) if found else None
        numeral = self._measures.numerals.at(of[1]) if of else None
        if numeral is None or numeral.article:
            return None
        return Measure(value=numeral.value, start=index, end=numeral.end, numeral=numeral, unit="%")

    def figures(self, measure: Measure) -> Measure:
        """ "nine-figure", "à neuf chiffres": every number with so many digits."""
        tokens = self._tokens
        at = measure.end + 1 if tokens.words[measure.end] == "-" else measure.end
        found = self._grammar.words["figures"].at(tokens, at)
        if (
            not found
            or not measure.numeral.whole
            or not _FIGURES[0] <= measure.value <= _FIGURES[1]
            or measure.unit
        ):
            return measure
        low = Decimal(10) ** (int(measure.value) - 1)
        return replace(measure, value=plain(low), high=plain(low * 10 - 1), end=found[1])
