"""When a source is visited next, and when it counts as dead. Pure; the rules are those of DESIGN.md section 4."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from provenance.model import LinkState, LinkStatus

if TYPE_CHECKING:
    from provenance.store.known import Known

ALIVE_FIRST = timedelta(days=7)
ALIVE_LONGEST = timedelta(days=30)
ALIVE_GROWTH = 1.5
FAILING = timedelta(days=3)
RESTING = timedelta(days=14)
"""For what is walled, and for what may not be visited."""

FAILURES_TO_DIE = 3
BETWEEN_FAILURES = timedelta(days=3)
"""Failed visits nearer together count as one: an outage of a day is no link rot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Streak:
    """What a visit makes of the history of its source; the fields are those of `Known` with the same names."""

    failures: int
    """Failed visits in a row, those alone that came at least three days after the one counted before."""
    failing_since: datetime | None
    counted_at: datetime | None
    """When the last failure was counted."""
    last_ok: datetime | None
    dead: bool
    next_check_at: datetime


def advance(
    previous: Known | None, status: LinkStatus, at: datetime, retry_at: datetime | None = None
) -> Streak:
    """The streak after a visit at `at` that showed `status`; `retry_at` is when the host asked to be visited again.

    A usable page resets; faulty and lost ones count; walls and pages that may not be visited change nothing but the
    time of the next visit.
    """
    match status.state.group:
        case "usable":
            interval = _alive_interval(previous, at)
            return _streak(None, last_ok=at, next_check_at=at + interval)
        case "faulty" | "lost":
            return _failed(previous, status, at, max(at + FAILING, retry_at or at))
        case _:
            rest = retry_at if status.state is LinkState.RATE_LIMITED and retry_at else at + RESTING
            return _streak(previous, last_ok=previous.last_ok if previous else None, next_check_at=rest)


def _alive_interval(previous: Known | None, at: datetime) -> timedelta:
    """Longer by half after each success that came when it was due; a visit ahead of its time teaches nothing."""
    if not previous or previous.status.state.group != "usable" or not previous.checked_at:
        return ALIVE_FIRST
    due = previous.next_check_at or at
    interval = due - previous.checked_at
    grown = interval * ALIVE_GROWTH if at >= due else interval
    return min(max(grown, ALIVE_FIRST), ALIVE_LONGEST)


def _failed(previous: Known | None, status: LinkStatus, at: datetime, again: datetime) -> Streak:
    counts = _counts(previous, at)
    failures = (previous.failures if previous else 0) + counts
    at_once = status.state is LinkState.GONE or status.code == "nxdomain"
    counted_before = previous.counted_at if previous else None
    return Streak(
        failures=failures,
        failing_since=(previous.failing_since if previous else None) or at,
        counted_at=at if counts else counted_before,
        last_ok=previous.last_ok if previous else None,
        dead=at_once or failures >= FAILURES_TO_DIE or bool(previous and previous.dead),
        next_check_at=again,
    )


def _counts(previous: Known | None, at: datetime) -> bool:
    if not previous or not previous.failures or not previous.failing_since:
        return True
    last = previous.counted_at or previous.failing_since + BETWEEN_FAILURES * (previous.failures - 1)
    return at - last >= BETWEEN_FAILURES


def _streak(kept: Known | None, *, last_ok: datetime | None, next_check_at: datetime) -> Streak:
    return Streak(
        failures=kept.failures if kept else 0,
        failing_since=kept.failing_since if kept else None,
        counted_at=kept.counted_at if kept else None,
        last_ok=last_ok,
        dead=kept.dead if kept else False,
        next_check_at=next_check_at,
    )
