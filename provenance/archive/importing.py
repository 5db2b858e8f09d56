"""Takes the captures of other tools in: WARC and ARC files, compressed (gzip, Zstandard) or not, and WACZ packages.

Whatever is broken in them is passed over and told; what can be read is kept under its own URL and date.
"""

from __future__ import annotations

import hashlib
import io
import logging
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import IO, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeadersParserException

from provenance.archive.decompressing import BROKEN, plain
from provenance.archive.fixity import Problem
from provenance.archive.heads import Head, parse_head
from provenance.archive.reading import read
from provenance.archive.writer import Archive
from provenance.errors import ArchiveDamaged, InputError
from provenance.model import Body, Capture, Hop, Message

logging.getLogger("warcio").addHandler(logging.NullHandler())

_STOPS = (
    EOFError,
    OSError,
    zlib.error,
    ArchiveLoadFailed,
    StatusAndHeadersParserException,
    ValueError,
    TypeError,
    *BROKEN,
)
"""What warcio raises on what it cannot read; TypeError for a digest whose name is not even a word."""
_ANSWERS = frozenset({"response", "resource", "revisit"})
_IN_MEMORY = 1 << 20
_BLOCK = 1 << 16


class _Records(ArchiveIterator):  # type: ignore[misc]  # warcio has no types
    """warcio's iterator, which would write to stderr about records of a wrong length."""

    INC_RECORD = ""


def import_file(archive: Archive, file: Path) -> Iterator[Capture | Problem]:
    """Keep every answer that a WARC, ARC or WACZ file holds; gives the captures, and what had to be passed over.

    Raises InputError where the file is none of these.
    """
    try:
        with file.open("rb") as stream:
            magic = stream.read(4)
            stream.seek(0)
            if magic == b"PK\x03\x04":
                yield from _import_package(archive, file, stream)
            else:
                yield from _import_stream(archive, file.name, stream, magic)
    except (OSError, zipfile.BadZipFile) as error:
        raise InputError(f"{file}: cannot be read: {error}") from error


def _import_package(archive: Archive, file: Path, stream: BinaryIO) -> Iterator[Capture | Problem]:
    with zipfile.ZipFile(stream) as package:
        names = [name for name in package.namelist() if name.endswith((".warc", ".warc.gz", ".warc.zst"))]
        if not names:
            raise InputError(f"{file}: this ZIP file holds no WARC; a WACZ package or a WARC file is wanted")
        for name in names:
            with package.open(name) as member:
                buffered = io.BufferedReader(member, _BLOCK)  # type: ignore[type-var]  # it is readable
                magic = buffered.peek(4)[:4]
                yield from _import_stream(archive, f"{file.name}/{name}", buffered, magic)


def _import_stream(
    archive: Archive, name: str, stream: IO[bytes], magic: bytes
) -> Iterator[Capture | Problem]:
    importer = _Importer(archive, name)
    try:
        for record in _Records(plain(stream, magic), arc2warc=True, no_record_parse=True, check_digests=True):
            yield from importer.take(record)
    except _STOPS as error:
        if not importer.number:
            raise InputError(f"{name}: is no WARC, ARC or WACZ file: {_reason(error)}") from error
        yield importer.stopped(error)
    if not importer.number:
        raise InputError(f"{name}: is empty; a WARC, ARC or WACZ file is wanted")


class _Importer:
    """Takes the records of one file, in order."""

    def __init__(self, archive: Archive, name: str) -> None:
        self._archive = archive
        self._name = name
        self._by_digest: dict[str, Capture] = {}
        self.number = 0

    def take(self, record: ArcWarcRecord) -> Iterator[Capture | Problem]:
        """The capture that a record gives, if it is an answer of a web server."""
        self.number += 1
        url = record.rec_headers.get_header("WARC-Target-URI") or ""
        if record.rec_type not in _ANSWERS or not url.startswith(("http:", "https:")):
            return
        try:
            hop = self._hop(record, url)
        except (ValueError, ArchiveDamaged, StatusAndHeadersParserException) as error:
            values = {"file": self._name, "number": self.number, "url": url, "reason": _reason(error)}
            yield self._problem("archive-import-record", **values)
            return
        capture = self._archive.write_imported(
            hop, self._name, record.rec_headers.get_header("WARC-Record-ID") or ""
        )
        hop.body.discard()
        digest = record.rec_headers.get_header("WARC-Payload-Digest")
        if digest:
            self._by_digest[digest] = capture
        yield capture

    def stopped(self, error: Exception) -> Problem:
        """That the rest of the file cannot be read."""
        values = {"file": self._name, "number": self.number, "reason": _reason(error)}
        return self._problem("archive-import-stopped", **values)

    def _problem(self, code: str, **values: object) -> Problem:
        return Problem(file=self._name, offset=self.number, message=Message.of(code, **values))

    def _hop(self, record: ArcWarcRecord, url: str) -> Hop:
        fields = record.rec_headers
        at = datetime.fromisoformat(fields.get_header("WARC-Date") or "")
        at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
        if record.rec_type == "resource":
            head = Head(200, "OK", (("Content-Type", fields.get_header("Content-Type") or ""),))
        else:
            head = parse_head(record.raw_stream)
        cut = bool(fields.get_header("WARC-Truncated"))
        body = self._revisited(record) if record.rec_type == "revisit" else _body(record, head, cut)
        return _hop(url, at, head, body, fields.get_header("WARC-IP-Address"))

    def _revisited(self, record: ArcWarcRecord) -> Body:
        known = self._by_digest.get(record.rec_headers.get_header("WARC-Payload-Digest") or "")
        if not known:
            raise ValueError("it refers to a body that does not stand before it in the file")
        return read(self._archive.folder, known).body


def _hop(url: str, at: datetime, head: Head, body: Body, address: str | None) -> Hop:
    return Hop(
        url=url,
        at=at,
        seconds=0,
        status=head.status,
        reason=head.reason,
        headers=head.headers,
        request_headers=(),
        body=body,
        address=address,
    )


def _body(record: ArcWarcRecord, head: Head, cut: bool) -> Body:
    """The payload with its transfer coding undone; large ones in a file."""
    coding = next((value for name, value in head.headers if name.lower() == "transfer-encoding"), "")
    stream = ChunkedDataReader(record.raw_stream) if coding.lower() == "chunked" else record.raw_stream
    blocks = iter(lambda: stream.read(_BLOCK), b"")
    data = bytearray()
    for block in blocks:
        data += block
        if len(data) > _IN_MEMORY:
            body = _spooled(chain([bytes(data)], blocks))
            break
    else:
        body = Body.of(bytes(data))
    try:
        return replace(body, truncated=cut or _ends_early(record))
    except ValueError:
        body.discard()
        raise


def _spooled(blocks: Iterable[bytes]) -> Body:
    sha256, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(prefix="provenance-", delete=False) as spool:
        for block in blocks:
            sha256.update(block)
            size += spool.write(block)
    return Body(size=size, sha256=sha256.hexdigest(), file=Path(spool.name))


def _ends_early(record: ArcWarcRecord) -> bool:
    """Whether the file ends inside this record; raises ValueError where the record is not what its digest says."""
    while record.raw_stream.read(_BLOCK):
        pass
    # Payload digests are left alone: tools differ in whether they take them before or after the transfer coding.
    if any(problem.startswith("block digest failed") for problem in record.digest_checker.problems):
        raise ValueError("it does not have the digest that stands in it")
    return bool(getattr(record.raw_stream, "limit", 0))


def _reason(error: Exception) -> str:
    with suppress(IndexError):
        return str(error).strip().splitlines()[0]
    return "it ends too early" if isinstance(error, EOFError) else type(error).__name__
