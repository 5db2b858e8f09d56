"""Reads a capture back from its record, by offset, and holds it against its digest. Needs no lock."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BufferedReader
from pathlib import Path

from warcio.recordloader import ArcWarcRecord, ArcWarcRecordLoader

from provenance.archive.folder import warc_folder
from provenance.archive.heads import Head, parse_head
from provenance.archive.members import open_member
from provenance.archive.records import NOT_MODIFIED
from provenance.archive.scan import BROKEN
from provenance.errors import ArchiveDamaged
from provenance.model import Body, Capture, Headers

WARC = "WARC-Refers-To-Filename"
OFFSET = "WARC-Refers-To-File-Offset"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What the archive holds of a capture."""

    url: str
    captured_at: datetime
    status: int
    headers: Headers
    """As received; see `archive.heads` for the three things that differ."""
    body: Body
    """As received, content coding kept."""


def read(folder: Path, capture: Capture) -> Stored:
    """What a server answered, or a person supplied, from its record; a revisit gives the body that it refers to.

    For "not modified" the headers are those of the answer that it confirms. Raises ArchiveDamaged where the record
    is not there, cannot be read, or does not have the capture's SHA-256.
    """
    path = warc_folder(folder) / capture.warc
    with _record_at(path, capture.offset) as record:
        head = _head(record, capture)
        truncated = record.rec_headers.get_header("WARC-Truncated") is not None
        if record.rec_type == "revisit":
            head, data = _revisited(record, path, head)
        else:
            data = record.raw_stream.read()
    body = Body(size=len(data), sha256=hashlib.sha256(data).hexdigest(), data=data, truncated=truncated)
    if body.sha256 != capture.sha256:
        raise ArchiveDamaged(
            f"{path.name}: the record at {capture.offset} ({capture.url}) does not have the SHA-256 that was noted "
            "when it was kept; run `provenance fsck` to see what else is affected"
        )
    return Stored(
        url=capture.url, captured_at=capture.captured_at, status=head.status, headers=head.headers, body=body
    )


def references_to(folder: Path, capture: Capture) -> list[tuple[str, str]]:
    """The WARC headers by which a revisit refers to the record that holds this capture's body.

    Raises ArchiveDamaged where that record cannot be read.
    """
    with _record_at(warc_folder(folder) / capture.warc, capture.offset) as record:
        fields = record.rec_headers
        if record.rec_type == "revisit":
            return [(name, value) for name, value in fields.headers if _points_to_original(name)]
        return [
            ("WARC-Refers-To", fields.get_header("WARC-Record-ID", "")),
            ("WARC-Refers-To-Target-URI", fields.get_header("WARC-Target-URI", "")),
            ("WARC-Refers-To-Date", fields.get_header("WARC-Date", "")),
            (WARC, capture.warc),
            (OFFSET, str(capture.offset)),
            ("WARC-Payload-Digest", fields.get_header("WARC-Payload-Digest", "")),
        ]


def _points_to_original(name: str) -> bool:
    return name.startswith("WARC-Refers-To") or name == "WARC-Payload-Digest"


def head_at(path: Path, offset: int) -> Head:
    """The status line and headers of the answer whose record stands at an offset. Raises ArchiveDamaged."""
    with _record_at(path, offset) as record:
        return parse_head(record.raw_stream)


def fields_at(path: Path, offset: int) -> dict[str, str]:
    """What a metadata record at an offset says, by name. Raises ArchiveDamaged."""
    with _record_at(path, offset) as record:
        lines = record.raw_stream.read().decode("utf-8", "replace").splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


@contextmanager
def _record_at(path: Path, offset: int) -> Iterator[ArcWarcRecord]:
    """The record at this offset with its WARC headers read; what goes wrong inside becomes ArchiveDamaged."""
    try:
        with path.open("rb") as file:
            stream: BufferedReader = open_member(file, offset)[1]
            yield ArcWarcRecordLoader().parse_record_stream(stream, known_format="warc", no_record_parse=True)
    except OSError as error:
        raise ArchiveDamaged(f"{path}: cannot be read: {error.strerror}; run `provenance fsck`") from error
    except BROKEN as error:
        reason = str(error).strip().partition("\n")[0] or "the file ends here"
        raise ArchiveDamaged(
            f"{path.name}: no readable record at {offset}: {reason}; run `provenance fsck`"
        ) from error


def _head(record: ArcWarcRecord, capture: Capture) -> Head:
    if record.rec_type == "resource":
        content_type = record.rec_headers.get_header("Content-Type", "")
        return Head(capture.status, "", (("Content-Type", content_type),))
    return parse_head(record.raw_stream)


def _revisited(record: ArcWarcRecord, path: Path, head: Head) -> tuple[Head, bytes]:
    """The body that a revisit refers to, with the head that goes with it."""
    fields = record.rec_headers
    original = path.with_name(Path(fields.get_header(WARC, "")).name)
    with _record_at(original, int(fields.get_header(OFFSET, "-1"))) as origin:
        if origin.rec_headers.get_header("WARC-Record-ID") != fields.get_header("WARC-Refers-To"):
            raise ValueError("another record stands where the body of a revisit should be")
        first = parse_head(origin.raw_stream)
        not_modified = fields.get_header("WARC-Profile") == NOT_MODIFIED
        return first if not_modified else head, origin.raw_stream.read()
