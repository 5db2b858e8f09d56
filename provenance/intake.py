"""Copies of sources that come by hand: what a person supplies, and what other tools captured.

Such a copy is what its source is read from until the page itself can be read; it says nothing about the link, which
stays as it was, or unvisited.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from provenance.archive import Archive, Problem, import_file
from provenance.config import Settings
from provenance.errors import InputError
from provenance.extract import extract
from provenance.gather import Clock
from provenance.model import (
    Access,
    Capture,
    CopyKind,
    ExtractedText,
    LinkState,
    LinkStatus,
    ReadFrom,
)
from provenance.pipeline import utc_now
from provenance.reading import open_page
from provenance.store import Catalogue, Known
from provenance.urls import canonical, problem, source_id

TYPES = {".md": "text/plain", ".txt": "text/plain", ".htm": "text/html", ".html": "text/html"}
"""Content types that the system's own table may lack or name otherwise."""

LONGEST_TITLE = 160
"""Characters: a longer first line of a pasted text is its first paragraph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What an import came to."""

    captures: int
    sources: int
    """Sources that are read from one of the captures now."""
    problems: tuple[Problem, ...]


def supply(url: str, file: Path, settings: Settings, *, who: str, clock: Clock = utc_now) -> ExtractedText:
    """Keep a text, saved page or PDF as the content of a URL that only `who` can read; gives what is read in it.

    Raises InputError where the URL is none, the file cannot be read, or nothing in it is readable.
    """
    if fault := problem(url):
        raise InputError(f"{url}: is no address of a page ({fault}); give the URL that the document cites")
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror}") from error
    with (
        Archive.open(settings.cache, clock=clock) as archive,
        Catalogue.open(settings.cache) as catalogue,
        catalogue.transaction(),
    ):
        capture = archive.write_supplied(url, data, content_type(file, data), who)
        text = whole_text(settings.cache, capture)
        if text is None:
            raise InputError(
                f"{file}: nothing in it can be read as text; a text file, a saved page (HTML) or a PDF is wanted"
            )
        text = replace(text, title=text.title or headline(text.text) or known_title(catalogue, url))
        keep(catalogue, url, [capture], text)
    return text


def headline(text: str) -> str:
    """The first line of a text without markup, where it stands as a title does: short, alone, no sentence."""
    line, _, rest = text.partition("\n")
    line = line.strip()
    return line if rest.strip() and len(line) <= LONGEST_TITLE and not line.endswith((".", ":", ";")) else ""


def known_title(catalogue: Catalogue, url: str) -> str:
    """The title that an earlier copy gives the page, the preview before a wall for one; empty where there is none."""
    known = catalogue.known(source_id(url))
    earlier = catalogue.text(known.text_capture) if known and known.text_capture else None
    return earlier.title if earlier else ""


def take_in(file: Path, settings: Settings, *, clock: Clock = utc_now) -> Taken:
    """Keep every capture of a WARC, ARC or WACZ file; sources without a copy of their own are read from it.

    Raises InputError where the file is none of these.
    """
    problems: list[Problem] = []
    by_source: dict[str, list[Capture]] = {}
    with Archive.open(settings.cache, clock=clock) as archive, Catalogue.open(settings.cache) as catalogue:
        for found in import_file(archive, file):
            if isinstance(found, Problem):
                problems.append(found)
            else:
                by_source.setdefault(source_id(found.url), []).append(found)
        read = sum(take_source(settings.cache, catalogue, captures) for captures in by_source.values())
    kept = sum(len(captures) for captures in by_source.values())
    return Taken(captures=kept, sources=read, problems=tuple(problems))


def take_source(folder: Path, catalogue: Catalogue, captures: list[Capture]) -> bool:
    """Keep the captures of one source; whether it is read from one of them, the newest that has text."""
    url = captures[0].url
    before = catalogue.known(source_id(url))
    with catalogue.transaction():
        if before and before.text_capture:
            catalogue.remember(before, captures)
            return False
        text = next(texts(folder, captures), None)
        keep(catalogue, url, captures, text)
    return text is not None


def texts(folder: Path, captures: Iterable[Capture]) -> Iterator[ExtractedText]:
    """The whole texts of good answers, newest first."""
    for capture in sorted(captures, key=lambda capture: capture.captured_at, reverse=True):
        if capture.status == 200 and (text := whole_text(folder, capture)):
            yield text


def whole_text(folder: Path, capture: Capture) -> ExtractedText | None:
    """What is readable in a capture that came by hand; none where nothing is."""
    text = extract(
        open_page(folder, capture), source=source_id(capture.url), capture=capture.id, access=Access.WHOLE
    )
    return text if text.access is not Access.NONE else None


def keep(catalogue: Catalogue, url: str, captures: list[Capture], text: ExtractedText | None) -> None:
    """Write down that a source is read from the capture of this text."""
    unvisited = Known(
        source=source_id(url),
        url=url,
        canonical_url=canonical(url),
        status=LinkStatus(state=LinkState.UNVISITED),
    )
    known = catalogue.known(source_id(url)) or unvisited
    if text:
        capture = next(capture for capture in captures if capture.id == text.capture)
        known = replace(known, read_from=read_from(capture), text_capture=capture.id)
        catalogue.keep_text(text)
    catalogue.remember(known, captures)


def read_from(capture: Capture) -> ReadFrom:
    """Which copy is read."""
    return ReadFrom(
        kind=CopyKind.SUPPLIED if capture.kind is CopyKind.SUPPLIED else CopyKind.EARLIER,
        url=capture.url,
        captured_at=capture.captured_at,
        capture=capture.id,
    )


def content_type(file: Path, data: bytes) -> str:
    """The type of a file by its name, with UTF-8 where its bytes are that."""
    kind = TYPES.get(file.suffix.lower()) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    if kind != "text/plain":
        return kind  # a saved page and a PDF say themselves how they are written
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return kind
    return f"{kind}; charset=utf-8"
