"""Holds the copies that an audit rests on against their digests: evidence must be the bytes that were captured."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from provenance.model import Capture, Finding, Message, Source
from provenance.rules import rule


def findings(folder: Path, sources: Iterable[Source], since: datetime) -> tuple[Finding, ...]:
    """PV602 for every source whose copy fails its digest; copies captured `since` then were only just written."""
    old = {
        source.read_from.capture: source
        for source in sources
        if source.read_from.capture and source.read_from.captured_at and source.read_from.captured_at < since
    }
    if not old:
        return ()
    from provenance.archive import examine  # here, because an audit without captures needs no archive
    from provenance.store import Catalogue

    captures: list[Capture] = []
    found: list[Finding] = []
    with Catalogue.open(folder, read_only=True) as catalogue:
        for name, source in old.items():
            capture = catalogue.capture(name)
            if capture:
                captures.append(capture)
            else:
                found.append(_finding(source, Message.of("archive-no-row", url=source.url)))
    found += [
        _finding(old[problem.capture], problem.message)
        for problem in examine(folder, captures)
        if problem.capture
    ]
    return tuple(found)


def _finding(source: Source, message: Message) -> Finding:
    return Finding(rule="PV602", severity=rule("PV602").severity, message=message, source=source.id)
