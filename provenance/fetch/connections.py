"""Connections over which one request goes after the other, read by an event loop."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections import OrderedDict, deque
from collections.abc import Callable

from provenance.fetch.http11 import AnswerReader

CHUNK = 64 * 1024
_NOT_NOW = (BlockingIOError, InterruptedError, ssl.SSLWantReadError, ssl.SSLWantWriteError)

Key = tuple[str, str, int]


class Connection:
    """A connected socket. Whoever holds it sends a request and reads the answer; in between it is idle."""

    def __init__(self, sock: socket.socket, address: str | None) -> None:
        """Takes the socket over; for the running event loop. `address` is that of the peer, None behind a proxy."""
        self.address = address
        self.used = False
        """Whether it was asked before."""
        self.on_unasked: Callable[[], None] | None = None
        """Called when an idle connection is closed by its peer, or says something unasked."""
        self._loop = asyncio.get_running_loop()
        self._sock = sock
        self._waiter: asyncio.Future[bytes] | None = None
        self._writer: asyncio.Future[None] | None = None
        self._came: deque[bytes | OSError] = deque()
        self._ends = 0.0
        self._timer: asyncio.TimerHandle | None = None
        sock.setblocking(False)
        self._loop.add_reader(sock, self._readable)

    async def ask(self, request: bytes, ends: float) -> AnswerReader:
        """Send a request and wait for the head of its answer, until `ends` on the loop's clock; the body counts, too.

        Raises `TimeoutError`, other kinds of `OSError`, and `HTTPException`.
        """
        self._ends = ends
        self._timer = self._loop.call_at(ends, self._expire)
        reader = AnswerReader()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it may have answered before that
            await self._send(request)
        try:
            while reader.head is None:
                reader.feed(await self.receive())
        except ConnectionError:
            if self.used and not reader.began:
                raise Stale from None
            raise
        return reader

    async def receive(self) -> bytes:
        """The next bytes, b"" at the end."""
        if self._came:
            came = self._came.popleft()
            if isinstance(came, OSError):
                raise came
            return came
        if self._loop.time() >= self._ends:
            raise TimeoutError("the time for this request is spent")
        self._waiter = self._loop.create_future()
        return await self._waiter

    def rest(self) -> bool:
        """The answer was read to its end; whether the connection may be kept."""
        self._stop_timer()
        self.used = True
        return not self._came

    def close(self) -> None:
        """Close it, as often as you like."""
        self._stop_timer()
        if self._sock.fileno() >= 0:
            self._loop.remove_reader(self._sock)
            self._sock.close()

    async def _send(self, data: bytes) -> None:
        while True:
            try:
                data = data[self._sock.send(data) :]
            except _NOT_NOW:
                await self._writable()
            if not data:
                return

    async def _writable(self) -> None:
        ready = self._writer = self._loop.create_future()
        self._loop.add_writer(self._sock, _resolve, ready)
        try:
            await ready
        finally:
            self._loop.remove_writer(self._sock)

    def _readable(self) -> None:
        try:
            came: bytes | OSError = self._sock.recv(CHUNK)
        except _NOT_NOW:
            return  # a TLS record that holds nothing for us
        except OSError as error:
            came = error
        waiter, self._waiter = self._waiter, None
        if waiter and not waiter.done():
            waiter.set_exception(came) if isinstance(came, OSError) else waiter.set_result(came)
            return
        self._came.append(came)
        if not came or isinstance(came, OSError):
            self._loop.remove_reader(self._sock)
        if self.on_unasked:
            self.on_unasked()

    def _expire(self) -> None:
        for waiting in (self._waiter, self._writer):
            if waiting and not waiting.done():
                waiting.set_exception(TimeoutError("the time for this request is spent"))

    def _stop_timer(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None


def _resolve(ready: asyncio.Future[None]) -> None:
    if not ready.done():
        ready.set_result(None)


class Stale(ConnectionError):
    """A connection that was kept open was closed by its peer just as it was asked again."""


class Idle:
    """Open connections that wait for their next request: so many hosts at most, and so many a host."""

    def __init__(self, hosts: int, a_host: int) -> None:
        """None yet."""
        self._hosts, self._a_host = hosts, a_host
        self._kept: OrderedDict[Key, list[Connection]] = OrderedDict()

    def take(self, key: Key) -> Connection | None:
        """The connection that was used last, if there is one."""
        kept = self._kept.get(key)
        if not kept:
            return None
        connection = kept.pop()
        if not kept:
            del self._kept[key]
        connection.on_unasked = None
        return connection

    def put(self, key: Key, connection: Connection) -> None:
        """Keep a connection; the one that has been kept longest goes where there are too many."""
        kept = self._kept.setdefault(key, [])
        self._kept.move_to_end(key)
        kept.append(connection)
        connection.on_unasked = lambda: self._drop(key, connection)
        if len(kept) > self._a_host:
            kept.pop(0).close()
        if len(self._kept) > self._hosts:
            for old in self._kept.popitem(last=False)[1]:
                old.close()

    def close(self) -> None:
        """Close them all."""
        for kept in self._kept.values():
            for connection in kept:
                connection.close()
        self._kept.clear()

    def _drop(self, key: Key, connection: Connection) -> None:
        connection.close()
        with contextlib.suppress(KeyError, ValueError):
            self._kept[key].remove(connection)
            if not self._kept[key]:
                del self._kept[key]
