"""A web on loopback and a client that may visit it."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from provenance.fetch import Client, FetchSettings
from tests.support.web import Web

Make = Callable[..., Client]


def now() -> datetime:
    """The time, as a client takes it."""
    return datetime.now(UTC)


@pytest.fixture
def web() -> Iterator[Web]:
    """A server without pages."""
    with Web() as server:
        yield server


@pytest.fixture
def make_client(tmp_path: Path) -> Iterator[Make]:
    """Makes clients that may visit loopback and wait little; hosts that rest, and further settings by name."""
    clients = []

    def make(rests=None, **settings) -> Client:
        usual = {
            "host_interval": 0.0,
            "ignore_robots": True,
            "allow_networks": ("127.0.0.0/8",),
            "spool": tmp_path / "spool",
            "timeout": 5.0,
            "max_retries": 0,
        }
        client = Client(
            FetchSettings(**{**usual, **settings}),
            clock=now,
            sleep=time.sleep,
            random=random.Random(7),
            rests=rests,
        )
        clients.append(client)
        return client

    yield make
    for client in clients:
        client.close()


@pytest.fixture
def client(make_client: Make) -> Client:
    """A client with the usual settings."""
    return make_client()


def run_in_thread(work: Callable[[], None]) -> threading.Thread:
    """Start work beside the test."""
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread
