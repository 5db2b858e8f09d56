"""Copies of pages in web archives: which there are, by CDX or by TimeMap (RFC 7089), and where their unchanged bytes lie."""

from __future__ import annotations

import re
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote, urlsplit

from provenance.fetch.client import Client
from provenance.fetch.failures import failure
from provenance.fetch.indexes import Index, Row, read_cdx, read_timemap
from provenance.model import Failure, FailureKind, Headers, Hop, Visit
from provenance.urls import host

SAVE_INTERVAL = 5.0
"""Seconds between two requests to save a page; Save Page Now takes 15 a minute from one address."""
WAYBACK_INTERVAL = 2.5
"""Seconds between two CDX look-ups: the Wayback Machine allows 30 a minute, and asks clients to stay under 80 % of that."""
MAX_INDEX = 50_000_000
"""Bytes of a decoded list; a copy an hour for thirty years is 20 MB."""
MAX_PAGES = 5
"""Further pages of a TimeMap that are asked for: those nearest to the date, which costs a look-up each."""
LATEST = datetime(9999, 12, 31, tzinfo=UTC)
"""The date that is wanted where none is: the newest copy."""
GZIP_ONLY: Headers = (("Accept-Encoding", "gzip"),)
REST = 60.0
"""Seconds that an archive is left alone after it said 429 without a time to come back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveSite:
    """A web archive: the Wayback Machine by its host alone, pywb and others by the base URL of their collection."""

    base: str = "https://web.archive.org"
    interval: float = WAYBACK_INTERVAL
    """Seconds between two look-ups."""

    @property
    def is_wayback(self) -> bool:
        """Whether it is laid out as web.archive.org is (`/web/`, `/cdx/search/cdx`)."""
        return urlsplit(self.base).path in ("", "/")

    def cdx(self, url: str) -> str | None:
        """The CDX query for all good copies of a page, one an hour; None where only a TimeMap can be counted on."""
        if not self.is_wayback:
            return None
        asked = "output=json&fl=timestamp,original,statuscode&filter=statuscode:200&collapse=timestamp:10"
        return f"{self._root}/cdx/search/cdx?url={quote(url, safe='')}&{asked}"

    def timemap(self, url: str) -> str:
        """The TimeMap of a page."""
        return f"{self._replay}/timemap/link/{url}"

    def raw(self, stamp: str, url: str) -> str:
        """Where a copy lies as it was captured, without the archive's toolbar and rewriting."""
        return f"{self._replay}/{stamp}id_/{url}"

    def saving(self, url: str) -> str:
        """What to ask for to have a page captured (Save Page Now)."""
        return f"{self._root}/save/{url}"

    @property
    def _root(self) -> str:
        return self.base.rstrip("/")

    @property
    def _replay(self) -> str:
        return f"{self._root}/web" if self.is_wayback else self._root


@dataclass(frozen=True, slots=True, kw_only=True)
class Memento:
    """A copy in a web archive."""

    timestamp: datetime
    url: str
    """Of the unchanged bytes; `Client.visit` it."""
    original: str
    archive: str
    """The archive's base URL."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUp:
    """What the archives answered about a page."""

    copies: tuple[Memento, ...]
    failures: tuple[tuple[str, Failure], ...]
    """The archives that could not be asked, with the reason."""


class Archives:
    """Asks web archives for copies of pages, each at its pace. Safe to use from many threads."""

    def __init__(self, client: Client, sites: Sequence[ArchiveSite] = (ArchiveSite(),)) -> None:
        """`client` does the asking; robots.txt of the archives does not bind it, for these are interfaces for programs."""
        self._client = client
        self._desks = [_Desk(client, site) for site in sites]
        for site in sites:
            client.exempt_from_robots(host(site.base))

    def candidates(self, url: str, near: date | None) -> list[Memento]:
        """The copies of a page, nearest to a date first; without a date the newest first."""
        return list(self.look_up(url, near).copies)

    def save(self, url: str) -> Memento | Failure:
        """Ask the first archive that can (laid out like the Wayback Machine) to capture a page now: the new copy, or why there is none."""
        desk = next((desk for desk in self._desks if desk.site.is_wayback), None)
        return desk.save(url) if desk else failure(FailureKind.PROTOCOL, "archive-cannot-save")

    def preserve(self, url: str) -> Memento | Failure:
        """The newest copy of a page; where no archive has one, it is asked for. Why there is none, where that fails."""
        found = self.look_up(url, None)
        if found.copies:
            return found.copies[0]
        return found.failures[0][1] if found.failures else self.save(url)

    def look_up(self, url: str, near: date | None) -> LookUp:
        """The copies, ordered as by `candidates`, and which archives could not be asked."""
        copies: list[Memento] = []
        failed: list[tuple[str, Failure]] = []
        for desk in self._desks:
            found = desk.ask(url, near)
            if isinstance(found, Failure):
                failed.append((desk.site.base, found))
            else:
                copies.extend(found)
        unique = {copy.url: copy for copy in copies}
        return LookUp(copies=tuple(_ordered(unique.values(), near)), failures=tuple(failed))


_NO_CDX = Failure(kind=FailureKind.PROTOCOL, code="no-cdx", detail="CDX was not asked")


class _Desk:
    """One archive with its pace."""

    def __init__(self, client: Client, site: ArchiveSite) -> None:
        self.site, self._client = site, client
        self._lock = threading.Lock()
        self._free_at = 0.0
        self._rests_until = 0.0
        self._saves_rest_until = 0.0

    def ask(self, url: str, near: date | None) -> list[Memento] | Failure:
        """The copies of a page; the TimeMap is asked where there is no CDX, or it fails."""
        query = self.site.cdx(url)
        found = self._fetch(query, read_cdx) if query else _NO_CDX
        if isinstance(found, Failure) and found.code not in ("rate-limited", "archive-blocked"):
            found = self._ask_timemap(self.site.timemap(url), _noon(near) if near else LATEST)
        return found if isinstance(found, Failure) else [self._memento(row, url) for row in found.rows]

    def _ask_timemap(self, first: str, wanted: datetime) -> Index | Failure:
        """The copies of a TimeMap, with those of its further pages that may list one nearer to the wanted time."""
        found = self._fetch(first, read_timemap)
        if isinstance(found, Failure):
            return found
        rows, pages, seen = list(found.rows), list(found.pages), {first}
        for _ in range(MAX_PAGES):
            pages = [page for page in pages if page.url not in seen and host(page.url) == host(first)]
            nearest = min((abs(row.time - wanted) for row in rows), default=timedelta.max)
            page = min(pages, key=lambda page: page.away(wanted), default=None)
            if page is None or page.away(wanted) >= nearest:
                break
            seen.add(page.url)
            more = self._fetch(page.url, read_timemap)
            if isinstance(more, Failure):
                break
            rows += more.rows
            pages += more.pages
        return Index(rows=tuple(rows))

    def save(self, url: str) -> Memento | Failure:
        """Have a page captured."""
        if time.monotonic() < self._saves_rest_until:
            return failure(FailureKind.PROTOCOL, "rate-limited")
        self._wait_for_turn(SAVE_INTERVAL)
        visit = self._client.visit(self.site.saving(url))
        for hop in visit.hops:
            hop.body.discard()
        if visit.failure:
            return visit.failure
        for hop in reversed(visit.hops):
            copy = re.search(r"/web/(\d{14})(?:[a-z]{2}_)?/(.+)", hop.header("content-location") or hop.url)
            if copy and hop.status < 400:
                taken = datetime.strptime(copy[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
                return self._memento(Row(time=taken, original=copy[2]), url)
        status = visit.hops[-1].status
        if status != 429:
            return failure(FailureKind.PROTOCOL, "archive-error", status=status)
        self._saves_rest_until = _rest_after(visit)
        return failure(FailureKind.PROTOCOL, "rate-limited")

    def _fetch(self, query: str, read: Callable[[str], Index]) -> Index | Failure:
        if time.monotonic() < self._rests_until:
            return failure(FailureKind.PROTOCOL, "rate-limited")
        self._wait_for_turn(self.site.interval)
        visit = self._client.visit(query, headers=GZIP_ONLY)
        final = visit.final
        try:
            if visit.failure or final is None:
                return visit.failure or _NO_CDX
            return self._read(visit, final, read)
        finally:
            for hop in visit.hops:
                hop.body.discard()

    def _read(self, visit: Visit, final: Hop, read: Callable[[str], Index]) -> Index | Failure:
        if final.status in (429, 503):
            self._rests_until = _rest_after(visit)
            return failure(FailureKind.PROTOCOL, "rate-limited")
        if final.status == 404:
            return Index(rows=())
        return read(_text(final)) if final.status == 200 else _refusal(final)

    def _wait_for_turn(self, interval: float) -> None:
        with self._lock:
            now = time.monotonic()
            wait = max(self._free_at - now, 0.0)
            self._free_at = now + wait + interval
        if wait:
            self._client.sleep(wait)

    def _memento(self, row: Row, url: str) -> Memento:
        original = row.original or url
        raw = row.url or self.site.raw(row.time.strftime("%Y%m%d%H%M%S"), original)
        if self.site.base.startswith("https:") and host(raw) == host(self.site.base):
            raw = raw.replace("http:", "https:", 1) if raw.startswith("http:") else raw
        return Memento(timestamp=row.time, url=raw, original=original, archive=self.site.base)


def _ordered(copies: Iterable[Memento], near: date | None) -> list[Memento]:
    """Nearest to the middle of that day first, the later of two as near; without a day, newest first."""
    newest_first = sorted(copies, key=lambda copy: copy.timestamp, reverse=True)
    if near is None:
        return newest_first
    noon = _noon(near)
    return sorted(newest_first, key=lambda copy: abs(copy.timestamp - noon) // timedelta(seconds=1))


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def _rest_after(visit: Visit) -> float:
    """Until when (on the monotonic clock) an archive is left alone that said it is asked too much."""
    wait = (visit.retry_at - visit.finished_at).total_seconds() if visit.retry_at else REST
    return time.monotonic() + wait


def _refusal(final: Hop) -> Failure:
    """Why an archive does not say: its own error header, where it sends one (as the Wayback Machine does for blocked sites)."""
    error = final.header("x-archive-wayback-runtime-error") or ""
    if "AccessControl" in error or "Blocked" in error:
        return failure(FailureKind.PROTOCOL, "archive-blocked")
    return failure(FailureKind.PROTOCOL, "archive-error", status=final.status)


def _text(final: Hop) -> str:
    """The answer's text, its content coding undone; what is damaged or too long is cut."""
    data = final.body.read()
    if (final.header("content-encoding") or "").lower() in ("gzip", "x-gzip"):
        try:
            data = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data, MAX_INDEX)
        except zlib.error:
            return ""
    return data.decode("utf-8", "replace")
