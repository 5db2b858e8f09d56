"""Documents in, what they cite and claim out: one after the other, or by worker processes where there are many."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures.process import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, Union

from provenance import documents
from provenance.citations import Collected, collect
from provenance.config import Settings
from provenance.errors import InputError
from provenance.language.outlets import Outlets
from provenance.model import Citation, Claim, Document, Finding, Message
from provenance.rules import rule

if TYPE_CHECKING:
    from provenance.published import Fetched

MANY = 64
"""Documents from which worker processes pay: to begin them takes as long as to read some 40 documents of 8 KB."""
BATCH = 8
"""Documents handed to a worker at once."""

Progress = Callable[[str, int, int], None]
"""Told the name of the stage, how many are done and how many there are."""


def silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody looks at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """What some documents cite and claim."""

    documents: tuple[Document, ...] = ()
    citations: tuple[Citation, ...] = ()
    claims: tuple[Claim, ...] = ()
    unread: tuple[Finding, ...] = ()
    """One for each document that could not be read."""


def collect_all(paths: Sequence[str], settings: Settings, progress: Progress = silent) -> Collection:
    """Read the documents and collect from them. Raises `InputError` where none of them can be read."""
    read: dict[str, Document] = {}
    citations: list[Citation] = []
    claims: list[Claim] = []
    errors: list[InputError] = []
    places = documents_at(paths, settings)
    for done, result in enumerate(collect_each(places, settings, as_it_is), 1):
        progress("collect", done, len(places))
        if isinstance(result, InputError):
            errors.append(result)
            continue
        document, collected = result
        if document.id not in read:
            read[document.id] = document
            citations += collected.citations
            claims += collected.claims
    if not read:
        raise errors[0]
    return Collection(
        documents=tuple(read.values()),
        citations=tuple(citations),
        claims=tuple(claims),
        unread=tuple(map(cannot_read, errors)),
    )


Place = Union[str, "Fetched", InputError]
"""Where a document is: a file, a page that was fetched, or nowhere, and why."""
Result = tuple[Document, Collected] | InputError
"""A document with what it cites and claims, or why it cannot be read: one bad document does not stop the others."""
Shown = TypeVar("Shown")


def as_it_is(result: Result) -> Result:
    """The result itself, for those who want all of it."""
    return result


def documents_at(names: Sequence[str], settings: Settings) -> list[Place]:
    """The documents that the names stand for: files in their order, then pages, those of a feed one by one.

    Raises `InputError` for a file, folder or glob that is not there.
    """
    pages = [name for name in names if "://" in name]
    files = [name for name in names if "://" not in name]
    places: list[Place] = [*documents.expand(files)]
    if pages:
        from provenance.published import fetched  # here, because it loads the network

        places += fetched(pages, settings)
    return places


def collect_each(
    places: Sequence[Place], settings: Settings, show: Callable[[Result], Shown]
) -> Iterator[Shown]:
    """What `show` makes of each document's result, in the order of the places.

    Many documents are read by worker processes. `show` (a function of a module) works there, too, so that only what it
    makes comes back, and nothing is held of a document that was shown.
    """
    one = partial(_shown, show=show, outlets=settings.outlets)
    if len(places) < MANY or documents.STDIN in places:
        yield from map(one, places)
        return
    from provenance.processes import die_with_parent, worker_context  # here, because few runs need workers

    context = worker_context(__name__, show.__module__)
    with ProcessPoolExecutor(mp_context=context, initializer=die_with_parent) as pool:
        yield from pool.map(one, places, chunksize=BATCH)


def _shown(place: Place, *, show: Callable[[Result], Shown], outlets: Path | None) -> Shown:
    try:
        document = _document(place)
    except InputError as error:
        return show(error)
    return show((document, collect(document, outlets=_outlets(outlets))))


def _document(place: Place) -> Document:
    if isinstance(place, InputError):
        raise place
    if isinstance(place, str):
        return documents.load(place)
    return documents.read(place.url, place.raw, hint=place.media)


@lru_cache(maxsize=1)
def _outlets(extra: Path | None) -> Outlets:
    """The table of outlets, read once a process."""
    return Outlets.load(extra)


def cannot_read(error: InputError) -> Finding:
    """A document that could not be read, as a finding."""
    code = "PV001"
    return Finding(
        rule=code, severity=rule(code).severity, message=Message.of("finding-unreadable", why=error)
    )
