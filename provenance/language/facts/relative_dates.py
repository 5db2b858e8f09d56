"""Dates that count from another: from the text's own date, from a weekday, a feast, or a date beside them."""

from __future__ import annotations

from dataclasses import replace

from provenance.language.facts.calendar import (
    Reference,
    feast,
    feast_near,
    later,
    step,
    week,
    weekday_near,
    weekday_of_month,
    written,
    year_of_month,
)
from provenance.language.facts.dated import Dated
from provenance.language.facts.grammar import Grammar
from provenance.language.facts.numeral import Numeral
from provenance.language.facts.tokens import Tokens
from provenance.language.facts.written_dates import WrittenDates

_WEEKS = {-1: "last", 0: "this", 1: "next"}
_MOST_STEPS = 9999


class RelativeDates:
    """Reads the relative dates of one text."""

    __slots__ = ("_future", "_grammar", "_reference", "_tables", "_tokens", "_written")

    def __init__(
        self, tokens: Tokens, grammar: Grammar, reference: Reference | None, dates: WrittenDates
    ) -> None:
        self._tokens = tokens
        self._grammar = grammar
        self._reference = reference
        self._tables = grammar.dates
        self._future: bool | None = None
        self._written = dates

    # --- this month, last year ----------------------------------------------------------------------------------

    def named(self, index: int) -> Dated | None:
        """aujourd'hui, last month, cette année; without a reference date they have no value."""
        tokens = self._tokens
        found = self._tables["relative"].at(tokens, index)
        if not found:
            return None
        bare = tokens.words[index] in self._grammar.words["count_blockers"]
        if bare and (self._reference is None or self._grammar.words["of"].at(tokens, found[1])):
            return None
        unit, count = self._unit(found)
        if unit == "week":
            at = found[1] + 1 if tokens.words[found[1]] == "-" else found[1]
            if day := self._tables["weekdays"].at(tokens, at):
                return self._in_week(index, day[1], int(day[0]), count)
            return Dated(value=week(self._reference, count), start=index, end=found[1])
        value = step(self._reference, unit, count) if self._reference else None
        return Dated(value=value, start=index, end=found[1])

    def _unit(self, found: tuple[str, int]) -> tuple[str, int]:
        unit, count = found[0].split()
        return unit, int(count)

    def _in_week(self, start: int, end: int, weekday: int, count: int) -> Dated:
        value = weekday_near(self._reference, weekday, _WEEKS.get(count, "this"))
        return Dated(value=value, start=start, end=end)

    def day_of_month(self, index: int) -> Dated | None:
        """ "the 15th day of next month", "le 3 du mois prochain", "the 21st this month"."""
        day = self._written.day(index)
        if day is None or self._reference is None:
            return None
        at = self._tables["date_month_day"].skip(self._tokens, day[1])
        at = self._tables["date_of"].skip(self._tokens, at)
        found = self._tables["relative"].at(self._tokens, at)
        if not found or not found[0].startswith("month"):
            return None
        month = step(self._reference, *self._unit(found))
        return Dated(value=f"{month}-{day[0]:02d}", start=index, end=found[1]) if month else None

    def nth_month(self, index: int) -> Dated | None:
        """ "the third month of 2021", "the 9th month of next year"."""
        number = self._written.day(index)
        unit = self._tables["steps"].at(self._tokens, number[1]) if number and number[0] <= 12 else None
        if number is None or not unit or unit[0] != "month" or self._tokens.is_figure(number[1] - 1):
            return None
        year, end = self._written.year_after(unit[1])
        found = self._tables["relative"].at(self._tokens, self._past_of(unit[1]))
        if year is None and found and found[0].startswith("year") and self._reference:
            year, end = self._reference.year + self._unit(found)[1], found[1]
        return Dated(value=written(year, number[0]), start=index, end=end) if year is not None else None

    # --- weekdays -----------------------------------------------------------------------------------------------

    def weekday(self, index: int, near: str = "past") -> Dated | None:
        """mardi, on Thursday, next Monday, lundi dernier, Monday 21; with a whole date behind it, that date."""
        tokens, tables = self._tokens, self._tables
        where, at = self._lead(index)
        where = where if at > index else near
        found = tables["weekdays"].at(tokens, at)
        if not found:
            return None
        if at == index and self._is_title(at):
            return None
        if at == index and (rank := self._rank_before(index)):
            return self._nth_weekday(index - 1, found, rank)
        unsure = tokens.words[at] in self._grammar.sets["unsure_weekdays"]
        weekday, end = int(found[0]), found[1]
        end += unsure and tokens.words[end] == "."
        whole = self._after_weekday(index, end)
        if whole or unsure:
            return whole
        if nearer := self._week_or_day(index, end, weekday):
            return nearer
        if at == index and (tail := self._tail(end))[1] > end:
            where, end = tail
        return Dated(value=weekday_near(self._reference, weekday, where), start=index, end=end)

    def _rank_before(self, index: int) -> int:
        """The rank right before a weekday ("first Tuesday"), or 0; no month has more than five of a weekday."""
        rank = self._grammar.ordinals.get(self._tokens.words[index - 1], 0) if index else 0
        return rank if rank <= 5 else 0

    def _nth_weekday(self, start: int, found: tuple[str, int], rank: int) -> Dated | None:
        """ "the first Tuesday in November": a day only where the month and its year are known."""
        at = self._past_of(found[1])
        month = self._written.month(at) if at > found[1] else None
        if month is None:
            return None
        year, end = self._written.year_after(month[1])
        year = year if year is not None else year_of_month(month[0], self._reference)
        if year is None or rank > 4:
            return None
        return Dated(value=feast(f"{month[0]}/{found[0]}/{rank}", year), start=start, end=end)

    def _is_title(self, index: int) -> bool:
        """The weekday of "The Sunday Times", "a Saturday Night Live"."""
        tokens = self._tokens
        article = index and (
            tokens.words[index - 1] in self._grammar.words["articles"] or tokens.words[index - 1] == '"'
        )
        later = tokens.is_capital(index + 1) and not self._tables["months"].at(tokens, index + 1)
        return bool(article and tokens.is_capital(index) and later)

    def _lead(self, index: int) -> tuple[str, int]:
        """Which one: "last", "next", "this coming" before a weekday; without any, the one just past."""
        for name, where in (("last", "last"), ("next", "next"), ("this", "coming")):
            if lead := self._tables[f"rel_{name}"].at(self._tokens, index):
                near = self._tokens.words[lead[1] - 1] == "past"
                return ("past" if near else where), lead[1]
        return "past", index

    def _tail(self, end: int) -> tuple[str, int]:
        if found := self._tables["rel_last"].at(self._tokens, end):
            return "past", found[1]
        if found := self._tables["rel_next"].at(self._tokens, end):
            return "coming", found[1]
        return "past", end

    def _week_or_day(self, start: int, end: int, weekday: int) -> Dated | None:
        """ "Monday of next week", "Monday 21", "tuesday the eleventh"."""
        tokens, tables = self._tokens, self._tables
        at = tables["date_of"].skip(tokens, end)
        at = at + 1 if tokens.words[at] == "the" and at > end else at
        for first in (at, at - 1):
            found = tables["relative"].at(tokens, first) if first >= end else None
            if found and found[0].startswith("week"):
                return self._in_week(start, found[1], weekday, self._unit(found)[1])
        day = self._written.day(end + 1 if tokens.words[end] == "the" else end)
        if day and not tokens.words[day[1]].isalpha():
            value = weekday_of_month(self._reference, weekday, day[0])
            return Dated(value=value, start=start, end=day[1]) if value else None
        return None

    def _after_weekday(self, start: int, index: int) -> Dated | None:
        """The date behind a weekday, which names its day: "Friday, May 4", "vendredi 2018-7-6"."""
        tokens = self._tokens
        at = index + 1 if tokens.words[index] == "," else index
        at = at + 1 if tokens.words[at] in ("the", "le") else at
        month = self._written.month(at)
        if month and not self._written.day(month[1]):
            return None
        date = self._written.at(at)
        return replace(date, start=start) if date else None

    # --- feasts -------------------------------------------------------------------------------------------------

    def feast(self, index: int) -> Dated | None:
        """Noël 2025, before Christmas, last Easter."""
        tokens = self._tokens
        where, at = self._lead(index)
        found = self._tables["feasts"].at(tokens, at)
        if not found:
            return None
        year, end = self._written.year_after(found[1])
        if year is None and (relative := self._tables["relative"].at(tokens, self._past_of(end))):
            unit, count = self._unit(relative)
            if unit == "year" and self._reference:
                year, end = self._reference.year + count, relative[1]
        if year is not None:
            return Dated(value=feast(found[0], year), start=index, end=end)
        if self._reference is not None:
            return Dated(value=feast_near(found[0], self._reference, where), start=index, end=end)
        return Dated(value=f"XXXX-{found[0]}", start=index, end=end) if found[0][0].isdecimal() else None

    def _past_of(self, index: int) -> int:
        return self._tables["date_of"].skip(self._tokens, index)

    # --- so many days from ... ----------------------------------------------------------------------------------

    def stepped(self, index: int) -> Dated | None:
        """il y a deux ans, two weeks ago, in three years, 3 weeks later: only with a reference date; and
        "3 days after May 4"."""
        tokens, tables = self._tokens, self._tables
        sign, at = self._sign_before(index)
        at = tables["rel_about"].skip(tokens, at)
        counted = self._count(at)
        if counted is None:
            return None
        count, unit, end = counted
        if not sign:
            anchored = self._anchored(index, end, unit, count)
            if anchored:
                return anchored
            sign, end = self._sign_after(end)
        if not sign or self._reference is None:
            return None
        value = step(self._reference, unit, sign * count)
        comparator = "=" if unit == "day" else "~"
        return Dated(value=value, start=index, end=end, comparator=comparator) if value else None

    def _sign_before(self, index: int) -> tuple[int, int]:
        if ago := self._tables["rel_ago"].at(self._tokens, index):
            return -1, ago[1]
        ahead = self._tables["rel_in"].at(self._tokens, index)
        if ahead and self._is_future():
            return 1, ahead[1]
        return 0, index

    def _is_future(self) -> bool:
        """Whether "in two years" can mean two years from now: in English only beside a word of the future; else it
        says how long something took ("the second delay in two years")."""
        if self._future is None:
            future, tokens = self._tables["future"], self._tokens
            sure = not any(future.firsts())
            self._future = sure or any(future.at(tokens, at) for at in range(tokens.count))
        return self._future

    def _sign_after(self, index: int) -> tuple[int, int]:
        if back := self._tables["rel_before"].at(self._tokens, index):
            return -1, back[1]
        if ahead := self._tables["rel_later"].at(self._tokens, index):
            return 1, ahead[1]
        return 0, index

    def _count(self, index: int) -> tuple[int, str, int] | None:
        """How many of which unit, and the token after it."""
        numeral: Numeral | None = self._written.numerals.at(index)
        one = numeral is None and self._grammar.words["one"].at(self._tokens, index)
        if not one and (numeral is None or not numeral.whole or not 0 < numeral.value <= _MOST_STEPS):
            return None
        unit = self._tables["steps"].at(self._tokens, numeral.end if numeral else index + 1)
        if not unit:
            return None
        return int(numeral.value) if numeral else 1, unit[0], unit[1]

    def _anchored(self, start: int, index: int, unit: str, count: int) -> Dated | None:
        """ "3 days from Tuesday", "2 semaines avant le 13 mai 1999": counted from the date that follows."""
        for name, sign in (("anchor_after", 1), ("anchor_before", -1)):
            found = self._tables[name].at(self._tokens, index)
            anchor = self._anchor(found[1], "coming" if sign > 0 else "past") if found else None
            value = later(anchor.value, unit, sign * count) if anchor and anchor.value else None
            if anchor and value:
                return Dated(value=value, start=start, end=anchor.end)
        return None

    def _anchor(self, index: int, near: str) -> Dated | None:
        return self.named(index) or self.weekday(index, near) or self.feast(index) or self._written.at(index)
