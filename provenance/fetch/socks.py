"""Connections through a SOCKS proxy (extra `socks`): urllib3's, with a budget for their time. The proxy looks up the names."""

from __future__ import annotations

import socket
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.contrib.socks import SOCKSConnection, SOCKSHTTPSConnection

from provenance.fetch.sockets import BudgetSocket


def remote(proxy: str) -> str:
    """The proxy's URL in the spelling that leaves the look-up of names to the proxy: what is checked here is then not asked twice."""
    return proxy.replace("socks5://", "socks5h://", 1).replace("socks4://", "socks4a://", 1)


class _Budgeted:
    address: str | None = None

    def _new_conn(self: Any) -> socket.socket:
        tunnel: socket.socket = super()._new_conn()  # type: ignore[misc]  # the other parent's
        sock = BudgetSocket(fileno=tunnel.detach())
        sock.settimeout(self.timeout)
        return sock


class _Connection(_Budgeted, SOCKSConnection):
    pass


class _SecureConnection(_Budgeted, SOCKSHTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


POOLS = {"http": _Pool, "https": _SecurePool}
