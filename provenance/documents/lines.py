"""Whether the line breaks of a text end paragraphs or only wrap them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean, quantiles

LONG_LINES = 300
"""Mean length from which the lines of a Markdown file can only be whole paragraphs."""

UNWRAPPED = 250
"""Characters of a line that no author has wrapped: where one is, the others are not wrapped either."""

_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")
_MARKED = re.compile(r"[ \t]*(?:[-*+•–—>|#=<]|\d{1,9}[.)][ \t]|```|~~~|\[[^\]]*\]:)|(?: {4}|\t)|[ \t]*\Z")
_ENTRY = re.compile(r"[ \t]*\[(\d{1,3})\][ \t]+\S")
_ENDED = re.compile(r"[.!?…:;][\"”’»)\]\s]*\Z")
_FENCE = re.compile(r" {0,3}(?:>[ \t]?)*(`{3,}|~{3,})")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its end, and whether it stands in fenced code."""

    start: int
    text: str
    code: bool

    @property
    def prose(self) -> bool:
        """Plain words, neither blank nor marked up as something else."""
        return not self.code and bool(self.text.strip()) and _MARKED.match(self.text) is None


def lines_of(text: str, start: int, end: int) -> list[Line]:
    """The lines of `[start, end)`."""
    lines: list[Line] = []
    fence = ""
    for match in _LINE.finditer(text, start, end):
        mark = _FENCE.match(match[1])
        inside = bool(fence)
        if mark and not fence:
            fence, inside = mark[1], True
        elif mark and mark[1].startswith(fence):
            fence = ""
        lines.append(Line(match.start(), match[1], inside))
        if not match[2]:
            break
    return lines


def entries(lines: Sequence[Line]) -> frozenset[int]:
    """Indices of lines that begin an entry of a numbered list of sources (`[1] …`, `[2] …` on lines that follow one another)."""
    found: set[int] = set()
    run: list[tuple[int, int]] = []
    for index, line in enumerate((*lines, Line(0, "", False))):
        mark = None if line.code else _ENTRY.match(line.text)
        if mark:
            run.append((index, int(mark[1])))
        elif not line.text.strip():
            if len(run) > 1 and all(b == a + 1 for (_, a), (_, b) in pairwise(run)):
                found.update(index for index, _ in run)
            run = []
    return frozenset(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A text as Markdown is to read it: with a blank line wherever a line break ends a paragraph."""

    source: str
    starts: tuple[int, ...]
    """For each line of `source`, all of which end with LF, its offset in the text."""
    start: int
    """Where the text begins, behind the front matter."""
    end: int
    hard: bool
    """Line breaks end paragraphs."""

    @classmethod
    def of(cls, text: str, start: int, end: int, *, loose: bool) -> Layout:
        """The layout of `[start, end)`; `loose` for files whose author may not have known that they are Markdown."""
        lines = lines_of(text, start, end)
        hard = breaks_are_hard(lines, loose=loose)
        begin = entries(lines)
        source: list[str] = []
        starts: list[int] = []
        for index, line in enumerate(lines):
            if index and _ends(lines[index - 1]) and (index in begin or (hard and line.prose)):
                source.append("")
                starts.append(line.start)
            source.append(line.text)
            starts.append(line.start)
        return cls(source="\n".join(source), starts=tuple(starts), start=start, end=end, hard=hard)


def _ends(line: Line) -> bool:
    """Whether a line of words may be the end of a paragraph: it is not blank, nor within a table or raw HTML."""
    return bool(line.text.strip()) and not line.code and not line.text.lstrip().startswith(("|", "<"))


def breaks_are_hard(lines: list[Line], *, loose: bool) -> bool:
    """Whether most line breaks between words stand where the next word would still have fitted.

    A text wrapped at some width breaks only where the next word would have gone beyond it; a break behind a sentence
    tells nothing where the word would not have fitted.
    """
    pairs = [(a, b) for a, b in pairwise(lines) if b.prose and _ends(a)]
    if not pairs:
        return False
    lengths = [len(a.text) for a, _ in pairs]
    if not loose:
        return mean(lengths) > LONG_LINES
    if any(len(line.text) > UNWRAPPED for line in lines if line.prose):
        return True
    width = quantiles(lengths, n=10)[-1] if len(lengths) > 3 else 0
    fitting = [_fits(a.text, b.text, width) for a, b in pairs]
    wrapped = [not fits and not _ENDED.search(a.text) for fits, (a, _) in zip(fitting, pairs)]
    return sum(fitting) > sum(wrapped) or not any(wrapped)


def _fits(line: str, following: str, width: float) -> bool:
    word = len(following.split(maxsplit=1)[0])
    return len(line) + 1 + word <= max(width, len(following))
