"""Finds dates: days, months, years, quarters, seasons, decades, with their bounds; and those that count from another."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from provenance.language.facts.calendar import (
    Reference,
    compatible,
    exists,
    full_year,
    step,
    weekday_near,
    weekday_of_month,
    written,
    year_of_month,
    year_of_quarter,
)
from provenance.language.facts.grammar import Grammar
from provenance.language.facts.numerals import Numerals
from provenance.language.facts.tokens import DATE, DIGIT, Tokens, fold
from provenance.model import Fact, FactKind

__all__ = ["Dates", "compatible"]

# Three parts, or two, of figures and month names with the same sign between them: 15.05.99, 2019-aug-1, 12-2015.
_PARTS = re.compile(r"(\d{1,4}|[^\W\d_]{3,12})([-/.]|(?<=\d) (?=\d))(\d{1,4}|[^\W\d_]{3,12})(?:\2(\d{1,4}|[^\W\d_]{3,12}))?(?![\w])")
_COMPACT = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)")
_YEAR = re.compile(r"1[0-9]\d\d|20\d\d|21\d\d")
_SURE_YEARS = (1900, 2100)
_ROMAN = {"XV": 15, "XVI": 16, "XVII": 17, "XVIII": 18, "XIX": 19, "XX": 20, "XXI": 21}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Date:
    value: str | None
    start: int
    end: int
    high: str | None = None
    comparator: str = "="
    part: str | None = None


class Dates:
    """Finds the dates of one text, and takes their tokens."""

    __slots__ = ("_grammar", "_numerals", "_reference", "_taken", "_tables", "_tokens")

    def __init__(self, tokens: Tokens, grammar: Grammar, taken: bytearray, reference: Reference | None) -> None:
        self._tokens = tokens
        self._grammar = grammar
        self._taken = taken
        self._reference = reference
        self._numerals = Numerals(tokens, grammar)
        self._tables = grammar.dates

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

    def _fact(self, date: _Date) -> Fact:
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

    def _read(self, index: int) -> _Date | None:
        if self._tokens.marks[index] & DIGIT:
            return (
                self._numeric(index)
                or self._day_month(index)
                or self._decade(index)
                or self._period(index)
                or self._stepped(index)
                or self._century(index)
                or self._bare_year(index)
            )
        return (
            self._relative(index)
            or self._weekday(index)
            or self._named(index)
            or self._month_first(index)
            or self._day_month(index)
            or self._period(index)
            or self._season(index)
            or self._stepped(index)
            or self._century(index)
        )

    # --- figures ------------------------------------------------------------------------------------------------

    def _numeric(self, index: int) -> _Date | None:
        """15/05/1999, 2016-10-16, 2015-3, 01-Aug-2019, 20161016."""
        tokens = self._tokens
        start = tokens.starts[index]
        if _COMPACT.match(tokens.text, start) and len(tokens.words[index]) == 8:
            word = tokens.words[index]
            return _Date(value=f"{word[:4]}-{word[4:6]}-{word[6:]}", start=index, end=index + 1)
        found = _PARTS.match(tokens.text, start)
        if not found:
            return None
        value = self._from_parts([part for part in found.group(1, 3, 4) if part], found[2])
        if value is None:
            return None
        end = bisect_left(tokens.starts, found.end())
        return _Date(value=value, start=index, end=end)

    def _from_parts(self, parts: list[str], sign: str) -> str | None:
        months = [self._month_word(part) for part in parts]
        if any(not part.isdigit() and not month for part, month in zip(parts, months, strict=True)):
            return None
        years = [part for part in parts if part.isdigit() and len(part) == 4]
        if len(years) > 1 or any(len(part) == 3 and part.isdigit() for part in parts):
            return None
        if len(parts) == 2:
            return self._month_year(parts, months, years, sign)
        named = next((month for month in months if month), None)
        rest = [int(part) for part in parts if part.isdigit() and len(part) < 3]
        if named:
            if years:
                return written(int(years[0]), named, rest[0]) if exists(named, rest[0]) else None
            return written(full_year(parts[-1]), named, rest[0]) if len(rest) == 2 and parts[-1].isdigit() else None
        return self._three_numbers(parts, rest, years, sign)

    def _three_numbers(self, parts: list[str], rest: list[int], years: list[str], sign: str) -> str | None:
        if years and parts[0] == years[0]:
            month, day = rest
        elif years and parts[-1] != years[0]:
            return None
        else:
            if not years and (len(parts[-1]) != 2 or sign in " -"):
                return None
            day, month = rest[:2] if self._grammar.day_first or sign in ". " else (rest[1], rest[0])
            if month > 12 >= day:
                day, month = month, day
        year = full_year(years[0] if years else parts[-1])
        return written(year, month, day) if exists(month, day) else None

    def _month_year(self, parts: list[str], months: list[int], years: list[str], sign: str) -> str | None:
        if len(years) != 1 or sign in " .":
            return None
        other = 1 - parts.index(years[0])
        month = months[other] or (int(parts[other]) if parts[other].isdigit() else 0)
        if not 1 <= month <= 12 or not _YEAR.fullmatch(years[0]):
            return None
        return written(int(years[0]), month)

    def _month_word(self, part: str) -> int:
        if part.isdigit():
            return 0
        for words, value in self._tables["months"].entries(fold(part)):
            if len(words) == 1:
                return int(value)
        return 0

    # --- days and months ----------------------------------------------------------------------------------------

    def _day(self, index: int) -> tuple[int, int] | None:
        """A day of the month, and the token after it: 4, 1er, 21st, fourth, vingt-cinq, "4e jour de"."""
        tokens, grammar = self._tokens, self._grammar
        word, end = tokens.words[index], index + 1
        if word.isdigit() and len(word) <= 2:
            day = int(word)
            if tokens.glued(end) and tokens.words[end] in grammar.ordinal_marks:
                end += 1
        elif word in grammar.numbers:
            numeral = self._numerals.plain_words(index)
            day, end = (int(numeral.value), numeral.end) if numeral and numeral.whole else (0, end)
            after = tokens.words[end + 1] if tokens.words[end] == "-" else tokens.words[end]
            if after in grammar.ordinals and day % 10 == 0:
                day += grammar.ordinals[after]
                end += 2 if tokens.words[end] == "-" else 1
        elif word in grammar.ordinals:
            day = grammar.ordinals[word]
        else:
            return None
        return (day, end) if 1 <= day <= 31 else None

    def _day_month(self, index: int) -> _Date | None:
        """4 mai 2025, the fourth of July, 13-15 May."""
        day = self._day(index)
        if day is None:
            return None
        end = self._tables["date_month_day"].skip(self._tokens, day[1])
        end = self._tables["date_of"].skip(self._tokens, end)
        month = self._month(end)
        if month is None or self._taken[end]:
            return self._day_to_day(index, day)
        year, stop = self._year_after(month[1])
        return self._placed(index, stop, year, month[0], day[0])

    def _day_to_day(self, index: int, first: tuple[int, int]) -> _Date | None:
        """"13-15 May", "du 13 au 15 mai": both days of one month."""
        tokens, at = self._tokens, first[1]
        if tokens.words[at] == "-":
            at += 1
        elif tokens.words[at] in self._tables["date_to"]:
            at = self._tables["date_to"].skip(tokens, at)
        else:
            return None
        if not tokens.is_figure(index) or not tokens.is_figure(at):
            return None
        second = self._day(at)
        month = self._month(second[1]) if second else None
        if second is None or month is None or second[0] <= first[0]:
            return None
        year, end = self._year_after(month[1])
        low = self._placed(index, end, year, month[0], first[0])
        high = self._placed(at, end, year, month[0], second[0])
        return replace(low, high=high.value) if low and high else None

    def _month(self, index: int) -> tuple[int, int] | None:
        found = self._tables["months"].at(self._tokens, index)
        if not found:
            return None
        end = found[1]
        if self._tokens.words[end] == "." and self._tokens.glued(end):
            end += 1
        return int(found[0]), end

    def _month_first(self, index: int) -> _Date | None:
        """May 4, 2025; May 2025; mai 2025; June of 1992; bare May."""
        month = self._month(index)
        if month is None:
            return None
        year, end = self._year_after(month[1])
        if year is not None:
            return _Date(value=written(year, month[0]), start=index, end=end)
        day = None if self._grammar.day_first and not self._tokens.is_capital(index) else self._day(month[1])
        if day and not self._is_amount(day[1]):
            year, end = self._year_after(day[1])
            return self._placed(index, end, year, month[0], day[0])
        if not self._is_sure_month(index):
            return None
        guess = self._year_near(index, month[0])
        return _Date(value=written(guess, month[0]), start=index, end=self._unabbreviated(index, month[1]))

    def _unabbreviated(self, index: int, end: int) -> int:
        """A full stop after a whole month name ends the sentence, not the month."""
        return end - 1 if self._tokens.words[end - 1] == "." and len(self._tokens.words[index]) > 4 else end

    def _is_amount(self, index: int) -> bool:
        """Whether the number that ends before a token counts something, so that it is no day."""
        word, raw = self._tokens.words[index], self._tokens.raws[index]
        return word in self._grammar.scales or raw in ("%", "€", "$", "£") or bool(
            self._grammar.words["percent"].at(self._tokens, index)
        )

    def _is_sure_month(self, index: int) -> bool:
        tokens = self._tokens
        if tokens.words[index] not in self._grammar.sets["unsure_months"]:
            return True
        led = tokens.words[index - 1] in self._grammar.sets["year_leads"] if index else False
        led = led or bool(self._tables["rel_this"].before(tokens, index))
        return led and (self._grammar.day_first != tokens.is_capital(index) or bool(self._tables["rel_this"].before(tokens, index)))

    def _year_near(self, index: int, month: int) -> int | None:
        tokens, reference = self._tokens, self._reference
        if reference:
            for name, years in (("rel_this", 0), ("rel_next", 1), ("rel_last", -1)):
                if self._tables[name].before(tokens, index) and not self._grammar.day_first:
                    ahead = reference.month is not None and month > reference.month
                    behind = reference.month is not None and month < reference.month
                    shift = years - (years == 1 and ahead) + (years == -1 and behind)
                    return reference.year + shift
            if self._tables["rel_this"].before(tokens, index):
                return reference.year
        return year_of_month(month, reference)

    def _placed(self, start: int, end: int, year: int | None, month: int, day: int) -> _Date | None:
        if year is None:
            year = year_of_month(month, self._reference)
        return _Date(value=written(year, month, day), start=start, end=end)

    # --- years --------------------------------------------------------------------------------------------------

    def _year_after(self, index: int) -> tuple[int | None, int]:
        """The year that stands behind a month or period, and the token after it; (None, index) where none does."""
        tokens = self._tokens
        at = index
        if tokens.words[at] == "," and _YEAR.fullmatch(tokens.words[at + 1]):
            at += 1
        at = self._tables["date_of"].skip(tokens, at)
        word = tokens.words[at]
        if _YEAR.fullmatch(word) and not self._is_amount(at + 1):
            return int(word), at + 1
        if word == "'" and len(tokens.words[at + 1]) == 2 and tokens.words[at + 1].isdigit() and tokens.glued(at + 1):
            return full_year(tokens.words[at + 1]), at + 2
        if len(word) == 2 and word.isdigit() and int(word) > 31 and not self._is_amount(at + 1):
            return full_year(word), at + 1
        spoken = self._spoken_year(at)
        return spoken or (None, index)

    def _spoken_year(self, index: int) -> tuple[int, int] | None:
        """"nineteen eighty six", "two thousand and fifteen", "deux mille vingt"."""
        if self._tokens.words[index] not in self._grammar.numbers:
            return None
        first = self._numerals.plain_words(index)
        if first is None or not first.value == int(first.value):
            return None
        if 1500 <= first.value <= 2100:
            return int(first.value), first.end
        if not 13 <= first.value <= 20:
            return None
        second = self._numerals.plain_words(first.end)
        if second is None or not 10 <= second.value <= 99:
            return None
        return int(first.value) * 100 + int(second.value), second.end

    def _bare_year(self, index: int) -> _Date | None:
        """Four digits that are a year: by what stands before them, or because nothing says that they count something."""
        tokens, sets = self._tokens, self._grammar.sets
        word = tokens.words[index]
        end = index + 1
        if word.endswith((".0", ",0")):
            word = word[:-2]
        if not _YEAR.fullmatch(word) or tokens.raws[index - 1] in ("$", "€", "£", ".", "+") and tokens.glued(index):
            return None
        if self._counts_something(end):
            return None
        led = index > 0 and tokens.words[index - 1] in sets["year_leads"] or tokens.words[index - 1 : index] in (["("], ["="])
        sure = _SURE_YEARS[0] <= int(word) <= _SURE_YEARS[1]
        if not sure and not led:
            return None
        if not led and self._is_plural_noun(end):
            return None
        year = int(word)
        if tokens.words[end] in ("-", "/") and tokens.glued(end) and tokens.glued(end + 1):
            second = tokens.words[end + 1]
            high = full_year(second) if len(second) == 4 else year // 100 * 100 + int(second) if second.isdigit() and len(second) == 2 else None
            if high is not None and year < high <= year + 60 and _YEAR.fullmatch(str(high)):
                return _Date(value=written(year), high=written(high), start=index, end=end + 2)
        return _Date(value=written(year), start=index, end=end)

    def _counts_something(self, index: int) -> bool:
        """Whether a unit, scale, currency or percentage stands at a token."""
        tokens, grammar = self._tokens, self._grammar
        if self._is_amount(index) or tokens.raws[index] in grammar.international.signs:
            return True
        if tokens.raws[index] in grammar.short_money and tokens.glued(index):
            return True
        if grammar.words["ratio"].at(tokens, index) and tokens.is_figure(index + 1) and len(tokens.words[index + 1]) < 4:
            return True
        at = grammar.words["of"].skip(tokens, index) if tokens.words[index] not in ("in",) else index
        if at == index and (grammar.units.at(tokens, at) or grammar.currencies.at(tokens, at)):
            return tokens.words[at] not in ("in", "quarter", "to")
        if tokens.is_figure(index) and tokens.starts[index] == tokens.ends[index - 1] + 1:
            return False
        return tokens.raws[index] in grammar.international.codes

    def _is_plural_noun(self, index: int) -> bool:
        """Whether the word after the number looks like things that are counted: French only puts no noun after a year."""
        word = self._tokens.words[index]
        if not word.isalpha() or word in self._grammar.stops:
            return False
        return self._grammar.day_first and word.endswith(("s", "x")) or word in self._grammar.sets["counted"]

    def _decade(self, index: int) -> _Date | None:
        """1990s, the '90s; "les années 1990" comes by its words."""
        tokens = self._tokens
        word, end = tokens.words[index], index + 1
        lead = self._tables["date_decade"].before(tokens, index)
        tail = tokens.words[end] == "s" and tokens.glued(end)
        if not word.isdigit() or word[-1] != "0" or len(word) not in (2, 4) or not (tail or (lead and self._grammar.day_first)):
            return None
        if len(word) == 4 and not _YEAR.fullmatch(word) or (tail and len(word) == 2 and tokens.words[index - 1] != "'"):
            return None
        year = int(word) if len(word) == 4 else 1900 + int(word)
        return _Date(value=f"{year // 10}X", start=index, end=end + tail)

    def _century(self, index: int) -> _Date | None:
        """20th century, XXe siècle, vingtième siècle."""
        tokens = self._tokens
        number, end = 0, index + 1
        raw = tokens.raws[index]
        upper = raw[:-1] if raw.endswith("e") and raw[:-1] in _ROMAN else raw
        if upper in _ROMAN:
            number = _ROMAN[upper]
        elif tokens.words[index].isdigit() and tokens.words[end] in self._grammar.ordinal_marks:
            number, end = int(tokens.words[index]) if len(raw) <= 2 else 0, end + 1
        elif tokens.words[index] in self._grammar.ordinals:
            number = self._grammar.ordinals[tokens.words[index]]
        if not 10 <= number <= 21 or tokens.words[end] not in self._tables["date_century"]:
            return None
        return _Date(value=f"{number - 1}XX", start=index, end=end + 1)

    # --- quarters, halves, seasons ------------------------------------------------------------------------------

    def _named(self, index: int) -> _Date | None:
        """T3 2027, Q3, H1 2025, FY2024, "l'année 2008"."""
        tokens = self._tokens
        raw = tokens.raws[index]
        letter = self._grammar.period_letters.get(raw)
        number = tokens.words[index + 1]
        if letter and tokens.glued(index + 1) and number.isdigit() and len(number) == 1:
            return self._quarter(index, index + 2, letter, int(number))
        if tokens.words[index] in ("fy", "cy") and number.isdigit() and len(number) in (2, 4):
            return _Date(value=written(full_year(number)), start=index, end=index + 2)
        return None

    def _period(self, index: int) -> _Date | None:
        """third quarter of 2027, deuxième semestre 2025, 3e trimestre, first half."""
        tokens, grammar = self._tokens, self._grammar
        word, end = tokens.words[index], index + 1
        if word.isdigit() and len(word) == 1 and tokens.words[end] in grammar.ordinal_marks and tokens.glued(end):
            number, end = int(word), end + 1
        elif word in grammar.ordinals:
            number = grammar.ordinals[word]
            end += tokens.words[end] == "-"
        elif word in grammar.sets["last_period"]:
            number = -1
        else:
            return None
        found = self._tables["periods"].at(tokens, end)
        if not found:
            return None
        if number == -1:
            number = 4 if found[0] == "quarter" else 2
        return self._quarter(index, found[1], found[0], number)

    def _quarter(self, start: int, end: int, kind: str, number: int) -> _Date | None:
        if not 1 <= number <= (4 if kind == "quarter" else 2):
            return None
        year, stop = self._year_after(end)
        lead = self._tokens.words[start - 1] if start else ""
        if year is None and _YEAR.fullmatch(lead) and not self._taken[start - 1]:
            year = int(lead)
        if year is None and kind == "half":
            return None
        if year is None:
            year = year_of_quarter(number, self._reference)
        text = f"{year:04d}" if year is not None else "XXXX"
        return _Date(value=f"{text}-{'Q' if kind == 'quarter' else 'H'}{number}", start=start, end=stop)

    def _season(self, index: int) -> _Date | None:
        """automne 2025, the summer of 2019, l'été."""
        tokens = self._tokens
        found = self._tables["seasons"].at(tokens, index)
        if not found:
            return None
        year, end = self._year_after(found[1])
        if year is None:
            unsure = tokens.words[index] in self._grammar.sets["unsure_seasons"]
            lead = tokens.words[index - 1] if index else ""
            if tokens.words[index - 2 : index] == ["l", "'"] or tokens.words[index - 2 : index] == ["d", "'"]:
                lead = tokens.words[index - 2] + " '"
            if unsure and lead not in self._grammar.sets["season_leads"]:
                return None
            if self._reference and self._tables["rel_this"].before(tokens, index):
                year = self._reference.year
        return _Date(value=f"{written(year)}-{found[0]}", start=index, end=end)

    # --- counted from the reference -----------------------------------------------------------------------------

    def _relative(self, index: int) -> _Date | None:
        """aujourd'hui, last month, cette année."""
        found = self._tables["relative"].at(self._tokens, index)
        if not found:
            return None
        unit, count = found[0].split()
        if self._reference is None and self._tokens.words[index] == "the":
            return None
        value = step(self._reference, unit, int(count)) if self._reference else None
        return _Date(value=value, start=index, end=found[1])

    def _stepped(self, index: int) -> _Date | None:
        """il y a deux ans, two weeks ago, in three years, 3 weeks later; only with a reference date."""
        tokens, tables, reference = self._tokens, self._tables, self._reference
        if reference is None:
            return None
        sign, at = 0, index
        if ago := (tables["rel_ago"].at(tokens, index) if self._grammar.day_first else None):
            sign, at = -1, ago[1]
        elif ahead := tables["rel_in"].at(tokens, index):
            sign, at = 1, ahead[1]
        at = tables["rel_about"].skip(tokens, at)
        numeral = self._numerals.at(at)
        one = numeral is None and self._grammar.words["one"].at(tokens, at)
        end = numeral.end if numeral else at + 1
        if not one and (numeral is None or not numeral.whole or numeral.value > 9999):
            return None
        unit = tables["steps"].at(tokens, end)
        if not unit:
            return None
        end = unit[1]
        if not sign:
            if found := (tables["rel_ago"].at(tokens, end) if not self._grammar.day_first else None):
                sign, end = -1, found[1]
            elif found := tables["rel_later"].at(tokens, end):
                sign, end = 1, found[1]
            else:
                return None
        count = int(numeral.value) if numeral else 1
        value = step(reference, unit[0], sign * count)
        comparator = "=" if unit[0] == "day" else "~"
        return _Date(value=value, start=index, end=end, comparator=comparator) if value else None

    def _weekday(self, index: int) -> _Date | None:
        """mardi, on Thursday, next Monday, lundi dernier, Monday 21; with a whole date behind it, that date."""
        tokens, tables = self._tokens, self._tables
        where, at = "past", index
        for name in ("last", "next", "this"):
            if lead := tables[f"rel_{name}"].at(tokens, index):
                where, at = {"last": "last", "next": "next", "this": "coming"}[name], lead[1]
        if where == "last" and tokens.words[at - 2 : at] == ["this", "past"] or tokens.words[at - 1] == "past" and at > index:
            where = "past"
        found = tables["weekdays"].at(tokens, at)
        if not found:
            return None
        unsure = tokens.words[at] in self._grammar.sets["unsure_weekdays"]
        weekday, end = int(found[0]), found[1]
        if unsure and tokens.words[end] == ".":
            end += 1
        whole = self._after_weekday(index, end)
        if whole or unsure:
            return whole
        day = self._day(tokens.words[end] == "the" and end + 1 or end)
        if day and not tokens.words[day[1]].isalpha() and (value := weekday_of_month(self._reference, weekday, day[0])):
            return _Date(value=value, start=index, end=day[1])
        if at == index:
            if tables["rel_last"].at(tokens, end):
                where, end = "past", end + 1
            elif tables["rel_next"].at(tokens, end):
                where, end = "coming", end + 1
        return _Date(value=weekday_near(self._reference, weekday, where), start=index, end=end)

    def _after_weekday(self, start: int, index: int) -> _Date | None:
        """The date behind a weekday, which names its day: "Friday, May 4", "vendredi 2018-7-6"."""
        tokens = self._tokens
        at = index + 1 if tokens.words[index] == "," else index
        at = at + 1 if tokens.words[at] in ("the", "le") else at
        if tokens.is_figure(at):
            date = self._numeric(at) or self._day_month(at)
        else:
            date = (self._month_first(at) if self._day_of_month(at) else None) or self._day_month(at)
        return replace(date, start=start) if date else None

    def _day_of_month(self, index: int) -> bool:
        month = self._month(index)
        return month is not None and self._day(month[1]) is not None

    # --- ranges and bounds --------------------------------------------------------------------------------------

    def _range(self, date: _Date) -> _Date:
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

    def _bounds(self, date: _Date) -> _Date:
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

