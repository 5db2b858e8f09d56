"""New connections: to an address that was checked, through a proxy where one is set, with TLS where the page wants it.

urllib3 makes them, by way of the adapter of `requests`: it knows how to speak to every kind of proxy. What is said over
them afterwards is `transport`'s. Dialing waits, and so is done in threads.
"""

from __future__ import annotations

import errno
import socket
import ssl
import time
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

from certifi import where
from requests.adapters import HTTPAdapter
from requests.exceptions import InvalidSchema
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError, ProxyError
from urllib3.util.ssl_ import create_urllib3_context

from provenance.errors import SettingsError
from provenance.fetch.guard import check_address, check_host, is_local_name
from provenance.fetch.resolve import Resolver
from provenance.fetch.settings import FetchSettings
from provenance.fetch.sockets import BudgetSocket, BudgetTLSSocket, left
from provenance.urls import Address

PROXY_LOOKUP = 3.0
"""Seconds to find out whether a name that goes to the proxy is private here."""


class Refused(OSError):
    """The address guard says no."""

    def __init__(self, host: str, reason: str, address: Address | None = None) -> None:
        """`reason` is the guard's; `address` what the host resolved to."""
        self.where = f"{host} ({address})" if address and str(address) != host else host
        super().__init__(f"{self.where}: {reason}")
        self.reason = reason


class Guard:
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


class _Guarded:
    """What both kinds of connection add to urllib3's: the guard, and the address that was reached."""

    guard: ClassVar[Guard]
    address: str | None = None

    def _new_conn(self: Any) -> socket.socket:
        direct = self.proxy is None
        try:
            sock: socket.socket = self.guard.dial(self._dns_host, self.port, self.timeout, guarded=direct)
        except socket.gaierror as error:
            raise NameResolutionError(self.host, self, error) from error
        except TimeoutError as error:
            raise ConnectTimeoutError(self, "connecting took too long") from error
        except OSError as error:
            raise NewConnectionError(self, "no connection") from error
        self.address = sock.getpeername()[0] if direct else None
        return sock


class Dialer(HTTPAdapter):
    """Makes connections. Safe to use from many threads."""

    def __init__(self, settings: FetchSettings) -> None:
        """Raises `SettingsError` if the certificate authorities cannot be read."""
        self.guard = Guard(settings)
        self.context = _tls_context(settings.ca_bundle)
        self._classes = _pool_classes(self.guard)
        super().__init__()

    def init_poolmanager(
        self, connections: int, maxsize: int, block: bool = False, **pool_kwargs: Any
    ) -> None:
        """Connections that are guarded and share one TLS context."""
        super().init_poolmanager(connections, maxsize, block, ssl_context=self.context, **pool_kwargs)
        self.poolmanager.pool_classes_by_scheme = self._classes

    def proxy_manager_for(self, proxy: str, **proxy_kwargs: Any) -> Any:
        """The same behind a proxy."""
        if not is_socks(proxy):
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

    def dial(
        self, scheme: str, host: str, port: int, proxy: str, timeout: float
    ) -> tuple[socket.socket, str | None]:
        """A connection on which the host can be asked, TLS and tunnel included, and the address that was reached (None
        behind a proxy). Raises `Refused` and what urllib3 raises; `failures.classify` makes sense of it."""
        manager = self.proxy_manager_for(proxy) if proxy else self.poolmanager
        pool = manager.connection_from_host(host, port, scheme)
        connection = pool._new_conn()
        connection.timeout = timeout
        try:
            pool._prepare_proxy(connection) if pool.proxy and scheme == "https" else connection.connect()
        except Exception as error:
            not_even_proxy = connection.proxy and not connection.has_connected_to_proxy
            connection.close()
            if not_even_proxy:
                raise ProxyError("no connection to the proxy", error) from error
            raise
        return connection.sock, getattr(connection, "address", None)


def is_socks(proxy: str) -> bool:
    """Whether a proxy is a SOCKS proxy, by its URL."""
    return proxy.lower().startswith("socks")


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


def _pool_classes(guard: Guard) -> dict[str, Any]:
    plain = type("Connection", (_Guarded, HTTPConnection), {"guard": guard})
    secure = type("SecureConnection", (_Guarded, HTTPSConnection), {"guard": guard})
    return {
        "http": type("Pool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
        "https": type("SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
    }
