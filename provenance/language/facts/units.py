"""Units of measure and money, and which of them can be held against each other."""

from __future__ import annotations

from decimal import Decimal

from provenance.language.facts.loading import international

# A month has so many days on average (Gregorian calendar: 146,097 days in 4,800 months).
_MONTH = Decimal(146097) / 4800 * 86400
# Coins are a hundredth of most currencies.
_COIN = "cent"
_COINED = frozenset({"USD", "EUR", "CAD", "AUD", "NZD", "HKD", "SGD", "ZAR"})


def comparable(first: str | None, second: str | None) -> Decimal | None:
    """How many of the second unit one of the first is; None where they measure different things.

    Rates ("km/h") compare where both halves do. Currencies compare only with themselves and their coins: a rate of
    exchange is not the text's to give. Two values without a unit compare.
    """
    if first == second:
        return Decimal(1)
    if first is None or second is None:
        return None
    if "/" in first and "/" in second:
        return _rate(first, second)
    if first == _COIN and second in _COINED:
        return Decimal("0.01")
    if second == _COIN and first in _COINED:
        return Decimal(100)
    one, other = _measure(first), _measure(second)
    if one is None or other is None or one[0] != other[0]:
        return None
    return one[1] / other[1]


def _measure(unit: str) -> tuple[str, Decimal] | None:
    found = international().dimensions.get(unit)
    if found and found[0] == "calendar":
        return "time", found[1] * _MONTH
    return found


def _rate(first: str, second: str) -> Decimal | None:
    above = comparable(first.split("/", 1)[0], second.split("/", 1)[0])
    below = comparable(first.split("/", 1)[1], second.split("/", 1)[1])
    return above / below if above is not None and below is not None else None


def dimension(unit: str | None) -> str:
    """What a unit measures: `length`, `money`, `share`, … or the unit itself where it stands alone."""
    if unit is None:
        return "count"
    if unit in international().codes or unit in (_COIN, "GBX"):
        return "money"
    if "/" in unit and dimension(unit.split("/", 1)[0]) == "length":
        return "speed"
    found = _measure(unit)
    return found[0] if found else unit
