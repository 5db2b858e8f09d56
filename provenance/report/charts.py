"""Small charts of the sources: their states, and when they were published."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from provenance.model import Source

GROUPS = ("usable", "walled", "not-visited", "faulty", "lost")
DATED = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])(?![0-9])")
"""What begins with a year and a month: a page says what it likes of its date."""
HEIGHT = 100
MONTHS = 24
"""A longer time than this is drawn by years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A rectangle of a chart, in the chart's own units."""

    name: str
    count: int
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ages:
    """When sources were published, a column a month or a year, each divided by link state."""

    first: str
    last: str
    columns: int
    stretches: tuple[Stretch, ...]
    undated: int


def states(sources: Sequence[Source]) -> tuple[tuple[str, int], ...]:
    """How many sources each group of link states has, best first."""
    counts = Counter(source.status.state.group for source in sources)
    return tuple((group, counts[group]) for group in GROUPS if counts[group])


def row(counts: Sequence[tuple[str, int]]) -> Iterator[Stretch]:
    """A bar of 1000 units, in proportion."""
    total, at = sum(count for _, count in counts), 0
    for name, count in counts:
        start, at = at * 1000 // total, at + count
        yield Stretch(name=name, count=count, x=start, y=0, width=at * 1000 // total - start, height=14)


def ages(sources: Sequence[Source]) -> Ages | None:
    """The chart of publication dates; none where fewer than two months are known."""
    dated = [(date, s.status.state.group) for s in sources if DATED.match(date := s.published or "")]
    months = sorted({month_number(published) for published, _ in dated})
    if len(months) < 2:
        return None
    step = 1 if months[-1] - months[0] < MONTHS else 12
    columns = Counter((month_number(published) // step, group) for published, group in dated)
    first, last = months[0] // step, months[-1] // step
    return Ages(
        first=period(first, step),
        last=period(last, step),
        columns=last - first + 1,
        stretches=tuple(stacked(columns, first, last)),
        undated=len(sources) - len(dated),
    )


def month_number(published: str) -> int:
    """Months since the year 0 of `YYYY-MM…`."""
    return int(published[:4]) * 12 + int(published[5:7]) - 1


def period(number: int, step: int) -> str:
    """A column's month or year in ISO 8601."""
    return f"{number:04}" if step == 12 else f"{number // 12:04}-{number % 12 + 1:02}"


def stacked(columns: Counter[tuple[int, str]], first: int, last: int) -> Iterator[Stretch]:
    """The columns, each column's parts on one another; the highest fills the chart."""
    totals = Counter({at: sum(columns[at, group] for group in GROUPS) for at in range(first, last + 1)})
    highest = max(totals.values())
    for at in range(first, last + 1):
        below = 0
        for group in GROUPS:
            count = columns[at, group]
            if count:
                height = count * HEIGHT // highest
                below += height
                yield Stretch(name=group, count=count, x=at - first, y=HEIGHT - below, width=1, height=height)
