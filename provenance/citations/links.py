"""Citations that say themselves where they lead: links of the markup, bare URLs, identifiers; and links that lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance import urls
from provenance.citations import bare
from provenance.citations.anchors import Anchor, cite, dangle, target_of
from provenance.citations.layout import Layout, Role
from provenance.citations.marks import promises_link
from provenance.model import BlockKind, CitationKind, Document, Link, LinkKind, Message

_MISSPELLED = re.compile(
    r"(?:https?[;,]/|h?tt?ps?/*:/|hhtt?ps?:|http?s:/(?!/)|https?:/[^/]|https?//)", re.IGNORECASE
)
"""An address whose scheme was meant to be one that can be visited; held against those whose scheme is none."""
_PLACEHOLDERS = (
    "http://",
    "https://",
    "todo",
    "url",
    "lien",
    "link",
    "http://url",
    "https://url",
    "http://lien",
    "https://link",
)
_SILENT = (BlockKind.CODE, BlockKind.FURNITURE)


def collect(document: Document, layout: Layout) -> list[Anchor]:
    """Every link, bare URL and identifier of a document that leads to a source, and every broken one, in order."""
    anchors = [*_marked(document, layout), *_unmarked(document, layout)]
    return sorted(anchors, key=lambda anchor: (anchor.citation.start, anchor.citation.end))


def _marked(document: Document, layout: Layout) -> Iterator[Anchor]:
    """The links that the markup makes, but for the marks of notes."""
    for link in document.links:
        if link.kind is LinkKind.NOTE or document.blocks[link.block].kind in _SILENT:
            continue
        label = link.label or document.blocks[link.block].text[link.text_start : link.text_end]
        problem = _problem(link, label)
        span = (link.start, link.end)
        if problem:
            citation = dangle(document, label or link.url, span, problem)
        else:
            target = target_of(link.url)
            if target is None:
                continue
            kind = (
                CitationKind.REFERENCE
                if _is_entry(layout, link.block, link.text_start)
                else CitationKind.LINK
            )
            citation = cite(document, kind, label or link.url, span, link.url.strip(), target)
        yield Anchor(citation, link.block, link.text_start, link.text_end)


def _problem(link: Link, label: str) -> Message | None:
    """What is wrong with a link that was meant to lead somewhere."""
    spelled = link.url.strip()
    if not spelled:
        return Message.of("citations-link-empty", words=label) if label.strip() else None
    if spelled.lower() in _PLACEHOLDERS or (spelled == "#" and promises_link(label)):
        return Message.of("citations-link-empty", words=label or spelled)
    target = target_of(spelled)
    broken = target and not target.lower().startswith("ftp:") and urls.problem(target)
    if broken or (not spelled.lower().startswith(("http://", "https://")) and _MISSPELLED.match(spelled)):
        return Message.of("citations-link-broken", words=label or spelled, url=spelled[:200])
    return None


def _is_entry(layout: Layout, block: int, offset: int) -> bool:
    return bool(layout.pieces) and layout.pieces[layout.at(block, offset)].role is Role.ENTRY


def _unmarked(document: Document, layout: Layout) -> Iterator[Anchor]:
    """The URLs and identifiers that stand in the text without markup."""
    taken: dict[int, list[tuple[int, int]]] = {}
    for link in document.links:
        taken.setdefault(link.block, []).append((link.text_start, link.text_end))
    for index, block in enumerate(document.blocks):
        if block.kind in _SILENT:
            continue
        for found in bare.find(block.text, [*taken.get(index, ()), *block.code]):
            target = target_of(found.target)
            if target is None or (urls.problem(target) and not target.lower().startswith("ftp:")):
                continue
            span = block.map.span(found.start, found.end)
            entry = _is_entry(layout, index, found.start)
            label = _entry_words(layout, index, block.text, found) if entry else found.spelled
            citation = cite(document, _kind(found, entry), label, span, found.spelled, target)
            yield Anchor(citation, index, found.start, found.end)


def _kind(found: bare.Found, entry: bool) -> CitationKind:
    if entry:
        return CitationKind.REFERENCE
    return CitationKind.IDENTIFIER if found.identifier else CitationKind.BARE_URL


def _entry_words(layout: Layout, block: int, text: str, found: bare.Found) -> str:
    """The words of an entry around its URL, or the URL where there are none."""
    piece = layout.pieces[layout.at(block, found.start)]
    words = text[piece.start : found.start].strip().removeprefix(f"[{piece.number}]").strip(" \n\t:;,.<(–—-|")
    return words.lstrip("¹²³⁴⁵⁶⁷⁸⁹⁰ ") or found.spelled
