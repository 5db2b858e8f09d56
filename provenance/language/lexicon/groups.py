"""Reads the groups of words from `words-*.txt` into an index that `lookup` asks. Syntax: head of `words-change.txt`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import NamedTuple

from provenance.language.lexicon.forms import fold, lines, passed_over, plain, stem

_MARK = re.compile(r"\s[+~=]\S+")
_BREAK = re.compile(r"[\s'’.-]+")


class Group(NamedTuple):
    """One line: expressions by language that say the same thing, and its marks."""

    words: dict[str, list[str]]
    marks: tuple[str, ...]
    """As written: `+up`, `+down`, `=name`, `~name`."""
    where: str
    """File and line, for errors."""


@dataclass(frozen=True)
class Vocabulary:
    """What one language's column holds; every value is a set of group ids."""

    language: str
    words: dict[str, frozenset[int]]
    """Single words, accents kept; acronyms in capitals, so that US is not us."""
    phrases: dict[str, list[tuple[tuple[str, ...], int]]]
    """By first word: the words that follow, and the group."""
    parts: frozenset[str]
    """Every word that stands in a phrase."""

    @cached_property
    def unaccented(self) -> dict[str, frozenset[int]]:
        """The words that are written with accents, without them."""
        return _merged((fold(word), ids) for word, ids in self.words.items() if not word.isascii())

    @cached_property
    def stems(self) -> dict[str, frozenset[int]]:
        """The groups of all words that share a stem."""
        return _merged((stem(word, self.language), ids) for word, ids in self.words.items())

    def find(self, word: str) -> frozenset[int]:
        """The groups of a base form, as it stands or else without regard to accents."""
        bare = fold(word)
        return self.words.get(word) or self.words.get(bare) or self.unaccented.get(bare) or frozenset()


def _merged(pairs: Iterable[tuple[str, frozenset[int]]]) -> dict[str, frozenset[int]]:
    table: dict[str, frozenset[int]] = {}
    for word, ids in pairs:
        known = table.get(word)
        table[word] = known | ids if known else ids
    return table


@dataclass(frozen=True, slots=True)
class Index:
    """The whole lexicon."""

    groups: tuple[Group, ...]
    vocabularies: dict[str, Vocabulary]
    directions: dict[int, str]
    opposites: dict[int, frozenset[int]]


def _read(name: str) -> Iterator[Group]:
    languages: list[str] = []
    for number, line in lines(name):
        marks = _MARK.findall(line)
        columns = (line[: line.index(marks[0])] if marks else line).split("|")
        if not languages:
            languages = [column.strip() for column in columns]
            continue
        if len(columns) != len(languages):
            raise AssertionError(
                f"{name}:{number}: {len(columns)} columns where the head names {len(languages)}"
            )
        senses = [column.split(";") for column in columns]
        most = max(map(len, senses))
        for sense in range(most):
            words = {
                language: _expressions(column[sense] if len(column) > 1 else column[0])
                for language, column in zip(languages, senses)
            }
            yield Group(words, tuple(mark.strip() for mark in marks), f"{name}:{number}")


def _expressions(column: str) -> list[str]:
    return [word for word in map(str.strip, column.split(",")) if word]


def _key_words(expression: str, language: str) -> list[str]:
    """The words of an expression without those that may lack in it."""
    words = [plain(word, language) for word in _BREAK.split(expression) if word]
    idle = passed_over(language)
    return [word for word in words if word not in idle] or words


def _vocabulary(groups: tuple[Group, ...], language: str) -> Vocabulary:
    words: dict[str, frozenset[int]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
    for number, group in enumerate(groups):
        own = frozenset((number,))
        for expression in group.words.get(language, ()):
            first, rest = _split(expression, language)
            if rest:
                phrases[first].append((rest, number))
                if " " in expression:
                    continue
                first = plain(expression, language)
            known = words.get(first)
            words[first] = known | own if known else own
    parts = frozenset(part for first in phrases for tail, _ in phrases[first] for part in (first, *tail))
    return Vocabulary(language=language, words=words, phrases=dict(phrases), parts=parts)


def _split(expression: str, language: str) -> tuple[str, tuple[str, ...]]:
    """The first key word of an expression and the rest; a single word in capitals is an acronym and keeps them."""
    if not expression.isalpha():
        first, *rest = _key_words(expression, language)
        return first, tuple(rest)
    if expression.isupper() and len(expression) > 1:
        return expression, ()
    return plain(expression, language), ()


def _opposites(groups: tuple[Group, ...]) -> dict[int, frozenset[int]]:
    """Antonyms both ways: `~name` points at every group that says `=name`."""
    named: dict[str, set[int]] = defaultdict(set)
    for number, group in enumerate(groups):
        for mark in group.marks:
            if mark.startswith("="):
                named[mark[1:]].add(number)
    pairs: dict[int, set[int]] = defaultdict(set)
    for number, group in enumerate(groups):
        for mark in group.marks:
            if not mark.startswith("~"):
                continue
            if mark[1:] not in named:
                raise AssertionError(f"{group.where}: no group is named {mark[1:]!r}")
            for other in named[mark[1:]]:
                pairs[number].add(other)
                pairs[other].add(number)
    return {number: frozenset(others) for number, others in pairs.items()}


@cache
def index() -> Index:
    """The lexicon, read once a process."""
    names = sorted(file.name for file in files(__package__).iterdir() if file.name.startswith("words-"))
    groups = tuple(group for name in names for group in _read(name))
    languages = sorted({language for group in groups for language in group.words})
    return Index(
        groups=groups,
        vocabularies={language: _vocabulary(groups, language) for language in languages},
        directions={
            number: mark[1:]
            for number, group in enumerate(groups)
            for mark in group.marks
            if mark in {"+up", "+down"}
        },
        opposites=_opposites(groups),
    )
