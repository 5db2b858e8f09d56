"""Words: tokens with their offsets, folded forms, stems, concepts, and which of them carry content."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import provenance.language.lexicon as lexicon

_TOKEN = re.compile(
    r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?:[.,]\d+)?(?![\d.,]*\d)|\d+(?:[.,]\d+)+"
    r"|(?<![^\W_])(?:[A-ZÀ-Þ]\.){2,}|[^\W_]+"
)
_GROUPED = re.compile(r"\d{1,3}(?:\D\d{3})+$")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"})


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """The word without case, accents, ligatures and full-width or mathematical forms."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.casefold().translate(_LIGATURES))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


@dataclass(frozen=True, slots=True)
class Words:
    """A text's words in order; the lists run side by side. Offsets point into the text that was analysed."""

    language: str
    spans: list[tuple[int, int]]
    raw: list[str]
    """As written; an acronym without its dots."""
    folded: list[str]
    stems: list[str]
    concepts: list[frozenset[int]]
    content: list[bool]
    """Neither a function word nor part of an expression that works as one (`au lieu de`), and more than a single letter."""

    def __len__(self) -> int:
        return len(self.raw)


def spans(text: str) -> list[tuple[int, int]]:
    """Where the words of a text stand; a figure with its signs or spaces is one word, as is an acronym with its dots."""
    return [match.span() for match in _TOKEN.finditer(text)]


def _undotted(written: str) -> str:
    return written.replace(".", "") if written[-1] == "." else written


@lru_cache(maxsize=50_000)
def _figure(written: str, language: str) -> str:
    """A figure as computers write it, so that those of all languages are alike: `2 000,5` and `2,000.5` are 2000.5."""
    groups, decimal = lexicon.figure_signs(language)
    whole, sign, rest = written.partition(decimal)
    if decimal in rest or not all(c.isalnum() or c.isspace() or c == groups for c in whole):
        return fold(written)
    if _GROUPED.match(whole):
        whole = "".join(filter(str.isalnum, whole))
    return fold(f"{whole}.{rest}" if sign else whole)


@lru_cache(maxsize=200_000)
def _stem(raw: str, language: str) -> str:
    return fold(lexicon.normal(raw.lower(), language))


class Idiom(NamedTuple):
    """An expression without content, around its first word that would have some alone (`au | lieu | de`); folded."""

    before: tuple[str, ...]
    after: tuple[str, ...]


@lru_cache(maxsize=16)
def _idioms(language: str) -> dict[str, list[Idiom]]:
    """By that word: the expressions that do a function word's work. One of function words alone needs no mention."""
    table: dict[str, list[Idiom]] = {}
    empty = stopwords(language)
    for expression in lexicon.idioms(language):
        parts = tuple(map(fold, _TOKEN.findall(expression)))
        at = next((i for i, part in enumerate(parts) if part not in empty), None)
        if at is not None:
            table.setdefault(parts[at], []).append(Idiom(parts[:at], parts[at + 1 :]))
    return table


def _contents(raw: list[str], folded: list[str], language: str) -> list[bool]:
    empty, idioms = stopwords(language), _idioms(language)
    content = [
        (len(word) > 1 or word.isdigit()) and (word not in empty or lexicon.is_acronym(written, language))
        for written, word in zip(raw, folded, strict=True)
    ]
    for at, word in enumerate(folded):
        for before, after in idioms.get(word, ()):
            start, end = at - len(before), at + 1 + len(after)
            if start >= 0 and folded[start:at] == [*before] and folded[at + 1 : end] == [*after]:
                content[start:end] = [False] * (end - start)
    return content


@lru_cache(maxsize=16)
def stopwords(language: str) -> frozenset[str]:
    """The function words of a language, folded."""
    return frozenset(fold(word) for word in lexicon.stopwords(language))


def analyse(text: str, language: str) -> Words:
    """The words of a text in a language (ISO 639-1); of a language without a lexicon, its plain folded words."""
    found = spans(text)
    raw = [_undotted(text[start:end]) for start, end in found]
    folded = [fold(word) if word.isalnum() else _figure(word, language) for word in raw]
    return Words(
        language,
        found,
        raw,
        folded,
        [_stem(word, language) for word in raw],
        list(lexicon.concepts(raw, language)),
        _contents(raw, folded, language),
    )
