"""Dates as they are written out: days, months, years, in figures and in words."""

from __future__ import annotations

from dataclasses import replace

from provenance.language.facts.calendar import Reference, full_year, written, year_of_month
from provenance.language.facts.dated import YEAR, Dated
from provenance.language.facts.grammar import Grammar
from provenance.language.facts.numerals import Numerals
from provenance.language.facts.numeric_dates import NumericDates
from provenance.language.facts.tokens import Tokens

# Four digits in this span are a year unless something says that they count; others only where something says so.
_SURE_YEARS = (1900, 2100)
_NO_YEAR_BEHIND = ("$", "€", "£", ".", "+")
_LONGEST_SPAN = 60  # years: "1998-2004" is a span, "1998-2104" is none


class WrittenDates:
    """Reads written dates of one text."""

    __slots__ = ("_grammar", "_numeric", "_reference", "_tables", "_taken", "_tokens", "numerals")

    def __init__(
        self,
        tokens: Tokens,
        grammar: Grammar,
        taken: bytearray,
        reference: Reference | None,
        numerals: Numerals,
    ) -> None:
        self._tokens = tokens
        self._grammar = grammar
        self._taken = taken
        self._reference = reference
        self._tables = grammar.dates
        self._numeric = NumericDates(tokens, grammar)
        self.numerals = numerals

    def at(self, index: int) -> Dated | None:
        """The day or month that starts at a token; a year alone is left to `bare_year`."""
        if self._tokens.is_figure(index):
            return self._numeric.at(index) or self.day_month(index)
        return (
            (self._numeric.at(index) or self.month_first(index))
            if self.month(index)
            else self.day_month(index)
        )

    # --- days and months ----------------------------------------------------------------------------------------

    def day(self, index: int) -> tuple[int, int] | None:
        """A day of the month, and the token after it: 4, 1er, 21st, fourth, vingt-cinq, "4e jour de"."""
        tokens, grammar = self._tokens, self._grammar
        word, end = tokens.words[index], index + 1
        if word.isdecimal() and len(word) <= 2:
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
        end = self._grammar.words["of"].skip(self._tokens, end)
        end += self._tokens.words[end] == "-" and self.month(end + 1) is not None  # "le 11-Septembre"
        month = self.month(end)
        if month is None or self._taken[end]:
            return self._day_to_day(index, day)
        year, stop = self.year_after(month[1])
        return self._placed(index, stop, year, month[0], day[0])

    def _day_to_day(self, index: int, first: tuple[int, int]) -> Dated | None:
        """ "13-15 May", "du 13 au 15 mai": both days of one month."""
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
        """The month that a token names, and the token after it and its full stop."""
        found = self._tables["months"].at(self._tokens, index)
        if not found:
            return None
        end = found[1]
        whole = self._tokens.words[index] in self._grammar.sets["whole_months"]
        if self._tokens.words[end] == "." and self._tokens.glued(end) and not whole:
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
        return Dated(value=written(guess, month[0]), start=index, end=month[1])

    def _is_amount(self, index: int) -> bool:
        """Whether the number that ends before a token counts something, so that it is no day."""
        word, raw = self._tokens.words[index], self._tokens.raws[index]
        return (
            word in self._grammar.scales
            or raw in ("%", "€", "$", "£")
            or bool(self._grammar.words["percent"].at(self._tokens, index))
        )

    def _is_sure_month(self, index: int) -> bool:
        tokens = self._tokens
        if tokens.words[index] not in self._grammar.sets["unsure_months"]:
            return True
        if tokens.words[index] in self._grammar.numbers:
            return False  # "sept" is seven
        led = tokens.words[index - 1] in self._grammar.sets["year_leads"] if index else False
        led = led or bool(self._tables["rel_this"].before(tokens, index))
        return led and (
            self._grammar.day_first != tokens.is_capital(index)
            or bool(self._tables["rel_this"].before(tokens, index))
        )

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
        if (
            word == "'"
            and len(tokens.words[at + 1]) == 2
            and tokens.words[at + 1].isdecimal()
            and tokens.glued(at + 1)
        ):
            return full_year(tokens.words[at + 1]), at + 2
        if len(word) == 2 and word.isdecimal() and int(word) > 31 and not self._is_amount(at + 1):
            return full_year(word), at + 1
        spoken = self._spoken_year(at)
        return spoken or (None, index)

    def _spoken_year(self, index: int) -> tuple[int, int] | None:
        """ "nineteen eighty six", "two thousand and fifteen", "deux mille vingt"."""
        if self._tokens.words[index] not in self._grammar.numbers:
            return None
        first = self.numerals.plain_words(index)
        if first is None or first.value != int(first.value):
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
        tokens = self._tokens
        word = tokens.words[index].removesuffix(".0").removesuffix(",0")
        if not YEAR.fullmatch(word) or (tokens.glued(index) and tokens.raws[index - 1] in _NO_YEAR_BEHIND):
            return None
        end = index + 1
        if self._counts_something(end) or not self._is_year(index, int(word)):
            return None
        month = self.month(end)
        if month and self._is_alone(index, end, month[1]):
            return Dated(value=written(int(word), month[0]), start=index, end=month[1])
        high = self._last_year(int(word), end)
        if high is not None:
            return Dated(value=written(int(word)), high=written(high), start=index, end=end + 2)
        return Dated(value=written(int(word)), start=index, end=end)

    def _is_year(self, index: int, year: int) -> bool:
        """Whether the words around four digits make them a year."""
        lead = self._tokens.words[index - 1] if index else ""
        if lead in self._grammar.sets["year_leads"] or lead in ("(", "="):
            return True
        return _SURE_YEARS[0] <= year <= _SURE_YEARS[1] and not self._is_plural_noun(index + 1)

    def _is_alone(self, year: int, month: int, end: int) -> bool:
        """Whether a month behind a year belongs to it ("2017 April"): nothing else claims it."""
        return not (self._taken[month] or self.year_after(end)[0] or self.day(end) or self.day(year))

    def _last_year(self, year: int, index: int) -> int | None:
        """The other end of a span of years: 1998-2004, 2024-25, 2024/25."""
        tokens = self._tokens
        if tokens.words[index] not in ("-", "/") or not (tokens.glued(index) and tokens.glued(index + 1)):
            return None
        word = tokens.words[index + 1]
        if not word.isdecimal() or len(word) not in (2, 4):
            return None
        last = int(word) if len(word) == 4 else year // 100 * 100 + int(word)
        return last if year < last <= year + _LONGEST_SPAN else None

    def _counts_something(self, index: int) -> bool:
        """Whether a unit, scale, currency or percentage stands at a token."""
        tokens, grammar = self._tokens, self._grammar
        if self._is_amount(index) or tokens.raws[index] in grammar.international.signs:
            return True
        if tokens.raws[index] in grammar.short_money and tokens.glued(index):
            return True
        if (
            grammar.words["ratio"].at(tokens, index)
            and tokens.is_figure(index + 1)
            and len(tokens.words[index + 1]) < 4
        ):
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
        return (self._grammar.day_first and word.endswith(("s", "x"))) or word in self._grammar.sets[
            "counted"
        ]

    def spoken(self, index: int) -> Dated | None:
        """A year read out behind a word that leads to one: "in nineteen ninety six"."""
        tokens = self._tokens
        led = self._tables["date_of"].before(tokens, index) or self._tables["date_bounds"].before(
            tokens, index
        )
        if not led or tokens.words[index] not in self._grammar.numbers:
            return None
        found = self._spoken_year(index)
        if not found or not _SURE_YEARS[0] <= found[0] <= _SURE_YEARS[1]:
            return None
        word = tokens.words[found[1]]
        if word.isalpha() and word not in self._grammar.stops:
            return None
        return Dated(value=written(found[0]), start=index, end=found[1])
