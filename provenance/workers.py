"""The worker processes that read captures: few, and fed in batches, so that handing over costs less than reading."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures.process import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import parent_process
from multiprocessing.connection import wait
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from typing import Any

from provenance.model import Capture, Visit
from provenance.reading import Order, Reading, read_captures, without_files

BATCH = 16
"""Captures handed over at once at most: 16 of 1 to 20 ms keep a worker busy while the next are gathered."""

SCRIPT: tuple[str, ...] = ("__file__", "__spec__")
"""Where the main module keeps what it was loaded from."""

Waiting = tuple[Order, "Future[Reading]"]


class Reader:
    """Reads captures of one cache folder in worker processes."""

    def __init__(self, folder: Path) -> None:
        """The processes are begun with the first batch."""
        self.folder = folder
        self.pool = ProcessPoolExecutor(mp_context=worker_context(), initializer=die_with_parent)
        self.waiting: list[Waiting] = []

    def submit(self, capture: Capture, visit: Visit, source: str, want_text: bool) -> Future[Reading]:
        """Read a capture with the next batch; `send` makes it leave at once."""
        order = Order(capture=capture, visit=without_files(visit), source=source, want_text=want_text)
        future: Future[Reading] = Future()
        self.waiting.append((order, future))
        if len(self.waiting) >= BATCH:
            self.send()
        return future

    def send(self) -> None:
        """Hand over what waits."""
        if not self.waiting:
            return
        batch, self.waiting = self.waiting, []
        sent = self.pool.submit(read_captures, self.folder, [order for order, _ in batch])
        sent.add_done_callback(lambda done: settle(batch, done))

    def stop(self) -> None:
        """Drop what has not begun and wait for nothing."""
        self.pool.shutdown(wait=False, cancel_futures=True)


def settle(batch: list[Waiting], done: Future[list[Reading | Exception]]) -> None:
    """Give each reading of a batch to whoever asked for it."""
    if done.cancelled():
        return
    failure = done.exception()
    results = [failure] * len(batch) if failure else done.result()
    for (_, future), result in zip(batch, results, strict=True):
        if isinstance(result, BaseException):
            future.set_exception(result)
        else:
            future.set_result(result)


class Worker(ForkServerProcess):
    """A process that does not run the script again that this run was begun with, as multiprocessing has it by default.

    Readers need nothing of it, and loading the whole command line takes each of them longer than 500 pages.
    """

    def start(self) -> None:
        """Begin it; while that lasts, this run has no script that could be named."""
        with unnamed_script():
            super().start()


class WorkerContext(ForkServerContext):
    """How workers begin: forked off a server that has the reading room loaded, never off our own threads."""

    Process = Worker


def worker_context() -> WorkerContext:
    """The context with its server's modules named."""
    context = WorkerContext()
    context.set_forkserver_preload(["provenance.reading"])
    return context


@contextmanager
def unnamed_script() -> Iterator[None]:
    """Hide where the main module comes from."""
    main: dict[str, Any] = sys.modules["__main__"].__dict__
    hidden = {name: main[name] for name in SCRIPT if name in main}
    main |= dict.fromkeys(hidden)
    try:
        yield
    finally:
        main |= hidden


def die_with_parent() -> None:
    """Make this worker end when the run that it reads for is killed: it would wait for its next batch for ever."""
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=lambda: (wait([parent.sentinel]), os._exit(1)), daemon=True).start()
