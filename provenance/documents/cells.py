"""Columns within the cells of Markdown tables, where comrak counts an escaped bar (`\\|`) as one character."""

from __future__ import annotations

import re

from provenance.documents.markup import Element

_BAR = re.compile(rb"\\\|")
_POSITION = re.compile(r'data-sourcepos="(\d{1,9}):(\d{1,9})-\d{1,9}:(\d{1,9})"')


class Cells:
    """Puts right the columns of what stands in cells behind an escaped bar."""

    def __init__(self, source: str) -> None:
        """From the text as comrak read it."""
        self._lines = source.split("\n") if "\\|" in source else None

    def columns(self, element: Element, first: int, last: int) -> tuple[int, int]:
        """The first and last column of an element in bytes, counted from 1, as the text has them."""
        bars = self._bars(element) if self._lines else []
        # behind the first n bars, comrak is n columns short: bar n stands n columns further to the right than it counts
        before = sum(at - nth < first for nth, at in enumerate(bars))
        within = sum(at - nth <= last for nth, at in enumerate(bars))
        return first + before, last + within

    def _bars(self, element: Element) -> list[int]:
        """The columns of the escaped bars of the cell that holds an element."""
        cell = element.parent
        while cell is not None and cell.name not in ("td", "th"):
            cell = cell.parent
        place = _POSITION.search(cell.rest) if cell is not None else None
        if place is None or self._lines is None:
            return []
        line, first, last = map(int, place.groups())
        if line > len(self._lines):
            return []
        raw = self._lines[line - 1].encode()
        return [bar.start() + 1 for bar in _BAR.finditer(raw, first - 1, last)]
