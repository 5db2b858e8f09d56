"""CDXJ index lines, by which replay tools find a record: the key that sorts a URL, its time, and its place.

The key (SURT) is that of the Internet Archive's canonicalizer, as far as pages of the news go: everything in lower
case, the host reversed without `www.`, the query sorted, percent escapes made uniform, slashes single.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote_from_bytes, unquote_to_bytes, urlsplit

_SLASHES = re.compile(r"//+")
_WWW = re.compile(r"^www\d*\.")
_SAFE = "".join(chr(c) for c in range(0x21, 0x7F) if chr(c) not in "%#")
_PORTS = {"http": 80, "https": 443}


def surt(url: str) -> str:
    """`https://www.example.org/Path/?b=2&a=1` → `org,example)/path?a=1&b=2`."""
    parts = urlsplit(url)
    host = _WWW.sub("", (parts.hostname or "").rstrip("."))
    port = f":{parts.port}" if parts.port and parts.port != _PORTS.get(parts.scheme) else ""
    is_name = not re.fullmatch(r"[\d.]+", host) and ":" not in host
    key = ",".join(reversed(host.split("."))) if is_name else host
    path = _SLASHES.sub("/", _uniform(parts.path)).rstrip("/") or "/"
    query = "&".join(sorted(_uniform(parts.query).split("&"))) if parts.query else ""
    return f"{key}{port}){path}{'?' + query if query else ''}".lower()


def line(url: str, at: datetime, fields: Mapping[str, object]) -> str:
    """One line of an index."""
    stamp = at.astimezone(UTC).strftime("%Y%m%d%H%M%S")
    values = {"url": url, **{name: str(value) for name, value in fields.items()}}
    return f"{surt(url)} {stamp} {json.dumps(values, ensure_ascii=False)}\n"


def _uniform(text: str) -> str:
    data = text.encode("utf-8", "surrogatepass")
    while (plain := unquote_to_bytes(data)) != data:
        data = plain
    return quote_from_bytes(data, safe=_SAFE)
