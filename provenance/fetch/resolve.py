"""Names to addresses, within a time limit that the system's resolver does not know."""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
import time

from provenance.urls import Address, literal_address

MEMORY = 60.0
"""Seconds that an answer is kept; few zones set a shorter time to live for a host that serves pages."""


class Resolver:
    """Resolves names, and remembers the answers for a minute."""

    def __init__(self) -> None:
        """Nothing is looked up yet."""
        self._known: dict[str, tuple[float, tuple[Address, ...]]] = {}
        self._lock = threading.Lock()

    def resolve(self, host: str, timeout: float) -> tuple[Address, ...]:
        """The addresses of a host, at least one. Raises `socket.gaierror`, also when `timeout` seconds bring no answer."""
        literal = literal_address(host)
        if literal:
            return (literal,)
        with self._lock:
            at, known = self._known.get(host, (-MEMORY, ()))
        if time.monotonic() - at < MEMORY:
            return known
        answer = _look_up(host, timeout)
        if isinstance(answer, OSError):
            raise answer
        self._remember(host, answer)
        return answer

    def _remember(self, host: str, addresses: tuple[Address, ...]) -> None:
        with self._lock:
            if len(self._known) >= 10_000:
                self._known.clear()
            self._known[host] = (time.monotonic(), addresses)


def _look_up(host: str, timeout: float) -> tuple[Address, ...] | OSError:
    """Asks in a thread of its own, which is left behind when it takes too long."""
    answers: queue.SimpleQueue[tuple[Address, ...] | OSError] = queue.SimpleQueue()
    threading.Thread(target=lambda: answers.put(_ask(host)), daemon=True, name=f"resolve {host}").start()
    try:
        return answers.get(timeout=timeout)
    except queue.Empty:
        return socket.gaierror(socket.EAI_AGAIN, f"no answer about {host} within {timeout:.0f} s")


def _ask(host: str) -> tuple[Address, ...] | OSError:
    try:
        rows = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError as error:
        return error
    except UnicodeError:
        return socket.gaierror(socket.EAI_NONAME, "no such name")
    found = dict.fromkeys(ipaddress.ip_address(row[4][0]) for row in rows)
    return tuple(found) or socket.gaierror(socket.EAI_NODATA, "no address")
