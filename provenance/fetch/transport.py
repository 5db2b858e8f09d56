"""One request and its answer, over connections that are kept. Runs in an event loop: hundreds of exchanges wait in one thread.

A visit by way of `requests` and urllib3, in one of 256 threads, took 1.4 ms of processor time, and takes a quarter of that
so; they still make the connections.
"""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar
from urllib.parse import urlsplit

from provenance.fetch.bodies import receive
from provenance.fetch.connections import Connection, Idle, Key, Stale
from provenance.fetch.dialing import Dialer, is_socks
from provenance.fetch.http11 import AnswerReader, Head
from provenance.fetch.settings import FetchSettings
from provenance.model import Body, Headers

HOSTS = 256
"""Hosts whose connections are kept open, where the limit of open files allows it."""
_PORTS = {"http": 80, "https": 443}
_UNFIT = re.compile(r"[\x00-\x20\x7f]")

T = TypeVar("T")


class Way(NamedTuple):
    """How a URL is reached."""

    key: Key
    """Which connections lead there."""
    scheme: str
    host: str
    port: int
    target: str
    """What stands in the request line."""
    proxy: str = ""
    """The proxy's URL, where there is one."""
    forwarded: bool = False
    """Whether the proxy is asked for the page itself, and could answer in its host's place."""


@dataclass(slots=True)
class Answer:
    """What came back, its body still to be read. Whoever has it reads the body or closes it."""

    head: Head
    address: str | None
    forwarded: bool
    """Whether a proxy was asked for the page itself."""
    _reader: AnswerReader
    _connection: Connection
    _keep: Callable[[], None]

    async def body(self, cap: int, spool: Path) -> tuple[Body, Exception | None]:
        """The body, of which at most `cap` bytes are kept, and what broke it off; see `bodies.receive`."""
        try:
            return await receive(self.piece, cap, spool)
        finally:
            self.close()

    async def piece(self) -> bytes:
        """The next part of the body, b"" at its end."""
        while not self._reader.done:
            if data := self._reader.take():
                return data
            if not self._reader.done:
                self._reader.feed(await self._connection.receive())
        return b""

    def close(self) -> None:
        """Give the connection back where the body was read to its end, and close it otherwise."""
        if self._reader.done and self._reader.reusable and self._connection.rest():
            self._reader.reusable = False
            self._keep()
        elif self._reader.reusable or not self._reader.done:
            self._connection.close()


class Transport:
    """Sends single requests; keeps connections open between them. For one event loop."""

    def __init__(self, settings: FetchSettings) -> None:
        """Raises `SettingsError` if the certificate authorities cannot be read."""
        self.settings = settings
        self.dialer = Dialer(settings)
        a_host = max(settings.host_concurrency, 1)
        self._idle = Idle(_hosts_to_keep(settings.concurrency, a_host), a_host)

    def close(self) -> None:
        """Close idle connections."""
        self._idle.close()

    async def exchange(self, url: str, headers: Headers, budget: float) -> Answer:
        """Send a GET and wait for the head of the answer, for at most `budget` seconds (the body counts, too).

        `url` is `sendable`. Raises `Refused` and what urllib3 and http.client raise; `failures.classify` makes sense of it.
        """
        ends = asyncio.get_running_loop().time() + budget
        way = self._way_to(url)
        if way.proxy:
            await _in_thread(lambda: self.dialer.guard.check_behind_proxy(way.host))
        if way.forwarded:
            headers = (*headers, *self.dialer.proxy_headers(way.proxy).items())
        request = _request(way.target, headers)
        kept = self._idle.take(way.key)
        try:
            return await self._ask(kept or await self._dial(way, budget), way, request, ends)
        except Stale:
            return await self._ask(await self._dial(way, budget), way, request, ends)

    async def _ask(self, connection: Connection, way: Way, request: bytes, ends: float) -> Answer:
        try:
            reader = await connection.ask(request, ends)
            assert reader.head
        except BaseException:
            connection.close()
            raise
        keep = partial(self._idle.put, way.key, connection)
        return Answer(reader.head, connection.address, way.forwarded, reader, connection, keep)

    async def _dial(self, way: Way, budget: float) -> Connection:
        timeout = min(self.settings.connect_timeout, budget)
        dialed = await _in_thread(
            lambda: self.dialer.dial(way.scheme, way.host, way.port, way.proxy, timeout),
            lambda late: late[0].close(),
        )
        return Connection(*dialed)

    def _way_to(self, url: str) -> Way:
        parts = urlsplit(url)
        scheme, host = parts.scheme, parts.hostname or ""
        port = parts.port or _PORTS[scheme]
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        proxy = (self.settings.proxy(scheme, host) or "") if self.settings.proxies else ""
        if proxy and scheme == "http" and not is_socks(proxy):
            return Way(("proxy", proxy, 0), scheme, host, port, url, proxy, forwarded=True)
        return Way((scheme, host, port), scheme, host, port, path, proxy)


def _request(target: str, headers: Headers) -> bytes:
    """The head of a request. Raises `ValueError` for what would be read as something else on the other side."""
    lines = [f"GET {target} HTTP/1.1", *[f"{name}: {value}" for name, value in headers]]
    text = "\r\n".join(lines)
    if _UNFIT.search(target) or text.count("\n") + text.count("\r") != 2 * len(headers):
        raise ValueError("a control character in the head of a request")
    return f"{text}\r\n\r\n".encode("latin-1")


async def _in_thread(work: Callable[[], T], drop: Callable[[T], object] = lambda _: None) -> T:
    """What some waiting work comes to. Its thread ends with the process; a result that nobody waits for any more is dropped."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def deliver(result: T | None, error: BaseException | None) -> None:
        if done.done():
            drop(result) if error is None else None  # type: ignore[arg-type]  # without an error it is a T
        elif error is None:
            done.set_result(result)  # type: ignore[arg-type]  # as above
        else:
            done.set_exception(error)

    def run() -> None:
        result, error = None, None
        try:
            result = work()
        except BaseException as failed:
            error = failed
        try:
            loop.call_soon_threadsafe(deliver, result, error)
        except RuntimeError:  # the loop was closed meanwhile
            drop(result) if error is None else None  # type: ignore[arg-type]  # as above

    threading.Thread(target=run, daemon=True, name="dial").start()
    return await done


def _hosts_to_keep(at_work: int, a_host: int) -> int:
    """How many hosts' idle connections fit into half of the files that may be open besides those at work."""
    try:
        import resource
    except ImportError:  # not a Unix
        return HOSTS // 4
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    spare = HOSTS if limit == resource.RLIM_INFINITY else (limit - at_work) // 2 // a_host
    return min(max(spare, 8), HOSTS)
