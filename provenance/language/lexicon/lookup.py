"""Asks the lexicon which groups the words of a text belong to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal, NamedTuple

from provenance.language.lexicon.forms import bases, derived, passed_over, plain, stem
from provenance.language.lexicon.groups import Vocabulary, index

_NONE: frozenset[int] = frozenset()
# Shorter stems are shared by words that have nothing else in common (port, porte, porter).
_SHORTEST_STEM = 5
_KEPT = 200_000


class _Entry(NamedTuple):
    """What is known of one token, whatever stands around it."""

    concepts: frozenset[int]
    tails: dict[str, list[tuple[tuple[str, ...], int]]]
    """The expressions that it may begin, by their second word: the words after that, and the group."""
    parts: frozenset[str]
    """The words of expressions that it may be a form of."""
    passed_over: bool


class _Tokens(dict[str, _Entry]):
    """Entries by token, each worked out once; forgets all of them when there are too many."""

    def __init__(self, language: str, vocabulary: Vocabulary) -> None:
        self.language = language
        self.vocabulary = vocabulary

    def __missing__(self, token: str) -> _Entry:
        if len(self) >= _KEPT:
            self.clear()
        entry = _entry(plain(token, self.language), self.language, self.vocabulary)
        acronym = self.vocabulary.words.get(token) if token.isupper() and len(token) > 1 else None
        self[token] = entry._replace(concepts=acronym) if acronym else entry
        return self[token]


def _known(word: str, forms: list[str], language: str, vocabulary: Vocabulary) -> frozenset[int]:
    """The groups of the word and of its base forms; where there are none, of the words with its stem."""
    found = _NONE.union(vocabulary.words.get(word, _NONE), *map(vocabulary.find, forms[1:]))
    found = found or vocabulary.find(word)
    if found or len(word) < _SHORTEST_STEM:
        return found
    root = stem(word, language)
    found = vocabulary.stems.get(root, _NONE) if len(root) >= _SHORTEST_STEM else _NONE
    return found or _NONE.union(*map(vocabulary.find, derived(word, language)))


def _entry(word: str, language: str, vocabulary: Vocabulary) -> _Entry:
    forms = bases(word, language)
    found = _known(word, forms, language, vocabulary)
    if not found and "-" in word:
        pieces = [piece for piece in word.split("-") if piece]
        found = _NONE.union(*(_known(p, bases(p, language), language, vocabulary) for p in pieces))
    parts = frozenset(form for form in forms if form in vocabulary.parts)
    tails: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for form in forms:
        for (second, *rest), number in vocabulary.phrases.get(form, ()):
            tails.setdefault(second, []).append((tuple(rest), number))
    return _Entry(found, tails, parts, word in passed_over(language))


@cache
def _tokens(language: str) -> _Tokens | None:
    vocabulary = index().vocabularies.get(language)
    return _Tokens(language, vocabulary) if vocabulary else None


def _places(entries: list[_Entry], at: int, rest: tuple[str, ...]) -> list[int]:
    """`at` and the places of the words that follow it if they are `rest`, with articles passed over; else nothing."""
    places = [at]
    for wanted in rest:
        at += 1
        while at < len(entries) and entries[at].passed_over and wanted not in entries[at].parts:
            at += 1
        if at >= len(entries) or wanted not in entries[at].parts:
            return []
        places.append(at)
    return places


def _expressions(entries: list[_Entry], at: int) -> Iterator[tuple[int, list[int]]]:
    """The groups of the expressions that begin at `at`, each with the places of its further words."""
    tails = entries[at].tails
    for place in range(at + 1, len(entries)):
        entry = entries[place]
        for part in entry.parts:
            for rest, number in tails.get(part, ()):
                places = _places(entries, place, rest)
                if places:
                    yield number, places
        if not entry.passed_over:
            return


def concepts(tokens: Sequence[str], language: str) -> list[frozenset[int]]:
    """For each token, in order, the ids of the groups it belongs to; an expression counts for each of its words.

    Tokens are single words in any case and inflection; hyphenated ones may come whole or in pieces.
    A language that the lexicon has no column for belongs to no group.
    """
    known = _tokens(language)
    if known is None:
        return [_NONE] * len(tokens)
    entries = [known[token] for token in tokens]
    found = [entry.concepts for entry in entries]
    for at, entry in enumerate(entries):
        if entry.tails:
            for number, places in _expressions(entries, at):
                for place in (at, *places):
                    found[place] |= {number}
    return found


def is_acronym(word: str, language: str) -> bool:
    """Whether a word in capitals is an acronym that the groups hold: US and WHO are, though `us` and `who` say nothing."""
    if len(word) < 2 or not word.isupper():
        return False
    vocabulary = index().vocabularies.get(language)
    return vocabulary is not None and word in vocabulary.words


def opposites(concept: int) -> frozenset[int]:
    """The groups that say the contrary of this one."""
    return index().opposites.get(concept, _NONE)


def direction(concept: int) -> Literal["up", "down"] | None:
    """Whether the group says that something grows or shrinks; none where it says neither."""
    found = index().directions.get(concept)
    if found == "up":
        return "up"
    return "down" if found == "down" else None
