"""Visits as WARC 1.1 records (ISO 28500:2017).

They are spelled here and not by warcio's writer, which takes three times as long for it; what is spelled, warcio reads.
"""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from uuid import uuid4

from provenance.archive.heads import clean_url, request_head, response_head
from provenance.model import Body, Failure, FailureKind, Hop, Visit

Fields = list[tuple[str, str]]

IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_RESPONSE = "application/http;msgtype=response"
_REQUEST = "application/http;msgtype=request"
_FIELDS = "application/warc-fields"
_BLOCK = 1 << 16
_END = b"\r\n\r\n"
_NOTHING = Body.of(b"")


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its WARC headers but for the length, and its block, which is an HTTP head (or nothing) and a body."""

    fields: Fields
    head: bytes
    body: Body

    def pieces(self) -> Iterator[bytes]:
        """The record as it stands in a file; a body in memory comes in one piece with all the rest."""
        length = f"Content-Length: {len(self.head) + self.body.size}\r\n\r\n"
        opening = f"WARC/1.1\r\n{_lines(self.fields)}{length}".encode() + self.head
        if not self.body.file:
            yield opening + self.body.data + _END
            return
        yield opening
        yield from _blocks(self.body)
        yield _END


def new_id() -> str:
    """A fresh WARC-Record-ID."""
    return f"<urn:uuid:{uuid4()}>"


@lru_cache(maxsize=64)  # each time stands in two records or more
def warc_date(at: datetime) -> str:
    """A time as WARC 1.1 writes it, with microseconds."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


def warcinfo(name: str, at: datetime, software: str) -> Record:
    """The record that every file begins with."""
    fields = {"software": software, "format": "WARC File Format 1.1", "cookies": "values removed"}
    headers = [("WARC-Filename", name)]
    return _plain("warcinfo", at, headers, _FIELDS, _warc_fields(fields))


def response(hop: Hop, record_id: str, beside: str | None, truncated: str | None) -> Record:
    """An answer with its whole body; `beside` is the record of the same visit that it belongs with."""
    head = response_head(hop)
    fields = [*_capture_fields("response", hop, record_id, beside)]
    fields.append(("WARC-Payload-Digest", digest(hop.body.sha256)))
    if truncated:
        fields.append(("WARC-Truncated", truncated))
    return _record(fields, _RESPONSE, head, hop.body)


def revisit(hop: Hop, record_id: str, beside: str | None, refers_to: Iterable[tuple[str, str]]) -> Record:
    """An answer whose body is in the archive already; `refers_to` says where, under which profile."""
    fields = [*_capture_fields("revisit", hop, record_id, beside), *refers_to]
    return _record(fields, _RESPONSE, response_head(hop), _NOTHING)


def request(hop: Hop, answer_id: str) -> Record:
    """What was sent for an answer."""
    fields = _capture_fields("request", hop, new_id(), answer_id)
    fields.append(("WARC-Payload-Digest", digest(_NOTHING.sha256)))
    return _record(fields, _REQUEST, request_head(hop), _NOTHING)


def failure(visit: Visit, problem: Failure, beside: str | None) -> Record:
    """Why a visit came to no whole answer."""
    fields = {
        "failure": problem.kind.value,
        "failureCode": problem.code,
        "failureDetail": problem.detail,
        "attempts": str(visit.attempts),
    }
    headers = [("WARC-Target-URI", clean_url(visit.url))]
    if beside:
        headers.append(("WARC-Concurrent-To", beside))
    return _plain("metadata", visit.finished_at, headers, _FIELDS, _warc_fields(fields))


def resource(url: str, at: datetime, content_type: str, data: bytes, record_id: str) -> Record:
    """Bytes that a person supplied for a URL."""
    headers = [("WARC-Target-URI", clean_url(url)), ("WARC-Record-ID", record_id)]
    headers.append(("WARC-Payload-Digest", digest(hashlib.sha256(data).hexdigest())))
    return _plain("resource", at, headers, content_type, data)


def imported(hop: Hop, about: str, file: str, record_id: str) -> Record:
    """Which record of which file the record `about` was made from."""
    headers = [
        ("WARC-Target-URI", clean_url(hop.url)),
        ("WARC-Refers-To", about),
        ("WARC-Concurrent-To", about),
    ]
    fields = {"importedFrom": file, "originalRecord": record_id}
    return _plain("metadata", hop.at, headers, _FIELDS, _warc_fields(fields))


def supplier(url: str, at: datetime, who: str, about: str) -> Record:
    """Who supplied the resource record `about`."""
    headers = [("WARC-Target-URI", clean_url(url)), ("WARC-Refers-To", about), ("WARC-Concurrent-To", about)]
    return _plain("metadata", at, headers, _FIELDS, _warc_fields({"suppliedBy": who}))


def digest(sha256: str) -> str:
    """A SHA-256 in hex as a WARC digest header spells it."""
    return f"sha256:{sha256}"


def cut_by(visit: Visit, hop: Hop) -> str | None:
    """The WARC-Truncated reason of a hop whose body was cut: `length`, `time`, `disconnect`."""
    if not hop.body.truncated:
        return None
    if hop is visit.final and visit.failure:
        if visit.failure.kind is FailureKind.TIMEOUT:
            return "time"
        if visit.failure.code in ("short-body", "closed", "reset"):
            return "disconnect"
    return "length"


def _capture_fields(kind: str, hop: Hop, record_id: str, beside: str | None) -> Fields:
    fields = [
        ("WARC-Type", kind),
        ("WARC-Record-ID", record_id),
        ("WARC-Target-URI", clean_url(hop.url)),
        ("WARC-Date", warc_date(hop.at)),
    ]
    if address := _address(hop.address):
        fields.append(("WARC-IP-Address", address))
    if beside:
        fields.append(("WARC-Concurrent-To", beside))
    return fields


@lru_cache(maxsize=256)
def _address(text: str | None) -> str | None:
    try:
        return str(ipaddress.ip_address((text or "").partition("%")[0]))
    except ValueError:
        return None


def _plain(kind: str, at: datetime, headers: Fields, content_type: str, data: bytes) -> Record:
    given = {name for name, _ in headers}
    fields = [("WARC-Type", kind)]
    if "WARC-Record-ID" not in given:
        fields.append(("WARC-Record-ID", new_id()))
    fields += [("WARC-Date", warc_date(at)), *headers]
    return _record(fields, content_type, b"", Body.of(data))


def _record(fields: Fields, content_type: str, head: bytes, body: Body) -> Record:
    fields += [("WARC-Block-Digest", digest(_block_sha256(head, body))), ("Content-Type", content_type)]
    return Record(fields, head, body)


def _block_sha256(head: bytes, body: Body) -> str:
    if not head:
        return body.sha256
    sha256 = hashlib.sha256(head)
    for block in _blocks(body):
        sha256.update(block)
    return sha256.hexdigest()


def _blocks(body: Body) -> Iterator[bytes]:
    if not body.file:
        yield body.data
        return
    with body.open() as stream:
        while block := stream.read(_BLOCK):
            yield block


def _warc_fields(fields: dict[str, str]) -> bytes:
    return _lines(list(fields.items())).encode()


def _lines(fields: Fields) -> str:
    """The fields a line each; they are looked at one by one only where there is something odd in one."""
    together = "".join([value for _, value in fields])
    plain = together.isascii() and together.isprintable()
    return "".join([f"{name}: {value if plain else _one_line(value)}\r\n" for name, value in fields])


def _one_line(value: str) -> str:
    # Characters that UTF-8 cannot hold (lone surrogates of a broken file name or URL) become question marks.
    return " ".join(value.encode("utf-8", "replace").decode().replace("\0", " ").split())
