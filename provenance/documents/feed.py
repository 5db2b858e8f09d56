"""Feeds and sitemaps: the addresses of the pages that they list (RSS 1 and 2, Atom, JSON Feed, sitemaps.org)."""

from __future__ import annotations

import json

from lxml import etree

from provenance.errors import InputError

ENTRIES_LIMIT = 50_000
"""Addresses of one file; sitemaps.org allows so many."""

_ENTRY_LINKS = frozenset({"item", "entry", "url", "sitemap"})


def is_feed(raw: bytes) -> bool:
    """Whether these bytes are a feed or a sitemap rather than a page."""
    head = raw[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    named = any(mark in head for mark in (b"<rss", b"<rdf:rdf", b"<feed", b"<urlset", b"<sitemapindex"))
    return (named and b"<html" not in head) or (head.startswith(b"{") and b"jsonfeed.org/version" in head)


def entries(raw: bytes) -> list[str]:
    """The URLs of the pages that a feed or sitemap lists, in its order, each once; raises `InputError` for what is neither."""
    if not is_feed(raw):
        raise InputError(
            "this is neither a feed nor a sitemap; RSS, Atom, JSON Feed and sitemaps.org are read"
        )
    found = _from_json(raw) if raw.lstrip()[:1] == b"{" else _from_xml(raw)
    return list(dict.fromkeys(url for url in found if url))[:ENTRIES_LIMIT]


def _from_json(raw: bytes) -> list[str]:
    try:
        items = json.loads(raw)["items"]
        return [str(item.get("url", "")) for item in items]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError("the JSON feed cannot be read; its items are missing or damaged") from error


def _from_xml(raw: bytes) -> list[str]:
    """The address of each entry: `<link>` of RSS, the alternate `<link href>` of Atom, `<loc>` of a sitemap."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError("the feed is no XML that can be read") from error
    if root is None:
        raise InputError("the feed is no XML that can be read")
    return [_address(element) for element in root.iter() if _name(element) in _ENTRY_LINKS]


def _address(entry: etree._Element) -> str:
    fallback = ""
    for child in entry:
        name = _name(child)
        if name == "link" and child.get("href") and child.get("rel", "alternate") == "alternate":
            return str(child.get("href")).strip()
        if name in ("link", "loc") and (child.text or "").strip():
            return str(child.text).strip()
        if name == "guid" and child.get("isPermaLink") != "false":
            fallback = (child.text or "").strip()
    return fallback if fallback.startswith("http") else ""


def _name(element: etree._Element) -> str:
    """The name of an element without its namespace; empty for comments and instructions."""
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""
