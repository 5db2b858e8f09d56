"""Walks through a compressed WARC record by record, checking every digest, and over whatever is damaged."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParserException

from provenance.archive.members import open_member

_BLOCK = 1 << 16
_MAGIC = b"\x1f\x8b\x08"
BROKEN = (EOFError, zlib.error, ArchiveLoadFailed, StatusAndHeadersParserException, ValueError)
"""What reading a damaged record raises."""


@dataclass(frozen=True, slots=True)
class Found:
    """A whole record of a file, its digests checked."""

    file: str
    offset: int
    length: int
    type: str
    status: str
    """Of an answer: the HTTP status."""
    mime: str
    """Of an answer: the media type, without parameters."""
    fields: dict[str, str]
    """The WARC headers, names in lower case."""
    problems: tuple[str, ...]
    """Digests that do not fit."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of a file that is no whole record."""

    offset: int
    length: int
    unfinished: bool
    """It runs to the end of the file, as a writer leaves it that was stopped."""


def scan(path: Path, start: int = 0) -> Iterator[Found | Gap]:
    """Every record from `start` (the offset of a record), and every stretch between that cannot be read."""
    size = path.stat().st_size
    with path.open("rb") as file:
        while start < size:
            try:
                found: Found | Gap = read_whole(file, start)
            except BROKEN as error:
                after = _next_record(file, start + 1, size)
                found = Gap(start, after - start, unfinished=after == size and isinstance(error, EOFError))
            yield found
            start += found.length


def visits(path: Path) -> Iterator[list[Found]]:
    """The records of each visit together: those behind the first are tied to one before them. Damage is passed over."""
    visit: list[Found] = []
    for found in scan(path):
        if isinstance(found, Found):
            if visit and "warc-concurrent-to" not in found.fields:
                yield visit
                visit = []
            visit.append(found)
    if visit:
        yield visit


def read_whole(file: BinaryIO, offset: int) -> Found:
    """The record at this offset, read to its end; raises one of BROKEN."""
    member, stream = open_member(file, offset)
    record = ArcWarcRecordLoader(verify_http=False).parse_record_stream(stream, check_digests=True)
    while record.raw_stream.read(_BLOCK):
        pass
    problems = list(record.digest_checker.problems)
    if record.raw_stream.limit:
        problems.append("the record is shorter than it says")
    while stream.read(_BLOCK):
        pass
    head = record.http_headers or record.rec_headers
    return Found(
        file=Path(file.name).name,
        offset=offset,
        length=member.end - offset,
        type=record.rec_type or "",
        status=head.statusline.partition(" ")[0],
        mime=(head.get_header("Content-Type") or "").partition(";")[0].strip(),
        fields={name.lower(): value for name, value in record.rec_headers.headers},
        problems=tuple(problems),
    )


def whole_until(path: Path, start: int) -> tuple[int, bool]:
    """The end of the last whole record, and whether all that follows it is an unfinished tail (or nothing)."""
    end = start
    clean = True
    for found in scan(path, start):
        if isinstance(found, Found):
            end = found.offset + found.length
        else:
            clean = found.unfinished
    return end, clean


def _next_record(file: BinaryIO, start: int, size: int) -> int:
    """The offset of the next gzip member that begins a WARC record, else the size of the file."""
    position = start
    while position < size:
        file.seek(position)
        block = file.read(_BLOCK + len(_MAGIC) - 1)
        at = block.find(_MAGIC)
        while at >= 0:
            if _begins_record(file, position + at):
                return position + at
            at = block.find(_MAGIC, at + 1)
        position += _BLOCK
    return size


def _begins_record(file: BinaryIO, offset: int) -> bool:
    try:
        return open_member(file, offset)[1].read(5) == b"WARC/"
    except BROKEN:
        return False
