"""When to try again: Retry-After, and decorrelated jitter where the host does not say."""

from __future__ import annotations

import random
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from provenance.model import Headers, Visit

BASE, CAP = 0.5, 8.0
"""Seconds. "Exponential Backoff And Jitter" (AWS Architecture Blog, 2015): sleep = min(cap, random(base, 3 * last sleep))."""
LONGEST = timedelta(days=365)


def retry_after(headers: Headers, now: datetime) -> datetime | None:
    """The time that a Retry-After header names, in seconds or as a date (RFC 9110 section 10.2.3); None without a readable one.

    Never before `now` and at most a year ahead. A date counts from the host's own clock, where it sends one.
    """
    value = _first(headers, "retry-after").strip()
    if re.fullmatch(r"\d{1,9}(\.\d+)?", value):
        return now + min(timedelta(seconds=float(value)), LONGEST)
    then, host_now = _date(value), _date(_first(headers, "date")) or now
    return now + min(max(then - host_now, timedelta()), LONGEST) if then else None


def time_to_come_back(visit: Visit) -> datetime | None:
    """When the host of a visit's last answer asked to be visited again, if that answer was 429 or 503."""
    final = visit.final
    return retry_after(final.headers, final.at) if final and final.status in (429, 503) else None


def _first(headers: Headers, name: str) -> str:
    return next((value for key, value in headers if key.lower() == name), "")


def _date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    try:
        return date.replace(tzinfo=date.tzinfo or UTC).astimezone(UTC)
    except OverflowError:
        return None


class Jitter:
    """Waits for one visit's retries, in seconds."""

    def __init__(self, random: random.Random) -> None:
        """`random` is where the chance comes from."""
        self._random, self._last = random, BASE

    def next(self) -> float:
        """How long to wait this time."""
        self._last = min(CAP, self._random.uniform(BASE, self._last * 3))
        return self._last
