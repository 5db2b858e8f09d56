"""robots.txt by RFC 9309: fetched once a host and kept, 4xx allows, an unreachable one does not."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from provenance.fetch.failures import failure
from provenance.model import Failure, FailureKind, Visit

MAX_BYTES = 512_000
"""RFC 9309 section 2.5: at least 500 KiB must be read."""
MAX_REDIRECTS = 5
"""RFC 9309 section 2.3.1.2: at least five are followed; beyond them the file counts as unavailable."""
KEPT = 2_000
"""Hosts whose rules are remembered."""
_SAME_FOR_PAGE = {FailureKind.DNS, FailureKind.CONNECT, FailureKind.TLS, FailureKind.REFUSED, FailureKind.MALFORMED, FailureKind.RESTING}  # fmt: skip


@dataclass(slots=True)
class _Entry:
    lock: asyncio.Lock
    rules: Protego | None = None
    failure: Failure | None = None
    known: bool = False


class Robots:
    """What sites ask of robots. For one event loop. `fetch` visits a robots.txt; `agent` is the product token that rules may name."""

    def __init__(
        self, fetch: Callable[[str], Awaitable[Visit]], agent: str, on_delay: Callable[[str, float], None]
    ) -> None:
        """`on_delay` is told a URL of each site that asks for a Crawl-delay, and the seconds."""
        self._fetch, self._agent, self._on_delay = fetch, agent, on_delay
        self._entries: OrderedDict[str, _Entry] = OrderedDict()

    async def ready(self, url: str) -> bool:
        """Make the rules for a URL known. False where another visit was fetching them already: this one waited, and lost its turn."""
        entry = self._entry(url)
        if entry.known:
            return True
        waited = entry.lock.locked()
        async with entry.lock:
            if not entry.known:
                await self._learn(entry, url)
        return not waited

    def objection(self, url: str) -> Failure | None:
        """Why this URL may not be visited, or None; only once `ready`.

        Where the host itself cannot be reached, that is the failure, as it would be the page's.
        """
        entry = self._entry(url)
        if entry.failure:
            return entry.failure
        if entry.rules and not entry.rules.can_fetch(url, self._agent):
            return failure(FailureKind.DISALLOWED, "robots")
        return None

    async def _learn(self, entry: _Entry, url: str) -> None:
        entry.rules, entry.failure = _read(await self._fetch(f"{_origin(url)}/robots.txt"))
        entry.known = entry.failure is None or entry.failure.kind is not FailureKind.RESTING  # a rest ends
        delay = entry.rules.crawl_delay(self._agent) if entry.rules else None
        if delay:
            self._on_delay(url, float(delay))

    def _entry(self, url: str) -> _Entry:
        origin = _origin(url)
        entry = self._entries.setdefault(origin, _Entry(asyncio.Lock()))
        self._entries.move_to_end(origin)
        if len(self._entries) > KEPT:
            self._entries.popitem(last=False)
        return entry


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _read(visit: Visit) -> tuple[Protego | None, Failure | None]:
    """The rules, or why nothing of the site may be visited; neither where the site has no rules."""
    failed, final = visit.failure, visit.final
    if failed and failed.kind is FailureKind.REDIRECTS:
        return None, None
    if failed and failed.kind in _SAME_FOR_PAGE:
        return None, failed
    if failed or final is None:
        return None, _unreadable(failed.detail if failed else "-")
    if final.status >= 500:
        return None, _unreadable(final.status)
    if final.status != 200:
        return None, None
    text = final.body.read().decode("utf-8", "replace")
    final.body.discard()
    return Protego.parse(text), None


def _unreadable(reason: object) -> Failure:
    return failure(FailureKind.DISALLOWED, "robots-unreachable", reason=reason)
