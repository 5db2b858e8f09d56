"""Text that was set in lines (PDF, plain text) put back into paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import quantiles

_ENDS = re.compile(r"[.!?…:;»”\"')\]]$")
_DIGITS = re.compile(r"\d+")
_FULL = 0.75
"""A line that ends a sentence and is shorter than this share of a full line ends its paragraph."""
_HEADING = 0.6
_STARTS = re.compile(r"[A-ZÀ-Þ0-9«“\"'(•–—*-]")
_RUNNING = 3
_RUNNING_LENGTH = 60


def paragraphs_of(pages: Sequence[str]) -> list[str]:
    """The paragraphs of set pages: lines joined, running headers and page numbers left out; a paragraph may cross pages."""
    lines = _without_running([page.split("\n") for page in pages])
    return [" ".join(paragraph) for paragraph in _grouped(lines)]


def _without_running(pages: list[list[str]]) -> list[str]:
    """All lines but those that stand at the top or foot of several pages, figures aside, and bare page numbers there."""
    stripped = [[" ".join(line.split()) for line in page] for page in pages]
    if len(pages) < _RUNNING:
        return [line for page in stripped for line in page]
    edges = Counter(_shape(line) for page in stripped for line in {*_edge(page)} if line)
    kept: list[str] = []
    for page in stripped:
        edge = set(_edge(page))
        kept.extend(line for line in page if line not in edge or edges[_shape(line)] < _RUNNING)
    return kept


def _edge(page: list[str]) -> list[str]:
    filled = [line for line in page if line]
    return [line for line in filled[:2] + filled[-2:] if len(line) <= _RUNNING_LENGTH]


def _shape(line: str) -> str:
    return _DIGITS.sub("#", line)


def _grouped(lines: list[str]) -> Iterator[list[str]]:
    widths = [len(line) for line in lines if len(line) > 20]
    full = quantiles(widths, n=10)[7] if len(widths) > 1 else 80
    open_: list[str] = []
    for line in lines:
        if open_ and (not line or _breaks(open_[-1], line, full)):
            yield open_
            open_ = []
        if line:
            open_.append(line)
    if open_:
        yield open_


def _breaks(before: str, line: str, full: float) -> bool:
    """Whether a paragraph ends between two lines."""
    if not _STARTS.match(line):
        return False
    if _ENDS.search(before):
        return len(before) < _FULL * full
    return len(before) < _HEADING * full
