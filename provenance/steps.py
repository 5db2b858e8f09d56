"""Runs many sequences of slow steps side by side, from one thread.

A *job* is a generator: it yields steps (fetch this, read that), is resumed with each step's result, and returns its outcome.
So the logic of one source reads from top to bottom, while fetching, reading and looking up overlap across sources,
and everything between two steps (writing the archive, the catalogue) happens in the one thread that drives the jobs.
"""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, TypeVar

GATHERING = 0.02
"""Seconds that the driver lets pass when a step has ended, so that it wakes up once for all those that end with it: to be woken up
for each of hundreds costs more than what it does for them."""

T = TypeVar("T")

Step = Any
Job = Generator[Step, Any, T]
Start = Callable[[Step], "Future[Any]"]
"""Begins a step and gives its future."""


def nothing() -> None:
    """What is done before a wait, where nothing is to be done: one may wait as long as it takes."""


def run(
    jobs: Iterable[Job[T]], start: Start, at_once: int, before_waiting: Callable[[], float | None] = nothing
) -> Iterator[T]:
    """The outcome of each job, as they end; at most `at_once` are under way. A step's exception is raised inside its job.

    `before_waiting` is called whenever no step has ended and the driver is about to wait: the moment to send off, or to
    write down, what was gathered since the last wait. The busier the run, the more goes in one. It gives the seconds after which
    it wants to be called again, or None.
    """
    waiting = iter(jobs)
    done: queue.SimpleQueue[tuple[Job[T], Future[Any]]] = queue.SimpleQueue()
    under_way = 0

    def advance(job: Job[T], future: Future[Any] | None) -> tuple[bool, T | None]:
        """Run a job to its next step: whether it ended, and with what."""
        try:
            step = next(job) if future is None else resume(job, future)
        except StopIteration as end:
            return True, end.value
        start(step).add_done_callback(lambda ended: done.put((job, ended)))
        return False, None

    def begin() -> Iterator[T]:
        """Begin waiting jobs while there is room; outcomes of those that needed no step."""
        nonlocal under_way
        while under_way < at_once and (job := next(waiting, None)) is not None:
            ended, outcome = advance(job, None)
            if ended:
                yield outcome  # type: ignore[misc]  # a generator that ended has its declared outcome
            else:
                under_way += 1

    def next_ended() -> tuple[Job[T], Future[Any]]:
        while done.empty():
            with suppress(queue.Empty):
                first = done.get(timeout=before_waiting())
                time.sleep(GATHERING)
                return first
        return done.get()

    yield from begin()
    while under_way:
        job, future = next_ended()
        ended, outcome = advance(job, future)
        if ended:
            under_way -= 1
            yield outcome  # type: ignore[misc]  # as above
            yield from begin()


def resume(job: Job[T], future: Future[Any]) -> Step:
    """The job's next step, given the result or the exception of its last."""
    error = future.exception()
    return job.throw(error) if error else job.send(future.result())
