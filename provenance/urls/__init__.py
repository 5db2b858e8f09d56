"""URLs: how they are sent, by which spelling they are known, whose they are, and what an archive's address stands for.

`sendable` is what a browser would ask for; `canonical` is the one spelling under which a source is known;
`source_id` goes further and ignores what seldom matters (http or https, "www.", a closing slash).
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urljoin

from tld import get_fld

from provenance.model import identify
from provenance.urls.archives import unwrap_archive
from provenance.urls.parts import (
    MAX_LENGTH,
    NO_BREAKS,
    PORTS,
    SCHEME,
    STRIPPED,
    Address,
    Malformed,
    literal_address,
    split,
)
from provenance.urls.spelling import canonical, sendable

__all__ = [
    "MAX_LENGTH",
    "Address",
    "canonical",
    "fragment",
    "host",
    "join",
    "literal_address",
    "problem",
    "registrable_domain",
    "sendable",
    "source_id",
    "unwrap_archive",
]


def problem(url: str) -> str | None:
    """Why the URL cannot be visited: `empty`, `too-long`, `no-scheme`, `scheme`, `no-host`, `bad-host`, `bad-port`; else None."""
    try:
        split(url)
    except Malformed as malformed:
        return str(malformed)
    return None


def source_id(url: str) -> str:
    """The id of the source that a URL leads to; http and https, "www." and a closing slash make no difference."""
    if problem(url):
        return identify("s", canonical(url))
    rest = canonical(url).partition("://")[2].removeprefix("www.")
    path, mark, query = rest.partition("?")
    return identify("s", path.rstrip("/") + mark + query)


def fragment(url: str) -> str | None:
    """What follows `#` (text directives included), as spelled; None where nothing does."""
    return url.partition("#")[2].strip(STRIPPED) or None


def join(base: str, reference: str) -> str:
    """The absolute URL that a reference (a Location header) means on the page `base`, without its fragment."""
    reference = reference.strip(STRIPPED).translate(NO_BREAKS)
    try:
        joined = urljoin(base, reference.replace("\\", "/") if _is_web(base, reference) else reference)
    except ValueError:
        return reference
    return sendable(joined)


def host(url: str) -> str:
    """The host in ASCII and lower case, without port (an IPv6 address without brackets); "" where there is none."""
    try:
        return split(url).host
    except Malformed:
        return ""


def registrable_domain(url_or_host: str) -> str:
    """The name that somebody registered ("bbc.co.uk"), by the public suffix list; "" for an address."""
    text = url_or_host.strip(STRIPPED)
    name = host(text if "://" in text else f"http://{text}")
    return "" if literal_address(name) else _registered(name)


def _is_web(base: str, reference: str) -> bool:
    scheme = SCHEME.match(reference) or SCHEME.match(base)
    return bool(scheme and scheme[1].lower() in PORTS)


@lru_cache(maxsize=4096)
def _registered(name: str) -> str:
    found = get_fld(name, fix_protocol=True, fail_silently=True, search_private=True) if name else None
    # Beyond the list its own default rule holds: the last label is the suffix.
    return found or ".".join(name.split(".")[-2:])
