"""Captures: what the catalogue keeps of a record."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from provenance.archive.heads import clean_url
from provenance.model import Capture, CopyKind, FailureKind, Hop, Visit, identify

Place = tuple[str, int, int]
"""File name, offset and length of a record."""


def is_answered(visit: Visit) -> bool:
    """Whether the last hop is the answer of the page itself, whole or cut, and not a redirect on the way to it."""
    final = visit.final
    if final is None or visit.failure is None:
        return final is not None
    return visit.failure.kind is FailureKind.TRUNCATED or (final.body.truncated and final.body.size > 0)


def of_hop(hop: Hop, place: Place, same_as: Capture | None) -> Capture:
    """The capture of an answer; of a "not modified" (304), with type, size and digest of the body that it confirms."""
    url = clean_url(hop.url)
    sha256 = same_as.sha256 if same_as else hop.body.sha256
    return Capture(
        id=capture_id(url, hop.at, sha256),
        url=url,
        captured_at=hop.at,
        kind=CopyKind.LIVE,
        status=hop.status,
        content_type=same_as.content_type if same_as else hop.header("content-type") or "",
        sha256=sha256,
        size=same_as.size if same_as else hop.body.size,
        warc=place[0],
        offset=place[1],
        length=place[2],
    )


def of_resource(url: str, at: datetime, content_type: str, sha256: str, size: int, place: Place) -> Capture:
    """The capture of what a person supplied."""
    url = clean_url(url)
    return Capture(
        id=capture_id(url, at, sha256),
        url=url,
        captured_at=at,
        kind=CopyKind.SUPPLIED,
        status=200,
        content_type=content_type,
        sha256=sha256,
        size=size,
        warc=place[0],
        offset=place[1],
        length=place[2],
    )


def as_copy(
    capture: Capture, kind: CopyKind, original_url: str | None, captured_at: datetime | None
) -> Capture:
    """The capture of a web archive's copy, under the URL and time of the page that it shows."""
    if kind is CopyKind.LIVE and original_url is None:
        return capture
    url = clean_url(original_url) if original_url else capture.url
    at = captured_at or capture.captured_at
    identity = capture_id(f"{capture.url}\0{url}", at, capture.sha256)
    return replace(capture, id=identity, url=url, captured_at=at, kind=kind, archive_url=capture.url)


def capture_id(url: str, at: datetime, sha256: str) -> str:
    """From where, when and what: the same answer kept twice has one id."""
    return identify("capture", url, at.astimezone(UTC).isoformat(), sha256)
