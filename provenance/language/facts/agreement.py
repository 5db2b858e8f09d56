"""Whether two quantities say the same, as an editor reads them: rounding, bounds, ranges, units."""

from __future__ import annotations

import re
from decimal import Decimal

from provenance.language.facts.units import comparable, dimension
from provenance.model import Fact

_DECIMALS = re.compile(r"\d[.,](\d{1,2})(?!\d)")
# How far the true value may lie from the one that is written, as a share of it. No stylebook gives numbers; these
# read as editors do: "14 milliards" stands for 14.3, "2 000" not for 2,050, "environ 20 000" for 19,400, and
# "environ 2 000" not for 2,300; "plus de 2 500" may be said of 2,700, hardly of 4,000; a third is 34 %, not 36 %.
_ROUNDED, _ROUND = Decimal("0.025"), Decimal("0.01")
_ABOUT, _ABOUT_ROUND = Decimal("0.05"), Decimal("0.1")
_BOUND = Decimal("0.15")
_FRACTION = Decimal("0.04")
# "200 miles" is given as "300 km" and "one mile" as "1.5 km": conversions are rounded anew.
_CONVERSION = Decimal("0.07")
_CONVERTED = ("length", "area", "volume", "mass", "speed")
# "Des dizaines" and "dozens", "des milliers" and "thousands" say the same; "hundreds" and "thousands" do not.
_VAGUE = 2
_EXACT = ("score", "ordinal")


def agree(claim: Fact, source: Fact) -> bool:
    """Whether the source's quantity bears out the claim's. Facts of units that do not compare never agree."""
    factor = _factor(claim, source)
    if factor is None or not isinstance(claim.value, Decimal) or not isinstance(source.value, Decimal):
        return False
    if claim.unit in _EXACT:
        return (claim.value, claim.high) == (source.value, source.high)
    low = source.value * factor
    high = source.high * factor if isinstance(source.high, Decimal) else low
    slack = _slack(claim, claim.value)
    if source.comparator == "~":
        slack = max(slack, _slack(source, source.value) * abs(factor))
    if factor in (Decimal("0.01"), Decimal(100)) and None in (claim.unit, source.unit):
        slack = max(slack, abs(claim.value) * _FRACTION)
    if factor.normalize().as_tuple().digits != (1,) and dimension(claim.unit) in _CONVERTED:
        slack = max(slack, abs(claim.value) * _CONVERSION)
    if isinstance(claim.high, Decimal):
        return _range_agrees((claim.value, claim.high), (low, high), slack)
    if _is_vague(claim) and _is_vague(source):
        return low <= claim.value * _VAGUE and claim.value <= low * _VAGUE
    if claim.comparator != "=" and claim.comparator != "~":
        return _bound_agrees(claim, low if ">" in claim.comparator else high, source.comparator, slack)
    if source.comparator not in ("=", "~") and claim.comparator == "=":
        return claim.value == low
    return low - slack <= claim.value <= high + slack


def _factor(claim: Fact, source: Fact) -> Decimal | None:
    """What the source's value is multiplied by to be in the claim's unit. A currency that is missing on one side is
    passed over; a fraction is a percentage."""
    factor = comparable(source.unit, claim.unit)
    if factor is not None or None not in (claim.unit, source.unit):
        return factor
    unit = claim.unit or source.unit or ""
    if len(unit) == 3 and unit.isupper():
        return Decimal(1)
    bare = claim.value if claim.unit is None else source.value
    if unit == "%" and isinstance(bare, Decimal) and 0 < bare < 1:
        return Decimal("0.01") if claim.unit is None else Decimal(100)
    return None


def _is_vague(fact: Fact) -> bool:
    """Whether it is a plural without a number ("des dizaines", "dozens")."""
    return fact.comparator == ">=" and not any(char.isdecimal() for char in fact.text)


def _range_agrees(claim: tuple[Decimal, Decimal], source: tuple[Decimal, Decimal], slack: Decimal) -> bool:
    if source[0] == source[1]:
        return claim[0] - slack <= source[0] <= claim[1] + slack
    return all(abs(mine - theirs) <= slack for mine, theirs in zip(claim, source, strict=True))


def _bound_agrees(claim: Fact, value: Decimal, comparator: str, slack: Decimal) -> bool:
    """Whether a value lies on the side that the claim says, and near enough for it to be worth saying."""
    limit = claim.value
    assert isinstance(limit, Decimal)
    above = ">" in claim.comparator
    if comparator in ("<", "<=", ">", ">=") and (">" in comparator) != above:
        return False
    if "=" in claim.comparator and abs(value - limit) <= slack:
        return True
    if value == limit:
        return "=" in claim.comparator or comparator != "="
    distance = value - limit if above else limit - value
    return 0 < distance <= max(abs(limit) * _BOUND, slack * 2)


def _slack(fact: Fact, value: Decimal) -> Decimal:
    """How far from its value the true one may lie, from the digits that were written."""
    size, half = abs(value), resolution(fact) / 2
    if fact.comparator == "~":
        return max(min(half, size * _ABOUT_ROUND), size * _ABOUT)
    if _DECIMALS.search(fact.text):
        return half
    return min(half, size * (_ROUNDED if _significant(value) > 1 else _ROUND))


def _significant(value: Decimal) -> int:
    return len(value.normalize().as_tuple().digits)


def resolution(fact: Fact) -> Decimal:
    """The worth of the last digit that a quantity was written with, trailing zeros of whole numbers aside: a tenth of
    a billion in "1,9 milliard", a hundred in "3 200"."""
    value = fact.value
    if not isinstance(value, Decimal) or value == 0:
        return Decimal(1)
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    decimals = _DECIMALS.search(fact.text)
    zeros = len(decimals[1]) - len(decimals[1].rstrip("0")) if decimals else 0
    return Decimal(1).scaleb(exponent - zeros)
