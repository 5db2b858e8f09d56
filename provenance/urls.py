"""URLs: how they are sent, by which spelling they are known, whose they are, and what an archive's address stands for.

`sendable` is what a browser would ask for; `canonical` is the one spelling under which a source is known;
`source_id` goes further and ignores what seldom matters (http or https, "www.", a closing slash).
"""

from __future__ import annotations

import ipaddress
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from importlib.resources import files
from urllib.parse import parse_qs, unquote, unquote_to_bytes, urljoin

import idna
from tld import get_fld

from provenance.model import identify

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

MAX_LENGTH = 16_384
"""Characters; twice the 8,000 octets that RFC 9110 section 4.1 asks everybody to support."""

_PORTS = {"http": 80, "https": 443}
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.\-]*):")
_STRIPPED = "".join(map(chr, range(0x21)))
_NO_BREAKS = dict.fromkeys(map(ord, "\t\n\r"))
_BAD_HOST = re.compile(r"[\x00-\x20\x7f#/<>?@\[\\\]^|%:]")
_IN_PATH = re.compile(r"%[0-9A-Fa-f]{2}|[^A-Za-z0-9\-._~!$&'()*+,;=:@/]")
_IN_QUERY = re.compile(r"%[0-9A-Fa-f]{2}|[^A-Za-z0-9\-._~!$&()*+,;=:@/?|\[\]{}`^\\]")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


class _Malformed(ValueError):
    """The URL cannot be visited; the argument is the code that `problem` gives."""


@dataclass(frozen=True, slots=True)
class _Parts:
    scheme: str
    host: str
    port: int | None
    path: str
    query: str | None
    fragment: str | None

    def spell(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port in (None, _PORTS[self.scheme]) else f":{self.port}"
        query = "" if self.query is None else f"?{self.query}"
        return f"{self.scheme}://{host}{port}{self.path}{query}"


def problem(url: str) -> str | None:
    """Why the URL cannot be visited: `empty`, `too-long`, `no-scheme`, `scheme`, `no-host`, `bad-host`, `bad-port`; else None."""
    try:
        _split(url)
    except _Malformed as malformed:
        return str(malformed)
    return None


def sendable(url: str) -> str:
    """The URL as a browser would request it: host in ASCII, dot segments resolved, illegal characters encoded.

    Fragment and user information are left out. A URL with a `problem` comes back as it is.
    """
    try:
        parts = _split(url)
    except _Malformed:
        return url
    path = _resolve_dots(_IN_PATH.sub(_encode, parts.path))
    query = None if parts.query is None else _IN_QUERY.sub(_encode, parts.query)
    return _Parts(parts.scheme, parts.host, parts.port, path, query, None).spell()


def canonical(url: str) -> str:
    """The one spelling under which a source is known; a URL with a `problem` comes back without surrounding space."""
    try:
        parts = _split(url)
    except _Malformed:
        return url.strip(_STRIPPED)
    path = _resolve_dots(_IN_PATH.sub(_normalise, parts.path))
    return _Parts(parts.scheme, parts.host, parts.port, path, _clean_query(parts.query), None).spell()


def source_id(url: str) -> str:
    """The id of the source that a URL leads to; http and https, "www." and a closing slash make no difference."""
    if problem(url):
        return identify("s", canonical(url))
    rest = canonical(url).partition("://")[2].removeprefix("www.")
    path, mark, query = rest.partition("?")
    return identify("s", path.rstrip("/") + mark + query)


def fragment(url: str) -> str | None:
    """What follows `#` (text directives included), as spelled; None where nothing does."""
    return url.partition("#")[2].strip(_STRIPPED) or None


def join(base: str, reference: str) -> str:
    """The absolute URL that a reference (a Location header) means on the page `base`, without its fragment."""
    reference = reference.strip(_STRIPPED).translate(_NO_BREAKS)
    try:
        joined = urljoin(base, reference.replace("\\", "/") if _is_web(base, reference) else reference)
    except ValueError:
        return reference
    return sendable(joined)


def host(url: str) -> str:
    """The host in ASCII and lower case, without port (an IPv6 address without brackets); "" where there is none."""
    try:
        return _split(url).host
    except _Malformed:
        return ""


def registrable_domain(url_or_host: str) -> str:
    """The name that somebody registered ("bbc.co.uk"), by the public suffix list; "" for an address."""
    text = url_or_host.strip(_STRIPPED)
    name = host(text if "://" in text else f"http://{text}")
    return "" if literal_address(name) else _registered(name)


def literal_address(name: str) -> Address | None:
    """The address that a host spells, also in the odd ways that browsers and resolvers accept; None for a name.

    IPv4 in decimal, octal, hex or fewer than four parts as the WHATWG URL standard reads it; IPv6 with a zone id.
    """
    bare = name.strip("[]").split("%", 1)[0]
    try:
        return ipaddress.IPv6Address(bare) if ":" in bare else _ipv4(bare)
    except ValueError:
        return None


def unwrap_archive(url: str) -> tuple[str, datetime | None] | None:
    """The original that an archive's address stands for, and the time of the copy; None for any other URL.

    An archive's short address (perma.cc, archive.ph/AbCdE) does not say its original, and gives None.
    """
    name = host(url)
    _, _, rest = url.strip(_STRIPPED).partition("://")
    tail = re.sub(r"^[^/?#]*", "", rest)
    if name == "webcache.googleusercontent.com":
        return _unwrap_google(tail)
    if name in ("webcitation.org", "www.webcitation.org"):
        return _unwrap_webcitation(tail)
    return _unwrap_path(tail) if _is_archive(name) else None


# --- taking URLs apart -----------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _split(url: str) -> _Parts:
    text = url.strip(_STRIPPED).translate(_NO_BREAKS)
    if not text:
        raise _Malformed("empty")
    if len(text) > MAX_LENGTH:
        raise _Malformed("too-long")
    scheme, rest = _split_scheme(text)
    rest, hash_mark, frag = rest.partition("#")
    rest, question, query = rest.partition("?")
    rest = rest.replace("\\", "/").lstrip("/")  # as browsers read http:\\host and http:///host
    authority, slash, path = rest.partition("/")
    name, port = _split_authority(authority.rpartition("@")[2])
    return _Parts(
        scheme, name, port, slash + path or "/", query if question else None, frag if hash_mark else None
    )


def _split_scheme(text: str) -> tuple[str, str]:
    match = _SCHEME.match(text)
    if not match or re.match(r"[\w.-]+:\d+(/|$)", text):
        raise _Malformed("no-scheme")
    scheme = match[1].lower()
    if scheme not in _PORTS:
        raise _Malformed("scheme")
    rest = text[match.end() :]
    if not rest.replace("\\", "/").startswith("//"):
        raise _Malformed("no-host")
    return scheme, rest


def _split_authority(authority: str) -> tuple[str, int | None]:
    match = re.fullmatch(r"(\[[^\]]*\]|[^:]*)(?::(.*))?", authority)
    if not match:
        raise _Malformed("bad-port" if authority.startswith("[") or "." in authority else "bad-host")
    return _read_host(match[1]), _read_port(match[2])


def _read_port(text: str | None) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > 9 or not 0 < int(text) < 65536:
        raise _Malformed("bad-port")
    return int(text)


@lru_cache(maxsize=4096)
def _read_host(spelled: str) -> str:
    if not spelled:
        raise _Malformed("no-host")
    if spelled.startswith("["):
        return _read_ipv6(spelled[1:-1])
    name = unquote(spelled).rstrip(".")
    name = name.lower() if name.isascii() else _to_ascii(name)
    if not name:
        raise _Malformed("no-host")
    if _BAD_HOST.search(name) or ".." in name or name.startswith(".") or len(name) > 253:
        raise _Malformed("bad-host")
    try:
        address = _ipv4(name)
    except ValueError:
        raise _Malformed("bad-host") from None
    return str(address) if address else name


def _read_ipv6(text: str) -> str:
    bare, percent, zone = text.partition("%")
    try:
        address = ipaddress.IPv6Address(bare)
    except ValueError:
        raise _Malformed("bad-host") from None
    if percent and not re.fullmatch(r"[A-Za-z0-9._~-]+", zone):
        raise _Malformed("bad-host")
    return f"{address.compressed}{percent}{zone}"


def _to_ascii(name: str) -> str:
    try:
        return idna.encode(name, uts46=True, transitional=False).decode("ascii").rstrip(".").lower()
    except (idna.IDNAError, UnicodeError):
        raise _Malformed("bad-host") from None


def _ipv4(name: str) -> ipaddress.IPv4Address | None:
    """The WHATWG IPv4 parser: None for a name; ValueError for a number that is no address."""
    parts = name.removesuffix(".").split(".")
    if not re.fullmatch(r"\d+|0[xX][0-9a-fA-F]*", parts[-1], re.ASCII):
        return None
    numbers = [_ipv4_number(part) for part in parts]
    if len(numbers) > 4 or any(n > 255 for n in numbers[:-1]) or numbers[-1] >= 256 ** (5 - len(numbers)):
        raise ValueError(name)
    head = sum(n << 8 * (3 - i) for i, n in enumerate(numbers[:-1]))
    return ipaddress.IPv4Address(head + numbers[-1])


def _ipv4_number(part: str) -> int:
    if len(part) > 40:
        raise ValueError(part)
    if part[:2] in ("0x", "0X"):
        return int(part[2:] or "0", 16)
    return int(part, 8 if len(part) > 1 and part.startswith("0") else 10)


def _is_web(base: str, reference: str) -> bool:
    scheme = _SCHEME.match(reference) or _SCHEME.match(base)
    return bool(scheme and scheme[1].lower() in _PORTS)


# --- normalising -----------------------------------------------------------------------------------------------


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
def _table() -> dict[str, list[str]]:
    return tomllib.loads(files(__package__).joinpath("urls.toml").read_text("utf-8"))


@cache
def _tracking() -> tuple[frozenset[str], tuple[str, ...]]:
    names = _table()["tracking"]
    exact = frozenset(n for n in names if not n.endswith("*"))
    return exact, tuple(n[:-1] for n in names if n.endswith("*"))


@lru_cache(maxsize=4096)
def _registered(name: str) -> str:
    found = get_fld(name, fix_protocol=True, fail_silently=True, search_private=True) if name else None
    # Beyond the list its own default rule holds: the last label is the suffix.
    return found or ".".join(name.split(".")[-2:])


# --- archives --------------------------------------------------------------------------------------------------

_COPY = re.compile(
    r"/(?:[\w.-]+/){0,3}?"
    r"(?:(\d{4,14})(?:[a-z]{2}_)?|(\d{4})\.(\d\d)\.(\d\d)-?(\d{0,6})|\*|newest|oldest|o/\w+)/+(?=\S)(?!\d+(?:[a-z]{2}_)?/)"
)


def _is_archive(name: str) -> bool:
    return any(name == known or (known[0] == "." and name.endswith(known)) for known in _table()["archives"])


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
    known = problem(text) is None and ("." in host(text) or ":" in host(text))
    return text if known else None


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
