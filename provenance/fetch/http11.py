"""Answers of HTTP/1.1 (RFC 9112), read from bytes as they come. Nothing here waits: whoever has bytes feeds them.

As tolerant as the standard library's reader, whose exceptions it raises: bare line feeds, missing reasons, lengths that
are no number. Interim answers (RFC 9110 section 15.2) are passed over.
"""

from __future__ import annotations

import re
from http.client import BadStatusLine, HTTPException, IncompleteRead, RemoteDisconnected, UnknownProtocol
from typing import NamedTuple

from provenance.model import Headers

HEAD_LIMIT = 256 * 1024
"""Bytes of a head, with those of interim answers before it: what Chromium reads at most (net/http/http_stream_parser.h)."""
_SIZE_LINE = 4096
"""Bytes of a line that begins a chunk, or of a trailer."""
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9a-fA-F]{1,16})[ \t]*(?:;.*)?")
_UNENDING = 1 << 80
"""More bytes than any body has: how much is left of one that ends with its connection."""


class Head(NamedTuple):
    """Status line and headers of an answer."""

    status: int
    reason: str
    version: str
    """`1.0` or `1.1`."""
    headers: Headers
    """In the order and spelling in which they came, duplicates kept."""

    def header(self, name: str) -> str:
        """The first header of that name (in lower case), "" for none."""
        return next((value for key, value in self.headers if key.lower() == name), "")


class AnswerReader:
    """One answer to a GET."""

    def __init__(self) -> None:
        """Nothing has come yet."""
        self.head: Head | None = None
        self.done = False
        """Whether the whole body was taken."""
        self.reusable = False
        """Whether the connection may be asked again once this answer is `done`."""
        self.began = False
        """Whether anything came at all."""
        self._buffer = bytearray()
        self._looked = self._interim = 0
        self._ended = self._broken = False
        self._left = 0
        self._chunks: str | None = None
        """What comes next in a chunked body: `size`, `data`, `gap`, `trailer`."""

    def feed(self, data: bytes) -> None:
        """What came, b"" at the end of the connection. Raises `HTTPException` and its kin where it is no HTTP answer."""
        self._ended = not data
        self.began = self.began or bool(data)
        self._buffer += data
        while self.head is None and (head := self._cut_head()):
            if 100 <= head.status < 200 and head.status != 101:
                self._interim += self._looked
            else:
                self._begin_body(head)
            self._looked = 0

    def take(self) -> bytes:
        """The part of the body that was fed since the last time. Raises `IncompleteRead` where it will never be whole."""
        if self._broken or (self._ended and not self._buffer and not self.done):
            self.done = self._left == _UNENDING and not self._broken
            if self.done:
                return b""
            raise IncompleteRead(b"")
        return self._take_chunks() if self._chunks else self._take_plain()

    def _cut_head(self) -> Head | None:
        """The next head, taken out of the buffer, once it is there."""
        buffer = self._buffer
        if not b"HTTP/".startswith(bytes(buffer[:5])):
            raise BadStatusLine(buffer[:40].decode("latin-1"))
        end = _HEAD_END.search(buffer, max(self._looked - 3, 0))
        self._looked = end.end() if end else len(buffer)
        if self._looked + self._interim > HEAD_LIMIT:
            raise HTTPException(f"more than {HEAD_LIMIT // 1024} KB")
        if not end and not self._ended:
            return None
        if not buffer:
            raise RemoteDisconnected("closed without an answer")
        text = buffer[: self._looked].decode("latin-1")
        del buffer[: self._looked]
        return parse_head(text)

    def _begin_body(self, head: Head) -> None:
        self.head = head
        connection = head.header("connection").lower()
        kept = "close" not in connection if head.version == "1.1" else "keep-alive" in connection
        length = head.header("content-length").strip()
        if head.status in (101, 204, 304):
            self.done = True
        elif head.header("transfer-encoding").lower().rpartition(",")[2].strip() == "chunked":
            self._chunks = "size"
        elif length.isascii() and length.isdecimal():
            self._left = int(length)
            self.done = not self._left
        else:
            self._left, kept = _UNENDING, False
        self.reusable = kept and head.status != 101

    def _take_plain(self) -> bytes:
        data = bytes(self._buffer[: self._left])
        del self._buffer[: len(data)]
        if self._left != _UNENDING:
            self._left -= len(data)
            self.done = not self._left
        return data

    def _take_chunks(self) -> bytes:
        out = bytearray()
        while not (self.done or self._broken):
            if self._chunks == "data":
                piece = self._buffer[: self._left]
                del self._buffer[: len(piece)]
                out += piece
                self._left -= len(piece)
                if self._left:
                    break
                self._chunks = "gap"
            elif not self._take_line():
                break
        return bytes(out)

    def _take_line(self) -> bool:
        """Go past a line between two chunks; whether there was a whole one."""
        end = self._buffer.find(b"\n", 0, _SIZE_LINE)
        if end < 0:
            self._broken = len(self._buffer) >= _SIZE_LINE or self._ended
            return False
        line = bytes(self._buffer[:end]).rstrip(b"\r")
        del self._buffer[: end + 1]
        if self._chunks == "trailer":
            self.done = not line
        elif self._chunks == "gap":
            self._broken, self._chunks = bool(line), "size"
        elif size := _CHUNK_SIZE.fullmatch(line):
            self._left = int(size[1], 16)
            self._chunks = "data" if self._left else "trailer"
        else:
            self._broken = True
        return True


def parse_head(text: str) -> Head:
    """The head in these lines. Raises `BadStatusLine` or `UnknownProtocol`; headers that are none are passed over."""
    first, *lines = text.replace("\r\n", "\n").rstrip("\n").split("\n")
    version, _, rest = first.partition(" ")
    status, _, reason = rest.strip().partition(" ")
    if not (len(status) == 3 and status.isascii() and status.isdecimal() and status >= "100"):
        raise BadStatusLine(first[:40])
    if not version.startswith(("HTTP/1.", "HTTP/0.9")):
        raise UnknownProtocol(version[:40])
    old = version in ("HTTP/1.0", "HTTP/0.9")
    return Head(int(status), reason.strip(), "1.0" if old else "1.1", _parse_headers(lines))


def _parse_headers(lines: list[str]) -> Headers:
    headers: list[tuple[str, str]] = []
    for line in lines:
        name, colon, value = line.partition(":")
        if line[:1] in (" ", "\t") and headers:  # a folded line goes on with the one before it
            headers[-1] = (headers[-1][0], f"{headers[-1][1]} {line.strip()}".strip())
        elif colon and name and name.isascii() and name.isprintable() and " " not in name:
            headers.append((name, value.strip(" \t\r")))
    return tuple(headers)
