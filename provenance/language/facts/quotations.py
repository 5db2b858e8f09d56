"""Finds quotations between quotation marks, and who is said to have said them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from provenance.language.facts.grammar import Grammar
from provenance.language.facts.tokens import Tokens
from provenance.model import Fact, FactKind

_MARKS = re.compile(r"[«»“”„\"‘]|’(?!\w)|(?<!\w)’|(?<![\w'])'(?=\w)|(?<=[\w.,!?])'(?!\w)")
_CLOSERS = {"«": "»", "“": "”", "„": "“”", "‘": "’", '"': '"', "'": "'"}
_LONGEST = 3000  # characters; a mark that is still open after so many was no opening one
_TERM = 2  # so many words at most are a term or a title, not words that somebody said
_AFTER, _BEFORE = 14, 16  # tokens within which a speaker is looked for


class Quotations:
    """Finds the quotations of one text; `names` are the names found in it."""

    __slots__ = ("_grammar", "_names", "_starts", "_text", "_tokens")

    def __init__(self, text: str, tokens: Tokens, grammar: Grammar, names: Sequence[Fact]) -> None:
        self._text = text
        self._tokens = tokens
        self._grammar = grammar
        self._names = names
        self._starts = [name.start for name in names]

    def find(self) -> Iterator[Fact]:
        """Every quotation, an outer one and those within it."""
        for start, end in self._pairs():
            words = " ".join(self._text[start + 1 : end - 1].split()).rstrip(",")
            if not words or not any(char.isalnum() for char in words):
                continue
            term = len(re.findall(r"[^\W_]+", words)) <= _TERM
            yield Fact(
                kind=FactKind.QUOTATION,
                text=self._text[start:end],
                start=start,
                end=end,
                value=words,
                unit="term" if term else None,
                of=None if term else self._speaker(start, end),
            )

    def _pairs(self) -> list[tuple[int, int]]:
        """Spans from an opening mark to behind its closing one."""
        pairs: list[tuple[int, int]] = []
        opened: list[tuple[str, int]] = []
        for match in _MARKS.finditer(self._text):
            mark, at = match.group(), match.start()
            while opened and at - opened[-1][1] > _LONGEST:
                opened.pop()
            depth = next((i for i in range(len(opened) - 1, -1, -1) if mark in _CLOSERS[opened[i][0]]), None)
            if depth is not None and not (mark == "“" and opened[depth][0] == "“"):
                pairs.append((opened[depth][1], at + 1))
                del opened[depth:]
            elif mark in _CLOSERS and not self._is_apostrophe(match):
                opened.append((mark, at))
        return sorted(pairs)

    def _is_apostrophe(self, match: re.Match[str]) -> bool:
        """A mark that touches a letter on its left opens nothing, nor does an inch sign."""
        before = self._text[match.start() - 1 : match.start()]
        return match.group() in "‘'\"" and before.isalnum()

    def _speaker(self, start: int, end: int) -> str | None:
        """The name beside a verb of saying, behind the quotation or before it, within the sentence."""
        starts = self._tokens.starts
        after, before = bisect_left(starts, end), bisect_left(starts, start)
        return self._named(*self._sentence_after(after)) or self._named(*self._sentence_before(before))

    def _sentence_after(self, index: int) -> tuple[int, int]:
        words, end = self._tokens.words, index
        while (
            end < self._tokens.count
            and end - index < _AFTER
            and words[end] not in (".", "!", "?", "«", "“", '"')
        ):
            end += 1
        return index, end

    def _sentence_before(self, index: int) -> tuple[int, int]:
        words, start = self._tokens.words, index
        while (
            start > 0 and index - start < _BEFORE and words[start - 1] not in (".", "!", "?", "»", "”", '"')
        ):
            start -= 1
        return start, index

    def _named(self, first: int, end: int) -> str | None:
        tokens, grammar = self._tokens, self._grammar
        verbs = [at for at in range(first, end) if tokens.words[at] in grammar.sets["verbs"]]
        by = [at for at in range(first, end) if grammar.names["by"].at(tokens, at)]
        if not verbs and not by:
            return self._before_colon(first, end)
        anchor = (by or verbs)[0]
        low, near = tokens.starts[first], self._near(first, end)
        behind = [name for name in near if name.start > tokens.starts[anchor]]
        if behind and (by or tokens.starts[anchor] - low < 12 or len(behind) == len(near)):
            return behind[0].text
        if not near or by:
            return None
        aside = tokens.original[near[0].end : near[0].end + 1] == ","  # "Jonas Weidel, analyste chez …, juge"
        return (near[0] if aside else near[-1]).text

    def _before_colon(self, first: int, end: int) -> str | None:
        """ "Tsai was clear: …": the name in the words that end in a colon."""
        tokens = self._tokens
        if end <= first or tokens.words[end - 1] != ":":
            return None
        near = self._near(first, end)
        return near[0].text if len(near) == 1 else None

    def _near(self, first: int, end: int) -> list[Fact]:
        """The names from token `first` to before token `end`."""
        low, high = self._tokens.starts[first], self._tokens.ends[end - 1]
        begin, stop = bisect_left(self._starts, low), bisect_left(self._starts, high)
        return [name for name in self._names[begin:stop] if name.end <= high]
