"""From cited URLs to what could be read of them: visit, keep, judge, read, and look for copies where the page is walled or lost."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from ipaddress import ip_address
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from provenance import access
from provenance.archive import Archive
from provenance.config import Settings
from provenance.fetch import Archives, ArchiveSite, Client, Memento, Rests
from provenance.ledger import Ledger
from provenance.model import (
    Access,
    Capture,
    CopyKind,
    Failure,
    LinkState,
    LinkStatus,
    Saved,
    Visit,
)
from provenance.network import fetch_settings
from provenance.outcomes import Copy, earlier_copy, known_after, live_copy, preview_copy, read_from
from provenance.page import refresh_target
from provenance.reading import Reading
from provenance.steps import Job, run
from provenance.store import Catalogue, Known
from provenance.targets import Clock as Clock
from provenance.targets import Gathered as Gathered
from provenance.targets import Target as Target
from provenance.urls import canonical, host
from provenance.workers import Reader

UNDER_WAY = 512
"""Sources in hand at a time, at least: many more than visits at the same time, so that one slow host does not hold up the rest."""
LOOKED_UP = 250
"""Sources that are looked up in the catalogue at once."""
COPIES_TRIED = 6
"""Copies of one page that are fetched before it is given up: each costs a request to the archive."""

TURN = 0.02
"""Seconds for which a thread may compute before another one takes over: with Python's own 0.005, the thread of the visits and
the one that writes down what they came to spend a tenth of the processor time on taking turns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """Step: visit a URL."""

    url: str
    validators: tuple[str | None, str | None] = (None, None)
    """ETag and Last-Modified of the copy that we hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """Step: judge and read a capture."""

    capture: Capture
    visit: Visit
    target: Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """Step: ask the web archives which copies they hold."""

    url: str
    near: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preserve:
    """Step: see to it that a web archive has a copy."""

    url: str


class Gatherer:
    """Gathers sources into one archive. Use as a context manager; it holds the archive, the network and the workers."""

    def __init__(self, settings: Settings, *, clock: Clock) -> None:
        """Nothing is opened before `__enter__`."""
        self.settings, self.clock = settings, clock
        self.stack, self.answered = ExitStack(), False
        self.held: list[tuple[Known, Sequence[Capture], Copy | None]] = []

    def __enter__(self) -> Gatherer:
        """Open the archive, the catalogue and the network."""
        settings = self.settings
        with ExitStack() as stack:
            self.archive = stack.enter_context(
                Archive.open(settings.cache, clock=self.clock, earlier=self.stored)
            )
            self.catalogue = stack.enter_context(Catalogue.open(settings.cache))
            self.ledger = Ledger(self.archive, self.catalogue)
            stack.callback(self.ledger.close)
            self.rests = Rests(self.catalogue.rests(self.clock()))
            client = Client(
                fetch_settings(settings),
                clock=self.clock,
                sleep=time.sleep,
                random=random.Random(),
                rests=self.rests,
            )
            stack.callback(self.keep_rests)
            self.client = stack.enter_context(client)
            sites = [ArchiveSite(base=base, interval=settings.archive_interval) for base in settings.archives]
            self.archives = Archives(self.client, sites)
            self.askers = ThreadPoolExecutor(max(len(settings.archives), 1), "archive")
            self.reader = Reader(settings.cache)
            stack.callback(self.stop)
            stack.callback(sys.setswitchinterval, sys.getswitchinterval())
            sys.setswitchinterval(TURN)
            self.stack = stack.pop_all()
        return self

    def __exit__(self, *error: object) -> None:
        """Close everything; what was finished is kept."""
        self.stack.close()

    def stored(self, url: str, sha256: str | None) -> Capture | None:
        """An earlier capture of the same bytes, so that the archive keeps them once."""
        return self.catalogue.stored(url, sha256)

    def stop(self) -> None:
        """Drop what has not begun and wait for nothing: an interrupted run must end at once."""
        self.reader.stop()
        self.askers.shutdown(wait=False, cancel_futures=True)

    def gather(self, targets: Iterable[Target]) -> Iterator[Gathered]:
        """Each target as it is known at the end, in the order in which they end."""
        yield from run(
            self.jobs(targets), self.start, max(self.settings.concurrency * 2, UNDER_WAY), self.settle
        )
        if not self.network_down:
            self.record_held()
        self.ledger.close()

    def settle(self) -> float | None:
        """Send off what waits to be read, and write down what is due; in how many seconds something more will be."""
        self.reader.send()
        self.keep_rests()
        return self.ledger.settle()

    def keep_rests(self) -> None:
        """Write down which hosts asked to be left alone."""
        if asked := self.rests.take_new():
            self.catalogue.keep_rests(asked)

    @property
    def network_down(self) -> bool:
        """Whether nothing answered although several hosts were asked: that is not the links' fault."""
        return not self.answered and len({urlsplit(known.url).hostname for known, _, _ in self.held}) > 1

    def record_held(self) -> None:
        """Record the failures that were held back until something answered."""
        for known, captures, read in self.held:
            self.ledger.enter(known, captures, read.text if read else None)
        self.held.clear()

    def start(self, step: Any) -> Future[Any]:
        """Begin a step where it belongs: visits in the client's thread, reading in processes."""
        match step:
            case Fetch():
                return self.client.submit(step.url, validators=step.validators, refresh=refresh_target)
            case Lookup():
                return self.askers.submit(self.archives.candidates, step.url, step.near)
            case Preserve():
                return self.askers.submit(self.archives.preserve, step.url)
            case Read():
                return self.reader.submit(step.capture, step.visit, step.target.source, step.target.want_text)
        raise AssertionError(f"no such step: {step!r}")

    def jobs(self, targets: Iterable[Target]) -> Iterator[Job[Gathered]]:
        """The job of each target; what is known of them is looked up for many at once."""
        left = iter(targets)
        while batch := list(islice(left, LOOKED_UP)):
            known = self.catalogue.known_among(target.source for target in batch)
            yield from (self.job(target, known.get(target.source)) for target in batch)

    def job(self, target: Target, known: Known | None) -> Job[Gathered]:
        """All that is done for one source."""
        if known and self.is_fresh(known):
            return recall(target, self.catalogue)
        return (yield from self.visit(target, known))

    def is_fresh(self, known: Known) -> bool:
        """Whether the last visit still stands for the page, or its host asked us not to come back yet."""
        now = self.clock()
        rests = self.rests.until(host(known.url), now) is not None
        too_early = rests or (known.retry_at is not None and known.retry_at > now)
        return too_early or (known.checked_at is not None and now - known.checked_at < self.settings.fresh)

    def visit(self, target: Target, before: Known | None) -> Job[Gathered]:
        """Visit a source, keep what came, judge it, and look for a copy where it cannot be read whole."""
        validators = (before.etag, before.last_modified) if before and before.live else (None, None)
        visit: Visit = yield Fetch(url=target.url, validators=validators)
        capture = self.archive.write(visit)
        for hop in visit.hops:
            hop.body.discard()
        reading = yield from self.judge(target, visit, capture, before)
        captures = [capture] if capture else []
        saved = yield from self.see_saved(target, visit, reading.status, before)
        read = live_copy(capture, reading, before) or earlier_copy(before, self.catalogue.text)
        if not read and self.wants_copy(target, reading, visit):
            read = yield from self.look_for_copy(target, captures)
        read = read or preview_copy(capture, reading)
        known = self.remember(target, visit, reading.status, before, captures, read, saved)
        return Gathered(source=target.source, known=known, text=read.text if read else None)

    def judge(
        self, target: Target, visit: Visit, capture: Capture | None, before: Known | None
    ) -> Generator[Any, Any, Reading]:
        """The state that a visit shows; a page that has not changed keeps the state and the text that it had."""
        if capture is None or visit.failure:
            return Reading(status=access.judge(visit, None), text=None)
        if capture.status == 304 and before:
            text = self.catalogue.text(before.live.id) if before.live else None
            return Reading(status=before.status, text=text)
        reading: Reading = yield Read(capture=capture, visit=visit, target=target)
        return reading

    def see_saved(
        self, target: Target, visit: Visit, status: LinkStatus, before: Known | None
    ) -> Generator[Any, Any, Saved | None]:
        """With `--save`, see to it that a web archive holds a copy of a public page that can be read; what is known of one."""
        saved = before.saved if before else None
        wanted = self.settings.save and not (saved and saved.url)
        if not wanted or status.state.group != "usable" or not is_public(visit):
            return saved
        answer: Memento | Failure = yield Preserve(url=canonical(target.url))
        if isinstance(answer, Failure):
            return Saved(asked_at=self.clock(), problem=answer.detail)
        return Saved(asked_at=self.clock(), url=answer.url, captured_at=answer.timestamp)

    def wants_copy(self, target: Target, reading: Reading, visit: Visit) -> bool:
        """Whether web archives are asked for a page that we cannot read whole: never about what must not be visited, nor
        about a page of a private network, whose address is nobody else's business."""
        if not (target.want_text and self.settings.archive_fallback):
            return False
        forbidden = reading.status.state in (LinkState.REFUSED, LinkState.MALFORMED)
        return not forbidden and not any(hop.address and not is_global(hop.address) for hop in visit.hops)

    def look_for_copy(self, target: Target, captures: list[Capture]) -> Generator[Any, Any, Copy | None]:
        """The first copy of the web archives that is itself whole; every copy that was looked at is kept."""
        copies: Sequence[Memento] = yield Lookup(url=canonical(target.url), near=target.near)
        for copy in copies[:COPIES_TRIED]:
            visit: Visit = yield Fetch(url=copy.url)
            capture = self.archive.write(
                visit, kind=CopyKind.WEB_ARCHIVE, original_url=copy.original, captured_at=copy.timestamp
            )
            for hop in visit.hops:
                hop.body.discard()
            if capture is None or visit.failure:
                continue
            captures.append(capture)
            reading: Reading = yield Read(capture=capture, visit=visit, target=target)
            if (
                reading.status.state.group == "usable"
                and reading.text
                and reading.text.access is Access.WHOLE
            ):
                return Copy(read_from=read_from(capture, CopyKind.WEB_ARCHIVE, copy.url), text=reading.text)
        return None

    def remember(
        self,
        target: Target,
        visit: Visit,
        status: LinkStatus,
        before: Known | None,
        captures: Sequence[Capture],
        read: Copy | None,
        saved: Saved | None,
    ) -> Known:
        """Write down what the visit came to."""
        known = known_after(visit, status, target, before, captures, read, saved)
        if visit.hops and not self.answered:
            self.answered = True
            self.record_held()
        if self.answered or status.state.group != "faulty":
            self.ledger.enter(known, captures, read.text if read else None)
        else:
            self.held.append((known, captures, read))
        return known


def recall(target: Target, catalogue: Catalogue) -> Gathered:
    """A source as the catalogue has it; no socket is opened."""
    known = catalogue.known(target.source)
    text = catalogue.text(known.text_capture) if known and known.text_capture else None
    return Gathered(source=target.source, known=known, text=text)


def is_public(visit: Visit) -> bool:
    """Whether a page was read from where everybody can read it: only such a page is shown to a web archive."""
    final = visit.final
    return final is not None and (final.address is None or is_global(final.address))


def is_global(address: str) -> bool:
    """Whether an address can be reached from everywhere."""
    return ip_address(address.partition("%")[0]).is_global
