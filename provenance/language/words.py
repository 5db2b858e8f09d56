"""Words: tokens with their offsets, folded forms, stems, concepts, and which of them carry content."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import provenance.language.lexicon as lexicon

_TOKEN = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+")
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
    folded: list[str]
    stems: list[str]
    concepts: list[frozenset[int]]
    content: list[bool]
    """Not a function word, and more than a single letter."""

    def __len__(self) -> int:
        return len(self.raw)


def spans(text: str) -> list[tuple[int, int]]:
    """Where the words of a text stand; a number with its decimal sign is one word, an elided article another."""
    return [match.span() for match in _TOKEN.finditer(text)]


@lru_cache(maxsize=200_000)
def _stem(raw: str, language: str) -> str:
    return fold(lexicon.normal(raw.lower(), language))


@lru_cache(maxsize=16)
def stopwords(language: str) -> frozenset[str]:
    """The function words of a language, folded."""
    return frozenset(fold(word) for word in lexicon.stopwords(language))


def analyse(text: str, language: str) -> Words:
    """The words of a text in a language (ISO 639-1); of a language without a lexicon, its plain folded words."""
    found = spans(text)
    raw = [text[start:end] for start, end in found]
    folded = [fold(word) for word in raw]
    empty = stopwords(language)
    return Words(
        language,
        found,
        raw,
        folded,
        [_stem(word, language) for word in raw],
        list(lexicon.concepts(raw, language)),
        [word not in empty and (len(word) > 1 or word.isdigit()) for word in folded],
    )
