"""Redirects that a page makes by `<meta http-equiv="refresh">`."""

from __future__ import annotations

import re
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import etree, html

from provenance.model import Hop
from provenance.page.codings import decode

_CONTENT = re.compile(
    r"\s*(\d*)(?:\.\d*)?\s*[;,]?\s*(?:url\s*=\s*)?(?P<quote>[\"']?)(?P<url>.*)", re.I | re.S
)
_SECONDS = 10
"""A slower one is a note to the reader, not a redirect."""
_LOOKED_AT = 64 * 1024


def target(content: str, base: str) -> str | None:
    """The absolute URL in the `content` of a refresh; none where it is slow, reloads the same page, or leads to no web page."""
    match = _CONTENT.match(content)
    if not match or not match["url"].strip() or int(match[1][:9] or 0) > _SECONDS:
        return None
    url = match["url"].split(match["quote"], 1)[0] if match["quote"] else match["url"]
    try:
        absolute = urljoin(base, re.sub(r"[\t\n\r]", "", url).strip())
        scheme = urlsplit(absolute).scheme
    except ValueError:
        return None
    same = urldefrag(absolute)[0] == urldefrag(base)[0]
    return absolute if scheme in ("http", "https") and not same else None


def refresh_target(hop: Hop) -> str | None:
    """Where an answer sends the reader on by meta refresh, or none. Cheap: looks only at the head of a successful HTML answer."""
    media = (hop.header("content-type") or "text/html").lower()
    if hop.status != 200 or "html" not in media:
        return None
    head = decode(hop.body, hop.headers, _LOOKED_AT)
    if b"refresh" not in head.lower():
        return None
    parser = html.HTMLParser(encoding="utf-8")
    try:
        tree = html.document_fromstring(head.replace(b"\0", b""), parser=parser)
    except (etree.ParserError, ValueError):
        return None
    return in_tree(tree, hop.url)


def in_tree(tree: html.HtmlElement, url: str) -> str | None:
    """The target of the first refresh of a tree that stands outside `noscript`."""
    for element in tree.iter("meta"):
        if (element.get("http-equiv") or "").strip().lower() != "refresh" or not element.get("content"):
            continue
        if next(element.iterancestors("noscript"), None) is None:
            return target(element.get("content"), base_of(tree, url))
    return None


def base_of(tree: html.HtmlElement, url: str) -> str:
    """What the relative addresses of a page count from: its base element, else its own address."""
    base = tree.find(".//base[@href]")
    try:
        return urljoin(url, base.get("href").strip()) if base is not None else url
    except ValueError:
        return url
