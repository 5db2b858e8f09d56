"""What the catalogue knows of a source, and its rows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from provenance.model import (
    Capture,
    CopyKind,
    Decision,
    Hopped,
    LinkState,
    LinkStatus,
    ReadFrom,
    Saved,
    Verdict,
)

Row = dict[str, Any]
NOTHING_READ = ReadFrom()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The state of one source after its last visit."""

    source: str
    url: str
    """The URL that was visited."""
    canonical_url: str
    status: LinkStatus
    http_status: int | None = None
    hops: tuple[Hopped, ...] = ()
    checked_at: datetime | None = None
    next_check_at: datetime | None = None
    retry_at: datetime | None = None
    """When the host asked to be visited again."""
    failures: int = 0
    failing_since: datetime | None = None
    counted_at: datetime | None = None
    last_ok: datetime | None = None
    dead: bool = False
    """These five are a `schedule.Streak`."""
    etag: str | None = None
    last_modified: str | None = None
    live: Capture | None = None
    """The newest capture of the page itself, the usable one where there is one."""
    read_from: ReadFrom = NOTHING_READ
    text_capture: str | None = None
    """The id of the capture whose text was read."""
    saved: Saved | None = None
    """What a web archive answered when it was last asked to hold a copy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """An earlier visit to a source."""

    at: datetime
    status: LinkStatus
    http_status: int | None
    capture: str | None
    """The id of the live capture that the source had after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """An audit that was kept."""

    id: str
    started_at: datetime
    summary: str


def known_row(known: Known) -> Row:
    """The row of `sources`."""
    return {
        "source": known.source,
        "url": known.url,
        "canonical_url": known.canonical_url,
        "state": known.status.state.value,
        "code": known.status.code,
        "evidence": known.status.evidence,
        "http_status": known.http_status,
        "hops": json.dumps([[hop.url, hop.status] for hop in known.hops]),
        "checked_at": to_text(known.checked_at),
        "next_check_at": to_text(known.next_check_at),
        "retry_at": to_text(known.retry_at),
        "failures": known.failures,
        "failing_since": to_text(known.failing_since),
        "counted_at": to_text(known.counted_at),
        "last_ok": to_text(known.last_ok),
        "dead": known.dead,
        "etag": known.etag,
        "last_modified": known.last_modified,
        "live": known.live and known.live.id,
        "text_capture": known.text_capture,
        "read_kind": known.read_from.kind.value,
        "read_url": known.read_from.url,
        "read_at": to_text(known.read_from.captured_at),
        "read_capture": known.read_from.capture,
        **_saved_row(known.saved),
    }


def to_known(row: sqlite3.Row, capture: Callable[[str], Capture | None]) -> Known:
    """A row of `sources` as a value; `capture` finds a capture by its id."""
    return Known(
        source=row["source"],
        url=row["url"],
        canonical_url=row["canonical_url"],
        status=_status(row),
        http_status=row["http_status"],
        hops=tuple(Hopped(url=url, status=status) for url, status in json.loads(row["hops"])),
        checked_at=to_time(row["checked_at"]),
        next_check_at=to_time(row["next_check_at"]),
        retry_at=to_time(row["retry_at"]),
        failures=row["failures"],
        failing_since=to_time(row["failing_since"]),
        counted_at=to_time(row["counted_at"]),
        last_ok=to_time(row["last_ok"]),
        dead=bool(row["dead"]),
        etag=row["etag"],
        last_modified=row["last_modified"],
        live=capture(row["live"]) if row["live"] else None,
        read_from=ReadFrom(
            kind=CopyKind(row["read_kind"]),
            url=row["read_url"],
            captured_at=to_time(row["read_at"]),
            capture=row["read_capture"],
        ),
        text_capture=row["text_capture"],
        saved=_saved(row),
    )


def history_row(known: Known) -> Row:
    """The row of `history` for the visit that `known` is the state after."""
    return {
        "source": known.source,
        "at": to_text(known.checked_at),
        "state": known.status.state.value,
        "code": known.status.code,
        "evidence": known.status.evidence,
        "http_status": known.http_status,
        "capture": known.live and known.live.id,
    }


def to_past(row: sqlite3.Row) -> Past:
    """A row of `history` as a value."""
    return Past(
        at=datetime.fromisoformat(row["at"]),
        status=_status(row),
        http_status=row["http_status"],
        capture=row["capture"],
    )


def capture_row(capture: Capture, source: str | None) -> Row:
    """The row of `captures`."""
    row = {name: getattr(capture, name) for name in Capture.__slots__}
    row |= {"captured_at": to_text(capture.captured_at), "kind": capture.kind.value, "source": source}
    return row


def to_capture(row: sqlite3.Row) -> Capture:
    """A row of `captures` as a value."""
    fields = {name: row[name] for name in Capture.__slots__}
    at, kind = datetime.fromisoformat(row["captured_at"]), CopyKind(row["kind"])
    return Capture(**(fields | {"captured_at": at, "kind": kind}))


def decision_row(decision: Decision) -> Row:
    """The row of `decisions`, without its number."""
    row = {name: getattr(decision, name) for name in Decision.__slots__ if name != "number"}
    return row | {"verdict": decision.verdict and decision.verdict.value, "at": to_text(decision.at)}


def to_decision(row: sqlite3.Row) -> Decision:
    """A row of `decisions` as a value."""
    return Decision(
        claim=row["claim"],
        verdict=Verdict(row["verdict"]) if row["verdict"] else None,
        note=row["note"],
        author=row["author"],
        at=datetime.fromisoformat(row["at"]),
        fingerprint=row["fingerprint"],
        passage=row["passage"],
        withdrawn=bool(row["withdrawn"]),
        number=row["rowid"],
    )


def to_text(at: datetime | None) -> str | None:
    """A time so that the order of the texts is that of the times: UTC, always with microseconds."""
    if at is None:
        return None
    return (at if at.tzinfo is UTC else at.astimezone(UTC)).isoformat(timespec="microseconds")


def to_time(text: str | None) -> datetime | None:
    """The time that `to_text` wrote."""
    return datetime.fromisoformat(text) if text else None


def _saved_row(saved: Saved | None) -> Row:
    return {
        "save_asked_at": to_text(saved.asked_at) if saved else None,
        "saved_url": saved and saved.url,
        "saved_at": to_text(saved.captured_at) if saved else None,
        "save_problem": saved.problem if saved else "",
    }


def _saved(row: sqlite3.Row) -> Saved | None:
    asked_at = to_time(row["save_asked_at"])
    if asked_at is None:
        return None
    return Saved(
        asked_at=asked_at,
        url=row["saved_url"],
        captured_at=to_time(row["saved_at"]),
        problem=row["save_problem"],
    )


def _status(row: sqlite3.Row) -> LinkStatus:
    return LinkStatus(state=LinkState(row["state"]), code=row["code"], evidence=row["evidence"])
