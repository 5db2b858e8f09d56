"""Numbers as texts write them: in figures, in words, as fractions and nouns, and mixed with scale words."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from provenance.language.facts.fractions import Fractions
from provenance.language.facts.grammar import Grammar
from provenance.language.facts.numeral import ONE, Numeral, plain
from provenance.language.facts.tokens import Tokens
from provenance.language.facts.whole_numbers import WholeNumbers


class Numerals:
    """Reads the numbers of one text."""

    __slots__ = ("_fractions", "_grammar", "_tokens", "_whole")

    def __init__(self, tokens: Tokens, grammar: Grammar) -> None:
        self._tokens = tokens
        self._grammar = grammar
        self._whole = WholeNumbers(tokens, grammar)
        self._fractions = Fractions(tokens, grammar, self._whole)

    def plain_words(self, index: int) -> Numeral | None:
        """The whole number in words or figures that starts at a token, without sign or fraction."""
        return self._whole.at(index)

    def at(self, index: int) -> Numeral | None:
        """The number that starts at a token, with its sign, fraction and scale words."""
        sign, start = self._sign(index)
        numeral = self._unsigned(start)
        if numeral is None:
            return None
        numeral = self._fractions.ratio(self._collective(self._fractions.mixed(numeral)))
        article = numeral.article and sign > 0
        return replace(numeral, value=plain(numeral.value * sign), start=index, article=article)

    def lead(self, index: int) -> int:
        """Where a number really starts whose first digits stand at a token: at a minus sign or decimal mark before it."""
        tokens = self._tokens
        if index and tokens.glued(index) and not (index > 1 and tokens.glued(index - 1)):
            sign = tokens.words[index - 1]
            if sign == self._grammar.decimal or sign in ("-", "."):
                return index - 1
        return index

    def _sign(self, index: int) -> tuple[int, int]:
        tokens = self._tokens
        word = tokens.words[index]
        if word in ("-", "+") and tokens.is_figure(index + 1) and tokens.glued(index + 1):
            return (-1 if word == "-" else 1), index + 1
        found = self._grammar.words["minus"].at(tokens, index)
        if found and self._grammar.before.before(tokens, found[1]):
            return 1, index  # "au moins huit" is no minus eight
        if found and (tokens.is_figure(found[1]) or tokens.words[found[1]] in self._grammar.numbers):
            return -1, found[1]
        return 1, index

    def _unsigned(self, index: int) -> Numeral | None:
        whole = self._whole.at(index)
        return (
            self._fractions.at(index, whole) or self._fractions.half(index) or whole or self._article(index)
        )

    def _article(self, index: int) -> Numeral | None:
        """An article before a unit ("a year later", "half an inch"): whether it counts is judged by the words around."""
        one = self._grammar.words["one"].at(self._tokens, index)
        if not one or not self._grammar.units.at(self._tokens, one[1]):
            return None
        return Numeral(value=ONE, start=index, end=one[1], article=True)

    def _collective(self, numeral: Numeral) -> Numeral:
        """A number noun after a number: "trois douzaines", "une quinzaine", "une centaine de milliards"."""
        grammar, tokens = self._grammar, self._tokens
        at = self._whole.past_hyphen(numeral.end)
        word = tokens.words[at]
        if word not in grammar.collectives or numeral.fraction:
            return numeral
        number, exact = grammar.collectives[word]
        taken = replace(
            numeral,
            value=numeral.value * number,
            end=at + 1,
            about=not exact,
            article=False,
            scale=Decimal(number),
        )
        return self._collective_scale(taken)

    def _collective_scale(self, numeral: Numeral) -> Numeral:
        at = self._grammar.words["of"].skip(self._tokens, numeral.end)
        word = self._tokens.words[at]
        scale = self._grammar.scales.get(word, 0)
        if word in self._grammar.collectives and numeral.value < self._grammar.collectives[word][0]:
            scale = self._grammar.collectives[word][0]  # "des dizaines de milliers"
        if scale <= 100:
            return numeral
        return replace(numeral, value=numeral.value * scale, end=at + 1, scale=Decimal(scale))

    def loose(self, index: int) -> Numeral | None:
        """A number noun without a number: "des milliers", "dozens", "centaine de milliards", "millions"."""
        grammar, tokens = self._grammar, self._tokens
        word = tokens.words[index]
        if word in grammar.collectives:
            number = grammar.collectives[word][0]
        elif grammar.scales.get(word, 0) >= 100 and word.endswith("s"):
            number = grammar.scales[word]
        else:
            return None
        least = word.endswith("s")
        numeral = Numeral(
            value=Decimal(number),
            start=index,
            end=index + 1,
            scale=Decimal(number),
            least=least,
            about=not least,
        )
        numeral = self._collective_scale(numeral)
        return replace(numeral, value=plain(numeral.value))
