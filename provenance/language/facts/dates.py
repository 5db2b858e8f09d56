"""Finds dates: days, months, years, periods, with their bounds and ranges; and those that count from another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from provenance.language.facts.calendar import Reference, compatible
from provenance.language.facts.dated import YEAR, Dated
from provenance.language.facts.grammar import Grammar
from provenance.language.facts.numerals import Numerals
from provenance.language.facts.numeric_dates import NumericDates
from provenance.language.facts.periods import Periods
from provenance.language.facts.relative_dates import RelativeDates
from provenance.language.facts.tokens import (
    ARTICLE,
    CENTURY,
    DIGIT,
    ERA,
    FEAST,
    LEAD,
    MONTH,
    NUMBER,
    PERIOD,
    PERIOD_LEAD,
    RELATIVE,
    RELATIVE_END,
    SEASON,
    STEP,
    STEP_LEAD,
    WEEKDAY,
    Tokens,
)
from provenance.language.facts.written_dates import WrittenDates
from provenance.model import Fact, FactKind

__all__ = ["Dates", "compatible"]


Reader = Callable[[int], Dated | None]


# What makes it worth looking for dates at all.
DATED = DIGIT | NUMBER | MONTH | WEEKDAY | FEAST | SEASON | RELATIVE_END | STEP | CENTURY


class Dates:
    """Finds the dates of one text, and takes their tokens."""

    __slots__ = ("_marks", "_readers", "_tables", "_taken", "_tokens")

    def __init__(
        self,
        tokens: Tokens,
        grammar: Grammar,
        taken: bytearray,
        reference: Reference | None,
        numerals: Numerals,
    ) -> None:
        self._tokens = tokens
        self._taken = taken
        self._tables = grammar.dates
        dates = WrittenDates(tokens, grammar, taken, reference, numerals)
        self._readers = _readers(tokens, grammar, taken, reference, dates)
        self._marks = 0
        for bits, _ in self._readers:
            self._marks |= bits

    def find(self) -> Iterator[Fact]:
        """Every date, in order."""
        past = 0
        for at in self._tokens.marked(self._marks):
            date = self._read(at) if at >= past and not self._taken[at] else None
            if date is None or any(self._taken[at : date.end]):
                continue
            date = self._bounds(self._range(date))
            self._taken[date.start : date.end] = b"\1" * (date.end - date.start)
            past = date.end
            yield self._fact(date)

    def _read(self, index: int) -> Dated | None:
        mark = self._tokens.marks[index]
        for bits, reader in self._readers:
            if mark & bits and (date := reader(index)) is not None:
                return date
        return None

    def _fact(self, date: Dated) -> Fact:
        tokens = self._tokens
        return Fact(
            kind=FactKind.DATE,
            text=tokens.slice(date.start, date.end),
            start=tokens.starts[date.start],
            end=tokens.ends[date.end - 1],
            value=date.value,
            high=date.high,
            unit=date.part,
            comparator=date.comparator,
        )

    # --- ranges and bounds --------------------------------------------------------------------------------------

    def _range(self, date: Dated) -> Dated:
        """ "from May to July 2025", "entre 2019 et 2023", "de mars à juin": one fact with both ends."""
        tokens, tables = self._tokens, self._tables
        if date.high is not None or date.value is None:
            return date
        end = date.end
        leads = tables["date_from"].before(tokens, date.start) or tables["date_between"].before(
            tokens, date.start
        )
        if tokens.words[end] == "-":
            at = end + 1
        elif leads and tokens.words[end] in tables["date_to"]:
            if tokens.words[end] in tables["date_and"] and not tables["date_between"].before(
                tokens, date.start
            ):
                return date
            at = tables["date_to"].skip(tokens, end)
        else:
            return date
        if not tokens.marks[at] & self._marks or self._taken[at]:
            return date
        other = self._read(at)
        if (
            other is None
            or other.value is None
            or (len(other.value) < len(date.value) and not date.value.startswith("XXXX"))
        ):
            return date
        low = date.value
        if low.startswith("XXXX") and not other.value.startswith("XXXX"):
            low = other.value[:4] + low[4:]
        guessed = not any(YEAR.fullmatch(word) for word in tokens.words[date.start : date.end])
        if low >= other.value and guessed:
            low = other.value[:4] + low[4:]  # "entre janvier et mars": both of the year that the second is of
        if low >= other.value or low[4:5] != other.value[4:5]:
            return date
        return replace(date, value=low, high=other.value, end=other.end)

    def _bounds(self, date: Dated) -> Dated:
        """Early, mid, late; before, after, since, until."""
        tokens, tables = self._tokens, self._tables
        start = date.start
        if lead := tables["date_year"].before(tokens, start):
            start = lead[1]
        if part := tables["date_parts"].before(tokens, start):
            date, start = replace(date, part=part[0]), part[1]
            if part[0] != "mid" or tokens.words[part[1]] != "-":
                date = replace(date, start=part[1] if not self._taken[part[1]] else date.start)
        if date.high is None and (bound := tables["date_bounds"].before(tokens, start)):
            date = replace(date, comparator=bound[0])
        after = tables["date_bounds_after"].at(tokens, date.end)
        return replace(date, comparator=after[0], end=after[1]) if after else date


def _readers(
    tokens: Tokens, grammar: Grammar, taken: bytearray, reference: Reference | None, dates: WrittenDates
) -> list[tuple[int, Reader]]:
    """The readers that this text's words give work to, with the marks of the words at which they begin, in the order
    in which they are asked. A year alone comes last: it may be part of any other date."""
    periods = Periods(tokens, grammar, taken, reference, dates)
    relative = RelativeDates(tokens, grammar, reference, dates)
    counted = DIGIT | NUMBER
    readers: tuple[tuple[int, int, Reader], ...] = (
        (RELATIVE_END, RELATIVE, relative.named),
        (FEAST, FEAST | LEAD, relative.feast),
        (WEEKDAY, WEEKDAY | LEAD, relative.weekday),
        (RELATIVE_END, counted, relative.day_of_month),
        (STEP, counted, relative.nth_month),
        (STEP, counted | STEP_LEAD | ARTICLE, relative.stepped),
        (DIGIT, DIGIT | MONTH, NumericDates(tokens, grammar).at),
        (MONTH, MONTH, dates.month_first),
        (MONTH, counted, dates.day_month),
        (DIGIT, DIGIT, periods.decade),
        (DIGIT, PERIOD_LEAD, periods.named),
        (PERIOD, counted | PERIOD_LEAD, periods.ranked),
        (SEASON, SEASON, periods.season),
        (CENTURY, counted | ERA, periods.century),
        (DIGIT, DIGIT, dates.bare_year),
        (NUMBER, NUMBER, dates.spoken),
    )
    return [(bits, reader) for needed, bits, reader in readers if tokens.seen & needed]
