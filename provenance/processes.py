"""How worker processes begin and end: forked off a server that has the right rooms loaded, and never outliving their run."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import parent_process
from multiprocessing.connection import wait
from multiprocessing.context import ForkServerContext, ForkServerProcess
from typing import Any

QUIET = "ignore::UserWarning:multiprocessing.resource_tracker"
"""A run that is stopped leaves its semaphores to multiprocessing's tracker, which takes them down, and would say so on stderr
behind our last line. Python hands the warning options on to the processes that it begins."""

SCRIPT: tuple[str, ...] = ("__file__", "__spec__")
"""Where the main module keeps what it was loaded from."""


class Worker(ForkServerProcess):
    """A process that does not run the script again that this run was begun with, as multiprocessing has it by default.

    Readers need nothing of it, and loading the whole command line takes each of them longer than 500 pages.
    """

    def start(self) -> None:
        """Begin it; while that lasts, this run has no script that could be named."""
        with unnamed_script():
            super().start()


class WorkerContext(ForkServerContext):
    """How workers begin: forked off a server that has their rooms loaded, never off our own threads."""

    Process = Worker


def worker_context(*rooms: str) -> WorkerContext:
    """The context of workers that need these modules."""
    context = WorkerContext()
    if QUIET not in sys.warnoptions:
        sys.warnoptions.append(QUIET)
    context.set_forkserver_preload(list(rooms))
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
