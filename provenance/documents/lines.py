"""Whether the line breaks of a text end paragraphs or only wrap them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean, quantiles

LONG_LINES = 300
"""Mean length from which the lines of a Markdown file can only be whole paragraphs."""

_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|\Z)")
_MARKED = re.compile(r"[ \t]*(?:[-*+•–—>|#=<]|\d{1,9}[.)][ \t]|```|~~~|\[[^\]]*\]:)|(?: {4}|\t)|[ \t]*\Z")
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
        return not self.code and _MARKED.match(self.text) is None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A text as Markdown is to read it: with a blank line wherever a line break ends a paragraph."""

    source: str
    starts: tuple[int, ...]
    """For each line of `source` its offset in the text."""
    start: int
    """Where the text begins, behind the front matter."""
    hard: bool
    """Line breaks end paragraphs."""

    @classmethod
    def of(cls, text: str, start: int, end: int, *, loose: bool) -> Layout:
        """The layout of `[start, end)`; `loose` for files whose author may not have known that they are Markdown."""
        lines = lines_of(text, start, end)
        hard = breaks_are_hard(lines, loose=loose)
        if not hard:
            return cls(
                source=text[start:end], starts=tuple(line.start for line in lines), start=start, hard=False
            )
        source: list[str] = []
        starts: list[int] = []
        for before, line in zip([None, *lines], lines):
            if before is not None and line.prose and not before.code and _ends(before):
                source.append("")
                starts.append(line.start)
            source.append(line.text)
            starts.append(line.start)
        return cls(source="\n".join(source), starts=tuple(starts), start=start, hard=True)


def _ends(line: Line) -> bool:
    """Whether a line of words may be the end of a paragraph: it is not blank, nor within a table or raw HTML."""
    return bool(line.text.strip()) and not line.text.lstrip().startswith(("|", "<"))


def breaks_are_hard(lines: list[Line], *, loose: bool) -> bool:
    """Whether most line breaks between words stand where the next word would still have fitted.

    A text wrapped at some width breaks only where the next word would have gone beyond it.
    """
    pairs = [(a, b) for a, b in pairwise(lines) if b.prose and not a.code and _ends(a)]
    if not pairs:
        return False
    lengths = [len(a.text) for a, _ in pairs]
    if not loose:
        return mean(lengths) > LONG_LINES
    width = quantiles(lengths, n=10)[-1] if len(lengths) > 3 else 0
    fitting = sum(_fits(a.text, b.text, width) for a, b in pairs)
    return fitting * 2 > len(pairs)


def _fits(line: str, following: str, width: float) -> bool:
    word = len(following.split(maxsplit=1)[0])
    return len(line) + 1 + word <= max(width, len(following))
