"""Visits again what is known or named, and says which links died, came back or changed what they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from provenance import codec, drift
from provenance.config import Settings
from provenance.errors import NetworkDown
from provenance.gather import Clock, Target
from provenance.model import Audit, CopyKind, ExtractedText, Finding
from provenance.pipeline import (
    Collection,
    Gathering,
    Progress,
    assemble,
    gather_all,
    named_targets,
    silent,
    utc_now,
)
from provenance.store import Catalogue, Known

NOW = timedelta(0)


def recheck(
    names: Sequence[str],
    settings: Settings,
    *,
    due: bool = False,
    since: datetime | None = None,
    clock: Clock = utc_now,
    progress: Progress = silent,
) -> Audit:
    """Visit the sources that these documents cite (or these URLs, or everything in the catalogue) whatever their age.

    With `due` only those whose next check has come, with `since` those that were not visited since that moment.
    The result is an audit without claims: citations, sources and findings. Raises `NetworkDown` where nothing answers.
    """
    started_at = clock()
    collection, wanted = named_targets(names, settings) if names else (Collection(), [])
    with Catalogue.open(settings.cache) as catalogue:
        wanted = wanted if names else known_targets(catalogue)
        known = catalogue.known_among(target.source for target in wanted)
        if due:
            wanted = [target for target in wanted if is_due(known.get(target.source), started_at)]
        if since:
            wanted = [target for target in wanted if is_older(known.get(target.source), since)]
        old = {target.source: live_text(catalogue, known.get(target.source)) for target in wanted}
    asked = [replace(target, want_text=old[target.source] is not None) for target in wanted]
    gathering = gather_all(
        asked, collection.citations, replace(settings, fresh=NOW), clock=clock, progress=progress
    )
    if gathering.network_down:
        raise NetworkDown(
            f"none of {len(wanted)} sources could be reached: the network here seems to be down; nothing was recorded as failed"
        )
    links = replace(collection, claims=())
    changed = tuple(drifted(old, gathering, settings))
    return assemble(links, wanted, gathering, (), settings, started_at=started_at, clock=clock, more=changed)


def known_targets(catalogue: Catalogue) -> list[Target]:
    """Every source of the catalogue."""
    return [Target(source=known.source, url=known.url, near=None) for known in catalogue.all_known()]


def is_due(known: Known | None, now: datetime) -> bool:
    """Whether the time for the next check has come; what was never visited is due."""
    return known is None or known.next_check_at is None or known.next_check_at <= now


def is_older(known: Known | None, since: datetime) -> bool:
    """Whether the last visit was before a moment; what was never visited counts as older."""
    return known is None or known.checked_at is None or known.checked_at < since


def live_text(catalogue: Catalogue, known: Known | None) -> ExtractedText | None:
    """The text that was read of the live page, which a new visit is held against."""
    if not known or not known.text_capture or known.read_from.kind is not CopyKind.LIVE:
        return None
    return catalogue.text(known.text_capture)


def drifted(
    old: Mapping[str, ExtractedText | None], gathering: Gathering, settings: Settings
) -> Iterator[Finding]:
    """PV601 for every page whose text changed since it was read, and for the claims that leaned on what left it."""
    changed = [
        (gathered.known.url, before, gathered.text)
        for source, before in old.items()
        if before and (gathered := gathering.known.get(source)) and gathered.known and gathered.text
        if gathered.text.capture != before.capture and gathered.known.read_from.kind is CopyKind.LIVE
    ]
    if not changed:
        return
    with Catalogue.open(settings.cache, read_only=True) as catalogue:
        newest = catalogue.audit(None)
    audits = [codec.load(Audit, newest)] if newest else []
    for url, before, after in changed:
        yield from drift.findings(url, before, after, audits)
