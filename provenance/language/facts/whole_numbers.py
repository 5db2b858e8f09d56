"""Numbers in words, and figures with words: "deux cent mille", "4 thousand 3 hundred and 21", "two point five"."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from provenance.language.facts.figures import Figures
from provenance.language.facts.grammar import Grammar
from provenance.language.facts.numeral import ONE, Numeral
from provenance.language.facts.sums import Sum
from provenance.language.facts.tokens import Tokens

# From this scale on, "and" joins no small number: "3 million and two others".
_LOOSE_AND = 1_000_000


class WholeNumbers:
    """Reads the numbers of one text that have no fraction."""

    __slots__ = ("_figures", "_grammar", "_tokens")

    def __init__(self, tokens: Tokens, grammar: Grammar) -> None:
        self._tokens = tokens
        self._grammar = grammar
        self._figures = Figures(tokens, grammar)

    def at(self, index: int) -> Numeral | None:
        """Number words and scale words that make one number, or figures with or without scale words."""
        total, end = Sum(self._grammar), index
        words = self._tokens.words
        if words[index] in (".", ",") and self._tokens.is_figure(index + 1) and words[index + 1].isdecimal():
            total.add_figure(Decimal(f"0.{words[index + 1]}"))
            end = index + 2
        if self._grammar.words["one"].at(self._tokens, index) and self.is_scaled(self.past_hyphen(index + 1)):
            total.add_word(1)
            end = self.past_hyphen(index + 1)
        while True:
            at = self._joint(end, total) if total.begun else end
            after = self._part(at, total)
            if after == at:
                break
            end = after
        if not total.begun or end == index:
            return None
        article = end == index + 1 and words[index] in self._grammar.words["one"]
        numeral = Numeral(
            value=total.value,
            start=index,
            end=end,
            scale=total.scale or ONE,
            figures=total.figures,
            article=article,
        )
        return self._spoken_decimal(numeral)

    def is_scaled(self, index: int) -> bool:
        """Whether a scale word or number noun stands at a token."""
        word = self._tokens.words[index]
        return word in self._grammar.scales or word in self._grammar.collectives

    def _part(self, index: int, total: Sum) -> int:
        """Take one part of a number into the sum: the token after it, or the same token if it does not fit."""
        word = self._tokens.words[index]
        if self._tokens.is_figure(index):
            value, end = self._figures.at(index)
            return end if value is not None and total.add_figure(value) else index
        if word in self._grammar.numbers:
            again = (
                word in self._grammar.words["one"] and total.ends_scale and (total.scale or 0) >= _LOOSE_AND
            )
            return index + 1 if not again and total.add_word(self._grammar.numbers[word]) else index
        scale = self._grammar.scales.get(word)
        if scale is None or not (total.begun or word in self._grammar.bare_scales):
            return index
        if scale == 100 and not self._is_hundred(index, total):
            return index
        return index + 1 if total.multiply(scale) else index

    def _is_hundred(self, index: int, total: Sum) -> bool:
        """ "12 cents" is money; "3 hundred", "deux cents", "3 cents et 21" are numbers."""
        grammar, words = self._grammar, self._tokens.words
        if grammar.currencies.at(self._tokens, index) is None or total.current is None:
            return True
        if (words[index] in grammar.bare_scales and total.current > 1) or (total.scale or 0) >= 1000:
            return True
        if not total.figures:
            return total.current < 20
        after = index + 2 if words[index + 1] in grammar.words["and"] else index + 1
        if after == index + 2 and self._tokens.is_figure(after):
            return words[after] != "0"
        return words[after] in grammar.numbers and words[after] not in grammar.words["one"]

    def _joint(self, index: int, total: Sum) -> int:
        """Past a hyphen or an "and" between two parts, if a part stands behind it."""
        words = self._tokens.words
        at = index
        if words[at] == "-" and not self._tokens.is_figure(at + 1) and not self._tokens.is_figure(at - 1):
            at += 1
        if words[at] not in self._grammar.words["and"]:
            return at
        at += 1
        value = self._grammar.numbers.get(words[at], 0)
        if (
            not (total.ends_scale or value in self._grammar.and_adds)
            or words[at + 1] in self._grammar.fractions
        ):
            return index
        if self._tokens.is_figure(at) and words[at + 1] in self._grammar.scales:
            return index
        if total.scale is not None and total.scale >= _LOOSE_AND and not self._is_big(at):
            return index
        return at

    def _is_big(self, index: int) -> bool:
        return self._tokens.words[index + 1] in self._grammar.scales

    def _spoken_decimal(self, numeral: Numeral) -> Numeral:
        """Decimals read out: "two hundred point zero three", "cinq virgule cinq"."""
        tokens = self._tokens
        if tokens.words[numeral.end] not in self._grammar.words["point"] or numeral.figures:
            return numeral
        at, digits = numeral.end + 1, ""
        while self._grammar.numbers.get(tokens.words[at]) == 0:
            digits += "0"
            at += 1
        rest = self.at(at) if tokens.words[at] in self._grammar.numbers else None
        if rest is not None and rest.whole:
            digits += str(int(rest.value))
            at = rest.end
        if not digits:
            return numeral
        return replace(numeral, value=numeral.value + Decimal(f"0.{digits}"), end=at)

    def past_hyphen(self, index: int) -> int:
        """The token after the hyphen that stands here, or the same token."""
        return index + 1 if self._tokens.words[index] == "-" else index
