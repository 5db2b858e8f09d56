"""Visits and captures from their records alone: what a catalogue that was lost can be made from again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from provenance.archive import captures
from provenance.archive.folder import warc_files
from provenance.archive.reading import fields_at, head_at, read
from provenance.archive.scan import Found, visits
from provenance.errors import ArchiveDamaged
from provenance.model import Body, Capture, CopyKind, Failure, FailureKind, Hop, Visit

_ANSWERS = frozenset({"response", "revisit"})
_LINKED_ORIGINAL = re.compile(r"""<([^<>]+)>\s*;[^,<]*\brel\s*=\s*["']?(?:[\w-]+ )*original\b""")
_STAMPED_ORIGINAL = re.compile(r"/\d{14}(?:[a-z]{2}_)?/(https?:/.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One visit, or one copy that came by hand, as its records tell of it."""

    visit: Visit
    """Without bodies; for what was supplied or imported, without hops."""
    capture: Capture | None
    """As when it was kept, under the same id; none where the visit came to no answer."""


def kept_visits(folder: Path) -> Iterator[Kept]:
    """Everything that was kept in a cache folder, in that order; records that cannot be read are passed over."""
    for file in warc_files(folder):
        for records in visits(file):
            with suppress(ArchiveDamaged, ValueError):
                if kept := _kept(folder, file, records):
                    yield kept


def _kept(folder: Path, file: Path, records: list[Found]) -> Kept | None:
    answers = [found for found in records if found.type in _ANSWERS]
    notes = [found for found in records if found.type == "metadata"]
    supplied = next((found for found in records if found.type == "resource"), None)
    if supplied:
        return _by_hand(folder, _provisional(supplied, CopyKind.SUPPLIED), supplied)
    if answers and any("warc-refers-to" in note.fields for note in notes):
        return _by_hand(folder, _provisional(answers[-1], CopyKind.EARLIER), answers[-1])
    if not answers and not notes:
        return None
    hops = tuple(_hop(file, found) for found in answers)
    failure, at = _failure(file, notes[-1]) if notes else (None, _time(answers[-1]))
    first = answers[0] if answers else notes[-1]
    visit = Visit(
        url=first.fields["warc-target-uri"],
        started_at=_time(first),
        finished_at=at,
        hops=hops,
        failure=failure,
    )
    return _answered(folder, visit, answers[-1] if answers else None)


def _answered(folder: Path, visit: Visit, answer: Found | None) -> Kept:
    """A visit with the capture of its last answer, the one of a web archive known by the page that it shows."""
    if answer is None or not captures.is_answered(visit):
        return Kept(visit=visit, capture=None)
    capture = _whole(folder, _provisional(answer, CopyKind.LIVE), answer)
    last = visit.hops[-1]
    if original := _original(last):
        capture = captures.as_copy(capture, CopyKind.WEB_ARCHIVE, *original)
    hops = (*visit.hops[:-1], replace(last, body=replace(last.body, size=capture.size)))
    return Kept(visit=replace(visit, hops=hops), capture=capture)


def _by_hand(folder: Path, provisional: Capture, found: Found) -> Kept:
    at = provisional.captured_at
    visit = Visit(url=provisional.url, started_at=at, finished_at=at, hops=())
    return Kept(visit=visit, capture=_whole(folder, provisional, found))


def _provisional(found: Found, kind: CopyKind) -> Capture:
    """What the WARC headers say of a capture; its type and size stand in the record itself."""
    url, at = found.fields["warc-target-uri"], _time(found)
    sha256 = found.fields["warc-payload-digest"].removeprefix("sha256:")
    return Capture(
        id=captures.capture_id(url, at, sha256),
        url=url,
        captured_at=at,
        kind=kind,
        status=int(found.status) if found.type in _ANSWERS else 200,
        content_type="",
        sha256=sha256,
        size=0,
        warc=found.file,
        offset=found.offset,
        length=found.length,
    )


def _whole(folder: Path, provisional: Capture, found: Found) -> Capture:
    """A capture with its type and size. Raises ArchiveDamaged where its bytes are not what its digest says."""
    stored = read(folder, provisional)
    content_type = next((value for name, value in stored.headers if name.lower() == "content-type"), "")
    return replace(provisional, content_type=content_type, size=stored.body.size, length=found.length)


def _hop(file: Path, found: Found) -> Hop:
    head = head_at(file, found.offset)
    return Hop(
        url=found.fields["warc-target-uri"],
        at=_time(found),
        seconds=0,
        status=head.status,
        reason=head.reason,
        headers=head.headers,
        request_headers=(),
        body=Body(
            size=1
            if found.fields.get("warc-truncated")
            else 0,  # some of it came; `_answered` knows how much
            sha256=found.fields["warc-payload-digest"].removeprefix("sha256:"),
            truncated="warc-truncated" in found.fields,
        ),
        address=found.fields.get("warc-ip-address"),
    )


def _failure(file: Path, note: Found) -> tuple[Failure, datetime]:
    said = fields_at(file, note.offset)
    failure = Failure(
        kind=FailureKind(said["failure"]) if "failure" in said else FailureKind.PROTOCOL,
        code=said.get("failureCode", ""),
        detail=said.get("failureDetail", ""),
    )
    return failure, _time(note)


def _original(hop: Hop) -> tuple[str, datetime] | None:
    """The page and the time that a web archive's copy shows (RFC 7089: `Memento-Datetime`, and a link to the original)."""
    stamp = hop.header("memento-datetime")
    if stamp is None:
        return None
    linked = _LINKED_ORIGINAL.search(hop.header("link") or "")
    original = linked or _STAMPED_ORIGINAL.search(hop.url)
    return (original[1], parsedate_to_datetime(stamp).astimezone(UTC)) if original else None


def _time(found: Found) -> datetime:
    return datetime.fromisoformat(found.fields["warc-date"])
