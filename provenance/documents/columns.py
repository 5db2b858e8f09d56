"""Columns in bytes, which comrak counts fast, to offsets in characters."""

from __future__ import annotations

from itertools import accumulate

_STEP = 1024
_CONTINUATION = bytes(range(0x80, 0xC0))
"""Bytes of UTF-8 that are not the first of a character."""


class Columns:
    """The characters of the lines of a text; a line is counted when it is first asked for, in steps of a kilobyte."""

    def __init__(self, source: str) -> None:
        self._lines = None if source.isascii() else source.split("\n")
        self._counted: dict[int, tuple[bytes, list[int]]] = {}

    def characters(self, line: int, size: int) -> int:
        """How many characters the first `size` bytes of a line are; lines count from 0."""
        if self._lines is None or size <= 0 or line >= len(self._lines):
            return max(size, 0)
        if line not in self._counted:
            self._counted[line] = self._count(self._lines[line])
        raw, steps = self._counted[line]
        if not steps:
            return size
        whole = min(size, len(raw)) // _STEP
        rest = raw[whole * _STEP : size].translate(None, _CONTINUATION)
        return steps[whole] + len(rest) + max(size - len(raw), 0)

    def _count(self, line: str) -> tuple[bytes, list[int]]:
        """The bytes of a line and the characters begun before each step; no steps where every character is a byte."""
        if line.isascii():
            return b"", []
        raw = line.encode()
        begun = (len(raw[at : at + _STEP].translate(None, _CONTINUATION)) for at in range(0, len(raw), _STEP))
        return raw, list(accumulate(begun, initial=0))
