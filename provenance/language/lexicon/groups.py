"""Reads the groups of words from `words-*.txt` into an index that `lookup` asks. Syntax: head of `words-change.txt`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from provenance.language.lexicon.forms import fold, lines, passed_over, plain, stem

_MARKS = re.compile(r"(?:\s+[+~=]\S+)+$")
_BREAK = re.compile(r"[\s'’.-]+")


@dataclass(frozen=True, slots=True)
class Group:
    """One line: expressions by language that say the same thing, and its marks."""

    words: dict[str, tuple[str, ...]]
    marks: tuple[str, ...]
    """As written: `+up`, `+down`, `=name`, `~name`."""
    where: str
    """File and line, for errors."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What one language's column holds; every value is a set of group ids."""

    words: dict[str, frozenset[int]]
    """Single words, accents kept; acronyms in capitals, so that US is not us."""
    folded: dict[str, frozenset[int]]
    """The same without accents."""
    stems: dict[str, frozenset[int]]
    phrases: dict[str, tuple[tuple[tuple[str, ...], int], ...]]
    """By first word: the words that follow, and the group."""
    parts: frozenset[str]
    """Every word that stands in a phrase."""


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
        marks = _MARKS.search(line)
        body = line[: marks.start()] if marks else line
        columns = [column.strip() for column in body.split("|")]
        if not languages:
            languages = columns
            continue
        if len(columns) != len(languages):
            raise AssertionError(
                f"{name}:{number}: {len(columns)} columns where the head names {len(languages)}"
            )
        words = {
            language: tuple(word.strip() for word in column.split(",") if word.strip())
            for language, column in zip(languages, columns, strict=True)
        }
        yield Group(words, tuple(marks.group().split()) if marks else (), f"{name}:{number}")


def _key_words(expression: str, language: str) -> tuple[str, ...]:
    """The words of an expression without those that may lack in it."""
    words = [plain(word, language) for word in _BREAK.split(expression) if word]
    kept = tuple(word for word in words if word not in passed_over(language))
    return kept or tuple(words)


def _frozen(table: dict[str, set[int]]) -> dict[str, frozenset[int]]:
    return {word: frozenset(ids) for word, ids in table.items()}


def _vocabulary(groups: tuple[Group, ...], language: str) -> Vocabulary:
    words: dict[str, set[int]] = defaultdict(set)
    phrases: dict[str, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
    for number, group in enumerate(groups):
        for expression in group.words.get(language, ()):
            if expression.isupper() and expression.isalpha() and len(expression) > 1:
                words[expression].add(number)
                continue
            first, *rest = _key_words(expression, language)
            if not rest:
                words[first].add(number)
                continue
            phrases[first].append((tuple(rest), number))
            if " " not in expression:
                words[plain(expression, language)].add(number)
    folded: dict[str, set[int]] = defaultdict(set)
    stems: dict[str, set[int]] = defaultdict(set)
    for word, ids in words.items():
        folded[fold(word)] |= ids
        stems[stem(word, language)] |= ids
    parts = {part for first, tails in phrases.items() for tail, _ in tails for part in (first, *tail)}
    return Vocabulary(
        words=_frozen(words),
        folded=_frozen(folded),
        stems=_frozen(stems),
        phrases={first: tuple(dict.fromkeys(tails)) for first, tails in phrases.items()},
        parts=frozenset(parts),
    )


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
