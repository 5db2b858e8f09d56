"""From bytes to a `Page`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree, html

from provenance.page.charset import characters
from provenance.page.page import Page
from provenance.page.pdf import read_pdf
from provenance.page.sniff import kind_of

LIMIT = 2_500_000
"""Bytes of HTML or text that are read of a page; the tree of a page takes up to fifty times its size in memory."""
TAGS = 100_000
"""Tags, opening and closing, that are read of a page: thirty times what the fullest of 181 news pages has (3,229)."""
_TAG = re.compile(b"<")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_CONTROL_BYTES = bytes(code for code in range(32) if code not in b"\t\n\f\r")
_EMPTY = "<html><head></head><body></body></html>"
_CLASSES = etree.ElementDefaultClassLookup(
    element=html.HtmlElement,
    comment=html.HtmlComment,
    pi=html.HtmlProcessingInstruction,
    entity=html.HtmlEntity,
)
"""Every element is of one class, which C code chooses; lxml's own choice among several is a call of Python an element."""
_OF_HEAD = frozenset(
    {"base", "link", "meta", "noframes", "noscript", "object", "script", "style", "template", "title"}
)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")


def parse(data: bytes, content_type: str, url: str) -> Page:
    """The page in a decoded body.

    `content_type` is the header's value ("" where there is none) and `url` the address that answered.
    What the bytes are is decided by looking at them; never raises: what cannot be read is a page of kind `binary`.
    """
    kind = kind_of(data, content_type)
    if kind == "pdf" and (read := read_pdf(data)):
        return Page("pdf", url, read)
    if kind in ("binary", "pdf"):
        return Page("binary", url, "")
    text, _ = characters(data[:LIMIT], content_type)
    if kind == "html":
        return Page("html", url, _tree(text))
    return Page("text", url, _json_lines(text) if "json" in content_type else _CONTROLS.sub("", text).strip())


def _tree(text: str) -> html.HtmlElement:
    """One parse; bytes that libxml2 would stop at are taken out first.

    Where libxml2 finds no document at all (a page that was cut inside a comment, say), Beautiful Soup, which is slower and
    gives up on nothing, reads what words there are.
    """
    clean = _DECLARATION.sub("", text).encode("utf-8", "replace").translate(None, _CONTROL_BYTES)
    clean = _with_most_tags(clean)
    parser = html.HTMLParser(encoding="utf-8")
    parser.set_element_class_lookup(_CLASSES)
    try:
        tree = html.document_fromstring(clean, parser=parser)
    except (etree.ParserError, ValueError):
        tree = _tolerant_tree(clean.decode("utf-8"))
    _end_head(tree)
    return tree


def _with_most_tags(data: bytes) -> bytes:
    """The page, or as much of its beginning as holds `TAGS` tags: what takes memory in a tree is its nodes."""
    if data.count(b"<") <= TAGS:
        return data
    return data[: next(islice(_TAG.finditer(data), TAGS, None)).start()]


def _end_head(tree: html.HtmlElement) -> None:
    """Put into the body what libxml2 left in the head of a page that does not spell the tags of either.

    It does not know that an element younger than HTML 4 (`article`, `main`, …) ends the head, as any but a few do
    (HTML standard, section 13.2.6.4.4, "in head").
    """
    head = tree.find("head")
    inside = head if head is not None else ()
    first = next((n for n, child in enumerate(inside) if _ends_head(child)), None)
    if head is None or first is None:
        return
    strays = list(head[first:])
    body = tree.find("body")
    if body is None:
        body = etree.SubElement(tree, "body")
    strays[-1].tail = f"{strays[-1].tail or ''}{body.text or ''}"
    body.text = None
    for place, stray in enumerate(strays):
        body.insert(place, stray)


def _ends_head(child: html.HtmlElement) -> bool:
    return isinstance(child.tag, str) and child.tag not in _OF_HEAD


def _tolerant_tree(text: str) -> html.HtmlElement:
    from lxml.html import soupparser  # loads Beautiful Soup, which hardly any page needs

    try:
        return html.document_fromstring(html.tostring(soupparser.fromstring(text)))
    except (etree.ParserError, ValueError):
        return html.document_fromstring(_EMPTY)


def _json_lines(text: str) -> str:
    """The leaves of a JSON value, one a line under their key; the text itself where it is not JSON."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text.strip()
    return "\n".join(_leaves(value))


def _leaves(root: object) -> Iterator[str]:
    stack: list[tuple[str, object]] = [("", root)]
    while stack:
        key, value = stack.pop()
        if isinstance(value, dict):
            stack.extend((str(name), part) for name, part in reversed(value.items()))
        elif isinstance(value, list):
            stack.extend((key, part) for part in reversed(value))
        elif value is not None and value != "":
            yield f"{key}: {value}" if key else str(value)
