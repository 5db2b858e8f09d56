"""What leaves the archive: old captures, never one that is in use, old audits, never the newest, and packages of what an audit rests on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from provenance.archive import Archive, rewrite, wacz
from provenance.errors import InputError
from provenance.model import Audit, Capture
from provenance.store import AuditRow, Catalogue, prunable


@dataclass(frozen=True, slots=True, kw_only=True)
class Old:
    """What may go."""

    captures: list[Capture]
    audits: list[AuditRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What is old: captures made before a time, and as many more as bring the archive below a size; audits before a time."""

    before: datetime | None = None
    most_bytes: int | None = None
    audits_before: datetime | None = None


def old(catalogue: Catalogue, limits: Limits) -> Old:
    """What may go by these limits.

    Never a capture that the state of a source or an audit that stays rests on, nor what a person supplied, nor the
    newest audit.
    """
    before = limits.audits_before
    audits = [audit for audit in catalogue.audits()[1:] if before and audit.started_at < before]
    in_use = catalogue.in_use(without={audit.id for audit in audits})
    captures = prunable(catalogue.captures(), in_use, before=limits.before, most_bytes=limits.most_bytes)
    return Old(captures=captures, audits=audits)


def would_prune(folder: Path, limits: Limits) -> Old:
    """What `prune` would take out; nothing is changed, and no other run is waited for."""
    with Catalogue.open(folder, read_only=True) as catalogue:
        return old(catalogue, limits)


def prune(folder: Path, limits: Limits, *, clock: Callable[[], datetime]) -> Old:
    """Take out what is old; gives what that was.

    Raises ArchiveBusy while another run writes, ArchiveDamaged where a file needs `fsck` first.
    """
    with Archive.open(folder, clock=clock) as archive, Catalogue.open(folder) as catalogue:
        chosen = old(catalogue, limits)
        if not chosen.captures:
            catalogue.forget_audits(chosen.audits)
            return chosen
        ids = {capture.id for capture in chosen.captures}
        kept = [capture for capture in catalogue.captures() if capture.id not in ids]
        rewritten = rewrite(archive, kept, chosen.captures)
        with catalogue.transaction():
            catalogue.forget_audits(chosen.audits)
            catalogue.forget(chosen.captures)
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
