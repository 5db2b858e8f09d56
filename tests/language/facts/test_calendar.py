"""Dates as values: their precision, their conflicts, and what counts from a reference."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.language import facts
from provenance.language.facts.calendar import easter
from provenance.language.facts.dates import compatible


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        ("2025-05", "2025-05-15", True),
        ("2025", "2025-05-15", True),
        ("2025-Q2", "2025-05", True),
        ("2025-H1", "2025-Q2", True),
        ("XXXX-05", "2025-05-15", True),
        ("199X", "1994", True),
        ("19XX", "1994-12-31", True),
        ("2025-winter", "2026-01", True),
        ("2025-summer", "2025-Q3", True),
        ("weekday-2", "2025-11-04", True),
        ("2025-W45", "2025-11-04", True),
        ("2025-05", "2025-06-15", False),
        ("2025-05-14", "2025-05-15", False),
        ("2025-Q1", "2025-05", False),
        ("2024", "2025-05", False),
        ("199X", "2001", False),
        ("weekday-2", "2025-11-05", False),
        ("weekday-2", "weekday-3", False),
        ("2025-W44", "2025-11-04", False),
        ("weekday-2", "2025-11", None),
        ("2025-W44", "2025-11", None),
        ("soon", "2025", None),
    ],
)
def test_compatible(first, second, verdict):
    """A date agrees with its less precise forms, conflicts with other dates, and says so when it cannot tell."""
    assert compatible(first, second) is verdict
    assert compatible(second, first) is verdict


@given(st.dates(min_value=datetime.date(1583, 1, 1), max_value=datetime.date(9999, 12, 31)))
def test_a_day_agrees_with_its_month_and_year(day):
    """Every day agrees with its own month, quarter and year, and with no other month of it."""
    value = day.isoformat()
    quarter = f"{value[:4]}-Q{(day.month + 2) // 3}"
    assert all(compatible(value, form) for form in (value[:4], value[:7], quarter))
    assert compatible(value, f"{value[:4]}-{day.month % 12 + 1:02d}") is False


@pytest.mark.parametrize("day", ["2018-04-01", "2019-04-21", "2020-04-12", "2025-04-20", "2038-04-25"])
def test_easter(day):
    """Easter falls where the almanacs have it."""
    assert easter(int(day[:4])).isoformat() == day


@pytest.mark.parametrize(
    "reference", [None, "", "soon", "2025", "2025-11", "2025-02-30", datetime.date(2025, 11, 7)]
)
def test_any_reference(reference):
    """A reference may be missing, partial or nonsense; a date is never made more precise than it allows."""
    found = [f.value for f in facts.find("hier, mardi, le mois dernier, l'an dernier", "fr", reference)]
    assert len(found) == 4
    if reference == "2025":
        assert found == [None, "weekday-2", None, "2024"]
    if reference == "2025-11":
        assert found == [None, "weekday-2", "2025-10", "2024"]


def test_no_day_is_invented():
    """A month stays a month and a year a year, whatever stands near them."""
    found = facts.find("Le 12 mai 2023, puis en juin 2024 et en 2025.", "fr", "2025-11-07")
    assert [fact.value for fact in found] == ["2023-05-12", "2024-06", "2025"]
