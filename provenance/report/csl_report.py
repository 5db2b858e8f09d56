"""The sources as CSL-JSON, for Zotero, Pandoc and word processors, with the date of access and the archived copy."""

from __future__ import annotations

import json
from datetime import datetime
from typing import IO, Any

from provenance.model import Audit, CopyKind, Source


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
    if source.published:
        made["issued"] = {
            "date-parts": [[int(part) for part in source.published[:10].split("-") if part.isdigit()]]
        }
    if source.checked_at:
        made["accessed"] = parts(source.checked_at)
    if (
        source.read_from.kind is CopyKind.WEB_ARCHIVE
        and source.read_from.url
        and source.read_from.captured_at
    ):
        made |= {"archive": "Web archive", "archive_location": source.read_from.url}
        made["archive-date"] = parts(source.read_from.captured_at)
    return made


def parts(at: datetime) -> dict[str, Any]:
    """A date as CSL writes it."""
    return {"date-parts": [[at.year, at.month, at.day]]}
