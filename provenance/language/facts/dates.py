"""Finds dates: days, months, years, periods, with their bounds and ranges; and those that count from another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from provenance.language.facts.calendar import Reference, compatible
from provenance.language.facts.grammar import Grammar
from provenance.language.facts.periods import Periods
from provenance.language.facts.relative_dates import RelativeDates
from provenance.language.facts.tokens import DATE, DIGIT, Tokens
from provenance.language.facts.written_dates import Dated, WrittenDates
from provenance.model import Fact, FactKind

__all__ = ["Dates", "compatible"]


class Dates:
    """Finds the dates of one text, and takes their tokens."""

    __slots__ = ("_periods", "_relative", "_tables", "_taken", "_tokens", "_written")

    def __init__(self, tokens: Tokens, grammar: Grammar, taken: bytearray, reference: Reference | None) -> None:
        self._tokens = tokens
        self._taken = taken
        self._tables = grammar.dates
        self._written = WrittenDates(tokens, grammar, taken, reference)
        self._periods = Periods(tokens, grammar, taken, reference, self._written)
        self._relative = RelativeDates(tokens, grammar, reference, self._written)

    def find(self) -> Iterator[Fact]:
        """Every date, in order."""
        at, marks = 0, self._tokens.marks
        while at < self._tokens.count:
            date = None
            if marks[at] & (DATE | DIGIT) and not self._taken[at]:
                date = self._read(at)
            if date is None or any(self._taken[at : date.end]):
                at += 1
                continue
            date = self._bounds(self._range(date))
            self._taken[date.start : date.end] = b"\1" * (date.end - date.start)
            at = max(date.end, at + 1)
            yield self._fact(date)

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

    def _read(self, index: int) -> Dated | None:
        return self._relative.at(index) or self._written.at(index) or self._periods.at(index) or self._year(index)

    def _year(self, index: int) -> Dated | None:
        """A year alone comes last: it may be part of any other date."""
        return self._written.bare_year(index) if self._tokens.marks[index] & DIGIT else self._written.spoken(index)

    # --- ranges and bounds --------------------------------------------------------------------------------------

    def _range(self, date: Dated) -> Dated:
        """"from May to July 2025", "entre 2019 et 2023", "de mars à juin": one fact with both ends."""
        tokens, tables = self._tokens, self._tables
        if date.high is not None or date.value is None:
            return date
        end = date.end
        leads = tables["date_from"].before(tokens, date.start) or tables["date_between"].before(tokens, date.start)
        if tokens.words[end] == "-":
            at = end + 1
        elif leads and tokens.words[end] in tables["date_to"]:
            if tokens.words[end] in tables["date_and"] and not tables["date_between"].before(tokens, date.start):
                return date
            at = tables["date_to"].skip(tokens, end)
        else:
            return date
        if not tokens.marks[at] & (DATE | DIGIT) or self._taken[at]:
            return date
        other = self._read(at)
        if other is None or other.value is None or len(other.value) < len(date.value) and not date.value.startswith("XXXX"):
            return date
        low = date.value
        if low.startswith("XXXX") and not other.value.startswith("XXXX"):
            low = other.value[:4] + low[4:]
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
        if bound := tables["date_bounds"].before(tokens, start):
            date = replace(date, comparator=bound[0])
        after = tables["date_bounds_after"].at(tokens, date.end)
        return replace(date, comparator=after[0], end=after[1]) if after else date
