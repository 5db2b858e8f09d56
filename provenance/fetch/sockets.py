"""Sockets whose timeout is a budget: the time that all their waiting together may take until it is set anew.

The timeouts of the standard library count each single wait, so a peer that sends a byte now and then is never late.
urllib3 sets the timeout before it connects, digs a tunnel and agrees on TLS. What follows is timed by the event loop.
"""

from __future__ import annotations

import socket
import ssl
import time
from typing import Any

SLACK = 0.1
"""Seconds by which a budget may be overdrawn. To tell the system of a new timeout costs a call, during which other threads
take over; with hundreds of them that is dear, and most waits need no new one."""


class _Budget:
    """What both kinds of socket add to the standard library's."""

    _ends: float | None = None

    def settimeout(self: Any, value: float | None) -> None:
        """Give the socket `value` seconds for everything from now on."""
        self._ends = None if value is None else time.monotonic() + value
        if value is None or self.gettimeout() is None:
            super().settimeout(value)  # type: ignore[misc]  # the socket's

    def recv_into(self: Any, *args: Any, **kwargs: Any) -> int:
        """Receive within what is left of the budget; raises `TimeoutError` when it is spent."""
        if self._ends is not None:
            remaining = left(self._ends)
            if abs(self.gettimeout() - remaining) > SLACK:
                super().settimeout(remaining)  # type: ignore[misc]  # the socket's
        received: int = super().recv_into(*args, **kwargs)  # type: ignore[misc]  # the socket's
        return received


class BudgetSocket(_Budget, socket.socket):
    """A plain socket with a budget."""


class BudgetTLSSocket(_Budget, ssl.SSLSocket):
    """A TLS socket with a budget; made by a context whose `sslsocket_class` it is."""


def left(ends: float) -> float:
    """The seconds until a moment of the monotonic clock; raises `TimeoutError` when it has passed."""
    remaining = ends - time.monotonic()
    if remaining <= 0:
        raise TimeoutError("the time for this request is spent")
    return remaining
