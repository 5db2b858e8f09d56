"""Text directives of URL fragments: parsing them, and the search that the specification lays down.

Works on a page's text as `rendered` gives it: blocks set off by newlines, other white space single spaces.
https://wicg.github.io/scroll-to-text-fragment/
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote

from provenance.access.boundaries import is_boundary

_CANDIDATES, _PLACES = 5_000, 50_000
"""How often a candidate, and a place for its words, is tried; pages made to exhaust a search end there."""


@dataclass(frozen=True, slots=True)
class TextDirective:
    """`text=[prefix-,]start[,end][,-suffix]`, percent-decoded; what is not there is empty."""

    start: str
    end: str = ""
    prefix: str = ""
    suffix: str = ""


def directives(text: str) -> tuple[TextDirective, ...]:
    """The well-formed text directives of what follows `:~:`; others are passed over, as browsers do."""
    values = (part.removeprefix("text=") for part in text.split("&") if part.startswith("text="))
    return tuple(directive for directive in map(_parse, values) if directive)


def _parse(value: str) -> TextDirective | None:
    tokens = value.split(",")
    prefix = suffix = ""
    if len(tokens) > 1 and tokens[0].endswith("-"):
        prefix = tokens.pop(0)[:-1]
    if len(tokens) > 1 and tokens[-1].startswith("-"):
        suffix = tokens.pop()[1:]
    if (
        len(tokens) not in (1, 2)
        or not all(tokens)
        or any(t.startswith("-") or t.endswith("-") for t in tokens)
    ):
        return None
    decoded = [unquote(token) for token in (*tokens, "")[:2]]
    return TextDirective(decoded[0], decoded[1], unquote(prefix), unquote(suffix))


def find_range(text: str, directive: TextDirective) -> tuple[int, int] | None:
    """Where a directive leads to in a text, or none."""
    return _Search(text, directive).run()


class _Search:
    """The algorithm of the specification, step by step, over one string; `None` ends it where the specification returns null."""

    def __init__(self, text: str, directive: TextDirective) -> None:
        self.text = text
        self.folded = _fold(text)
        self.prefix, self.start, self.end, self.suffix = (
            _fold(" ".join(part.split()))
            for part in (directive.prefix, directive.start, directive.end, directive.suffix)
        )

    def run(self) -> tuple[int, int] | None:
        at: int | None = 0
        for _ in range(_CANDIDATES):
            if at is None or at >= len(self.text):
                break
            match, at = self.candidate(at)
            if match is None:
                continue
            found, goes_on = self.complete(*match)
            if found or not goes_on:
                return found
        return None

    def candidate(self, at: int) -> tuple[tuple[int, int] | None, int | None]:
        """The next place where prefix and start stand, and where to search on after it; no place to search on ends the search."""
        ends_at_word = bool(self.end) or not self.suffix
        if not self.prefix:
            match = self.find(self.start, at, True, ends_at_word)
            return match, match[0] + 1 if match else None
        prefix = self.find(self.prefix, at, True, False)
        if prefix is None:
            return None, None
        begin = self.skip_space(prefix[1])
        match = self.find(self.start, begin, False, ends_at_word)
        if match is None:
            return None, None
        return (match if match[0] == begin else None), prefix[0] + 1

    def complete(self, start: int, stop: int) -> tuple[tuple[int, int] | None, bool]:
        """The range from a candidate on, and otherwise whether another candidate may do better."""
        at = stop
        while at < len(self.text) or (not self.end and not self.suffix):
            if self.end:
                last = self.find(self.end, at, True, not self.suffix)
                if last is None:
                    return None, False
                stop = last[1]
            if not self.suffix:
                return (start, stop), False
            begin = self.skip_space(stop)
            suffix = self.find(self.suffix, begin, False, True)
            if suffix is None:
                return None, False
            if suffix[0] == begin:
                return (start, stop), False
            if not self.end:
                return None, True
            at = stop
        return None, False

    def find(self, needle: str, at: int, word_start: bool, word_end: bool) -> tuple[int, int] | None:
        """The first place of a string from `at` on that begins and ends at a word's boundary, where asked."""
        begin = self.folded.find(needle, at) if needle else -1
        for _ in range(_PLACES):
            if begin < 0:
                break
            stop = begin + len(needle)
            if (not word_start or is_boundary(self.text, begin)) and (
                not word_end or is_boundary(self.text, stop)
            ):
                return begin, stop
            begin = self.folded.find(needle, begin + 1)
        return None

    def skip_space(self, at: int) -> int:
        while at < len(self.text) and self.text[at].isspace():
            at += 1
        return at


def _fold(text: str) -> str:
    """Case and accents taken out, character for character, so that offsets stay."""
    return "".join(map(_base, text)) if not text.isascii() else text.lower()


def _base(character: str) -> str:
    first = unicodedata.normalize("NFKD", character)[:1] or character
    lower = first.lower()
    return lower if len(lower) == 1 else first
