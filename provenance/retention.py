"""Retention: takes old captures out of the archive and the catalogue, never one that is in use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from provenance.archive import Archive, rewrite
from provenance.model import Capture
from provenance.store import Catalogue, prunable


def prune(
    folder: Path,
    *,
    clock: Callable[[], datetime],
    before: datetime | None = None,
    most_bytes: int | None = None,
    dry_run: bool = False,
) -> list[Capture]:
    """Take out captures made before a time, and as many more as bring the archive below a size; gives their list.

    What the state of a source or a kept audit rests on stays, and so does what a person supplied. With `dry_run`
    nothing is changed. Raises ArchiveBusy while another run writes, ArchiveDamaged where a file needs `fsck` first.
    """
    with Archive.open(folder, clock=clock) as archive, Catalogue.open(folder) as catalogue:
        captures = catalogue.captures()
        chosen = prunable(captures, catalogue.in_use(), before=before, most_bytes=most_bytes)
        if dry_run or not chosen:
            return chosen
        ids = {capture.id for capture in chosen}
        kept = [capture for capture in captures if capture.id not in ids]
        rewritten = rewrite(archive, kept, chosen)
        with catalogue.transaction():
            catalogue.forget(chosen)
            catalogue.move(rewritten.moved)
        rewritten.remove_old()
    return chosen
