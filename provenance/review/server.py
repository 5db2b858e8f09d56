"""Serves the page on the loopback address, on a port of its own."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from provenance.config import Settings
from provenance.errors import SettingsError
from provenance.gather import Clock
from provenance.model import Audit
from provenance.pipeline import utc_now
from provenance.review.app import application
from provenance.review.desk import Desk
from provenance.store import Catalogue

LOOPBACK = "127.0.0.1"
GOODBYE = 2
"""Seconds that open connections get when the page is closed."""


class Review:
    """A review page whose port is taken already; `run` serves until it is stopped."""

    def __init__(self, desk: Desk, listening: socket.socket) -> None:
        """The desk and the socket that listens for it."""
        port = listening.getsockname()[1]
        token = secrets.token_urlsafe(24)
        self.listening = listening
        self.url = f"http://{LOOPBACK}:{port}/?token={token}"
        config = uvicorn.Config(
            application(desk, port, token),
            log_config=None,
            access_log=False,
            lifespan="off",
            ws="none",
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=GOODBYE,
        )
        self.server = uvicorn.Server(config)

    def run(self) -> None:
        """Serve until a signal, or `stop` from another thread."""
        self.server.run(sockets=[self.listening])

    def stop(self) -> None:
        """End `run` after the answers that are under way."""
        self.server.should_exit = True


@contextmanager
def opened(audit: Audit, settings: Settings, port: int = 0, *, clock: Clock = utc_now) -> Iterator[Review]:
    """A review of an audit on this port, or on a free one. Raises SettingsError where the port is taken."""
    with Catalogue.open(settings.cache) as catalogue, socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((LOOPBACK, port))
            listening.listen()
        except OSError as error:
            raise SettingsError(
                f"port {port} of {LOOPBACK}: {error.strerror}; choose another with --port, or leave it out"
            ) from error
        yield Review(Desk(audit, settings, catalogue, clock), listening)
