"""Hosts that asked, beyond our patience, to be left alone for a while: the next run does not visit them before that time."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime


class Rests:
    """When each host may be visited again. Safe to use from many threads.

    What a host asks now binds the runs after this one: the pages that this one has in hand are still asked for, once
    each, because one page's limit need not be that of its neighbours, and a state that was not looked at is no answer.
    """

    def __init__(self, known: Mapping[str, datetime] | None = None) -> None:
        """`known` is what earlier runs were told."""
        self._known = dict(known or {})
        self._new: dict[str, datetime] = {}
        self._lock = threading.Lock()

    def note(self, host: str, until: datetime) -> None:
        """A host asked to be left alone until then; what it said last counts."""
        with self._lock:
            self._new[host] = until

    def until(self, host: str, now: datetime) -> datetime | None:
        """When a host that rests may be visited again; None for one that does not rest."""
        until = self._known.get(host)
        return until if until and until > now else None

    def take_new(self) -> Mapping[str, datetime]:
        """What was noted since this was last asked, for whoever writes it down."""
        with self._lock:
            new, self._new = self._new, {}
        return new
