"""What leaves the archive: old captures, never one that is in use, and packages of what an audit rests on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from provenance.archive import Archive, rewrite, wacz
from provenance.errors import InputError
from provenance.model import Audit, Capture
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


def export(audit: Audit, out: Path, folder: Path, *, clock: Callable[[], datetime]) -> int:
    """Write the captures that an audit rests on to a WACZ package; how many there are.

    Those are the copies that its sources were read from, and those that its evidence stands in. Raises InputError
    where there are none, ArchiveDamaged where one cannot be read.
    """
    titles = {s.read_from.capture: s.title or s.canonical_url for s in audit.sources if s.read_from.capture}
    quoted = [evidence.capture for made in audit.assessments for evidence in made.evidence]
    with Catalogue.open(folder, read_only=True) as catalogue:
        found = [catalogue.capture(capture) for capture in dict.fromkeys([*titles, *quoted])]
    captures = [capture for capture in found if capture]
    if not captures:
        raise InputError(f"audit {audit.id} rests on no capture of {folder}: there is nothing to export")
    wacz.write(folder, out, captures, titles, created=clock())
    return len(captures)
