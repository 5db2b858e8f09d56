"""Phrases and what they stand for, found where they begin or end in a text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from provenance.language.facts.tokens import Tokens, words_of


class Table:
    """Phrases and what they stand for, found by their first or their last word; the longest one counts."""

    __slots__ = ("_by_first", "_by_last")

    def __init__(self, entries: Iterable[tuple[str, Any]], plural: str = "") -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Any]]] = {}
        self._by_last: dict[str, list[tuple[tuple[str, ...], Any]]] = {}
        for phrase, value in entries:
            words = words_of(phrase)
            self._put(words, value)
            if plural and words[-1][-1:].isalpha() and not words[-1].endswith(("s", "x")):
                self._put((*words[:-1], words[-1] + plural), value)
                if len(words) > 1:
                    self._put((*(word + plural for word in words[:-1]), words[-1] + plural), value)
        for phrases in (*self._by_first.values(), *self._by_last.values()):
            phrases.sort(key=lambda entry: -len(entry[0]))

    def _put(self, words: tuple[str, ...], value: Any) -> None:
        self._by_first.setdefault(words[0], []).append((words, value))
        self._by_last.setdefault(words[-1], []).append((words, value))

    def __contains__(self, word: str) -> bool:
        return word in self._by_first

    def firsts(self) -> Iterable[str]:
        """The words that a phrase of the table can begin with."""
        return self._by_first

    def singles(self) -> Iterable[str]:
        """The words that are phrases of the table by themselves."""
        return (
            word for word, phrases in self._by_first.items() if any(len(words) == 1 for words, _ in phrases)
        )

    def lasts(self) -> Iterable[str]:
        """The words that a phrase of the table can end with."""
        return self._by_last

    def entries(self, word: str) -> Iterable[tuple[tuple[str, ...], Any]]:
        """The phrases that begin with a word, and what they stand for."""
        return self._by_first.get(word, ())

    def at(self, tokens: Tokens, index: int) -> tuple[Any, int] | None:
        """What stands at a token, and the token after it."""
        for words, value in self._by_first.get(tokens.words[index], ()):
            size = len(words)
            if size == 1 or (
                tokens.words[index + 1] == words[1] and tuple(tokens.words[index : index + size]) == words
            ):
                return value, index + size
        return None

    def before(self, tokens: Tokens, index: int) -> tuple[Any, int] | None:
        """What stands right before a token, and where it starts."""
        if index == 0:
            return None
        for words, value in self._by_last.get(tokens.words[index - 1], ()):
            start = index - len(words)
            if start >= 0 and tuple(tokens.words[start:index]) == words:
                return value, start
        return None

    def skip(self, tokens: Tokens, index: int) -> int:
        """The token after the phrase that stands here, or the same token where none does."""
        found = self.at(tokens, index)
        return found[1] if found else index
