"""Whether two quantities say the same, as an editor reads them: rounding, bounds, ranges, units."""

from __future__ import annotations

import re
from decimal import Decimal

from provenance.language.facts.units import comparable
from provenance.model import Fact

_FIGURE = re.compile(r"\d+(?:[.,  ]\d+)*")
# How far a value may lie from a round one before it is another value: 1 % where a figure is given as such, 5 % after
# "about". House rules of agencies speak of "rounding" without a number; these keep "3,200" for 3,187, and keep
# "about 2,000" from 2,150.
_ROUND = Decimal("0.01")
_ABOUT = Decimal("0.05")
_BOUND = Decimal("0.15")  # "more than 15" is said of 15.2 or 17, not of 40


def agree(claim: Fact, source: Fact) -> bool:
    """Whether the source's quantity bears out the claim's. Facts of units that do not compare never agree."""
    factor = _factor(claim, source)
    if factor is None or not isinstance(claim.value, Decimal) or not isinstance(source.value, Decimal):
        return False
    low = source.value * factor
    high = source.high * factor if isinstance(source.high, Decimal) else low
    if claim.unit == "score":
        return claim.value == source.value and claim.high == source.high
    if isinstance(claim.high, Decimal):
        return _range_agrees(claim.value, claim.high, low, high, _slack(claim))
    if claim.comparator in (">", ">="):
        return _above(claim, low, source)
    if claim.comparator in ("<", "<="):
        return _below(claim, high, source)
    if source.comparator in (">", ">=", "<", "<=") and claim.comparator == "=":
        return claim.value == low
    slack = max(_slack(claim), _slack(source) * factor if source.comparator == "~" else Decimal(0))
    return low - slack <= claim.value <= high + slack


def _factor(claim: Fact, source: Fact) -> Decimal | None:
    """What the source's value is multiplied by to be in the claim's unit; a unit missing on one side is passed over
    where it is a currency."""
    factor = comparable(source.unit, claim.unit)
    if factor is None and None in (claim.unit, source.unit):
        unit = claim.unit or source.unit or ""
        return Decimal(1) if len(unit) == 3 and unit.isupper() else None
    return factor


def _range_agrees(
    low: Decimal, high: Decimal, source_low: Decimal, source_high: Decimal, slack: Decimal
) -> bool:
    if source_low == source_high:
        return low - slack <= source_low <= high + slack
    return abs(low - source_low) <= slack and abs(high - source_high) <= slack


def _above(claim: Fact, value: Decimal, source: Fact) -> bool:
    limit = claim.value
    assert isinstance(limit, Decimal)
    if source.comparator in (">", ">="):
        return value >= limit and value <= limit * (1 + _BOUND)
    if claim.comparator == ">" and value == limit:
        return source.comparator == "~"
    return limit <= value <= limit + max(abs(limit) * _BOUND, _slack(claim) * 2)


def _below(claim: Fact, value: Decimal, source: Fact) -> bool:
    limit = claim.value
    assert isinstance(limit, Decimal)
    if source.comparator in ("<", "<="):
        return limit * (1 - _BOUND) <= value <= limit
    if claim.comparator == "<" and value == limit:
        return source.comparator == "~"
    return limit - max(abs(limit) * _BOUND, _slack(claim) * 2) <= value <= limit


def _slack(fact: Fact) -> Decimal:
    """How far from its value the true one may lie, from the digits that were written."""
    value = fact.value
    assert isinstance(value, Decimal)
    size = abs(value)
    half = resolution(fact) / 2
    if fact.comparator == "~":
        return max(min(half, size * _ABOUT * 2), size * _ABOUT)
    written = _FIGURE.search(fact.text)
    if written and re.search(r"[.,]\d{1,2}$", written[0]):
        return half
    return min(half, size * _ROUND)


def resolution(fact: Fact) -> Decimal:
    """The worth of the last digit of a quantity that is not a trailing zero: 0.1 billion in "1,9 milliard"."""
    value = fact.value
    if not isinstance(value, Decimal) or value == 0:
        return Decimal(1)
    digits = value.normalize().as_tuple()
    assert isinstance(digits.exponent, int)
    return Decimal(1).scaleb(digits.exponent)
