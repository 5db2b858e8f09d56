"""A date as it was found in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass

YEAR = re.compile(r"1[0-9]\d\d|20\d\d|21\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A date in a text, from token `start` to before token `end`."""

    value: str | None
    start: int
    end: int
    high: str | None = None
    comparator: str = "="
    part: str | None = None
    """`early`, `mid` or `late` in it."""
