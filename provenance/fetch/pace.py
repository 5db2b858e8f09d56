"""Whose turn it is: work is handed out host by host, so many at once and so far apart, and no host holds up another."""

from __future__ import annotations

import heapq
import itertools
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Work = TypeVar("Work")


@dataclass(slots=True)
class _Host(Generic[Work]):
    name: str
    interval: float
    queue: deque[Work] = field(default_factory=deque)
    running: int = 0
    free_at: float = 0.0
    """No work of this host begins before: its spacing, and what it asked for by Retry-After."""
    listed: bool = False
    """Whether it stands in the line of hosts that have work to begin."""


class Pace(Generic[Work]):
    """Queues of work by host. `interval` says how many seconds apart a host's work begins. For one thread; never waits."""

    def __init__(self, at_once: int, interval: Callable[[str], float]) -> None:
        """At most `at_once` pieces of work of one host are under way at a time."""
        self._at_once, self._interval = max(at_once, 1), interval
        self._hosts: dict[str, _Host[Work]] = {}
        self._line: list[tuple[float, int, _Host[Work]]] = []
        self._later: list[tuple[float, int, str, Work]] = []
        self._order = itertools.count()

    def put(self, host: str, work: Work, *, delay: float = 0.0, first: bool = False) -> None:
        """Queue work for a host: to begin after `delay` seconds at the earliest, `first` before what waits already."""
        if delay > 0:
            heapq.heappush(self._later, (time.monotonic() + delay, next(self._order), host, work))
        else:
            self._queue(host, work, first)

    def take(self) -> tuple[str, Work] | None:
        """The next work that may begin now, if there is some. Call `done` when it is over."""
        now = time.monotonic()
        host = self._due(now)
        return (host.name, self._begin(host, now)) if host else None

    def wait(self) -> float | None:
        """The seconds after which `take` may have something, unless other work ends or comes before; None: not by waiting."""
        nearest = [entries[0][0] for entries in (self._line, self._later) if entries]
        return max(min(nearest) - time.monotonic(), 0.0) if nearest else None

    def done(self, host: str) -> None:
        """A piece of work of this host is over."""
        known = self._hosts[host]
        known.running -= 1
        self._list(known)
        rests = not (known.listed or known.running or known.queue) and known.free_at <= time.monotonic()
        if rests and known.interval <= self._interval(host):  # else what it asked for would be forgotten
            del self._hosts[host]

    def pause(self, host: str, seconds: float) -> None:
        """Begin nothing of this host for so long; a shorter pause does not end a longer one."""
        known = self._host(host)
        known.free_at = max(known.free_at, time.monotonic() + seconds)

    def slow(self, host: str, interval: float) -> None:
        """Space this host's work by at least `interval` seconds, from what begins now on."""
        known = self._host(host)
        known.interval = max(known.interval, interval)
        known.free_at = max(known.free_at, time.monotonic() + interval)

    def _host(self, name: str) -> _Host[Work]:
        if name not in self._hosts:
            self._hosts[name] = _Host(name, self._interval(name))
        return self._hosts[name]

    def _queue(self, name: str, work: Work, first: bool) -> None:
        host = self._host(name)
        (host.queue.appendleft if first else host.queue.append)(work)
        self._list(host)

    def _list(self, host: _Host[Work]) -> None:
        if host.queue and not host.listed and host.running < self._at_once:
            host.listed = True
            heapq.heappush(self._line, (host.free_at, next(self._order), host))

    def _due(self, now: float) -> _Host[Work] | None:
        """The host whose turn it is now, taken out of the line."""
        while self._later and self._later[0][0] <= now:
            _, _, name, work = heapq.heappop(self._later)
            self._queue(name, work, first=True)
        while self._line and self._line[0][0] <= now:
            host = heapq.heappop(self._line)[2]
            host.listed = False
            if host.free_at <= now:
                return host
            self._list(host)  # it was paused while it stood in line
        return None

    def _begin(self, host: _Host[Work], now: float) -> Work:
        work = host.queue.popleft()
        host.running += 1
        host.free_at = max(host.free_at, now + host.interval)
        self._list(host)
        return work
