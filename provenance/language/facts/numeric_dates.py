"""Dates in figures: 15/05/1999, 2016-10-16, 2015-3, 01-Aug-2019, 20161016."""

from __future__ import annotations

import re
from bisect import bisect_left

from provenance.language.facts.calendar import exists, full_year, written
from provenance.language.facts.dated import YEAR, Dated
from provenance.language.facts.grammar import Grammar
from provenance.language.facts.tokens import Tokens, fold

# Three parts, or two, of figures and month names with the same sign between them: 15.05.99, 2019-aug-1, 12-2015.
_PART = r"(\d{1,4}|[^\W\d_]{3,12})"
_PARTS = re.compile(rf"{_PART}([-/.]|(?<=\d) (?=\d)){_PART}(?:\2{_PART})?(?!\w)")
_COMPACT = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)")


class NumericDates:
    """Reads the dates of one text whose parts are joined by signs."""

    __slots__ = ("_grammar", "_months", "_tokens")

    def __init__(self, tokens: Tokens, grammar: Grammar) -> None:
        self._tokens = tokens
        self._grammar = grammar
        self._months = grammar.dates["months"]

    def at(self, index: int) -> Dated | None:
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
        if any(not part.isdecimal() and not month for part, month in zip(parts, months, strict=True)):
            return None
        years = [part for part in parts if part.isdecimal() and len(part) == 4]
        if len(years) > 1 or any(len(part) == 3 and part.isdecimal() for part in parts):
            return None
        if len(parts) == 2:
            return self._month_year(parts, months, years, sign)
        named = next((month for month in months if month), None)
        rest = [int(part) for part in parts if part.isdecimal() and len(part) < 3]
        if named:
            if years:
                return written(int(years[0]), named, rest[0]) if exists(named, rest[0]) else None
            return (
                written(full_year(parts[-1]), named, rest[0])
                if len(rest) == 2 and parts[-1].isdecimal()
                else None
            )
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
        month = months[other] or (int(parts[other]) if parts[other].isdecimal() else 0)
        if not 1 <= month <= 12 or not YEAR.fullmatch(years[0]):
            return None
        return written(int(years[0]), month)

    def _month_word(self, part: str) -> int:
        if part.isdecimal():
            return 0
        for words, value in self._months.entries(fold(part)):
            if len(words) == 1:
                return int(value)
        return 0
