"""A number with what stands before and after it: currency, scale, unit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from provenance.language.facts.grammar import Grammar
from provenance.language.facts.numeral import ONE, Numeral, plain
from provenance.language.facts.numerals import Numerals
from provenance.language.facts.tokens import Tokens

# From this scale word on, "livres" and "pounds" are money, not weight or books.
_MONEY_SCALE = 100_000
_TIMES = frozenset(
    {"second", "ms", "minute", "hour", "day", "week", "month", "quarter", "year", "century", "decade"}
)
_SHORT_TIMES = {"hour": "h", "second": "s", "minute": "min"}
_HALF = Decimal("0.5")
_COINS = {"GBP": "GBX"}
_PARTS = {("ft", "in"): Decimal(12)}
# Symbols that are words of some languages ("To", "Go"); a grammar names those that it takes for symbols all the same.
_WORD_LIKE = frozenset({"To", "Mo", "Go", "Po"})
_BRACKETS = {"(": ")", "[": "]", "{": "}", "<": ">"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A number with its unit, from token `start` to before token `end`."""

    value: Decimal
    start: int
    end: int
    numeral: Numeral
    unit: str | None = None
    high: Decimal | None = None
    scale: Decimal = ONE
    """What scale words and signs multiplied the written number by; the first number of a range may borrow it."""


class Measures:
    """Reads measures from one text."""

    __slots__ = ("_grammar", "_tokens", "numerals")

    def __init__(self, tokens: Tokens, grammar: Grammar) -> None:
        self._tokens = tokens
        self._grammar = grammar
        self.numerals = Numerals(tokens, grammar)

    def at(self, index: int) -> Measure | None:
        """The measure that starts at a token: "US$450m", "14,3 Md$", "3 200 emplois", "188 miles an hour"."""
        money, start, factor = self._money_before(index)
        numeral = self.numerals.at(start)
        if numeral is None:
            return None
        measure = Measure(
            value=numeral.value * factor,
            start=index,
            end=numeral.end,
            numeral=numeral,
            scale=numeral.scale * factor,
        )
        measure = self._short_scale(measure, money)
        measure = self._with_money(measure, money) if money else self._with_unit(measure)
        return replace(measure, value=plain(measure.value))

    def continued(self, numeral: Numeral) -> Measure:
        """A number that was read already, with the unit that follows it."""
        measure = Measure(
            value=numeral.value, start=numeral.start, end=numeral.end, numeral=numeral, scale=numeral.scale
        )
        return self._with_unit(measure)

    # --- money before the number -------------------------------------------------------------------------------

    def _money_before(self, index: int) -> tuple[str | None, int, int]:
        """The currency that stands before a number, the token where the number starts, and a factor (MEUR)."""
        tokens, shared = self._tokens, self._grammar.international
        raw = tokens.raws[index]
        if raw in shared.signs:
            return shared.signs[raw], index + 1, 1
        if tokens.raws[index + 1] == "$":
            whose = shared.dollars.get(raw) or (
                shared.dollars.get(raw.upper()) if len(raw) > 1 or raw == "c" else None
            )
            if whose:
                return whose, index + 2, 1
        if raw in ("U", "u") and tokens.slice(index, index + 3).lower() == "u.s":
            end = index + 4 if tokens.raws[index + 3] == "." else index + 3
            if tokens.raws[end] == "$":
                return "USD", end + 1, 1
        if not tokens.is_figure(index + 1):
            return None, index, 1
        code, factor = self._code(raw)
        if code:
            return code, index + 1, factor
        found = self._grammar.currencies.at(tokens, index)
        if found and tokens.is_figure(found[1]) and not raw.endswith("s") and found[0] == "USD":
            return found[0], found[1], 1
        return None, index, 1

    def _code(self, raw: str) -> tuple[str | None, int]:
        """An ISO 4217 code, alone or behind the letter for a million or a thousand (MEUR, kUSD)."""
        shared = self._grammar.international
        if raw in shared.codes or raw in shared.spoken_codes:
            return _iso(raw), 1
        if len(raw) == 4 and raw[1:] in shared.codes and raw[0] in "Mk":
            return _iso(raw[1:]), 1_000_000 if raw[0] == "M" else 1000
        return None, 1

    def _with_money(self, measure: Measure, money: str) -> Measure:
        """A number whose currency stood before it: a scale may follow, and the currency once more ("$10 dollars")."""
        tokens, grammar = self._tokens, self._grammar
        end = measure.end
        again = grammar.currencies.at(tokens, end)
        if again and money in (again[0], "USD"):
            return replace(measure, unit=again[0], end=again[1])
        code, factor = self._code(tokens.raws[end])
        if (
            code
            and factor == 1
            and money == "USD"
            and not tokens.is_figure(end + 1)
            and code in grammar.international.dollars.values()
        ):
            return replace(measure, unit=code, end=end + 1)
        return replace(measure, unit=money, end=end)

    # --- what follows ------------------------------------------------------------------------------------------

    def _short_scale(self, measure: Measure, money: str | None) -> Measure:
        """A scale as a sign: "10k", "14,3 Md", "2T", "450m" of money. A letter alone must touch, but k and M."""
        tokens, grammar = self._tokens, self._grammar
        if not measure.numeral.figures or measure.numeral.scale != ONE:
            return measure
        end = measure.end
        raw = tokens.raws[end]
        scale = (grammar.short_money if money or self._is_money(end + 1) else grammar.short).get(raw)
        if scale is None or tokens.starts[end] - tokens.ends[end - 1] > 2:
            return measure
        apart = not tokens.glued(end)
        bare = apart and len(raw) == 1 and not (money or self._is_money(end + 1))
        if bare and (raw not in "kKMG" or (raw == "M" and tokens.words[end + 1] == ".")):
            return measure
        if not apart and raw == "G" and measure.value < 10 and measure.value == int(measure.value):
            return measure  # 5G is a network
        return replace(measure, value=measure.value * scale, end=end + 1, scale=Decimal(scale))

    def _is_money(self, index: int) -> bool:
        raw = self._tokens.raws[index]
        at = self._grammar.words["of"].skip(self._tokens, index)
        return (
            raw in self._grammar.international.signs
            or self._grammar.currencies.at(self._tokens, at) is not None
        )

    def _with_unit(self, measure: Measure) -> Measure:
        tokens, end = self._tokens, measure.end
        opened = tokens.raws[end] in _BRACKETS
        at = end + 1 if tokens.words[end] == "-" or opened else end
        found = self._unit(measure, at) or self._unit_behind(measure, end)
        if found is None:
            return measure
        unit, stop, factor = found
        if opened:
            if tokens.raws[stop] != _BRACKETS[tokens.raws[end]]:
                return measure
            stop += 1
        taken = replace(
            measure, unit=unit, end=stop, value=measure.value * factor, scale=measure.scale * factor
        )
        return self._scale_behind(self._parts(self._rate(self._and_half(taken))))

    def _unit_behind(self, measure: Measure, index: int) -> tuple[str, int, int] | None:
        """A unit behind a small word: "millions d'euros", "cinq derniers mois", "half an inch"."""
        words, tokens = self._grammar.words, self._tokens
        if measure.scale >= 1000 or measure.numeral.fraction or measure.numeral.about:
            of = words["of"].at(tokens, index)
            found = self._unit(measure, of[1]) if of else None
            if found is not None:
                return found
        small = words["number_adjectives"].at(tokens, index)
        if small is None and measure.numeral.fraction:
            small = words["one"].at(tokens, index)
        found = self._named(measure, small[1]) if small else None
        return found if found and (found[0] in _TIMES or measure.numeral.fraction) else None

    def _unit(self, measure: Measure, index: int) -> tuple[str, int, int] | None:
        """The unit at a token, the token after it, and a factor (30 MUSD)."""
        tokens, grammar = self._tokens, self._grammar
        raw = tokens.raws[index]
        if not raw:
            return None
        if raw == "$":
            return self._dollars(index)
        if raw in grammar.international.signs:
            return grammar.international.signs[raw], index + 1, 1
        if (found := grammar.words["percent"].at(tokens, index)) is not None:
            named = grammar.units.at(tokens, index)
            return (named[0], named[1], 1) if named and named[1] > found[1] else ("%", found[1], 1)
        code, factor = self._code(raw)
        if code and not (tokens.is_figure(index + 1) and tokens.glued(index + 1)):
            return code, index + 1, factor
        return self._named(measure, index)

    def _named(self, measure: Measure, index: int) -> tuple[str, int, int] | None:
        tokens, grammar = self._tokens, self._grammar
        unsure = grammar.unsure_currencies.at(tokens, index)
        unit = grammar.units.at(tokens, index)
        money = grammar.currencies.at(tokens, index)
        if unsure and measure.scale >= _MONEY_SCALE and not (money and money[1] > unsure[1]):
            return unsure[0], unsure[1], 1
        if money and (not unit or money[1] >= unit[1]):
            return money[0], money[1], 1
        raw = tokens.raws[index]
        symbol = grammar.international.symbols.get(raw)
        if (
            unit
            and (symbol is None or len(raw) > 1)
            and tokens.words[index] not in ("in", "to", "po", "mo", "go")
        ):
            return unit[0], unit[1], 1
        return self._symbol(index)

    def _symbol(self, index: int) -> tuple[str, int, int] | None:
        tokens, symbols = self._tokens, self._grammar.international.symbols
        raw = tokens.raws[index]
        end = index + 1
        if tokens.glued(end) and raw + tokens.raws[end] in symbols:
            raw, end = raw + tokens.raws[end], end + 1
        elif tokens.is_figure(end) and tokens.glued(end):
            return None
        if raw not in symbols:
            return None
        if not tokens.glued(index) and raw.isalpha() and len(raw) <= 2:
            if tokens.words[end] == "'" or tokens.starts[index] != tokens.ends[index - 1] + 1:
                return None
            apart = raw in "mgtLWVh" if len(raw) == 1 else raw not in _WORD_LIKE
            if not apart and tokens.words[index] not in self._grammar.sets["symbols_apart"]:
                return None
        return symbols[raw], end, 1

    def _dollars(self, index: int) -> tuple[str, int, int]:
        """A dollar sign, and whose dollar it is where a code follows: "$ CAD", "$ hk", "$US"."""
        tokens, dollars = self._tokens, self._grammar.international.dollars
        raw = tokens.raws[index + 1].upper()
        known = raw in dollars and tokens.words[index + 2] != "'"
        if known and (len(raw) > 1 or tokens.raws[index + 1] in ("c", "C")):
            return dollars[raw], index + 2, 1
        return "USD", index + 1, 1

    def _rate(self, measure: Measure) -> Measure:
        """ "miles an hour", "barils par jour", "km/h": a physical unit over a time."""
        tokens, grammar = self._tokens, self._grammar
        unit = measure.unit or ""
        if (
            unit not in grammar.international.dimensions
            or unit in _TIMES
            or unit in ("%", "GBX", "GBP", "points")
        ):
            return measure
        at = measure.end
        if tokens.words[at] == "/":
            at += 1
        else:
            found = grammar.words["per"].at(tokens, at)
            if not found:
                return measure
            at = found[1]
        time = self._unit(measure, at)
        if time is None or time[0] not in _TIMES:
            return measure
        return replace(measure, unit=f"{unit}/{_SHORT_TIMES.get(time[0], time[0])}", end=time[1])

    def _and_half(self, measure: Measure) -> Measure:
        """ "deux ans et demi", "an hour and a half": half a unit more."""
        found = self._grammar.words["and_half"].at(self._tokens, measure.end)
        if not found or measure.unit not in _TIMES or not measure.numeral.whole:
            return measure
        numeral = replace(measure.numeral, article=False)
        return replace(measure, value=measure.value + _HALF, end=found[1], numeral=numeral)

    def _parts(self, measure: Measure) -> Measure:
        """ "5 feet 2 inches", "15 dollars et 15 cents", "15 euros 50": the smaller part joins the value."""
        tokens, grammar = self._tokens, self._grammar
        at = grammar.words["and"].skip(tokens, measure.end)
        unit = measure.unit or ""
        money = unit in grammar.international.codes and measure.numeral.whole
        if not (money or unit == "ft") or tokens.raws[measure.end - 1] in ("-",):
            return measure
        small = self.numerals.at(at)
        if (
            small is None
            or small.start != at
            or not small.whole
            or not 0 < small.value < 100
            or small.article
        ):
            return measure
        inches = grammar.units.at(tokens, small.end)
        if unit == "ft":
            end = inches[1] if inches and inches[0] == "in" else small.end + 1
            if not inches and tokens.raws[small.end] != "in":
                return measure
            return replace(measure, value=measure.value + small.value / _PARTS["ft", "in"], end=end)
        found = self._unit(replace(measure, end=small.end, scale=ONE, numeral=small), small.end)
        if found and money and found[0] in ("cent", _COINS.get(unit)):
            return replace(measure, value=measure.value + small.value / 100, end=found[1])
        if found is None and money and self._bare_cents(measure, small):
            return replace(measure, value=measure.value + small.value / 100, end=small.end)
        return measure

    def _bare_cents(self, measure: Measure, small: Numeral) -> bool:
        """ "15 euros 50": a whole number of a spelled currency, then two digits and the end of the phrase."""
        tokens = self._tokens
        after = tokens.words[small.end]
        spelled = tokens.words[measure.end - 1].isalpha()
        return (
            spelled
            and small.value >= 10
            and (after == "" or not after[0].isalnum())
            and after not in ("-", "%", "$")
        )

    def _scale_behind(self, measure: Measure) -> Measure:
        """ "75 USD million": the scale after the currency."""
        word = self._tokens.words[measure.end]
        scale = self._grammar.scales.get(word, 0)
        if scale < 1_000_000 or measure.scale != ONE or measure.unit not in self._grammar.international.codes:
            return measure
        value = measure.value * scale
        return replace(measure, value=value, end=measure.end + 1, scale=Decimal(scale))


def _iso(code: str) -> str:
    return "CNY" if code.upper() == "RMB" else code.upper()
