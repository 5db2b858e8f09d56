"""Which captures may go: by age and by size, never one that is in use. Pure; `archive.pruning` takes them out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from provenance.model import Capture, CopyKind


def prunable(
    captures: Iterable[Capture],
    in_use: Collection[str],
    *,
    before: datetime | None = None,
    most_bytes: int | None = None,
) -> list[Capture]:
    """The captures to take out, oldest first: those made before a time, then as many as bring the rest below a size.

    Never one whose id is `in_use` (`Catalogue.in_use`), and never what a person supplied, which cannot be fetched
    again. Sizes are those of the records as they stand, compressed.
    """
    oldest_first = sorted(captures, key=lambda capture: (capture.captured_at, capture.id))
    free = [
        capture
        for capture in oldest_first
        if capture.id not in in_use and capture.kind is not CopyKind.SUPPLIED
    ]
    chosen = [capture for capture in free if before and capture.captured_at < before]
    if most_bytes is None:
        return chosen
    excess = sum(capture.length for capture in oldest_first) - sum(capture.length for capture in chosen)
    for capture in free[len(chosen) :]:
        if excess <= most_bytes:
            break
        chosen.append(capture)
        excess -= capture.length
    return chosen
