"""Spelling URLs: as they are sent, and as they are known."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import unquote_to_bytes

from provenance.urls.parts import STRIPPED, Malformed, Parts, split
from provenance.urls.tables import table

_IN_PATH = re.compile(r"%[0-9A-Fa-f]{2}|[^A-Za-z0-9\-._~!$&'()*+,;=:@/]")
_IN_QUERY = re.compile(r"%[0-9A-Fa-f]{2}|[^A-Za-z0-9\-._~!$&()*+,;=:@/?|\[\]{}`^\\]")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def sendable(url: str) -> str:
    """The URL as a browser would request it: host in ASCII, dot segments resolved, illegal characters encoded.

    Fragment and user information are left out. A URL with a `problem` comes back as it is.
    """
    try:
        parts = split(url)
    except Malformed:
        return url
    path = _resolve_dots(_IN_PATH.sub(_encode, parts.path))
    query = None if parts.query is None else _IN_QUERY.sub(_encode, parts.query)
    return Parts(parts.scheme, parts.host, parts.port, path, query).spell()


def canonical(url: str) -> str:
    """The one spelling under which a source is known; a URL with a `problem` comes back without surrounding space."""
    try:
        parts = split(url)
    except Malformed:
        return url.strip(STRIPPED)
    path = _resolve_dots(_IN_PATH.sub(_normalise, parts.path))
    return Parts(parts.scheme, parts.host, parts.port, path, _clean_query(parts.query)).spell()


def _encode(match: re.Match[str]) -> str:
    token = match[0]
    if len(token) == 3:
        return token
    return "%25" if token == "%" else "".join(f"%{b:02X}" for b in token.encode("utf-8", "replace"))


def _normalise(match: re.Match[str]) -> str:
    if len(match[0]) < 3:
        return _encode(match)
    character = chr(int(match[0][1:], 16))
    return character if character in _UNRESERVED else match[0].upper()


def _resolve_dots(path: str) -> str:
    if "/." not in path and "%2" not in path:
        return path
    segments: list[str] = []
    parts = path.split("/")[1:]
    for index, part in enumerate(parts):
        plain = part.replace("%2e", ".").replace("%2E", ".")
        if plain == "..":
            segments = segments[:-1]
        if plain not in (".", ".."):
            segments.append(part)
        elif index == len(parts) - 1:
            segments.append("")
    return "/" + "/".join(segments)


def _clean_query(query: str | None) -> str | None:
    if not query:
        return None
    kept = [pair for pair in query.split("&") if not _is_tracking(pair)]
    return _IN_QUERY.sub(_normalise, "&".join(kept)) or None


def _is_tracking(pair: str) -> bool:
    exact, prefixes = _tracking()
    name = unquote_to_bytes(pair.partition("=")[0]).decode("latin-1").lower()
    return name in exact or name.startswith(prefixes)


@cache
def _tracking() -> tuple[frozenset[str], tuple[str, ...]]:
    names = table()["tracking"]
    exact = frozenset(n for n in names if not n.endswith("*"))
    return exact, tuple(n[:-1] for n in names if n.endswith("*"))
