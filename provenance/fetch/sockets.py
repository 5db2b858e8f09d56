"""Sockets whose timeout is a budget: the time that all their waiting together may take until it is set anew.

The timeouts of the standard library count each single wait, so a peer that sends a byte now and then is never late.
urllib3 sets the timeout before it connects, sends and waits for the answer; from there on nothing renews it.
"""

from __future__ import annotations

import socket
import ssl
import time
from typing import Any


class BudgetSocket(socket.socket):
    """A plain socket with a budget."""

    _ends: float | None = None

    def settimeout(self, value: float | None) -> None:
        """Give the socket `value` seconds for everything from now on."""
        self._ends = None if value is None else time.monotonic() + value
        super().settimeout(value)

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        """Receive within what is left of the budget; raises `TimeoutError` when it is spent."""
        if self._ends is not None:
            super().settimeout(left(self._ends))
        return super().recv_into(*args, **kwargs)


class BudgetTLSSocket(ssl.SSLSocket):
    """A TLS socket with a budget; made by a context whose `sslsocket_class` it is."""

    _ends: float | None = None

    def settimeout(self, value: float | None) -> None:
        """Give the socket `value` seconds for everything from now on."""
        self._ends = None if value is None else time.monotonic() + value
        super().settimeout(value)

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        """Receive within what is left of the budget; raises `TimeoutError` when it is spent."""
        if self._ends is not None:
            super().settimeout(left(self._ends))
        return super().recv_into(*args, **kwargs)


def left(ends: float) -> float:
    """The seconds until a moment of the monotonic clock; raises `TimeoutError` when it has passed."""
    remaining = ends - time.monotonic()
    if remaining <= 0:
        raise TimeoutError("the time for this request is spent")
    return remaining
