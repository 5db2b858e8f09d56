"""Makes the catalogue from the records again, where it was lost or an old copy of it was put back.

Captures keep their ids, pages are judged and read anew, and each source gets the history of its visits. What people
decided and what audits said stands in no record, and is lost with the catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from provenance import access, intake
from provenance.archive import Kept, kept_visits
from provenance.fetch import time_to_come_back
from provenance.model import Access, CopyKind, ExtractedText, LinkStatus, Visit
from provenance.outcomes import earlier_copy, known_after, live_copy, preview_copy, read_from
from provenance.reading import Reading, read_capture
from provenance.store import Catalogue, Known
from provenance.targets import Target
from provenance.urls import source_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What the catalogue knows again."""

    captures: int
    visits: int
    """Visits whose outcome is known again, those that came to no answer among them."""


def rebuild(folder: Path, catalogue: Catalogue) -> Rebuilt:
    """Add what the records of a cache folder tell and the catalogue does not know; what it knows stays as it is.

    For the holder of the archive's lock: nothing may be written meanwhile.
    """
    captures = visits = 0
    for kept in kept_visits(folder):
        if kept.capture and catalogue.capture(kept.capture.id):
            continue
        with catalogue.transaction():
            captures += kept.capture is not None
            visits += _enter(folder, catalogue, kept)
    return Rebuilt(captures=captures, visits=visits)


def _enter(folder: Path, catalogue: Catalogue, kept: Kept) -> bool:
    """Write down one visit or copy; whether it says something of its link that was not known."""
    capture = kept.capture
    kind = capture.kind if capture else CopyKind.LIVE
    if capture and kind is CopyKind.SUPPLIED:
        intake.keep(catalogue, capture.url, [capture], intake.whole_text(folder, capture))
    elif capture and kind is CopyKind.EARLIER:
        intake.take_source(folder, catalogue, [capture])
    elif capture and kind is CopyKind.WEB_ARCHIVE:
        _enter_copy(folder, catalogue, kept)
    else:
        return _enter_visit(folder, catalogue, kept)
    return False


def _enter_visit(folder: Path, catalogue: Catalogue, kept: Kept) -> bool:
    visit = replace(kept.visit, retry_at=time_to_come_back(kept.visit))
    target = Target(source=source_id(visit.url), url=visit.url, near=None)
    before = catalogue.known(target.source)
    captures = [kept.capture] if kept.capture else []
    if before and before.checked_at and visit.started_at <= before.checked_at:
        catalogue.keep_captures(target.source, captures)
        return False
    reading = _read(folder, catalogue, kept, visit, before)
    read = live_copy(kept.capture, reading, before) or earlier_copy(before, catalogue.text)
    read = read or preview_copy(kept.capture, reading)
    known = known_after(
        visit, reading.status, target, before, captures, read, before.saved if before else None
    )
    catalogue.remember(known, captures)
    if read:
        catalogue.keep_text(read.text)
    return True


def _read(folder: Path, catalogue: Catalogue, kept: Kept, visit: Visit, before: Known | None) -> Reading:
    """The state and the text that a visit shows; a page that had not changed keeps those that it had."""
    if kept.capture is None or visit.failure:
        return Reading(status=access.judge(visit, None), text=None)
    if kept.capture.status == 304 and before and before.live:
        return Reading(status=before.status, text=catalogue.text(before.live.id))
    return read_capture(folder, kept.capture, visit, source_id(visit.url), want_text=True)


def _enter_copy(folder: Path, catalogue: Catalogue, kept: Kept) -> None:
    """A web archive's copy: its source is read from it where the page itself could not be read whole."""
    capture = kept.capture
    assert capture is not None
    source = source_id(capture.url)
    before = catalogue.known(source)
    reading = read_capture(folder, capture, kept.visit, source, want_text=True)
    if not before or _is_whole(catalogue, before) or not _serves(reading.status, reading.text):
        intake.keep(catalogue, capture.url, [capture], None)
        return
    assert reading.text is not None
    copy = read_from(capture, CopyKind.WEB_ARCHIVE, capture.archive_url or capture.url)
    catalogue.keep_text(reading.text)
    catalogue.remember(replace(before, read_from=copy, text_capture=capture.id), [capture])


def _is_whole(catalogue: Catalogue, known: Known) -> bool:
    text = catalogue.text(known.text_capture) if known.text_capture else None
    return text is not None and text.access is Access.WHOLE


def _serves(status: LinkStatus, text: ExtractedText | None) -> bool:
    return status.state.group == "usable" and text is not None and text.access is Access.WHOLE
