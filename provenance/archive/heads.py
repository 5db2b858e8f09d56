"""HTTP heads as they stand in WARC records: latin-1 bytes as on the wire, without credentials and without lies.

Three things differ from what was sent and received, and only these:
`Transfer-Encoding` is renamed, because the stored body has it undone; the values of cookies and the headers that
carry credentials are taken out; a line break inside a header value becomes a space.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO

from provenance.model import Headers, Hop

SECRET = frozenset({"authorization", "proxy-authorization", "cookie", "cookie2"})
"""Request headers that are never stored."""
RENAMED = {"transfer-encoding": "X-Archive-Orig-Transfer-Encoding"}
"""The name that pywb and warcio use for a header that no longer describes the stored body."""
HEAD_LIMIT = 16 << 20
"""Bytes of an HTTP head that are read from a record; more than any fetcher of ours lets through."""

_STATUS = re.compile(rb"HTTP/[\d.]+\s+(\d{3})([^\r\n]*)")
_BREAKS = re.compile(r"[ \t]*[\r\n\0]+[ \t]*")
_AFTER_HOST = re.compile(r"^[^:/?#]*://[^/?#]*")
_USER = re.compile(r"^([^/?#]*//)[^/?#]*@")
_UNSAFE = re.compile(r"[\x00-\x20\x7f<>\"]")
_COOKIE = re.compile(r"^(\s*[^=;]*=)[^;]*")


@lru_cache(maxsize=256)
def clean_url(url: str) -> str:
    """The URL fit for a WARC header: no user name or password, no white space, no control character."""
    bare = _USER.sub(r"\1", url) if "@" in url else url
    return _UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}", bare)


def response_head(hop: Hop) -> bytes:
    """The status line and headers of an answer, with the empty line that ends them."""
    first = f"HTTP/{_version(hop)} {hop.status:03d} {hop.reason}"
    return _to_bytes(first, [_response_line(name, value) for name, value in hop.headers])


def request_head(hop: Hop) -> bytes:
    """The request line and headers as sent, without what carries credentials."""
    rest = _AFTER_HOST.sub("", clean_url(hop.url)).partition("#")[0].removesuffix("?")
    target = rest if rest.startswith("/") else f"/{rest}"
    kept = [f"{name}: {value}" for name, value in hop.request_headers if name.lower() not in SECRET]
    return _to_bytes(f"GET {target} HTTP/{_version(hop)}", kept)


@dataclass(frozen=True, slots=True)
class Head:
    """The first line of an answer, and its headers."""

    status: int
    reason: str
    headers: Headers


def parse_head(stream: BinaryIO) -> Head:
    """Read a status line and headers up to their empty line; raises ValueError where there is no status line."""
    first = stream.readline(HEAD_LIMIT)
    found = _STATUS.match(first)
    if not found:
        raise ValueError(f"no HTTP status line, but {first[:40]!r}")
    return Head(int(found[1]), found[2].decode("latin-1").strip(), _parse_headers(stream))


def _parse_headers(stream: BinaryIO) -> Headers:
    headers: list[tuple[str, str]] = []
    while line := stream.readline(HEAD_LIMIT).decode("latin-1").rstrip("\r\n"):
        if line[0] in " \t" and headers:
            headers[-1] = (headers[-1][0], headers[-1][1] + " " + line.strip(" \t"))
        elif ":" in line:
            name, value = line.split(":", 1)
            headers.append((name.strip(" \t"), value.strip(" \t")))
    return tuple(headers)


def _response_line(name: str, value: str) -> str:
    lower = name.lower()
    if lower in ("set-cookie", "set-cookie2"):
        value = _COOKIE.sub(r"\1removed", value)
    return f"{RENAMED.get(lower, name)}: {value}"


def _version(hop: Hop) -> str:
    # Readers of WARC know these two alone; a body is the same under any version.
    return hop.http_version if hop.http_version in ("1.0", "1.1") else "1.1"


def _to_bytes(first: str, lines: list[str]) -> bytes:
    whole = [first, *lines]
    text = "\r\n".join(whole) + "\r\n\r\n"
    if "\0" in text or not text.count("\r") == text.count("\n") == len(whole) + 1:
        text = "\r\n".join([_BREAKS.sub(" ", line) for line in whole]) + "\r\n\r\n"
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")
