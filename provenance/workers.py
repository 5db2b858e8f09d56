"""The worker processes that read captures: few, and fed in batches, so that handing over costs less than reading."""

from __future__ import annotations

import os
import threading
from concurrent.futures import Future
from concurrent.futures.process import ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext
from pathlib import Path

from provenance.model import Capture, Visit
from provenance.reading import Order, Reading, read_captures, without_files

BATCH = 16
"""Captures handed over at once at most: 16 of 1 to 20 ms keep a worker busy while the next are gathered."""

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


def worker_context() -> BaseContext:
    """How worker processes begin: forked off a server that has the reading room loaded, never off our own threads."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["provenance.reading"])
    return context


def die_with_parent() -> None:
    """Make this worker end when the run that it reads for is killed: it would wait for its next batch for ever."""
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=lambda: (wait([parent.sentinel]), os._exit(1)), daemon=True).start()
