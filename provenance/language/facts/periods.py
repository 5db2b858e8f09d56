"""Dates that are stretches: quarters, halves, seasons, decades, centuries."""

from __future__ import annotations

from provenance.language.facts.calendar import Reference, full_year, written, year_of_quarter
from provenance.language.facts.dated import YEAR, Dated
from provenance.language.facts.grammar import Grammar
from provenance.language.facts.ranks import rank
from provenance.language.facts.tokens import Tokens
from provenance.language.facts.written_dates import WrittenDates

_ROMAN = {"XV": 15, "XVI": 16, "XVII": 17, "XVIII": 18, "XIX": 19, "XX": 20, "XXI": 21}


class Periods:
    """Reads the periods of one text."""

    __slots__ = ("_grammar", "_reference", "_tables", "_taken", "_tokens", "_written")

    def __init__(
        self,
        tokens: Tokens,
        grammar: Grammar,
        taken: bytearray,
        reference: Reference | None,
        dates: WrittenDates,
    ) -> None:
        self._tokens = tokens
        self._grammar = grammar
        self._taken = taken
        self._reference = reference
        self._tables = grammar.dates
        self._written = dates

    def decade(self, index: int) -> Dated | None:
        """1990s, the '90s; "les années 1990" comes by its words."""
        tokens = self._tokens
        word, end = tokens.words[index], index + 1
        lead = self._tables["date_decade"].before(tokens, index)
        tail = tokens.words[end] == "s" and tokens.glued(end)
        if (
            not word.isdecimal()
            or word[-1] != "0"
            or len(word) not in (2, 4)
            or not (tail or (lead and self._grammar.day_first))
        ):
            return None
        if (len(word) == 4 and not YEAR.fullmatch(word)) or (
            tail and len(word) == 2 and tokens.words[index - 1] != "'"
        ):
            return None
        year = int(word) if len(word) == 4 else 1900 + int(word)
        return Dated(value=f"{year // 10}X", start=index, end=end + tail)

    def century(self, index: int) -> Dated | None:
        """20th century, XXe siècle, vingtième siècle."""
        tokens = self._tokens
        number, end = 0, index + 1
        raw = tokens.raws[index]
        upper = raw[:-1] if raw.endswith("e") and raw[:-1] in _ROMAN else raw
        if upper in _ROMAN:
            number = _ROMAN[upper]
        elif tokens.words[index].isdecimal() and tokens.words[end] in self._grammar.ordinal_marks:
            number, end = int(tokens.words[index]) if len(raw) <= 2 else 0, end + 1
        else:
            number, end = rank(tokens, self._grammar, self._written.numerals, index)
        end += tokens.words[end] == "-"
        if not 10 <= number <= 21 or tokens.words[end] not in self._tables["date_century"]:
            return None
        return Dated(value=f"{number - 1}XX", start=index, end=end + 1)

    def named(self, index: int) -> Dated | None:
        """T3 2027, Q3, H1 2025, FY2024, "l'année 2008"."""
        tokens = self._tokens
        raw = tokens.raws[index]
        letter = self._grammar.period_letters.get(raw)
        number = tokens.words[index + 1]
        if letter and tokens.glued(index + 1) and number.isdecimal() and len(number) == 1:
            return self._quarter(index, index + 2, letter, int(number))
        if tokens.words[index] in ("fy", "cy") and number.isdecimal() and len(number) in (2, 4):
            return Dated(value=written(full_year(number)), start=index, end=index + 2)
        return None

    def ranked(self, index: int) -> Dated | None:
        """third quarter of 2027, deuxième semestre 2025, 3e trimestre, first half."""
        tokens, grammar = self._tokens, self._grammar
        word, end = tokens.words[index], index + 1
        if (
            word.isdecimal()
            and len(word) == 1
            and tokens.words[end] in grammar.ordinal_marks
            and tokens.glued(end)
        ):
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

    def _quarter(self, start: int, end: int, kind: str, number: int) -> Dated | None:
        if not 1 <= number <= (4 if kind == "quarter" else 2):
            return None
        year, stop = self._written.year_after(end)
        lead = self._tokens.words[start - 1] if start else ""
        if year is None and YEAR.fullmatch(lead) and not self._taken[start - 1]:
            year = int(lead)
        shift, after = self._shift(end)
        if year is None and shift is not None:
            year, stop = self._reference.year + shift if self._reference else None, after
        elif year is None and kind == "half":
            return None
        if year is None and shift is None:
            year = year_of_quarter(number, self._reference)
        text = f"{year:04d}" if year is not None else "XXXX"
        return Dated(value=f"{text}-{'Q' if kind == 'quarter' else 'H'}{number}", start=start, end=stop)

    def _shift(self, index: int) -> tuple[int | None, int]:
        """How many years from the reference "of the year", "de l'an dernier" is, and the token after it."""
        tokens, tables = self._tokens, self._tables
        at = self._grammar.words["of"].skip(tokens, index)
        found = tables["relative"].at(tokens, at) if at > index else None
        if found and found[0].startswith("year"):
            return int(found[0].split()[1]), found[1]
        this = tables["date_year"].at(tokens, at) if at > index else None
        return (0, this[1]) if this else (None, index)

    def season(self, index: int) -> Dated | None:
        """automne 2025, the summer of 2019, l'été, the winter of 2027-28."""
        tokens = self._tokens
        found = self._tables["seasons"].at(tokens, index)
        if not found:
            return None
        year, end = self._written.year_after(found[1])
        if year is None and not self._is_sure_season(index):
            return None
        if year is None and self._reference and self._tables["rel_this"].before(tokens, index):
            year = self._reference.year
        if year is not None and tokens.words[end] in ("-", "/") and tokens.is_figure(end + 1):
            end += 2
        return Dated(value=f"{written(year)}-{found[0]}", start=index, end=end)

    def _is_sure_season(self, index: int) -> bool:
        """Whether a word that means something else too (fall, été) is a season, by the word before it."""
        words, sets = self._tokens.words, self._grammar.sets
        if words[index] not in sets["unsure_seasons"]:
            return True
        lead = words[index - 1] if index else ""
        return (f"{words[index - 2]} '" if lead == "'" and index > 1 else lead) in sets["season_leads"]
