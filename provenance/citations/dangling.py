"""Announced sources that do not come: an empty list of sources, a "source ici" without its link."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from provenance.citations.anchors import Anchor, dangle
from provenance.citations.layout import Layout, Piece, Role
from provenance.citations.marks import fold, marks, opens_sources, plain
from provenance.model import Document, Message

SHORT, NEAR = 80, 12
"""Characters of a piece that is little more than the words that promise a link, and of what else may stand before it."""
NESTED = 4
"""Links behind one another that may stand on the same words."""

_BRACKETS = re.compile(r"[(\[]\s*([^()\[\]]{2,30}?)\s*[)\]]")
_LAST_WORDS = re.compile(
    r"(?:^|[.!?…»\s(])((?:nos |les |our )?(?:sources?|r[ée]f[ée]rences?)\s*:)\s*$", re.IGNORECASE
)
_PROMISING = ("source", "lien", "link", "article", "story", "read")
"""Words of which every promise has one; looked for first, as most pieces have none."""
_ANNOUNCES = re.compile(
    r"\W*(?:\d+\W+)?(?:(?:nos|les|mes|our|liste des|list of) )?(?:sources?|references?|bibliograph|webograph|sitograph|works cited)"
)


def collect(document: Document, layout: Layout, direct: list[Anchor]) -> list[Anchor]:
    """The announcements of a document that nothing follows; `direct` are the citations that say where they lead."""
    carried: dict[int, list[tuple[int, int]]] = {}
    for anchor in direct:
        carried.setdefault(anchor.block, []).append((anchor.start, anchor.end))
    anchors = list(_empty_lists(document, layout, direct))
    for index, piece in enumerate(layout.pieces):
        if piece.role in (Role.TEXT, Role.HEADING):
            text = document.blocks[piece.block].text[piece.start : piece.end]
            for start, end in _promised(text, followed=_leads_on(layout, index)):
                at = (piece.start + start, piece.start + end)
                if not _is_carried(at, text, piece, carried.get(piece.block, [])):
                    anchors.append(_broken(document, piece, at, "citations-words-without-link"))
    return anchors


def _empty_lists(document: Document, layout: Layout, direct: list[Anchor]) -> Iterator[Anchor]:
    """The headings that announce sources and have neither entries nor links under them."""
    filled = {piece.section for piece in layout.pieces if piece.role is not Role.HEADING}
    filled |= {layout.pieces[layout.at(anchor.block, anchor.start)].section for anchor in direct}
    for index, piece in enumerate(layout.pieces):
        section = layout.sections[piece.section]
        if piece.role is not Role.HEADING or not section.sources or piece.section in filled:
            continue
        divided = piece.section + 1 < len(layout.sections) and layout.sections[piece.section + 1].sources
        if not divided and _ANNOUNCES.match(fold(section.heading)) and not _leads_on(layout, index):
            yield _broken(document, piece, (piece.start, piece.end), "citations-list-empty")


def _leads_on(layout: Layout, index: int) -> bool:
    """Whether the next piece is what this one announces: an entry or a line with a URL."""
    following = layout.pieces[index + 1] if index + 1 < len(layout.pieces) else None
    return following is not None and following.role in (Role.ENTRY, Role.POINTER)


def _promised(text: str, *, followed: bool) -> Iterator[tuple[int, int]]:
    """The words of a piece that promise a source."""
    level = plain(text)
    small = level.lower()
    if any(map(small.__contains__, _PROMISING)):
        yield from (match.span() for match in marks().promises.finditer(level))
    for match in _BRACKETS.finditer(level):
        if fold(match[1]) in marks().bracketed:
            yield match.span()
    last = _LAST_WORDS.search(level) if level.rstrip().endswith(":") else None
    if last and not followed and not opens_sources(text):
        yield last.span(1)


def _is_carried(at: tuple[int, int], text: str, piece: Piece, links: list[tuple[int, int]]) -> bool:
    """Whether a link stands on these words, or right behind them in a piece that is little more than them."""
    ahead = bisect_left(links, (at[1] + 3, 0))
    if ahead and at[0] < max(end for _, end in links[max(ahead - NESTED, 0) : ahead]):
        return True
    reach = (piece.start, piece.end) if len(text) < SHORT else (at[1], min(at[1] + NEAR, piece.end))
    return bisect_left(links, (reach[0], 0)) < bisect_left(links, (reach[1], 0))


def _broken(document: Document, piece: Piece, at: tuple[int, int], code: str) -> Anchor:
    block = document.blocks[piece.block]
    words = " ".join(block.text[at[0] : at[1]].split())
    citation = dangle(document, words, block.map.span(*at), Message.of(code, words=words))
    return Anchor(citation, piece.block, *at)
