"""Units that can be held against each other, and those that cannot."""

from decimal import Decimal

import pytest

from provenance.language.facts.units import comparable, dimension


@pytest.mark.parametrize(
    ("first", "second", "factor"),
    [
        ("GW", "MW", "1000"),
        ("km", "m", "1000"),
        ("mi", "km", "1.609344"),
        ("year", "month", "12"),
        ("week", "day", "7"),
        ("TB", "GB", "1000"),
        ("t", "kg", "1000"),
        ("ha", "km²", "0.01"),
        ("bbl", "bbl", "1"),
        ("basis points", "points", "0.01"),
        ("GBX", "GBP", "0.01"),
        ("cent", "EUR", "0.01"),
        (None, None, "1"),
    ],
)
def test_comparable(first, second, factor):
    """Units of one dimension have a factor between them, and its inverse the other way."""
    there, back = comparable(first, second), comparable(second, first)
    assert there == Decimal(factor)
    assert abs(there * back - 1) < Decimal("1e-20")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("EUR", "USD"),
        ("%", "points"),
        ("km", "kg"),
        ("GW", "GWh"),
        ("°C", "°F"),
        (None, "km"),
        ("km/h", "km"),
        ("x", "y"),
    ],
)
def test_not_comparable(first, second):
    """Other dimensions, other currencies, percent and points have no factor."""
    assert comparable(first, second) is None


def test_rates_compare_by_both_halves():
    """A speed compares with a speed whatever its units."""
    assert comparable("km/h", "m/s") == Decimal(1000) / 3600
    assert comparable("bbl/day", "km/h") is None


def test_dimensions_have_names():
    """What a unit measures has a name; money is money in any currency."""
    assert [dimension(unit) for unit in ("km", "EUR", "week", None, "%")] == [
        "length",
        "money",
        "time",
        "count",
        "share",
    ]
