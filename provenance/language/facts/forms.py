"""Numbers in special forms: ranks, scores, clock times, multiples, number nouns, "nine-figure"."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from decimal import Decimal

from provenance.language.facts.figures import figure
from provenance.language.facts.grammar import Grammar
from provenance.language.facts.measures import Measure, Measures
from provenance.language.facts.numeral import ONE, Numeral, plain
from provenance.language.facts.ranks import rank
from provenance.language.facts.tokens import Tokens

CLOCK = "clock"
_HOUR = r"(?:[01]?\d|2[0-4])"
_CLOCK = re.compile(
    rf"{_HOUR}(?:[:.][0-5]\d){{0,2}}\s?[ap]\.?\s?m\b\.?|{_HOUR}\s?h\s?[0-5]\d(?!\d)|{_HOUR}:[0-5]\d(?::[0-5]\d)?(?![\d:])",
    re.IGNORECASE,
)
_GROUP = re.compile(r"\d{3}")
_OLDEST = 125  # years
_HIGHEST_SCORE = 60
# "nine-figure": from so many digits to so many it is a way of speaking; "two figures" is two numbers.
_FIGURES = (2, 13)
_SURE_FIGURES = 4


class Forms:
    """Reads the special forms of one text."""

    __slots__ = ("_grammar", "_measures", "_tokens")

    def __init__(self, tokens: Tokens, grammar: Grammar, measures: Measures) -> None:
        self._tokens = tokens
        self._grammar = grammar
        self._measures = measures

    def ordinal(self, index: int) -> Measure | None:
        """A rank: "5th", "3e", "fifth-largest", "deuxième", "vingt-cinquième". The first of something is a comparison, not a number."""
        tokens, grammar = self._tokens, self._grammar
        word = tokens.words[index]
        value, end = 0, index + 1
        while word[:1].isdecimal() and _GROUP.fullmatch(tokens.words[end]):
            end += 1  # "10 000e"
        marked = tokens.glued(end) and tokens.words[end] in grammar.ordinal_marks
        marked = marked and not (tokens.glued(end + 1) and tokens.words[end + 1].isalnum())
        if word[:1].isdecimal():
            whole = figure("".join(tokens.words[index:end]), grammar.decimal) if marked else None
            value, end = (int(whole), end + 1) if whole is not None and whole == int(whole) else (0, end)
        elif tokens.words[index + 1] != "'":
            value, end = rank(tokens, grammar, self._measures.numerals, index)
        if (value < 2 and not marked) or value == 0:
            return None
        numeral = Numeral(value=Decimal(value), start=index, end=end, fraction=True)
        return Measure(value=numeral.value, start=index, end=end, numeral=numeral, unit="ordinal")

    def clock(self, index: int) -> Measure | None:
        """A time of day: "14h30", "17 h 30", "2:00 pm", "7.55am"; it is read so that nothing else reads it."""
        tokens = self._tokens
        if not tokens.is_figure(index):
            return None
        found = _CLOCK.match(tokens.text, tokens.starts[index])
        return self._nothing(index, bisect_left(tokens.starts, found.end())) if found else None

    def aged(self, measure: Measure) -> Measure:
        """ "aged 33", "at the age of 17", "Ronaldo, 33, ": years without the word."""
        tokens, words = self._tokens, self._grammar.words
        if (
            measure.unit
            or not measure.numeral.whole
            or not measure.numeral.figures
            or not 0 < measure.value < _OLDEST
        ):
            return measure
        if words["age_leads"].before(tokens, measure.start):
            return replace(measure, unit="year")
        before, after = tokens.words[measure.start - 1], tokens.words[measure.end]
        if measure.start < 2 or before != "," or after not in (",", ")") or not self._grammar.bare_ages:
            return measure
        noun = measure.start - 2
        named = tokens.is_capital(noun) or words["person_nouns"].before(tokens, noun + 1)
        return replace(measure, unit="year") if named else measure

    def _nothing(self, index: int, end: int) -> Measure:
        numeral = Numeral(value=ONE, start=index, end=end)
        return Measure(value=ONE, start=index, end=end, numeral=numeral, unit=CLOCK)

    def score(self, index: int) -> Measure | None:
        """The result of a match: "2-1", "2:2", "1 à 0": both numbers small, and nothing that they could count."""
        tokens = self._tokens
        first, sign, second = tokens.words[index], tokens.words[index + 1], tokens.words[index + 2]
        if not (first.isdecimal() and second.isdecimal()) or tokens.glued(index):
            return None
        value, high = int(first), int(second)
        if max(value, high) > _HIGHEST_SCORE or not self._is_between(index + 1, sign, falling=value > high):
            return None
        touched = tokens.glued(index + 3) and (
            tokens.words[index + 3] in "-/%:" or tokens.words[index + 3].isalnum()
        )
        if touched or self._unit_follows(index + 2) or (value < high and not self._is_result(index + 3)):
            return None
        numeral = Numeral(value=Decimal(value), start=index, end=index + 3, figures=True)
        return Measure(
            value=numeral.value, start=index, end=index + 3, numeral=numeral, unit="score", high=Decimal(high)
        )

    def _is_between(self, index: int, sign: str, *, falling: bool) -> bool:
        """Whether the sign between two numbers may be that of a result; a word only where the first is the larger."""
        tokens, words = self._tokens, self._grammar.words
        if sign in ("-", ":"):
            return tokens.glued(index) == tokens.glued(index + 1)
        led = words["from"].before(tokens, index - 1) or words["between"].before(tokens, index - 1)
        return falling and sign in words["to"] and sign not in words["and"] and not led

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
        tight = at > measure.end or self._grammar.words["figure_leads"].before(tokens, measure.start)
        if measure.value < _SURE_FIGURES and not tight:
            return measure
        low = Decimal(10) ** (int(measure.value) - 1)
        return replace(measure, value=plain(low), high=plain(low * 10 - 1), end=found[1])
