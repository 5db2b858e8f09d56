"""Holds the archive against its digests: every record, and every capture of the catalogue against its record."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from provenance.archive.folder import refuse, warc_files, warc_folder
from provenance.archive.reading import read
from provenance.archive.scan import Found, Gap, scan
from provenance.errors import ArchiveDamaged
from provenance.model import Capture, Message

_ANSWERS = frozenset({"response", "resource"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something in the archive that is not as it should be."""

    file: str
    offset: int
    message: Message
    capture: str | None = None
    """The id of the capture that is affected."""
    mended: bool = False
    """Nothing is lost and nothing is left to do: an unfinished record was cut off, or the next run will do so."""


def verify(folder: Path, captures: Iterable[Capture] = (), *, repair: bool = False) -> Iterator[Problem]:
    """Every problem of the archive; none where all is well.

    `captures` are the rows of the catalogue. With `repair`, which only the holder of the lock may ask for (an open
    `Archive`), an unfinished record at the end of a file is cut off where no capture stands in it.
    """
    rows: dict[str, dict[int, list[Capture]]] = {}
    for capture in captures:
        rows.setdefault(capture.warc, {}).setdefault(capture.offset, []).append(capture)
    for file in warc_files(folder):
        yield from _verify_file(folder, file, rows.pop(file.name, {}), repair=repair)
    for capture in chain.from_iterable(chain.from_iterable(places.values()) for places in rows.values()):
        if (warc_folder(folder) / capture.warc).exists():
            yield from _verify_row(folder, capture)
        else:
            yield _about(capture, "archive-file-missing")


def examine(folder: Path, captures: Iterable[Capture]) -> Iterator[Problem]:
    """The problems of these captures alone: each is read and held against its SHA-256."""
    for capture in captures:
        yield from _verify_row(folder, capture)


def _verify_file(
    folder: Path, file: Path, rows: dict[int, list[Capture]], *, repair: bool
) -> Iterator[Problem]:
    for found in scan(file):
        here = rows.pop(found.offset, [])
        if isinstance(found, Gap):
            inside = [at for at in rows if found.offset <= at < found.offset + found.length]
            lost = here + [capture for at in inside for capture in rows.pop(at)]
            yield from _verify_gap(file, found, lost, repair=repair)
            continue
        for problem in found.problems:
            message = Message.of(
                "archive-digest", url=found.fields.get("warc-target-uri", ""), problem=problem
            )
            yield Problem(file=file.name, offset=found.offset, message=message)
        for capture in here:
            yield from _verify_found(folder, capture, found)
    for capture in chain.from_iterable(rows.values()):
        yield _about(capture, "archive-no-record")


def _verify_found(folder: Path, capture: Capture, found: Found) -> Iterator[Problem]:
    """A capture against the record at its offset; the digest of an answer was checked with the record already."""
    digest = found.fields.get("warc-payload-digest", "").removeprefix("sha256:")
    if found.type == "revisit":
        yield from _verify_row(folder, capture)
    elif found.type not in _ANSWERS:
        yield _about(capture, "archive-no-record")
    elif digest != capture.sha256:
        yield _about(capture, "archive-capture-digest")
    elif found.fields.get("warc-target-uri") != (capture.archive_url or capture.url):
        yield _about(capture, "archive-no-record")


def _verify_row(folder: Path, capture: Capture) -> Iterator[Problem]:
    try:
        read(folder, capture)
    except ArchiveDamaged as error:
        yield _about(capture, "archive-capture-damaged", reason=error)


def _verify_gap(file: Path, gap: Gap, lost: list[Capture], *, repair: bool) -> Iterator[Problem]:
    if gap.unfinished and not lost:
        if repair:
            try:
                os.truncate(file, gap.offset)
            except OSError as error:
                raise refuse(error, file) from error
        code = "archive-tail-cut" if repair else "archive-tail"
        message = Message.of(code, size=gap.length)
        yield Problem(file=file.name, offset=gap.offset, message=message, mended=True)
        return
    message = Message.of("archive-gap", size=gap.length)
    yield Problem(file=file.name, offset=gap.offset, message=message)
    for capture in lost:
        yield _about(capture, "archive-no-record")


def _about(capture: Capture, code: str, **values: object) -> Problem:
    message = Message.of(code, url=capture.url, **values)
    return Problem(file=capture.warc, offset=capture.offset, message=message, capture=capture.id)
