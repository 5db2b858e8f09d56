"""When a document was published: from what its metadata say, else from its file name."""

from __future__ import annotations

import re
from datetime import date
from pathlib import PurePath

_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:([-/._]?)(\d\d)(?:\2(\d\d))?)?(?!\d)")


def parse(words: str) -> str | None:
    """`YYYY`, `YYYY-MM` or `YYYY-MM-DD` at the start of a written date (ISO 8601 and its like), or None."""
    match = _DATE.match(words.strip().strip("\"'"))
    return _valid(match) if match else None


def in_name(path: str) -> str | None:
    """The full date in a file's name (`2025-05-15-…`, `20250515`), or None; a lone year or month is too little to go by."""
    for match in _DATE.finditer(PurePath(path).name):
        found = _valid(match)
        if found and len(found) == 10:
            return found
    return None


def published(stated: str | None, path: str) -> str | None:
    """The stated date where it can be read, else the one in the file's name."""
    return (parse(stated) if stated else None) or in_name(path)


def _valid(match: re.Match[str]) -> str | None:
    year, _, month, day = match.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return "-".join(part for part in (year, month, day) if part)
