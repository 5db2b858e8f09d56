"""One visit under way: from hop to hop, with its retries, cookies and limits, until it comes to an answer or a failure."""

from __future__ import annotations

import http.client
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

import requests
import urllib3.exceptions

from provenance.fetch import failures
from provenance.fetch.failures import failure
from provenance.fetch.guard import check_host
from provenance.fetch.headers import ACCEPTED, Cookies, location, secret_headers
from provenance.fetch.http11 import Head
from provenance.fetch.patience import BASE, Jitter, retry_after
from provenance.fetch.rests import Rests
from provenance.fetch.robots import Robots
from provenance.fetch.settings import FetchSettings
from provenance.fetch.transport import Answer, Transport
from provenance.model import Failure, FailureKind, Headers, Hop, Visit
from provenance.urls import host, join, problem, sendable

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PASSING = frozenset({429, 500, 502, 503, 504})
"""Statuses that are worth a second try; the rest of 5xx and all walls are not."""
REDIRECT_BODY = 64 * 1024
"""Bytes kept of the body of a redirect."""
EXCHANGE_ERRORS = (
    requests.RequestException,
    urllib3.exceptions.HTTPError,
    http.client.HTTPException,
    OSError,
    ValueError,
)

Refresh = Callable[[Hop], "str | None"]
TakeTurn = Callable[["Turn"], Awaitable[None]]
"""Gives up the turn that a visit has, and waits for the next one."""
Validators = tuple["str | None", "str | None"]
NO_VALIDATORS: Validators = (None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be visited, and how."""

    url: str
    headers: Headers = ()
    validators: Validators = NO_VALIDATORS
    """ETag and Last-Modified of the copy that is held."""
    refresh: Refresh | None = None
    """Tells the target of a meta refresh in a page."""
    robots: Robots | None = None
    """Asked before each hop; None where robots.txt does not bind."""
    max_retries: int
    max_redirects: int
    max_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A visit that has to wait: for its turn at a host, `delay` seconds from now at the earliest."""

    host: str
    delay: float = 0.0
    pause: float = 0.0
    """Seconds for which the host asked everybody to stay away."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What all visits of a client share."""

    settings: FetchSettings
    transport: Transport
    clock: Callable[[], datetime]
    random: random.Random
    rests: Rests


class Visiting:
    """A visit under way; `run` carries it to its end."""

    def __init__(self, order: Order, tools: Tools) -> None:
        """Nothing is sent yet."""
        self.order, self.tools = order, tools
        self.url = sendable(order.url)
        self._hops: list[Hop] = []
        self._seen: set[tuple[str, str]] = set()
        self._cookies = Cookies()
        self._jitter: Jitter | None = None
        self._tries, self._attempts = 0, 1
        self._spent = 0.0
        self._retry_at: datetime | None = None
        self._started = tools.clock()

    @property
    def host(self) -> str:
        """The host of the next request."""
        return host(self.url)

    async def run(self, take_turn: TakeTurn) -> Visit:
        """Go on until the visit is over; `take_turn` is awaited where it has to wait."""
        while True:
            outcome = self._objection() or await self._robots_objection() or await self._request()
            if isinstance(outcome, Turn):
                await take_turn(outcome)
                continue
            if isinstance(outcome, Failure):
                return self._end(outcome)
            self._hops.append(outcome)
            follow_up = self._next(outcome)
            if not isinstance(follow_up, str):
                return self._end(follow_up)
            before, self.url, self._tries = self.host, follow_up, 0
            if self.host not in (before, ""):
                await take_turn(Turn(host=self.host))

    async def _request(self) -> Hop | Failure | Turn:
        """The next hop, or why there is none."""
        cookie = self._cookies.header(self.url)
        if (self.url, cookie) in self._seen and not self._tries:
            return failure(FailureKind.REDIRECTS, "loop", url=self.url)
        self._seen.add((self.url, cookie))
        self._retry_at = self.tools.rests.until(self.host, self.tools.clock())
        if self._retry_at:
            until = self._retry_at.strftime("%Y-%m-%d %H:%M UTC")
            return failure(FailureKind.RESTING, "retry-after", "resting", host=self.host, until=until)
        left = self.tools.settings.timeout - self._spent
        if left <= 0:
            return failure(FailureKind.TIMEOUT, "total-timeout")
        begun = time.monotonic()
        try:
            return await self._exchange(cookie, left, begun)
        finally:
            self._spent += time.monotonic() - begun

    async def _exchange(self, cookie: str, budget: float, begun: float) -> Hop | Failure | Turn:
        sent = self._headers(cookie)
        at = self.tools.clock()
        try:
            secret = secret_headers(self.tools.settings, self.url)
            answer = await self.tools.transport.exchange(self.url, (*sent, *secret), budget)
        except EXCHANGE_ERRORS as error:
            failures.raise_own(error)
            return self._after_failure(failures.classify(error))
        turn = self._asked_to_wait(answer.head)
        if turn:
            answer.close()
            return turn
        return await self._receive(answer, at, begun, sent)

    async def _receive(self, answer: Answer, at: datetime, begun: float, sent: Headers) -> Hop | Failure:
        head, spool = answer.head, self.tools.settings.spool
        redirects = head.status in REDIRECTS and location(head.headers) is not None
        body, error = await answer.body(REDIRECT_BODY if redirects else self.order.max_bytes, spool)
        self._cookies.keep(self.url, head.headers)
        hop = Hop(
            url=self.url,
            at=at,
            seconds=time.monotonic() - begun,
            status=head.status,
            reason=head.reason,
            headers=head.headers,
            request_headers=sent,
            body=body,
            address=answer.address,
            http_version=head.version,
        )
        failed = failures.of_proxy(hop.status, hop.reason, hop.headers) if answer.forwarded else None
        if failed:
            hop.body.discard()
            return failed
        if error is None or redirects:
            return hop
        failures.raise_own(error)
        self._hops.append(hop)
        return _within_body(failures.classify(error))

    def _next(self, hop: Hop) -> str | Failure | None:
        """Where the hop leads on: a URL, a failure that ends the visit, or None at the last hop."""
        target = location(hop.headers) if hop.status in REDIRECTS else None
        if target is None:
            return self._refreshed(hop)
        if len(self._hops) > self.order.max_redirects:
            return failure(FailureKind.REDIRECTS, "too-many", limit=self.order.max_redirects)
        return join(hop.url, target)

    def _refreshed(self, hop: Hop) -> str | None:
        """The target of a meta refresh; a page that refreshes to where the visit has been is the last one."""
        if not self.order.refresh or hop.status != 200 or len(self._hops) > self.order.max_redirects:
            return None
        target = self.order.refresh(hop)
        url = sendable(target) if target else ""
        been = {seen for seen, _ in self._seen}
        return url if url and not problem(url) and url not in been else None

    def _objection(self) -> Failure | None:
        """Why the URL itself cannot be visited."""
        code = problem(self.url)
        if code == "scheme":
            return failure(FailureKind.REFUSED, "scheme", url=self.url)
        if code:
            return failure(FailureKind.MALFORMED, code, "malformed", url=self.url)
        reason = check_host(self.host, self.tools.settings.allowed)
        if reason:
            return failure(FailureKind.REFUSED, "private-address", where=self.host, reason=reason)
        return None

    async def _robots_objection(self) -> Failure | Turn | None:
        robots = self.order.robots
        if not robots or self._tries:
            return None
        return robots.objection(self.url) if await robots.ready(self.url) else Turn(host=self.host)

    def _after_failure(self, found: Failure) -> Failure | Turn:
        if not failures.is_passing(found) or self._tries >= self.order.max_retries:
            return found
        return self._again(self._wait())

    def _asked_to_wait(self, head: Head) -> Turn | None:
        """The turn to take instead of this answer, if it is one to be retried."""
        if head.status not in PASSING or head.header("memento-datetime"):
            return None  # an archive's copy of somebody's 429 is no 429
        now = self.tools.clock()
        self._retry_at = retry_after(head.headers, now)
        wait = (self._retry_at - now).total_seconds() if self._retry_at else None
        if self._retry_at and wait and wait > self.tools.settings.max_wait:
            self.tools.rests.note(self.host, self._retry_at)
            return None
        if self._tries >= self.order.max_retries:
            return None
        return self._again(self._wait()) if wait is None else self._again(max(wait, BASE), pause=wait)

    def _again(self, delay: float, pause: float = 0.0) -> Turn:
        self._tries += 1
        self._attempts += 1
        return Turn(host=self.host, delay=delay, pause=pause)

    def _wait(self) -> float:
        self._jitter = self._jitter or Jitter(self.tools.random)
        return self._jitter.next()

    def _headers(self, cookie: str) -> Headers:
        etag, modified = self.order.validators
        optional = (("Cookie", cookie), ("If-None-Match", etag), ("If-Modified-Since", modified))
        own = {name for name, _ in self.order.headers}
        return (
            ("Host", urlsplit(self.url).netloc),
            ("User-Agent", self.tools.settings.user_agent),
            *(pair for pair in ACCEPTED if pair[0] not in own),
            *((name, value) for name, value in optional if value),
            *self.order.headers,
        )

    def _end(self, failed: Failure | None) -> Visit:
        if failed and failed.kind is FailureKind.RESTING:  # told to the visit of its robots.txt, perhaps
            self._retry_at = self.tools.rests.until(self.host, self.tools.clock())
        return Visit(
            url=self.order.url,
            started_at=self._started,
            finished_at=self.tools.clock(),
            hops=tuple(self._hops),
            failure=failed,
            attempts=self._attempts,
            retry_at=self._retry_at,
        )


def _within_body(found: Failure) -> Failure:
    """A failure of the exchange as it looks once a part of the body was there."""
    if found.kind is FailureKind.TIMEOUT:
        return failure(FailureKind.TIMEOUT, "total-timeout")
    if found.kind in (FailureKind.CONNECT, FailureKind.TLS, FailureKind.PROTOCOL):
        return failure(FailureKind.TRUNCATED, "short-body")
    return found
