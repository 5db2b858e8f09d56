"""The fetcher: visits by the thousand, in threads, each host at its pace."""

from __future__ import annotations

import queue
import random
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError, Future, InvalidStateError
from datetime import datetime

from provenance.fetch import robots
from provenance.fetch.pace import Pace
from provenance.fetch.rests import Rests
from provenance.fetch.robots import Robots
from provenance.fetch.settings import FetchSettings
from provenance.fetch.transport import Transport
from provenance.fetch.visiting import NO_VALIDATORS, Order, Refresh, Tools, Turn, Validators, Visiting
from provenance.model import Headers, Visit
from provenance.urls import host

UNDER_WAY = 4_096
"""URLs that `visit_all` has in hand at a time: enough that a few slow hosts do not hold up the rest."""

Task = tuple[Visiting, "Future[Visit]"]


class Client:
    """Visits URLs (`protocols.Fetcher`). Use as a context manager; safe to use from many threads."""

    def __init__(
        self,
        settings: FetchSettings,
        *,
        clock: Callable[[], datetime],
        sleep: Callable[[float], None],
        random: random.Random,
        rests: Rests | None = None,
    ) -> None:
        """Opens nothing yet. Raises `SettingsError` for networks or certificate authorities that make no sense.

        `rests` are the hosts that asked earlier runs to be left alone; what they ask of this one is noted in it.
        """
        self.settings, self.sleep = settings, sleep
        self._tools = Tools(settings, Transport(settings), clock, random, rests or Rests())
        self._pace: Pace[Task] = Pace(settings.host_concurrency, self._interval)
        agent = settings.user_agent.partition("/")[0].partition(" ")[0]
        self._robots = Robots(self._visit_robots, agent, self._heed_delay)
        self._without_robots: set[str] = set()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._open: set[Future[Visit]] = set()
        self._closed = False

    def __enter__(self) -> Client:
        """The client itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Drop what has not ended and close idle connections. Whoever waits for a visit gets a `CancelledError`, at once."""
        self._closed = True
        self._pace.close()
        for future in list(self._open):
            if not future.cancel():
                _settle(future, CancelledError())
        self._tools.transport.close()

    def exempt_from_robots(self, host: str) -> None:
        """Visit this host whatever its robots.txt says: for the interfaces of web archives, which are made for programs."""
        self._without_robots.add(host)

    def visit(
        self,
        url: str,
        *,
        headers: Headers = (),
        validators: Validators = NO_VALIDATORS,
        refresh: Refresh | None = None,
    ) -> Visit:
        """One visit, waited for; see `submit`."""
        return self.submit(url, headers=headers, validators=validators, refresh=refresh).result()

    def submit(
        self,
        url: str,
        *,
        headers: Headers = (),
        validators: Validators = NO_VALIDATORS,
        refresh: Refresh | None = None,
    ) -> Future[Visit]:
        """Begin a visit when its host's turn comes. Every failure of the world is a value of the `Visit`.

        `validators` are the ETag and Last-Modified of a copy that is held (an unchanged page then ends with a 304);
        `refresh` tells the target of a meta refresh in a page, which is followed as a hop.
        """
        order = Order(
            url=url,
            headers=headers,
            validators=validators,
            refresh=refresh,
            robots=self._rules_for(host(url)),
            max_retries=self.settings.max_retries,
            max_redirects=self.settings.max_redirects,
            max_bytes=self.settings.max_bytes,
        )
        future: Future[Visit] = Future()
        visiting = Visiting(order, self._tools)
        self._open.add(future)
        future.add_done_callback(self._open.discard)
        self._pace.put(visiting.host, (visiting, future))
        self._want_thread()
        if self._closed:
            future.cancel()
        return future

    def visit_all(
        self, urls: Iterable[str], on_visit: Callable[[Visit], None], *, refresh: Refresh | None = None
    ) -> None:
        """Visit all URLs; `on_visit` is called in this thread, with one visit at a time, in the order in which they end."""
        ended: queue.SimpleQueue[Future[Visit]] = queue.SimpleQueue()
        room = threading.Semaphore(2 * self.settings.concurrency)

        def hand_over(future: Future[Visit]) -> None:
            if not (future.cancelled() or future.exception()):
                room.acquire()  # holds the threads back when the visits are not taken off their hands
            ended.put(future)

        def take() -> None:
            future = ended.get()
            room.release()
            on_visit(future.result())

        under_way = 0
        for url in urls:
            self.submit(url, refresh=refresh).add_done_callback(hand_over)
            under_way += 1
            while under_way >= UNDER_WAY or not ended.empty():
                take()
                under_way -= 1
        for _ in range(under_way):
            take()

    def _rules_for(self, host: str) -> Robots | None:
        return None if self.settings.ignore_robots or host in self._without_robots else self._robots

    def _interval(self, host: str) -> float:
        delay = self.settings.host(host).delay
        return self.settings.host_interval if delay is None else delay

    def _want_thread(self) -> None:
        """Another thread, as long as there are fewer than may be at work."""
        with self._lock:
            if len(self._threads) < self.settings.concurrency:
                thread = threading.Thread(target=self._work, daemon=True, name=f"visit-{len(self._threads)}")
                self._threads.append(thread)
                thread.start()

    def _work(self) -> None:
        while (taken := self._pace.take()) is not None:
            name, (visiting, future) = taken
            try:
                if future.running() or future.set_running_or_notify_cancel():
                    self._carry_on(visiting, future)
            finally:
                self._pace.done(name)

    def _carry_on(self, visiting: Visiting, future: Future[Visit]) -> None:
        try:
            outcome = visiting.step()
        except BaseException as error:
            _settle(future, error)
            return
        if isinstance(outcome, Visit):
            _settle(future, outcome)
            return
        if outcome.pause:
            self._pace.pause(outcome.host, outcome.pause)
        self._pace.put(outcome.host, (visiting, future), delay=outcome.delay, first=True)

    def _visit_robots(self, url: str) -> Visit:
        """Fetch a robots.txt at once, outside of the queues: the visit that needs it has its host's turn already."""
        order = Order(
            url=url,
            max_retries=min(1, self.settings.max_retries),
            max_redirects=robots.MAX_REDIRECTS,
            max_bytes=robots.MAX_BYTES,
        )
        visiting = Visiting(order, self._tools)
        while isinstance(outcome := visiting.step(), Turn):
            self.sleep(outcome.delay)
        return outcome

    def _heed_delay(self, url: str, delay: float) -> None:
        """Space a site's visits as its robots.txt asks, up to what we are willing to wait."""
        self._pace.slow(host(url), min(delay, self.settings.max_wait))


def _settle(future: Future[Visit], outcome: Visit | BaseException) -> None:
    """Give a future its outcome, unless closing the client did so first."""
    try:
        if isinstance(outcome, Visit):
            future.set_result(outcome)
        else:
            future.set_exception(outcome)
    except InvalidStateError:
        if isinstance(outcome, Visit):
            for hop in outcome.hops:
                hop.body.discard()
