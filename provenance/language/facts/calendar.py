"""Dates as values with their precision: written out, counted from a reference date, and held against each other."""

from __future__ import annotations

import calendar as months_of
import datetime
import re
from dataclasses import dataclass

UNKNOWN = "XXXX"
# Months of each season, as the northern half of the earth counts them.
_SEASONS = {"spring": (3, 4, 5), "summer": (6, 7, 8), "autumn": (9, 10, 11), "winter": (12, 1, 2)}
_VALUE = re.compile(
    r"(?P<year>[\dX]{4})(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<season>spring|summer|autumn|winter)"
    r"|(?P<month>\d{2}|XX)(?:-(?P<day>\d{2}))?))?"
)
# A month without a year lies at most so many months before or after the text's date; texts look back more than ahead.
_BACK, _AHEAD = 8, 3
_FIRST_OF_TWO_DIGITS = 40  # 40 to 99 are of the last century, 00 to 39 of this one
_ALL_MONTHS = frozenset(range(1, 13))


@dataclass(frozen=True, slots=True)
class Reference:
    """The date of a text, as far as it is known."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def of(cls, given: datetime.date | str | None) -> Reference | None:
        """From a date or `YYYY[-MM[-DD]]`; none where there is none, or nothing that reads as a date."""
        if isinstance(given, datetime.date):
            return cls(given.year, given.month, given.day)
        found = re.match(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", given or "")
        if not found:
            return None
        year, month, day = (int(part) if part else None for part in found.groups())
        assert year is not None
        return cls(year, month, day)

    @property
    def date(self) -> datetime.date | None:
        """The day, where it is known."""
        if self.month is None or self.day is None:
            return None
        try:
            return datetime.date(self.year, self.month, self.day)
        except ValueError:
            return None


def written(year: int | None, month: int | None = None, day: int | None = None) -> str:
    """A date's value: `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, with `XXXX` for an unknown year."""
    text = f"{year:04d}" if year is not None else UNKNOWN
    if month is not None:
        text += f"-{month:02d}"
        if day is not None:
            text += f"-{day:02d}"
    return text


def full_year(digits: str) -> int | None:
    """The year that four or two digits stand for."""
    if len(digits) == 4:
        return int(digits)
    if len(digits) == 2:
        short = int(digits)
        return (1900 if short >= _FIRST_OF_TWO_DIGITS else 2000) + short
    return None


def exists(month: int, day: int) -> bool:
    """Whether a day could stand in a calendar; 30 February is left to the reader, 32 March is not a date."""
    return 1 <= month <= 12 and 1 <= day <= 31


def year_of_month(month: int, reference: Reference | None) -> int | None:
    """The year of a month named without one, near the reference date."""
    if reference is None:
        return None
    if reference.month is None:
        return reference.year
    ahead = (month - reference.month) % 12
    if ahead <= _AHEAD:
        return reference.year + (1 if month < reference.month else 0)
    behind = 12 - ahead
    if behind <= _BACK:
        return reference.year - (1 if month > reference.month else 0)
    return None


def year_of_quarter(quarter: int, reference: Reference | None) -> int | None:
    """The year of a quarter named without one: within two quarters back and one ahead of the reference date."""
    if reference is None or reference.month is None:
        return reference.year if reference else None
    ahead = (quarter - (reference.month + 2) // 3) % 4
    years = ahead if ahead <= 1 else ahead - 4
    return reference.year + ((reference.month + 2) // 3 - 1 + years) // 4


def step(reference: Reference, unit: str, count: int) -> str | None:
    """The date so many days, weeks, months, … from the reference, no more precise than its unit."""
    if unit in ("year", "half", "quarter", "month"):
        return _step_month(reference, unit, count)
    day = reference.date
    if day is None:
        return written(reference.year, reference.month) if count == 0 and unit == "day" else None
    days = {"day": 1, "week": 7, "fortnight": 14}[unit] * count
    try:
        return (day + datetime.timedelta(days=days)).isoformat()
    except OverflowError:
        return None


def _step_month(reference: Reference, unit: str, count: int) -> str | None:
    if abs(count) > 9999:
        return None
    if unit == "year":
        return written(reference.year + count) if 0 < reference.year + count < 10_000 else None
    if reference.month is None:
        return None
    size = {"month": 1, "quarter": 3, "half": 6}[unit]
    place = (reference.year * 12 + reference.month - 1) // size + count
    per_year = 12 // size
    year, part = place // per_year, place % per_year + 1
    if not 0 < year < 10_000:
        return None
    return (
        f"{year:04d}-{part:02d}"
        if unit == "month"
        else f"{year:04d}-{unit[0].upper().replace('U', 'Q')}{part}"
    )


def weekday_near(reference: Reference | None, weekday: int, where: str) -> str:
    """The date of a weekday (1 is Monday): `past`, `coming`, or in `last`, `this` or `next` week; else `weekday-N`."""
    day = reference.date if reference else None
    if day is None:
        return f"weekday-{weekday}"
    gap = weekday - day.isoweekday()
    if where == "past":
        gap = gap - 7 if gap > 0 else gap
    elif where == "coming":
        gap = gap + 7 if gap <= 0 else gap
    else:
        gap += {"last": -7, "this": 0, "next": 7}[where]
    return (day + datetime.timedelta(days=gap)).isoformat()


def week(reference: Reference | None, count: int) -> str | None:
    """The ISO week so many weeks from the reference: `YYYY-Www`."""
    day = reference.date if reference else None
    if day is None:
        return None
    year, number, _ = (day + datetime.timedelta(weeks=count)).isocalendar()
    return f"{year:04d}-W{number:02d}"


def later(value: str, unit: str, count: int) -> str | None:
    """The date so many days, weeks, months or years from a whole date; none where the value is no whole date."""
    start = Reference.of(value)
    if start is None or start.date is None or len(value) != 10:
        return None
    if unit in ("day", "week", "fortnight"):
        return step(start, unit, count)
    months = start.year * 12 + (start.month or 1) - 1 + count * (12 if unit == "year" else 1)
    year, month = months // 12, months % 12 + 1
    if not 0 < year < 10_000:
        return None
    return written(year, month, min(start.day or 1, months_of.monthrange(year, month)[1]))


def easter(year: int) -> datetime.date:
    """Easter Sunday of the Gregorian calendar (the algorithm of Meeus, Jones and Butcher)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    month, day = divmod(epact + sunday - 7 * ((golden + 11 * epact + 22 * sunday) // 451) + 114, 31)
    return datetime.date(year, month, day + 1)


def feast(rule: str, year: int) -> str:
    """The day of a feast: `12-25`, `easter`, `11/4/4` (month, weekday, which of them), each with days added (`+1`)."""
    rule, _, added = rule.partition("+")
    if rule == "easter":
        day = easter(year)
    elif "/" in rule:
        month, weekday, which = map(int, rule.split("/"))
        first = datetime.date(year, month, 1)
        day = first + datetime.timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (which - 1))
    else:
        return f"{year:04d}-{rule}"
    return (day + datetime.timedelta(days=int(added or 0))).isoformat()


def feast_near(rule: str, reference: Reference, where: str) -> str:
    """The feast nearest to the reference date; with `last` or `next`, the one before or after it."""
    day = reference.date or datetime.date(reference.year, reference.month or 7, 1)
    dates = [datetime.date.fromisoformat(feast(rule, day.year + offset)) for offset in (-1, 0, 1)]
    if where == "last":
        return max(date for date in dates if date < day).isoformat()
    if where == "next":
        return min(date for date in dates if date > day).isoformat()
    return min(dates, key=lambda date: abs(date - day)).isoformat()


def weekday_of_month(reference: Reference | None, weekday: int, day: int) -> str | None:
    """The date of "Monday 21": the month next to the reference in which that day is that weekday."""
    start = reference.date if reference else None
    if start is None or not 1 <= day <= 31:
        return None
    for offset in (0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6):
        place = start.year * 12 + start.month - 1 + offset
        year, month = place // 12, place % 12 + 1
        if (
            day <= months_of.monthrange(year, month)[1]
            and datetime.date(year, month, day).isoweekday() == weekday
        ):
            return written(year, month, day)
    return None


@dataclass(frozen=True, slots=True)
class _Span:
    """What a value allows: years (lowest, highest) or any, months, day."""

    years: tuple[int, int] | None
    months: frozenset[int]
    day: int | None
    winter: bool = False


def _span(value: str) -> _Span | None:
    found = _VALUE.fullmatch(value)
    if not found:
        return None
    year = found["year"]
    years = None if year == UNKNOWN else (int(year.replace("X", "0")), int(year.replace("X", "9")))
    months = _ALL_MONTHS
    if found["quarter"]:
        last = int(found["quarter"]) * 3
        months = frozenset(range(last - 2, last + 1))
    elif found["half"]:
        last = int(found["half"]) * 6
        months = frozenset(range(last - 5, last + 1))
    elif found["season"]:
        months = frozenset(_SEASONS[found["season"]])
    elif found["month"] and found["month"] != "XX":
        months = frozenset({int(found["month"])})
    return _Span(years, months, int(found["day"]) if found["day"] else None, found["season"] == "winter")


def compatible(first: str, second: str) -> bool | None:
    """Whether two dates may be the same: True where they are, or one is a less precise form of the other
    (`2025-05` and `2025-05-15`, `2025-Q2` and `2025-05`, `XXXX-05` and `2025-05`); False where they conflict;
    None where they cannot be compared (`weekday-2` and a month)."""
    if first == second:
        return True
    if first.startswith("weekday-") or second.startswith("weekday-"):
        return _same_weekday(first, second)
    if "W" in first[4:] or "W" in second[4:]:
        return _same_week(first, second)
    one, other = _span(first), _span(second)
    if one is None or other is None:
        return None
    if one.years and other.years and not _years_meet(one, other):
        return False
    if not one.months & other.months:
        return False
    if one.day is not None and other.day is not None:
        return one.day == other.day
    return True


def _years_meet(one: _Span, other: _Span) -> bool:
    """A winter belongs to two years."""
    assert one.years
    assert other.years
    low, high = one.years[0], one.years[1] + (one.winter and other.months <= {1, 2})
    other_low, other_high = other.years[0], other.years[1] + (other.winter and one.months <= {1, 2})
    return low <= other_high and other_low <= high


def _same_weekday(first: str, second: str) -> bool | None:
    names = [_weekday(first), _weekday(second)]
    if None in names:
        return None
    return names[0] == names[1]


def _same_week(first: str, second: str) -> bool | None:
    weeks = []
    for value in (first, second):
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            try:
                year, number, _ = datetime.date.fromisoformat(value).isocalendar()
            except ValueError:
                return None
            value = f"{year:04d}-W{number:02d}"
        weeks.append(value)
    return weeks[0] == weeks[1] if all("W" in week[4:] for week in weeks) else None


def _weekday(value: str) -> str | None:
    if value.startswith("weekday-"):
        return value
    try:
        return f"weekday-{datetime.date.fromisoformat(value).isoweekday()}"
    except ValueError:
        return None
