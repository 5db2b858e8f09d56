"""The words of a claim without what only surrounds them: note marks, bracketed links, punctuation."""

from __future__ import annotations

import re
from bisect import bisect_left

Span = tuple[int, int]

_LEADING = re.compile(
    r"(?:[\s,;:.!?…)\]»”–—•*·>|-]|[(\[](?![^()\[\]]*[)\]]))*(?:[^\w\s«“\"‘'’(\[$€£¥%#@+−-]+\s*)?"
)
_MINUS = re.compile(r"[-−–]\s?\d")
_BRACKETED = re.compile(r"[(\[][^()\[\]]*[)\]]$")
_EMPTIED = re.compile(r"\s?[(\[]\s*[)\]]|\s(?=[,.;](?:\s|$))")
_EMPTIABLE = ("(", "[", " ,", " .", " ;")
"""Without one of these there is nothing that marks could have left empty."""
_ENDS = " \t\n\r\u00a0\u202f,;:.…!?–—-|•·"


def readable(text: str, span: Span, marks: list[Span]) -> str:
    """The text of a span without the marks in it, white space single."""
    parts = []
    at = span[0]
    for start, end in marks:
        if span[0] <= start and end <= span[1] and start >= at:
            parts.append(text[at:start])
            at = end
    parts.append(text[at : span[1]])
    words = " ".join("".join(parts).split())
    if any(map(words.__contains__, _EMPTIABLE)):
        words = " ".join(_EMPTIED.sub("", words).split())
    return words


def trim(text: str, span: Span, marks: list[Span]) -> Span:
    """The span without white space, punctuation, marks and bracketed marks at its ends; quotation marks stay."""
    start, end = span
    while True:
        shorter = _without_tail(text, start, end, marks)
        if shorter == end:
            break
        end = shorter
    while True:
        later = _without_head(text, start, end, marks)
        if later == start:
            return start, max(start, end)
        start = later


def _without_tail(text: str, start: int, end: int, marks: list[Span]) -> int:
    while end > start and text[end - 1] in _ENDS:
        end -= 1
    mark = bisect_left(marks, (end,)) - 1
    if mark >= 0 and start <= marks[mark][0] and marks[mark][1] >= end:
        return marks[mark][0]
    bracket = _BRACKETED.search(text, start, end)
    if bracket:
        inside = readable(text, (bracket.start() + 1, bracket.end() - 1), marks)
        if bracket.start() == start or not any(c.isalnum() for c in inside):
            return bracket.end() - 1 if bracket.start() == start else bracket.start()
    return end


def _without_head(text: str, start: int, end: int, marks: list[Span]) -> int:
    for a, b in marks:
        if a <= start < b <= end:
            return b
    if _MINUS.match(text, start, end):
        return start
    match = _LEADING.match(text, start, end)
    return min(match.end(), end) if match else start
