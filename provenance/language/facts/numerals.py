"""Numbers as texts write them: in figures, in words, as fractions, and mixed with scale words."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from provenance.language.facts.grammar import Grammar
from provenance.language.facts.tokens import Tokens

ONE = Decimal(1)
HUNDRED = Decimal(100)
_LONGEST = 60  # digits of a figure that still counts as one
# Denominators that a fraction in figures may have; others are dates, scores, or names (9/11, 24/7).
_DENOMINATORS = frozenset({2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 32, 64, 100})


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeral:
    """A number in a text, from token `start` to before token `end`."""

    value: Decimal
    start: int
    end: int
    scale: Decimal = ONE
    """The last scale word in it."""
    figures: bool = False
    """Written in digits."""
    fraction: bool = False
    article: bool = False
    """Nothing but a word that is an article too (un, one, a)."""
    about: bool = False
    """Written as a noun that means "about" (une quinzaine)."""
    least: bool = False
    """A plural without a number (des milliers, dozens)."""

    @property
    def whole(self) -> bool:
        """Whether it is a whole number without a scale word."""
        return not self.fraction and self.scale == ONE and self.value == self.value.to_integral_value()


def plain(value: Decimal) -> Decimal:
    """The same value without an exponent or trailing zeros."""
    if value == value.to_integral_value():
        return value.quantize(ONE) if abs(value) < Decimal("1e27") else Decimal(int(value))
    return value.normalize()


def figure(text: str, decimal: str) -> Decimal | None:
    """The value of digits with points and commas inside, read with the language's decimal mark; None for a list."""
    points, commas = text.count("."), text.count(",")
    if len(text) > _LONGEST:
        return None
    if points and commas:
        last = max(text.rfind("."), text.rfind(","))
        whole = text[:last].replace(".", "").replace(",", "")
        return Decimal(f"{whole}.{text[last + 1 :]}") if text.count(text[last]) == 1 else None
    mark = "." if points else ","
    groups = text.split(mark)
    if len(groups) == 1:
        return Decimal(text)
    if len(groups) == 2 and (mark == decimal or len(groups[1]) != 3 or groups[0] == "0" or len(groups[0]) > 3):
        return Decimal(f"{groups[0]}.{groups[1]}")
    return Decimal("".join(groups)) if _is_grouped(groups) else None


def _is_grouped(groups: list[str]) -> bool:
    """Thousands, or the Indian way of twos with three at the end."""
    inner = {len(group) for group in groups[1:-1]}
    return len(groups[-1]) == 3 and len(groups[0]) <= 3 and inner in (set(), {3}, {2})


class _Sum:
    """Adds up the parts of a number, refusing what cannot go on."""

    __slots__ = ("_grammar", "_last", "_total", "current", "figures", "scale")

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._total = Decimal(0)
        self._last = 0
        self.current: Decimal | None = None
        self.scale: Decimal | None = None
        self.figures = False

    @property
    def value(self) -> Decimal:
        return self._total + (self.current or 0)

    @property
    def ends_scale(self) -> bool:
        """Whether the last part was a hundred or a scale word, behind which "and" may stand."""
        return self._last == 100 or (self.current is None and self.scale is not None)

    @property
    def begun(self) -> bool:
        return self.current is not None or self.scale is not None

    def add_figure(self, value: Decimal) -> bool:
        """Digits: at the start, or below the last scale word."""
        if self.begun and value == 0 or self.current is not None and not (self._last == 100 and value < 100):
            return False
        if self.scale is not None and value >= self.scale:
            return False
        self.figures = self.figures or not self.begun
        self.current = value + (self.current or 0)
        self._last = -1
        return True

    def add_word(self, value: int) -> bool:
        """A number word below a hundred."""
        if self.current is None:
            fits = self.scale is None or value < self.scale
        elif self._last == 100:
            fits = 0 < value < 100
        elif self._grammar.products.get(value) == self._last != 0:
            self.current += value * self._last - self._last
            self._last = value * self._last
            return True
        else:
            low, high = self._grammar.rooms.get(self._last, (1, 9 if 20 <= self._last < 100 else 0))
            fits = low <= value <= high
        if fits:
            self.current = (self.current or Decimal(0)) + value
            self._last = value
        return fits

    def multiply(self, scale: int) -> bool:
        """A scale word."""
        if scale == 100:
            if self.current is not None and (self.current >= 100 and not self.figures):
                return False
            self.current = HUNDRED if self.current is None else self.current * 100
            self._last = 100
            if self.scale is None:
                self.scale = HUNDRED
            return True
        if self.scale in (None, HUNDRED) or scale < (self.scale or 0):
            if self.current is None and self.begun:
                return False
            self._total += (ONE if self.current is None else self.current) * scale
        elif scale > (self.scale or 0) or self.current is None:
            self._total = self.value * scale
        else:
            return False
        self.current, self.scale, self._last = None, Decimal(scale), 0
        return True


class Numerals:
    """Reads the numbers of one text."""

    __slots__ = ("_grammar", "_tokens")

    def __init__(self, tokens: Tokens, grammar: Grammar) -> None:
        self._tokens = tokens
        self._grammar = grammar

    def at(self, index: int) -> Numeral | None:
        """The number that starts at a token, with its sign, fraction and scale words."""
        sign, start = self._sign(index)
        numeral = self._unsigned(start)
        if numeral is None:
            return None
        numeral = self._ratio(self._collective(self._mixed(numeral)))
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
        if found and (tokens.is_figure(found[1]) or tokens.words[found[1]] in self._grammar.numbers):
            return -1, found[1]
        return 1, index

    def _unsigned(self, index: int) -> Numeral | None:
        whole = self._compound(index)
        return self._fraction(index, whole) or self._half(index) or whole

    def plain_words(self, index: int) -> Numeral | None:
        """The whole number in words or figures that starts at a token, without sign or fraction."""
        return self._compound(index)

    # --- whole numbers and decimals ----------------------------------------------------------------------------

    def _compound(self, index: int) -> Numeral | None:
        """Number words and scale words that make one number, or figures with or without scale words."""
        total, end = _Sum(self._grammar), index
        words = self._tokens.words
        if words[index] in (".", ",") and self._tokens.is_figure(index + 1) and words[index + 1].isdigit():
            total.add_figure(Decimal(f"0.{words[index + 1]}"))
            end = index + 2
        if self._grammar.words["one"].at(self._tokens, index) and self._scaled(self._hyphen(index + 1)):
            total.add_word(1)
            end = self._hyphen(index + 1)
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
            value=total.value, start=index, end=end, scale=total.scale or ONE, figures=total.figures, article=article
        )
        return self._spoken_decimal(numeral)

    def _scaled(self, index: int) -> bool:
        word = self._tokens.words[index]
        return word in self._grammar.scales or word in self._grammar.collectives

    def _part(self, index: int, total: _Sum) -> int:
        """Take one part of a number into the sum: the token after it, or the same token if it does not fit."""
        word = self._tokens.words[index]
        if self._tokens.is_figure(index):
            value, end = self._figures(index)
            return end if value is not None and total.add_figure(value) else index
        if word in self._grammar.numbers:
            again = word in self._grammar.words["one"] and total.ends_scale and (total.scale or 0) >= 1_000_000
            return index + 1 if not again and total.add_word(self._grammar.numbers[word]) else index
        scale = self._grammar.scales.get(word)
        if scale is None or not (total.begun or word in self._grammar.bare_scales):
            return index
        if scale == 100 and not self._is_hundred(index, total):
            return index
        return index + 1 if total.multiply(scale) else index

    def _is_hundred(self, index: int, total: _Sum) -> bool:
        """"12 cents" is money; "3 hundred", "deux cents", "3 cents et 21" are numbers."""
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

    def _joint(self, index: int, total: _Sum) -> int:
        """Past a hyphen or an "and" between two parts, if a part stands behind it."""
        words = self._tokens.words
        at = index
        if words[at] == "-" and not self._tokens.is_figure(at + 1) and not self._tokens.is_figure(at - 1):
            at += 1
        if words[at] not in self._grammar.words["and"]:
            return at
        at += 1
        value = self._grammar.numbers.get(words[at], 0)
        if not (total.ends_scale or value in self._grammar.and_adds) or words[at + 1] in self._grammar.fractions:
            return index
        if self._tokens.is_figure(at) and words[at + 1] in self._grammar.scales:
            return index
        if total.scale is not None and total.scale >= 1_000_000 and not self._is_big(at):
            return index
        return at

    def _is_big(self, index: int) -> bool:
        return self._tokens.words[index + 1] in self._grammar.scales

    def _figures(self, index: int) -> tuple[Decimal | None, int]:
        """Digits from a token on: groups set off by spaces, decimals, powers of ten."""
        tokens, end = self._tokens, index + 1
        text = tokens.words[index]
        if len(text) <= 3 and text.isdigit():
            while self._is_group(end):
                text += tokens.words[end]
                end += 1
                if not text[-3:].isdigit() or not tokens.words[end - 1].isdigit():
                    break
        if text.isdigit() and self._is_torn(end):
            text, end = f"{text}.{tokens.words[end + 1]}", end + 2
            return Decimal(text), end
        value = figure(text, self._grammar.decimal)
        return self._power(value, end) if value is not None else (None, end)

    def _is_torn(self, index: int) -> bool:
        """A decimal that a converter tore apart: "6 . 2 %", or "6. 2 %" where a unit shows that no sentence ended."""
        tokens = self._tokens
        if tokens.words[index] != "." or not tokens.words[index + 1].isdigit() or tokens.glued(index + 1):
            return False
        after = index + 2
        shown = tokens.words[after] in self._grammar.scales or tokens.words[after] == "%"
        return not tokens.glued(index) or shown

    def _is_group(self, index: int) -> bool:
        """Three digits, one space after the digits before them; decimals may follow the last group."""
        tokens = self._tokens
        word = tokens.words[index]
        if not word[:3].isdigit() or len(word[:3]) != 3 or (len(word) > 3 and word[3] != self._grammar.decimal):
            return False
        return tokens.starts[index] == tokens.ends[index - 1] + 1 and word.count(self._grammar.decimal) <= 1

    def _power(self, value: Decimal, end: int) -> tuple[Decimal, int]:
        tokens, at = self._tokens, end
        if tokens.words[at] in ("x", "*") and tokens.words[at + 1] == "10" and tokens.words[at + 2] == "^":
            base, at = Decimal(10), at + 3
        elif tokens.words[at] == "^" and tokens.glued(at):
            base, at = value, at + 1
            value = ONE
        elif tokens.words[at] == "e" and tokens.glued(at) and tokens.glued(at + 1):
            base, at = Decimal(10), at + 1
        else:
            return value, end
        negative = False
        while tokens.words[at] in ("+", "-"):
            negative = tokens.words[at] == "-"
            at += 1
        power = tokens.words[at]
        if not power.isdigit() or len(power) > 2:
            return (value if value != ONE else base), end
        return value * base ** (-int(power) if negative else int(power)), at + 1

    def _spoken_decimal(self, numeral: Numeral) -> Numeral:
        """Decimals read out: "two hundred point zero three", "cinq virgule cinq"."""
        tokens = self._tokens
        if tokens.words[numeral.end] not in self._grammar.words["point"] or numeral.figures:
            return numeral
        at, digits = numeral.end + 1, ""
        while self._grammar.numbers.get(tokens.words[at]) == 0:
            digits += "0"
            at += 1
        rest = self._compound(at) if tokens.words[at] in self._grammar.numbers else None
        if rest is not None and rest.whole:
            digits += str(int(rest.value))
            at = rest.end
        if not digits:
            return numeral
        return replace(numeral, value=numeral.value + Decimal(f"0.{digits}"), end=at)

    # --- fractions ---------------------------------------------------------------------------------------------

    def _fraction(self, index: int, top: Numeral | None) -> Numeral | None:
        """A fraction with its numerator: ¾, 3/4, two thirds, un tiers; as a part of a million where it says so."""
        found = self._slashed(index) or self._signed_fraction(index) or self._worded(index, top)
        return self._of_scale(found) if found else None

    def _slashed(self, index: int) -> Numeral | None:
        tokens = self._tokens
        top, bottom = tokens.words[index], tokens.words[index + 2]
        if tokens.words[index + 1] != "/" or not (top.isdigit() and bottom.isdigit()):
            return None
        if tokens.glued(index + 1) != tokens.glued(index + 2) or tokens.words[index + 3] == "/":
            return None
        if len(top) > 2 or len(bottom) > 3 or int(bottom) not in _DENOMINATORS or int(top) >= int(bottom):
            return None
        value = Decimal(top) / Decimal(bottom)
        return Numeral(value=value, start=index, end=index + 3, figures=True, fraction=True)

    def _signed_fraction(self, index: int) -> Numeral | None:
        raw = self._tokens.raws[index]
        if len(raw) != 1 or unicodedata.category(raw) != "No" or not unicodedata.decomposition(raw).startswith("<frac"):
            return None
        value = Decimal(str(unicodedata.numeric(raw)))
        return Numeral(value=_rational(value), start=index, end=index + 1, figures=True, fraction=True)

    def _worded(self, index: int, top: Numeral | None) -> Numeral | None:
        if top is None and self._grammar.words["one"].at(self._tokens, index):
            top = Numeral(value=ONE, start=index, end=index + 1, article=True)
        if top is None or not top.whole and top.scale == ONE or top.value == 0:
            return None
        bottom, end = self._denominator(top)
        if bottom == 0:
            return None
        return Numeral(value=top.value / bottom, start=index, end=end, fraction=True)

    def _denominator(self, top: Numeral) -> tuple[int, int]:
        """The denominator after a numerator, and the token after it; (0, …) where there is none."""
        tokens, at = self._tokens, self._hyphen(top.end)
        hyphened = at > top.end
        word = tokens.words[at]
        single = word.removesuffix("s")
        plural = single != word
        if word in self._grammar.fractions:
            sure = word not in self._grammar.ordinals and single not in self._grammar.ordinals
            if sure or plural or hyphened or self._ends_fraction(at + 1):
                return self._grammar.fractions[word], at + 1
            return 0, at
        bottom, end = self._ordinal(at)
        if bottom < 3 or (top.figures and not plural):
            return 0, at
        plural = tokens.words[end - 1].removesuffix("s") in self._grammar.ordinals and tokens.words[end - 1].endswith("s")
        if top.value == 1:
            sure = hyphened and end == at + 1
            return (bottom, end) if not plural and (sure or self._ends_fraction(end)) else (0, at)
        return (bottom, end) if plural or (bottom < 1000 and self._ends_fraction(end)) else (0, at)

    def _ordinal(self, index: int) -> tuple[int, int]:
        """The rank that words name (fifth, vingt-cinquième) and the token after it; (0, …) where none does."""
        words, grammar = self._tokens.words, self._grammar
        tens = grammar.numbers.get(words[index], 0)
        at = index
        if tens >= 20 or grammar.scales.get(words[index]) == 100:
            tens = tens or 100
            at = self._hyphen(index + 1)
            at = self._hyphen(at + 1) if words[at] in grammar.words["and"] else at
        else:
            tens = 0
        unit = grammar.ordinals.get(words[at]) or grammar.ordinals.get(words[at].removesuffix("s"), 0)
        if not unit or (tens and unit >= 100):
            return 0, index
        return tens + unit, at + 1

    def _ends_fraction(self, index: int) -> bool:
        """Whether what follows shows that a denominator stood before it, not a rank: "a fifth of", "un cinquième des"."""
        word = self._tokens.words[index]
        return word == "" or not word[0].isalnum() or self._grammar.words["of"].at(self._tokens, index) is not None

    def _half(self, index: int) -> Numeral | None:
        """A fraction that needs no numerator (half, la moitié), or only stands before a scale (un demi-million)."""
        tokens, grammar, start = self._tokens, self._grammar, index
        if grammar.words["one"].at(tokens, index):
            index += 1
        word = tokens.words[index]
        if word not in grammar.fractions:
            return None
        if grammar.words["definite"].before(tokens, index) and grammar.words["share_of"].at(tokens, index + 1):
            return Numeral(value=ONE / grammar.fractions[word], start=start, end=index + 1, fraction=True)
        numeral = Numeral(value=ONE / grammar.fractions[word], start=start, end=index + 1, fraction=True)
        scaled = self._of_scale(numeral)
        if scaled.end > numeral.end:
            return scaled
        return numeral if word in grammar.whole_fractions and grammar.fractions[word] == 2 else None

    def _of_scale(self, fraction: Numeral) -> Numeral:
        """"two thirds of a million", "un demi-million", "half a dozen"."""
        grammar, tokens = self._grammar, self._tokens
        at = self._hyphen(fraction.end)
        at = grammar.words["of"].skip(tokens, at)
        if not self._scaled(at):
            at = grammar.words["one"].skip(tokens, at)
        word = tokens.words[at]
        if word in grammar.scales:
            scale = Decimal(grammar.scales[word])
            return replace(fraction, value=fraction.value * scale, end=at + 1, scale=scale)
        if word in grammar.collectives:
            number, exact = grammar.collectives[word]
            return replace(fraction, value=fraction.value * number, end=at + 1, about=not exact)
        return fraction

    def _mixed(self, numeral: Numeral) -> Numeral:
        """A number and a fraction: "2 1/4", "one and a half million", "un milliard et demi"."""
        tokens, grammar = self._tokens, self._grammar
        if numeral.fraction:
            return numeral
        at = numeral.end
        if numeral.figures and (found := self._slashed(at) or self._signed_fraction(at)):
            return replace(numeral, value=numeral.value + found.value, end=found.end)
        if tokens.words[at] not in grammar.words["and"]:
            return numeral
        found = self._fraction(at + 1, self._compound(at + 1)) or self._half(at + 1) or self._bare_half(at + 1)
        if found is None:
            return numeral
        if found.scale == ONE and found.value < 1:
            value = numeral.value + found.value * (numeral.scale if numeral.scale != HUNDRED else ONE)
            return self._of_scale_all(replace(numeral, value=value, end=found.end, article=False))
        if numeral.scale == ONE:
            return replace(numeral, value=numeral.value * found.scale + found.value, end=found.end, scale=found.scale)
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

    def _ratio(self, numeral: Numeral) -> Numeral:
        """"trois sur quatre", "one in five", "un salarié sur trois": only a smaller number of a larger one."""
        tokens, grammar = self._tokens, self._grammar
        if not numeral.whole or numeral.value <= 0:
            return numeral
        found = grammar.words["ratio"].at(tokens, numeral.end)
        noun = None if found else self._noun_ratio(numeral.end)
        found = found or noun
        if not found:
            return numeral
        whole = self._compound(found[1])
        if whole is None or not numeral.value < whole.value or whole.value != whole.value.to_integral_value():
            return numeral
        if whole.article or grammar.units.at(tokens, whole.end) or 1900 <= whole.value <= 2100:
            return numeral
        if noun and (word := tokens.words[whole.end]) and word[0].isalnum() and word not in grammar.stops:
            return numeral
        return replace(
            numeral, value=numeral.value / whole.value, end=whole.end, fraction=True, article=False, figures=False
        )

    def _noun_ratio(self, index: int) -> tuple[str, int] | None:
        """The word for a ratio behind one noun: "un ingénieur | sur", "one worker | out of"."""
        word = self._tokens.words[index]
        if not word.isalpha() or word in self._grammar.stops:
            return None
        return self._grammar.words["noun_ratio"].at(self._tokens, index + 1)

    # --- nouns -------------------------------------------------------------------------------------------------

    def _collective(self, numeral: Numeral) -> Numeral:
        """A number noun after a number: "trois douzaines", "une quinzaine", "une centaine de milliards"."""
        grammar, tokens = self._grammar, self._tokens
        at = self._hyphen(numeral.end)
        word = tokens.words[at]
        if word not in grammar.collectives or numeral.fraction:
            return numeral
        number, exact = grammar.collectives[word]
        taken = replace(
            numeral, value=numeral.value * number, end=at + 1, about=not exact, article=False, scale=Decimal(number)
        )
        return self._collective_scale(taken)

    def _collective_scale(self, numeral: Numeral) -> Numeral:
        at = self._grammar.words["of"].skip(self._tokens, numeral.end)
        scale = self._grammar.scales.get(self._tokens.words[at], 0)
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
            value=Decimal(number), start=index, end=index + 1, scale=Decimal(number), least=least, about=not least
        )
        numeral = self._collective_scale(numeral)
        return replace(numeral, value=plain(numeral.value))

    def _hyphen(self, index: int) -> int:
        return index + 1 if self._tokens.words[index] == "-" else index


def _rational(value: Decimal) -> Decimal:
    """One third is not 0.3333333333333333 of a float: find the small fraction that a sign stands for."""
    try:
        for bottom in range(2, 13):
            top = (value * bottom).to_integral_value()
            if abs(value * bottom - top) < Decimal("1e-9"):
                return top / bottom
    except InvalidOperation:
        return value
    return value
