"""Fractions: in figures, in signs and in words, alone, behind a whole number, or of a scale."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from decimal import Decimal

from provenance.language.facts.grammar import Grammar
from provenance.language.facts.numeral import HUNDRED, ONE, Numeral
from provenance.language.facts.tokens import Tokens
from provenance.language.facts.whole_numbers import WholeNumbers

# Denominators that a fraction in figures may have; others are dates, scores, or names (9/11, 24/7).
_DENOMINATORS = frozenset({2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 32, 64, 100})
# "3 in 5" is a ratio; "71 seats out of 175" are two counts.
_LARGEST_PART = 10
# A whole number of a ratio that is rather a year: "one in 2024".
_YEARS = (1900, 2100)


class Fractions:
    """Reads the fractions of one text."""

    __slots__ = ("_grammar", "_tokens", "_whole")

    def __init__(self, tokens: Tokens, grammar: Grammar, whole: WholeNumbers) -> None:
        self._tokens = tokens
        self._grammar = grammar
        self._whole = whole

    def at(self, index: int, top: Numeral | None) -> Numeral | None:
        """A fraction with its numerator: ¾, 3/4, two thirds, un tiers; as a part of a million where it says so."""
        found = self._slashed(index) or self._signed_fraction(index) or self._worded(index, top)
        return self._of_scale(found) if found else None

    def _slashed(self, index: int) -> Numeral | None:
        tokens = self._tokens
        top, bottom = tokens.words[index], tokens.words[index + 2]
        if tokens.words[index + 1] != "/" or not (top.isdecimal() and bottom.isdecimal()):
            return None
        if tokens.glued(index + 1) != tokens.glued(index + 2) or tokens.words[index + 3] == "/":
            return None
        if len(top) > 2 or len(bottom) > 3 or int(bottom) not in _DENOMINATORS or int(top) >= int(bottom):
            return None
        value = Decimal(top) / Decimal(bottom)
        return Numeral(value=value, start=index, end=index + 3, figures=True, fraction=True)

    def _signed_fraction(self, index: int) -> Numeral | None:
        raw = self._tokens.raws[index]
        if (
            len(raw) != 1
            or raw.isascii()
            or unicodedata.category(raw) != "No"
            or not unicodedata.decomposition(raw).startswith("<frac")
        ):
            return None
        value = Decimal(str(unicodedata.numeric(raw)))
        return Numeral(value=_rational(value), start=index, end=index + 1, figures=True, fraction=True)

    def _worded(self, index: int, top: Numeral | None) -> Numeral | None:
        if top is None and self._grammar.words["one"].at(self._tokens, index):
            top = Numeral(value=ONE, start=index, end=index + 1, article=True)
        if top is None or (not top.whole and top.scale == ONE) or top.value == 0:
            return None
        bottom, end = self._denominator(top)
        if bottom == 0:
            return None
        return Numeral(value=top.value / bottom, start=index, end=end, fraction=True)

    def _denominator(self, top: Numeral) -> tuple[int, int]:
        """The denominator after a numerator, and the token after it; (0, …) where there is none."""
        tokens, at = self._tokens, self._whole.past_hyphen(top.end)
        hyphened = at > top.end
        word = tokens.words[at]
        single = word.removesuffix("s")
        plural = single != word
        if word in self._grammar.fractions:
            sure = word not in self._grammar.ordinals and single not in self._grammar.ordinals
            if sure or plural or hyphened or self._ends_fraction(at + 1) or self._is_share(top.start, at + 1):
                return self._grammar.fractions[word], at + 1
            return 0, at
        bottom, end = self._ordinal(at)
        if bottom < 3 or (top.figures and not plural):
            return 0, at
        plural = tokens.words[end - 1].removesuffix("s") in self._grammar.ordinals and tokens.words[
            end - 1
        ].endswith("s")
        if top.value == 1:
            sure = (hyphened and end == at + 1) or self._is_share(top.start, end)
            return (bottom, end) if not plural and (sure or self._ends_fraction(end)) else (0, at)
        return (bottom, end) if plural or (bottom < 1000 and self._ends_fraction(end)) else (0, at)

    def _ordinal(self, index: int) -> tuple[int, int]:
        """The rank that words name (fifth, vingt-cinquième) and the token after it; (0, …) where none does."""
        words, grammar = self._tokens.words, self._grammar
        tens = grammar.numbers.get(words[index], 0)
        at = index
        if tens >= 20 or grammar.scales.get(words[index]) == 100:
            tens = tens or 100
            at = self._whole.past_hyphen(index + 1)
            at = self._whole.past_hyphen(at + 1) if words[at] in grammar.words["and"] else at
        else:
            tens = 0
        unit = grammar.ordinals.get(words[at]) or grammar.ordinals.get(words[at].removesuffix("s"), 0)
        if not unit or (tens and unit >= 100):
            return 0, index
        return tens + unit, at + 1

    def _ends_fraction(self, index: int) -> bool:
        """Whether what follows shows that a denominator stood before it, not a rank: "a fifth of", "un cinquième des"."""
        word = self._tokens.words[index]
        return (
            word == ""
            or not word[0].isalnum()
            or self._grammar.words["of"].at(self._tokens, index) is not None
        )

    def _is_share(self, start: int, end: int) -> bool:
        """Whether the words around say by how much: "rose by a fifth in May", "augmenté d'un cinquième en mai"."""
        led = self._grammar.words["by_share"].before(self._tokens, start)
        return led is not None and self._tokens.words[end] in self._grammar.stops

    def half(self, index: int) -> Numeral | None:
        """A fraction that needs no numerator (half, la moitié), or only stands before a scale (un demi-million)."""
        tokens, grammar, start = self._tokens, self._grammar, index
        if grammar.words["one"].at(tokens, index):
            index = self._whole.past_hyphen(index + 1)
        word = tokens.words[index]
        if word not in grammar.fractions:
            return None
        if grammar.words["definite"].before(tokens, index) and grammar.words["share_of"].at(
            tokens, index + 1
        ):
            return Numeral(value=ONE / grammar.fractions[word], start=start, end=index + 1, fraction=True)
        numeral = Numeral(value=ONE / grammar.fractions[word], start=start, end=index + 1, fraction=True)
        scaled = self._of_scale(numeral)
        if scaled.end > numeral.end:
            return scaled
        return numeral if word in grammar.whole_fractions and grammar.fractions[word] == 2 else None

    def _of_scale(self, fraction: Numeral) -> Numeral:
        """ "two thirds of a million", "un demi-million", "half a dozen"."""
        grammar, tokens = self._grammar, self._tokens
        at = self._whole.past_hyphen(fraction.end)
        at = grammar.words["of"].skip(tokens, at)
        if not self._whole.is_scaled(at):
            at = grammar.words["one"].skip(tokens, at)
        word = tokens.words[at]
        if word in grammar.scales:
            scale = Decimal(grammar.scales[word])
            return replace(fraction, value=fraction.value * scale, end=at + 1, scale=scale)
        if word in grammar.collectives:
            number, exact = grammar.collectives[word]
            return replace(fraction, value=fraction.value * number, end=at + 1, about=not exact)
        return fraction

    def mixed(self, numeral: Numeral) -> Numeral:
        """A number and a fraction: "2 1/4", "one and a half million", "un milliard et demi"."""
        tokens, grammar = self._tokens, self._grammar
        if numeral.fraction:
            return numeral
        at = numeral.end
        if numeral.figures and (found := self._slashed(at) or self._signed_fraction(at)):
            return replace(numeral, value=numeral.value + found.value, end=found.end)
        at = self._whole.past_hyphen(at)
        if tokens.words[at] not in grammar.words["and"]:
            return numeral
        at = self._whole.past_hyphen(at + 1)
        found = self.at(at, self._whole.at(at)) or self.half(at) or self._bare_half(at)
        if found is None:
            return numeral
        if found.scale == ONE and found.value < 1:
            value = numeral.value + found.value * (numeral.scale if numeral.scale != HUNDRED else ONE)
            return self._of_scale_all(replace(numeral, value=value, end=found.end, article=False))
        if numeral.scale == ONE:
            return replace(
                numeral,
                value=numeral.value * found.scale + found.value,
                end=found.end,
                scale=found.scale,
                article=False,
            )
        if found.scale < numeral.scale:
            return replace(numeral, value=numeral.value + found.value, end=found.end)
        return numeral

    def _bare_half(self, index: int) -> Numeral | None:
        """The "demi" of "et demi", the "quarter" of "five and quarter"."""
        word = self._tokens.words[index]
        if word not in self._grammar.fractions or word in self._grammar.ordinals:
            return None
        return Numeral(value=ONE / self._grammar.fractions[word], start=index, end=index + 1, fraction=True)

    def _of_scale_all(self, numeral: Numeral) -> Numeral:
        scale = self._grammar.scales.get(self._tokens.words[numeral.end])
        if scale is None or numeral.scale != ONE:
            return numeral
        return replace(numeral, value=numeral.value * scale, end=numeral.end + 1, scale=Decimal(scale))

    def ratio(self, numeral: Numeral) -> Numeral:
        """ "trois sur quatre", "one in five", "un salarié sur trois": only a smaller number of a larger one."""
        tokens, grammar = self._tokens, self._grammar
        if not numeral.whole or not 0 < numeral.value <= _LARGEST_PART:
            return numeral
        found = grammar.words["ratio"].at(tokens, numeral.end)
        noun = None if found else self._noun_ratio(numeral.end)
        found = found or noun
        if not found:
            return numeral
        whole = self._whole.at(found[1])
        if whole is None or not numeral.value < whole.value or whole.value != whole.value.to_integral_value():
            return numeral
        if whole.article or grammar.units.at(tokens, whole.end) or _YEARS[0] <= whole.value <= _YEARS[1]:
            return numeral
        if noun and (word := tokens.words[whole.end]).endswith(("s", "x")) and word not in grammar.stops:
            return numeral  # "deux hommes sur trois sites"
        return replace(
            numeral,
            value=numeral.value / whole.value,
            end=whole.end,
            fraction=True,
            article=False,
            figures=False,
        )

    def _noun_ratio(self, index: int) -> tuple[str, int] | None:
        """The word for a ratio behind one noun: "un ingénieur | sur", "one worker | out of"."""
        word = self._tokens.words[index]
        if not word.isalpha() or word in self._grammar.stops:
            return None
        return self._grammar.words["noun_ratio"].at(self._tokens, index + 1)


def _rational(value: Decimal) -> Decimal:
    """One third is not 0.3333333333333333 of a float: find the small fraction that a sign stands for."""
    for bottom in range(2, 13):
        top = (value * bottom).to_integral_value()
        if abs(value * bottom - top) < Decimal("1e-9"):
            return top / bottom
    return value
