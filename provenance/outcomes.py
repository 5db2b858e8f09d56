"""What a visit makes of what is known of its source: its state, when it is visited next, and which copy of it is read. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from provenance.model import (
    Access,
    Capture,
    CopyKind,
    ExtractedText,
    Hopped,
    LinkStatus,
    ReadFrom,
    Saved,
    Visit,
)
from provenance.reading import Reading
from provenance.store import Known, advance
from provenance.targets import Target
from provenance.urls import canonical, sendable


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A readable copy: where it came from and its text."""

    read_from: ReadFrom
    text: ExtractedText


def known_after(
    visit: Visit,
    status: LinkStatus,
    target: Target,
    before: Known | None,
    captures: Sequence[Capture],
    read: Copy | None,
    saved: Saved | None,
) -> Known:
    """The state of a source after a visit that showed `status`, made `captures`, and after which `read` is its copy.

    Where no text was asked for, the copy that was read before stays.
    """
    final = visit.final
    at = visit.finished_at
    kept = before if before and not target.want_text else None
    streak = advance(before, status, at, visit.retry_at)
    live = next((c for c in captures if c.kind is CopyKind.LIVE and c.status == 200), None)
    fresh = live is not None and final is not None and not visit.failure
    return Known(
        source=target.source,
        url=sendable(target.url) if "@" in target.url else target.url,  # without a name and password
        canonical_url=canonical(target.url),
        status=status,
        http_status=final.status if final else None,
        hops=tuple(Hopped(url=hop.url, status=hop.status) for hop in visit.hops),
        checked_at=at,
        next_check_at=streak.next_check_at,
        retry_at=visit.retry_at,
        failures=streak.failures,
        failing_since=streak.failing_since,
        counted_at=streak.counted_at,
        last_ok=streak.last_ok,
        dead=streak.dead,
        etag=(final.header("etag") if fresh and final else before.etag if before else None),
        last_modified=(
            final.header("last-modified") if fresh and final else before.last_modified if before else None
        ),
        live=live or (before.live if before else None),
        read_from=read.read_from if read else kept.read_from if kept else ReadFrom(),
        text_capture=read.text.capture if read else kept.text_capture if kept else None,
        saved=saved,
    )


def read_from(capture: Capture, kind: CopyKind, url: str) -> ReadFrom:
    """Which copy was read."""
    return ReadFrom(kind=kind, url=url, captured_at=capture.captured_at, capture=capture.id)


def live_copy(capture: Capture | None, reading: Reading, before: Known | None) -> Copy | None:
    """The page itself, where it could be read whole."""
    text = reading.text
    if not capture or not text or text.access is not Access.WHOLE or reading.status.state.group != "usable":
        return None
    held = before.live if capture.status == 304 and before and before.live else capture
    return Copy(read_from=read_from(held, CopyKind.LIVE, held.url), text=text)


def earlier_copy(before: Known | None, text_of: Callable[[str], ExtractedText | None]) -> Copy | None:
    """The whole copy that an earlier run read, or that a person supplied; `text_of` gives the text of a capture."""
    text = text_of(before.text_capture) if before and before.text_capture else None
    if not before or not text or text.access is not Access.WHOLE:
        return None
    kind = CopyKind.EARLIER if before.read_from.kind is CopyKind.LIVE else before.read_from.kind
    return Copy(read_from=replace(before.read_from, kind=kind), text=text)


def preview_copy(capture: Capture | None, reading: Reading) -> Copy | None:
    """The part of a walled page that can be read."""
    if not capture or not reading.text:
        return None
    return Copy(read_from=read_from(capture, CopyKind.LIVE, capture.url), text=reading.text)
