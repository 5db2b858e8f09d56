"""Whether a number that was read says how much, or only looks as if it did."""

from __future__ import annotations

from provenance.language.facts.forms import CLOCK
from provenance.language.facts.grammar import Grammar
from provenance.language.facts.measures import Measure
from provenance.language.facts.tokens import Tokens
from provenance.language.facts.units import dimension

_HOURS = 24


class Judgement:
    """Judges the measures of one text."""

    __slots__ = ("_grammar", "_taken", "_tokens")

    def __init__(self, tokens: Tokens, grammar: Grammar, taken: bytearray) -> None:
        self._tokens = tokens
        self._grammar = grammar
        self._taken = taken

    def counts(self, measure: Measure) -> bool:
        """Whether it counts or measures: not an article, a page number, a time of day, a part of a name."""
        if measure.unit == CLOCK or self._is_hour(measure) or self._is_in_name(measure):
            return False
        if measure.numeral.article:
            return self._is_number_one(measure)
        if measure.unit is None and (self._is_label(measure) or self._is_version(measure)):
            return False
        if self._is_part_of_word(measure):
            return False
        return not ((measure.numeral.fraction or measure.numeral.about) and self._is_period(measure))

    def _is_label(self, measure: Measure) -> bool:
        """A page or section number, or "the two banks", which points back."""
        words, tokens = self._grammar.words, self._tokens
        if words["number_noun"].before(tokens, measure.start):
            return True
        return measure.value == 2 and words["pair_leads"].before(tokens, measure.start) is not None

    def _is_version(self, measure: Measure) -> bool:
        """The "3" of "v3" and of "Llama 2 and 3", where a name with a number goes before."""
        tokens, start = self._tokens, measure.start
        if not measure.numeral.figures or measure.end != start + 1 or not start:
            return False
        if tokens.glued(start) and tokens.words[start - 1] == "v":
            return True
        joined = self._grammar.words["and"].before(tokens, start)
        if not joined or not (named := joined[1]) or not tokens.words[named - 1].isdecimal():
            return False
        month = self._grammar.dates["months"].at(tokens, named - 2)
        return bool(self._taken[named - 1]) and tokens.is_capital(named - 2) and not month

    def _is_part_of_word(self, measure: Measure) -> bool:
        """The figures of "in his 40s", "24/7" and "class 11a", the number words of "zero-coupon" and "pour cent"."""
        tokens, end = self._tokens, measure.end
        if measure.unit is not None or end != measure.numeral.end:
            return False
        after = tokens.words[end]
        if measure.numeral.figures and (self._is_slashed(end) or self._is_slashed(measure.start - 1)):
            return True
        if measure.numeral.figures:
            longer = tokens.glued(end + 1) and tokens.words[end + 1].isalnum()
            return tokens.glued(end) and len(after) == 1 and after.isalpha() and not longer
        percent = self._grammar.words["percent"].before(tokens, end)
        kind = after == "-" and tokens.words[end + 1] not in self._grammar.numbers
        return (measure.value == 0 and kind) or bool(percent and percent[1] < measure.start)

    def _is_slashed(self, sign: int) -> bool:
        """Whether a slash stands at a token that binds two short numbers into a word: "24/7", "9/11"."""
        tokens = self._tokens
        if sign < 1 or tokens.words[sign] != "/" or not (tokens.glued(sign) and tokens.glued(sign + 1)):
            return False
        return all(word.isdecimal() and len(word) < 3 for word in tokens.words[sign - 1 : sign + 2 : 2])

    def _is_hour(self, measure: Measure) -> bool:
        """ "6 heures du matin", "à 18 h"."""
        words, tokens = self._grammar.words, self._tokens
        if measure.unit != "hour" or not measure.numeral.whole or measure.value > _HOURS:
            return False
        symbol = tokens.words[measure.end - 1] == "h" and words["clock_leads"].before(tokens, measure.start)
        return bool(symbol or words["clock_tails"].at(tokens, measure.end))

    def _is_in_name(self, measure: Measure) -> bool:
        """The "Two" of "World War Two", the "Seconde" of "la Seconde Guerre mondiale": capitalised within a sentence."""
        tokens, start = self._tokens, measure.start
        if not start or not tokens.is_capital(start) or not tokens.words[start].isalpha():
            return False
        if measure.unit == "ordinal":
            return tokens.is_capital(measure.end)
        return tokens.is_capital(start - 1) and tokens.words[start - 1].isalpha() and measure.unit is None

    def _is_period(self, measure: Measure) -> bool:
        """The half of "first half", "half-time", "première quinzaine"."""
        tokens = self._tokens
        if measure.unit or measure.end != measure.start + 1:
            return False
        if tokens.words[measure.end] == "-":
            return True
        at = measure.start - 1
        before = (
            tokens.words[at - 1]
            if at > 0 and tokens.words[at] == "-"
            else tokens.words[at]
            if at >= 0
            else ""
        )
        return before in self._grammar.ordinals

    def _is_number_one(self, measure: Measure) -> bool:
        """An article is a number where a unit, a scale, or words around it make it one."""
        words, tokens = self._grammar.words, self._tokens
        if self._taken[words["of"].skip(tokens, measure.end)]:
            return False  # "un mois de septembre"
        if measure.unit is None:
            return measure.end != measure.numeral.end or self._is_one(measure)
        if measure.unit in ("%", "times"):
            return False
        someday = words["someday"].at(tokens, measure.start) is not None
        number = tokens.words[measure.start] in words["number_ones"] and not someday
        if dimension(measure.unit) == "money" or number:
            return True
        if words["one_tails"].at(tokens, measure.end) or words["one_leads"].before(tokens, measure.start):
            return True
        period = dimension(measure.unit) == "time" and words["period_leads"].before(tokens, measure.start)
        return bool(period or self._grammar.before.before(tokens, measure.start))

    def _is_one(self, measure: Measure) -> bool:
        """A word for one that is no article ("one more", "one person"), but in "the one", "which one"."""
        words, tokens = self._grammar.words, self._tokens
        if tokens.words[measure.start] not in words["number_ones"]:
            return False
        if words["count_blockers"].before(tokens, measure.start):
            return False
        return words["one_nouns"].at(tokens, measure.end) is not None
