"""Taking a URL apart as browsers do (WHATWG URL standard), or saying what is wrong with it."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

import idna

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

MAX_LENGTH = 16_384
"""Characters; twice the 8,000 octets that RFC 9110 section 4.1 asks everybody to support."""
PORTS = {"http": 80, "https": 443}
SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.\-]*):")
STRIPPED = "".join(map(chr, range(0x21)))
"""What is taken off both ends of a URL: control characters and the space."""
NO_BREAKS = dict.fromkeys(map(ord, "\t\n\r"))
"""For `str.translate`: what is taken out of the middle."""
_BAD_HOST = re.compile(r"[\x00-\x20\x7f#/<>?@\[\\\]^|%:]")


class Malformed(ValueError):
    """The URL cannot be visited; the argument is the code that `problem` gives."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A URL in its parts; the host in ASCII and lower case."""

    scheme: str
    host: str
    port: int | None
    path: str
    query: str | None

    def spell(self) -> str:
        """The parts put together again, a default port left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port in (None, PORTS[self.scheme]) else f":{self.port}"
        query = "" if self.query is None else f"?{self.query}"
        return f"{self.scheme}://{host}{port}{self.path}{query}"


@lru_cache(maxsize=4096)
def split(url: str) -> Parts:
    """The parts of a URL, without user information and fragment. Raises `Malformed`."""
    text = url.strip(STRIPPED)
    if not text.isprintable():  # to translate takes as long as all the rest
        text = text.translate(NO_BREAKS)
    if not text:
        raise Malformed("empty")
    if len(text) > MAX_LENGTH:
        raise Malformed("too-long")
    scheme, rest = _split_scheme(text)
    rest, question, query = rest.partition("#")[0].partition("?")
    rest = rest.replace("\\", "/").lstrip("/")  # as browsers read http:\\host and http:///host
    authority, slash, path = rest.partition("/")
    name, port = _split_authority(authority.rpartition("@")[2])
    return Parts(scheme, name, port, slash + path or "/", query if question else None)


@lru_cache(maxsize=4096)
def literal_address(name: str) -> Address | None:
    """The address that a host spells, also in the odd ways that browsers and resolvers accept; None for a name.

    IPv4 in decimal, octal, hex or fewer than four parts as the WHATWG URL standard reads it; IPv6 with a zone id.
    """
    bare = name.strip("[]").split("%", 1)[0]
    try:
        return ipaddress.IPv6Address(bare) if ":" in bare else _ipv4(bare)
    except ValueError:
        return None


def _split_scheme(text: str) -> tuple[str, str]:
    for scheme in PORTS:
        if text.startswith(f"{scheme}://"):
            return scheme, text[len(scheme) + 1 :]
    match = SCHEME.match(text)
    if not match or re.match(r"[\w.-]+:\d+(/|$)", text):
        raise Malformed("no-scheme")
    scheme = match[1].lower()
    if scheme not in PORTS:
        raise Malformed("scheme")
    rest = text[match.end() :]
    if not rest.replace("\\", "/").startswith("//"):
        raise Malformed("no-host")
    return scheme, rest


@lru_cache(maxsize=4096)
def _split_authority(authority: str) -> tuple[str, int | None]:
    match = re.fullmatch(r"(\[[^\]]*\]|[^:]*)(?::(.*))?", authority)
    if not match:
        raise Malformed("bad-port" if authority.startswith("[") or "." in authority else "bad-host")
    return _read_host(match[1]), _read_port(match[2])


def _read_port(text: str | None) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > 9 or not 0 < int(text) < 65536:
        raise Malformed("bad-port")
    return int(text)


def _read_host(spelled: str) -> str:
    if not spelled:
        raise Malformed("no-host")
    if spelled.startswith("["):
        return _read_ipv6(spelled[1:-1])
    name = unquote(spelled).rstrip(".")
    name = name.lower() if name.isascii() else _to_ascii(name)
    if not name:
        raise Malformed("no-host")
    if _BAD_HOST.search(name) or ".." in name or name.startswith(".") or len(name) > 253:
        raise Malformed("bad-host")
    try:
        address = _ipv4(name)
    except ValueError:
        raise Malformed("bad-host") from None
    return str(address) if address else name


def _read_ipv6(text: str) -> str:
    bare, percent, zone = text.partition("%")
    try:
        address = ipaddress.IPv6Address(bare)
    except ValueError:
        raise Malformed("bad-host") from None
    if percent and not re.fullmatch(r"[A-Za-z0-9._~-]+", zone):
        raise Malformed("bad-host")
    low = int(address) & 0xFFFFFFFF
    # Python spells mapped addresses with dots from 3.13 on; the standard spells them as all others.
    spelled = f"::ffff:{low >> 16:x}:{low & 0xFFFF:x}" if address.ipv4_mapped else address.compressed
    return f"{spelled}{percent}{zone}"


def _to_ascii(name: str) -> str:
    try:
        return idna.encode(name, uts46=True, transitional=False).decode("ascii").rstrip(".").lower()
    except (idna.IDNAError, UnicodeError):
        raise Malformed("bad-host") from None


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
