"""Documents in, what they cite and claim out: one after the other, or by worker processes where there are many."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures.process import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat

from provenance import documents
from provenance.citations import Collected, collect
from provenance.config import Settings
from provenance.errors import InputError
from provenance.language.outlets import Outlets
from provenance.model import Citation, Claim, Document, Finding, Message
from provenance.rules import rule

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
    outlets = Outlets.load(settings.outlets)
    read: dict[str, Document] = {}
    citations: list[Citation] = []
    claims: list[Claim] = []
    errors: list[InputError] = []
    names = documents.expand(paths)
    for done, result in enumerate(_results(names, outlets), 1):
        progress("collect", done, len(names))
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


Result = tuple[Document, Collected] | InputError


def _results(names: Sequence[str], outlets: Outlets) -> Iterator[Result]:
    """What each document gives, in the order of the names."""
    if len(names) < MANY or documents.STDIN in names:
        yield from (collect_one(name, outlets) for name in names)
        return
    # here, because it loads all that reads captures
    from provenance.workers import die_with_parent, worker_context

    context = worker_context()
    context.set_forkserver_preload(["provenance.reading", __name__])
    with ProcessPoolExecutor(mp_context=context, initializer=die_with_parent) as pool:
        yield from pool.map(collect_one, names, repeat(outlets), chunksize=BATCH)


def collect_one(name: str, outlets: Outlets) -> Result:
    """A document with what it cites and claims, or why it cannot be read: one bad document does not stop the others."""
    try:
        document = documents.load(name)
    except InputError as error:
        return error
    return document, collect(document, outlets=outlets)


def cannot_read(error: InputError) -> Finding:
    """A document that could not be read, as a finding."""
    code = "PV001"
    return Finding(
        rule=code, severity=rule(code).severity, message=Message.of("finding-unreadable", why=error)
    )
