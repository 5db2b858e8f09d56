"""One request and its answer over pooled, guarded connections: `requests`' adapter over urllib3, without redirects or retries."""

from __future__ import annotations

import errno
import http.client
import socket
import ssl
import time
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar, NamedTuple
from urllib.parse import SplitResult, urlsplit

from certifi import where
from requests.adapters import HTTPAdapter
from requests.exceptions import InvalidSchema
from urllib3 import BaseHTTPResponse, HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.util import Timeout
from urllib3.util.ssl_ import create_urllib3_context

from provenance.errors import SettingsError
from provenance.fetch.guard import check_address, check_host, is_local_name
from provenance.fetch.resolve import Resolver
from provenance.fetch.settings import FetchSettings
from provenance.fetch.sockets import BudgetSocket, BudgetTLSSocket, left
from provenance.model import Headers
from provenance.urls import Address

POOLS = 256
"""Hosts whose connections are kept open, where the limit of open files allows it."""
PROXY_LOOKUP = 3.0
"""Seconds to find out whether a name that goes to the proxy is private here."""


class Refused(OSError):
    """The address guard says no."""

    def __init__(self, host: str, reason: str, address: Address | None = None) -> None:
        """`reason` is the guard's; `address` what the host resolved to."""
        self.where = f"{host} ({address})" if address and str(address) != host else host
        super().__init__(f"{self.where}: {reason}")
        self.reason = reason


class Dialer:
    """Connects to hosts, having checked every address that they have."""

    def __init__(self, settings: FetchSettings) -> None:
        """Holds the allowed networks and a memory of names."""
        self.allowed = settings.allowed
        self.resolver = Resolver()

    def dial(self, host: str, port: int, timeout: float, guarded: bool) -> socket.socket:
        """A connected socket. Raises `Refused`, `socket.gaierror` (no answer in time, too), `TimeoutError` or another `OSError`."""
        ends = time.monotonic() + timeout
        addresses = self.resolver.resolve(host, timeout)
        if guarded:
            self.check(host, addresses)
        error: OSError = OSError(errno.EHOSTUNREACH, "no address could be reached")
        for number, address in enumerate(addresses):
            try:  # none may use up the time of those after it
                return _connect(address, host, port, left(ends) / (len(addresses) - number))
            except OSError as failed:
                error = failed
        raise error

    def check(self, host: str, addresses: tuple[Address, ...]) -> None:
        """Raises `Refused` if one of the addresses must not be visited: which one a peer means is not ours to guess."""
        for address in addresses:
            reason = check_address(address, self.allowed)
            if reason:
                raise Refused(host, reason, address)

    def check_behind_proxy(self, host: str) -> None:
        """Raises `Refused` for a host that is private as far as can be told here; names unknown here are the proxy's."""
        reason = check_host(host, self.allowed)
        if reason:
            raise Refused(host, reason)
        try:
            self.check(host, self.resolver.resolve(host, PROXY_LOOKUP))
        except socket.gaierror:
            if is_local_name(host):
                raise Refused(host, "local-name") from None


class _Response(http.client.HTTPResponse):
    """Skips every interim answer (RFC 9110 section 15.2), not only `100 Continue` as http.client does."""

    def _read_status(self) -> tuple[str, int, str]:
        read: tuple[str, int, str] = super()._read_status()  # type: ignore[misc]  # not in the stubs
        while 102 <= read[1] <= 199:
            http.client.parse_headers(self.fp)
            read = super()._read_status()  # type: ignore[misc]  # as above
        return read


class _Guarded:
    """What both kinds of connection add to urllib3's: the dialer, and the address that was reached."""

    response_class = _Response
    dialer: ClassVar[Dialer]
    address: str | None = None

    def _new_conn(self: Any) -> socket.socket:
        direct = self.proxy is None
        try:
            sock: socket.socket = self.dialer.dial(self._dns_host, self.port, self.timeout, guarded=direct)
        except socket.gaierror as error:
            raise NameResolutionError(self.host, self, error) from error
        except TimeoutError as error:
            raise ConnectTimeoutError(self, "connecting took too long") from error
        except OSError as error:
            raise NewConnectionError(self, "no connection") from error
        self.address = sock.getpeername()[0] if direct else None
        return sock


class Answer(NamedTuple):
    """What came back, its body still to be read."""

    raw: BaseHTTPResponse
    headers: Headers
    address: str | None
    forwarded: bool
    """Whether a proxy was asked for the page itself, and could answer in its host's place."""


class Transport(HTTPAdapter):
    """Sends single requests; keeps connections open between them. Safe to use from many threads."""

    def __init__(self, settings: FetchSettings) -> None:
        """Raises `SettingsError` if the certificate authorities cannot be read."""
        self.settings = settings
        self.dialer = Dialer(settings)
        self.context = _tls_context(settings.ca_bundle)
        self._classes = _pool_classes(self.dialer)
        a_host = max(settings.host_concurrency, 1)
        super().__init__(pool_connections=_pools_to_keep(settings.concurrency, a_host), pool_maxsize=a_host)

    def init_poolmanager(
        self, connections: int, maxsize: int, block: bool = False, **pool_kwargs: Any
    ) -> None:
        """Pools whose connections are guarded and share one TLS context."""
        super().init_poolmanager(connections, maxsize, block, ssl_context=self.context, **pool_kwargs)
        self.poolmanager.pool_classes_by_scheme = self._classes

    def proxy_manager_for(self, proxy: str, **proxy_kwargs: Any) -> Any:
        """The same for pools behind a proxy."""
        if not _is_socks(proxy):
            manager = super().proxy_manager_for(proxy, ssl_context=self.context, **proxy_kwargs)
            manager.pool_classes_by_scheme = self._classes
            return manager
        try:
            from provenance.fetch import socks
        except ImportError as missing:
            raise InvalidSchema("PySocks is not installed") from missing
        manager = super().proxy_manager_for(socks.remote(proxy), ssl_context=self.context, **proxy_kwargs)
        manager.pool_classes_by_scheme = socks.POOLS
        return manager

    def exchange(self, url: str, headers: Headers, budget: float) -> Answer:
        """Send a GET and wait for the head of the answer, for at most `budget` seconds (the body counts, too).

        `url` is `sendable`. Raises `Refused` and what urllib3 raises; `failures.classify` makes sense of it.
        The pools are asked directly: what `requests` does around them costs as much again as the request itself.
        """
        parts = urlsplit(url)
        pool, target, forwarded = self._way_to(parts, url)
        raw = pool.urlopen(
            "GET",
            target,
            headers=dict(headers),
            timeout=Timeout(connect=min(self.settings.connect_timeout, budget), total=budget),
            retries=False,
            redirect=False,
            assert_same_host=False,
            preload_content=False,
            decode_content=False,
        )
        return Answer(raw, _received(raw), getattr(raw.connection, "address", None), forwarded)

    def _way_to(self, parts: SplitResult, url: str) -> tuple[HTTPConnectionPool, str, bool]:
        """The pool for a URL, what to write into the request line, and whether a proxy forwards the request."""
        name = parts.hostname or ""
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        proxy = self.settings.proxy(parts.scheme, name) if self.settings.proxies else None
        if not proxy:
            return self.poolmanager.connection_from_host(name, parts.port, parts.scheme), path, False
        self.dialer.check_behind_proxy(name)
        pool = self.proxy_manager_for(proxy).connection_from_host(name, parts.port, parts.scheme)
        forwarded = parts.scheme == "http" and not _is_socks(proxy)
        return pool, url if forwarded else path, forwarded


def _pools_to_keep(at_work: int, a_host: int) -> int:
    """How many hosts' idle connections fit into half of the files that may be open besides those at work."""
    try:
        import resource
    except ImportError:  # not a Unix
        return POOLS // 4
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    spare = POOLS if limit == resource.RLIM_INFINITY else (limit - at_work) // 2 // a_host
    return min(max(spare, 8), POOLS)


def _is_socks(proxy: str) -> bool:
    return proxy.lower().startswith("socks")


def _received(raw: BaseHTTPResponse) -> Headers:
    """The headers in the order and spelling in which they came; urllib3's own table sorts duplicates together."""
    original = getattr(raw, "_original_response", None)
    pairs = original.msg.items() if original is not None else raw.headers.items()
    return tuple((name, value) for name, value in pairs)


def _connect(address: Address, host: str, port: int, timeout: float) -> socket.socket:
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    sock = BudgetSocket(family, socket.SOCK_STREAM)
    try:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.settimeout(timeout)
        zone = host.partition("%25")[2] or host.partition("%")[2]
        sock.connect((f"{address}%{zone}" if zone else str(address), port))
    except BaseException:
        sock.close()
        raise
    return sock


@lru_cache(maxsize=1)  # reading all authorities takes tens of milliseconds
def _tls_context(ca_bundle: str | None) -> ssl.SSLContext:
    context = create_urllib3_context()
    path = Path(ca_bundle or where())
    try:
        if path.is_dir():
            context.load_verify_locations(capath=str(path))
        else:
            context.load_verify_locations(cafile=str(path))
    except (OSError, ssl.SSLError) as error:
        raise SettingsError(
            f"{path}: no certificate authorities can be read from it ({error}); name a PEM file"
        ) from error
    context.sslsocket_class = BudgetTLSSocket
    return context


def _pool_classes(dialer: Dialer) -> dict[str, Any]:
    plain = type("Connection", (_Guarded, HTTPConnection), {"dialer": dialer})
    secure = type("SecureConnection", (_Guarded, HTTPSConnection), {"dialer": dialer})
    return {
        "http": type("Pool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
        "https": type("SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
    }
