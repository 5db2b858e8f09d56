"""Dates as they are written out: days, months, years, in figures and in words."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace

from provenance.language.facts.calendar import Reference, exists, full_year, written, year_of_month
from provenance.language.facts.grammar import Grammar
from provenance.language.facts.numerals import Numerals
from provenance.language.facts.tokens import Tokens, fold

# Three parts, or two, of figures and month names with the same sign between them: 15.05.99, 2019-aug-1, 12-2015.
_PART = r"(\d{1,4}|[^\W\d_]{3,12})"
_PARTS = re.compile(rf"{_PART}([-/.]|(?<=\d) (?=\d)){_PART}(?:\2{_PART})?(?!\w)")
_COMPACT = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)")
YEAR = re.compile(r"1[0-9]\d\d|20\d\d|21\d\d")
# Four digits in this span are a year unless something says that they count; others only where something says so.
_SURE_YEARS = (1900, 2100)
_LONGEST_SPAN = 60  # years: "1998-2004" is a span, "1998-2104" is none


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A date in a text, from token `start` to before token `end`."""

    value: str | None
    start: int
    end: int
    high: str | None = None
    comparator: str = "="
    part: str | None = None
    """`early`, `mid` or `late` in it."""


class WrittenDates:
    """Reads written dates of one text."""

    __slots__ = ("_grammar", "_reference", "_tables", "_taken", "_tokens", "numerals")

    def __init__(self, tokens: Tokens, grammar: Grammar, taken: bytearray, reference: Reference | None) -> None:
        self._tokens = tokens
        self._grammar = grammar
        self._taken = taken
        self._reference = reference
        self._tables = grammar.dates
        self.numerals = Numerals(tokens, grammar)

    def at(self, index: int) -> Dated | None:
        """The day or month that starts at a token; a year alone is left to `bare_year`."""
        if self._tokens.is_figure(index):
            return self.numeric(index) or self.day_month(index)
        return (self.numeric(index) or self.month_first(index)) if self.month(index) else self.day_month(index)

    # --- figures ------------------------------------------------------------------------------------------------

    def numeric(self, index: int) -> Dated | None:
        """15/05/1999, 2016-10-16, 2015-3, 01-Aug-2019, 20161016."""
        tokens = self._tokens
        start = tokens.starts[index]
        if _COMPACT.match(tokens.text, start) and len(tokens.words[index]) == 8:
            word = tokens.words[index]
            return Dated(value=f"{word[:4]}-{word[4:6]}-{word[6:]}", start=index, end=index + 1)
        found = _PARTS.match(tokens.text, start)
        if not found or (found[2] == " " and tokens.is_figure(index - 1) and index):
            return None
        value = self._from_parts([part for part in found.group(1, 3, 4) if part], found[2])
        if value is None:
            return None
        end = bisect_left(tokens.starts, found.end())
        return Dated(value=value, start=index, end=end)

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
            short = sign == " " and (len(rest) < 3 or rest[2] <= 31)
            if not years and (len(parts[-1]) != 2 or sign == "-" or short):
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
        if not 1 <= month <= 12 or not YEAR.fullmatch(years[0]):
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

    def day(self, index: int) -> tuple[int, int] | None:
        """A day of the month, and the token after it: 4, 1er, 21st, fourth, vingt-cinq, "4e jour de"."""
        tokens, grammar = self._tokens, self._grammar
        word, end = tokens.words[index], index + 1
        if word.isdigit() and len(word) <= 2:
            day = int(word)
            if tokens.glued(end) and tokens.words[end] in grammar.ordinal_marks:
                end += 1
        elif word in grammar.numbers:
            numeral = self.numerals.plain_words(index)
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

    def day_month(self, index: int) -> Dated | None:
        """4 mai 2025, the fourth of July, 13-15 May."""
        day = self.day(index)
        if day is None:
            return None
        end = self._tables["date_month_day"].skip(self._tokens, day[1])
        end = self._tables["date_of"].skip(self._tokens, end)
        month = self.month(end)
        if month is None or self._taken[end]:
            return self._day_to_day(index, day)
        year, stop = self.year_after(month[1])
        return self._placed(index, stop, year, month[0], day[0])

    def _day_to_day(self, index: int, first: tuple[int, int]) -> Dated | None:
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
        second = self.day(at)
        month = self.month(second[1]) if second else None
        if second is None or month is None or second[0] <= first[0]:
            return None
        year, end = self.year_after(month[1])
        low = self._placed(index, end, year, month[0], first[0])
        high = self._placed(at, end, year, month[0], second[0])
        return replace(low, high=high.value) if low and high else None

    def month(self, index: int) -> tuple[int, int] | None:
        found = self._tables["months"].at(self._tokens, index)
        if not found:
            return None
        end = found[1]
        if self._tokens.words[end] == "." and self._tokens.glued(end):
            end += 1
        return int(found[0]), end

    def month_first(self, index: int) -> Dated | None:
        """May 4, 2025; May 2025; mai 2025; June of 1992; bare May."""
        month = self.month(index)
        if month is None:
            return None
        year, end = self.year_after(month[1])
        if year is not None:
            return Dated(value=written(year, month[0]), start=index, end=end)
        day = self.day(month[1])
        if day and not self._is_amount(day[1]):
            year, end = self.year_after(day[1])
            if year is None and self._grammar.day_first:
                day = None
        if day and not self._is_amount(day[1]):
            return self._placed(index, end, year, month[0], day[0])
        if not self._is_sure_month(index):
            return None
        guess = self._year_near(index, month[0])
        return Dated(value=written(guess, month[0]), start=index, end=self._unabbreviated(index, month[1]))

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

    def _placed(self, start: int, end: int, year: int | None, month: int, day: int) -> Dated | None:
        if year is None:
            year = year_of_month(month, self._reference)
        return Dated(value=written(year, month, day), start=start, end=end)

    # --- years --------------------------------------------------------------------------------------------------

    def year_after(self, index: int) -> tuple[int | None, int]:
        """The year that stands behind a month or period, and the token after it; (None, index) where none does."""
        tokens = self._tokens
        at = index
        if tokens.words[at] == "," and YEAR.fullmatch(tokens.words[at + 1]):
            at += 1
        at = self._tables["date_of"].skip(tokens, at)
        word = tokens.words[at]
        if YEAR.fullmatch(word) and not self._is_amount(at + 1):
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
        first = self.numerals.plain_words(index)
        if first is None or not first.value == int(first.value):
            return None
        if 1500 <= first.value <= 2100:
            return int(first.value), first.end
        if not 13 <= first.value <= 20:
            return None
        second = self.numerals.plain_words(first.end)
        if second is None or not 10 <= second.value <= 99:
            return None
        return int(first.value) * 100 + int(second.value), second.end

    def bare_year(self, index: int) -> Dated | None:
        """Four digits that are a year: by what stands before them, or because nothing says that they count something."""
        tokens, sets = self._tokens, self._grammar.sets
        word = tokens.words[index]
        end = index + 1
        if word.endswith((".0", ",0")):
            word = word[:-2]
        if not YEAR.fullmatch(word) or tokens.raws[index - 1] in ("$", "€", "£", ".", "+") and tokens.glued(index):
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
        if (month := self.month(end)) and not self._taken[end] and not self.year_after(month[1])[0]:
            if not self.day(month[1]) and not self.day(index):
                return Dated(value=written(year, month[0]), start=index, end=month[1])
        if tokens.words[end] in ("-", "/") and tokens.glued(end) and tokens.glued(end + 1):
            second = tokens.words[end + 1]
            high = full_year(second) if len(second) == 4 else year // 100 * 100 + int(second) if second.isdigit() and len(second) == 2 else None
            if high is not None and year < high <= year + 60 and YEAR.fullmatch(str(high)):
                return Dated(value=written(year), high=written(high), start=index, end=end + 2)
        return Dated(value=written(year), start=index, end=end)

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

    def spoken(self, index: int) -> Dated | None:
        """A year read out behind a word that leads to one: "in nineteen ninety six"."""
        tokens = self._tokens
        led = self._tables["date_of"].before(tokens, index) or self._tables["date_bounds"].before(tokens, index)
        if not led or tokens.words[index] not in self._grammar.numbers:
            return None
        found = self._spoken_year(index)
        if not found or not _SURE_YEARS[0] <= found[0] <= _SURE_YEARS[1]:
            return None
        word = tokens.words[found[1]]
        if word.isalpha() and word not in self._grammar.stops:
            return None
        return Dated(value=written(found[0]), start=index, end=found[1])
