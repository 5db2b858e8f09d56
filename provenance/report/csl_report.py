"""The sources as CSL-JSON, for Zotero, Pandoc and word processors, with the date of access and the archived copy."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import IO, Any

from provenance.model import Audit, CopyKind, Source

DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
"""A year, a month or a day in ISO 8601; what else a page says of its date is no date of the format."""


class CslWriter:
    """`--format csl`."""

    name = "csl"
    suffix = ".csl.json"

    def write(self, audit: Audit, out: IO[bytes]) -> None:
        """An array of items, one a source."""
        items = [item(source) for source in audit.sources]
        out.write(json.dumps(items, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace") + b"\n")


def item(source: Source) -> dict[str, Any]:
    """One source."""
    made: dict[str, Any] = {
        "id": source.id,
        "type": "webpage",
        "title": source.title or source.url,
        "URL": source.url,
    }
    if source.publisher:
        made["container-title"] = source.publisher
    if source.language:
        made["language"] = source.language
    issued = DATE.fullmatch(source.published or "")
    if issued:
        made["issued"] = {"date-parts": [[int(part) for part in issued.groups() if part]]}
    if source.checked_at:
        made["accessed"] = parts(source.checked_at)
    if (
        source.read_from.kind is CopyKind.WEB_ARCHIVE
        and source.read_from.url
        and source.read_from.captured_at
    ):
        made |= {"archive": "Web archive", "archive_location": source.read_from.url}
        # the format has no date for the archived copy; `custom` is where it puts what it has no name for
        made["custom"] = {"archive-date": source.read_from.captured_at.strftime("%Y-%m-%d")}
    return made


def parts(at: datetime) -> dict[str, Any]:
    """A date as CSL writes it."""
    return {"date-parts": [[at.year, at.month, at.day]]}
