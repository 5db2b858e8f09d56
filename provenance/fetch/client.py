"""The fetcher: visits by the hundred in one event loop, each host at its pace."""

from __future__ import annotations

import asyncio
import random
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, InvalidStateError
from datetime import datetime
from functools import partial

from provenance.fetch import robots
from provenance.fetch.pace import Pace
from provenance.fetch.rests import Rests
from provenance.fetch.robots import Robots
from provenance.fetch.settings import FetchSettings
from provenance.fetch.transport import Transport
from provenance.fetch.visiting import NO_VALIDATORS, Order, Refresh, Tools, Turn, Validators, Visiting
from provenance.model import Headers, Visit
from provenance.urls import host

Begin = Callable[[], object]


class Client:
    """Visits URLs (`protocols.Fetcher`). Use as a context manager; safe to use from many threads.

    The visits themselves are all made in one thread of its own, which is begun with the first of them.
    """

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
        self._pace: Pace[Begin] = Pace(settings.host_concurrency, self._interval)
        agent = settings.user_agent.partition("/")[0].partition(" ")[0]
        self._robots = Robots(self._visit_robots, agent, self._heed_delay)
        self._without_robots: set[str] = set()
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._arrived: deque[tuple[Visiting, Future[Visit]]] = deque()
        self._open: set[Future[Visit]] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._at_work = 0
        self._alarm: asyncio.TimerHandle | None = None
        self._closed = False

    def __enter__(self) -> Client:
        """The client itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Drop what has not ended and close all connections. Whoever waits for a visit gets a `CancelledError`, at once."""
        with self._lock:
            self._closed, loop, self._loop = True, self._loop, None
        for future in list(self._open):
            if not future.cancel():
                _settle(future, CancelledError())
        if loop:
            loop.call_soon_threadsafe(loop.stop)

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
        self._open.add(future)
        future.add_done_callback(self._open.discard)
        with self._lock:
            if self._closed:
                future.cancel()
                return future
            self._loop = self._loop or self._begin_loop()
            self._arrived.append((Visiting(order, self._tools), future))
            if len(self._arrived) == 1:
                self._loop.call_soon_threadsafe(self._take_in)
        return future

    def _rules_for(self, host: str) -> Robots | None:
        return None if self.settings.ignore_robots or host in self._without_robots else self._robots

    def _interval(self, host: str) -> float:
        delay = self.settings.host(host).delay
        return self.settings.host_interval if delay is None else delay

    def _begin_loop(self) -> asyncio.AbstractEventLoop:
        loop = asyncio.new_event_loop()
        threading.Thread(target=self._run, args=(loop,), daemon=True, name="visits").start()
        return loop

    # --- in the thread of the event loop -----------------------------------------------------------------------

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        try:
            loop.run_forever()
            loop.run_until_complete(self._drop_all())
        finally:
            loop.close()

    async def _drop_all(self) -> None:
        """End what is under way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tools.transport.close()

    def _take_in(self) -> None:
        """Queue what was submitted."""
        with self._lock:
            arrived = list(self._arrived)
            self._arrived.clear()
        for visiting, future in arrived:
            self._pace.put(visiting.host, partial(self._begin, visiting, future))
        self._hand_out()

    def _hand_out(self) -> None:
        """Begin whatever may begin now, and wake up when something more may."""
        while not self._closed and self._at_work < self.settings.concurrency and (taken := self._pace.take()):
            self._at_work += 1
            taken[1]()
        if self._alarm:
            self._alarm.cancel()
            self._alarm = None
        wait = self._pace.wait() if self._at_work < self.settings.concurrency else None
        if wait is not None:
            self._alarm = asyncio.get_running_loop().call_later(wait, self._hand_out)

    def _leave(self, host: str) -> None:
        """A turn at a host is over."""
        self._at_work -= 1
        self._pace.done(host)
        self._hand_out()

    def _begin(self, visiting: Visiting, future: Future[Visit]) -> None:
        task = asyncio.get_running_loop().create_task(self._carry_out(visiting, future))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry_out(self, visiting: Visiting, future: Future[Visit]) -> None:
        held = visiting.host

        async def take_turn(turn: Turn) -> None:
            nonlocal held
            left, held = held, turn.host
            await self._next_turn(left, turn)

        try:
            if future.set_running_or_notify_cancel():
                _settle(future, await visiting.run(take_turn))
        except Exception as error:
            _settle(future, error)
        self._leave(held)

    async def _next_turn(self, left: str, turn: Turn) -> None:
        """Leave one host and come back when it is the visit's turn at another, or at the same again."""
        if turn.pause:
            self._pace.pause(turn.host, turn.pause)
        its_turn = asyncio.get_running_loop().create_future()
        begin = partial(_resolve, its_turn)
        self._pace.put(turn.host, begin, delay=turn.delay, first=True)
        self._leave(left)
        await its_turn

    async def _visit_robots(self, url: str) -> Visit:
        """Fetch a robots.txt at once, outside of the queues: the visit that needs it has its host's turn already."""
        order = Order(
            url=url,
            max_retries=min(1, self.settings.max_retries),
            max_redirects=robots.MAX_REDIRECTS,
            max_bytes=robots.MAX_BYTES,
        )
        return await Visiting(order, self._tools).run(_wait_out)

    def _heed_delay(self, url: str, delay: float) -> None:
        """Space a site's visits as its robots.txt asks, up to what we are willing to wait."""
        self._pace.slow(host(url), min(delay, self.settings.max_wait))


async def _wait_out(turn: Turn) -> None:
    await asyncio.sleep(turn.delay)


def _resolve(its_turn: asyncio.Future[None]) -> None:
    if not its_turn.done():
        its_turn.set_result(None)


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
