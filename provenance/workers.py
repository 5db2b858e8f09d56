"""The worker processes that read captures: few, and fed in batches, so that handing over costs less than reading."""

from __future__ import annotations

from concurrent.futures import Future
from concurrent.futures.process import ProcessPoolExecutor
from pathlib import Path

from provenance.model import Capture, Visit
from provenance.processes import die_with_parent, worker_context
from provenance.reading import Order, Reading, read_captures, without_files

BATCH = 16
"""Captures handed over at once at most: 16 of 1 to 20 ms keep a worker busy while the next are gathered."""

Waiting = tuple[Order, "Future[Reading]"]


class Reader:
    """Reads captures of one cache folder in worker processes."""

    def __init__(self, folder: Path) -> None:
        """The processes are begun with the first batch."""
        self.folder = folder
        self.pool = ProcessPoolExecutor(
            mp_context=worker_context("provenance.reading"), initializer=die_with_parent
        )
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
