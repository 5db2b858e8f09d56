"""Web archives' addresses: the original that they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import parse_qs, unquote

from provenance.urls.parts import STRIPPED, Malformed, split
from provenance.urls.tables import table

_CACHES = frozenset({"webcache.googleusercontent.com", "webcitation.org", "www.webcitation.org"})
"""Hosts that name the original in a query."""
_COPY = re.compile(
    r"/(?:[\w.-]+/){0,3}?"
    r"(?:(\d{4,14})(?:[a-z]{2}_)?|(\d{4})\.(\d\d)\.(\d\d)-?(\d{0,6})|\*|newest|oldest|o/\w+)/+(?=\S)(?!\d+(?:[a-z]{2}_)?/)"
)


def unwrap_archive(url: str) -> tuple[str, datetime | None] | None:
    """The original that an archive's address stands for, and the time of the copy; None for any other URL.

    An archive's short address (perma.cc, archive.ph/AbCdE) does not say its original, and gives None.
    """
    name = _host(url)
    if name not in _CACHES and not _is_archive(name):
        return None
    _, _, rest = url.strip(STRIPPED).partition("://")
    tail = re.sub(r"^[^/?#]*", "", rest)
    if name == "webcache.googleusercontent.com":
        return _unwrap_google(tail)
    if name in _CACHES:
        return _unwrap_webcitation(tail)
    return _unwrap_path(tail)


@lru_cache(maxsize=4096)
def _is_archive(name: str) -> bool:
    return any(name == known or (known[0] == "." and name.endswith(known)) for known in table()["archives"])


def _unwrap_path(tail: str) -> tuple[str, datetime | None] | None:
    match = _COPY.match(tail)
    if match:
        stamp = match[1] or "".join(part for part in match.groups()[1:] if part)
        original = _original(tail[match.end() :])
        return (original, _time(stamp)) if original else None
    match = re.match(r"/(?:web/|wayback/|save/)?(?=https?:/)", tail)
    original = _original(tail[match.end() :]) if match else None
    return (original, None) if original else None


def _original(text: str) -> str | None:
    if re.match(r"https?%3a", text, re.IGNORECASE):
        text = unquote(text)
    text = re.sub(r"^(https?):/(?=[^/])", r"\1://", text)  # some tools fold the double slash
    if "://" not in text.split("?", 1)[0]:
        text = f"http://{text}"
    name = _host(text)
    return text if "." in name or ":" in name else None


def _time(stamp: str) -> datetime | None:
    """A time from 4 to 14 digits; what is not said counts as its start."""
    if len(stamp) < 4:
        return None
    padded = stamp + "00000101000000"[len(stamp) :]
    try:
        return datetime.strptime(padded, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _unwrap_google(tail: str) -> tuple[str, datetime | None] | None:
    for value in _values(tail, "q"):
        match = re.match(r"cache:(?:[\w-]{12}:)?(\S+)", value)
        original = _original(match[1]) if match else None
        if original:
            return original, None
    return None


def _unwrap_webcitation(tail: str) -> tuple[str, datetime | None] | None:
    for value in _values(tail, "url"):
        original = _original(value)
        if original:
            stamp = re.sub(r"\D", "", next(_values(tail, "date"), ""))
            return original, _time(stamp[:14])
    return None


def _values(tail: str, name: str) -> Iterator[str]:
    yield from parse_qs(tail.partition("?")[2].partition("#")[0]).get(name, [])


def _host(url: str) -> str:
    try:
        return split(url).host
    except Malformed:
        return ""
