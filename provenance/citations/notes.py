"""Marks in the text ("[1]", "¹", "[^a]") tied to their entries in the notes or the list of sources."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from provenance.citations.anchors import Anchor, dangle
from provenance.citations.layout import Layout, Piece, Role
from provenance.model import BlockKind, Citation, CitationKind, Document, LinkKind, Message, identify

_BRACKETED = re.compile(r"\[(\^[^\]\s^]{1,40}|\d{1,3}(?:\s*[,;–-]\s*\d{1,3}){0,9})\](?!\()")
_RAISED = re.compile(
    r"(?<=[^\W\d_]|[.,;:!?»”\"’)\]])(?<!\b[kcdmhµ]m)(?<!\bm)(?<!\bft)(?<!\bs)[¹²³⁴-⁹⁰]{1,3}(?:[, ][¹²³⁴-⁹⁰]{1,3}){0,5}"
)
_MARKED = re.compile(r"[\[¹²³⁴-⁹⁰]")
"""Characters of which every mark in a text has one; looked for first, as most blocks have none."""
_NUMBER = re.compile(r"^\W*(\d{1,3})\W*$")
_RANGE = re.compile(r"(\d{1,3})\s*[–-]\s*(\d{1,3})")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_READ = (
    BlockKind.PARAGRAPH,
    BlockKind.ITEM,
    BlockKind.QUOTE,
    BlockKind.CELL,
    BlockKind.CAPTION,
    BlockKind.HEADING,
)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A mark in the text of a block, and one of the labels that it refers to."""

    block: int
    start: int
    end: int
    span: tuple[int, int]
    words: str
    label: str
    sure: bool
    """Whether the markup says that it is a mark."""


def collect(document: Document, layout: Layout, direct: list[Anchor]) -> list[Anchor]:
    """The citations at the marks of a document, and the marks and entries that lack their counterpart.

    `direct` are the citations that stand in the entries, among others.
    """
    entries = _entries(layout)
    if (
        not entries
        and not document.links
        and not any(_MARKED.search(block.text) for block in document.blocks)
    ):
        return []
    sources = _sources(layout, direct)
    anchors: list[Anchor] = []
    used: set[str] = set()
    for mark in _marks(document, layout):
        piece = entries.get(mark.label)
        if piece is not None:
            used.add(mark.label)
            anchors.extend(_at_mark(document, layout, mark, piece, sources.get(piece, [])))
        elif mark.sure or mark.words.startswith("["):
            problem = Message.of("citations-mark-without-entry", mark=mark.words)
            anchors.append(
                Anchor(dangle(document, mark.words, mark.span, problem), mark.block, mark.start, mark.end)
            )
    if used:
        anchors.extend(_unused(document, layout, entries, used))
    return anchors


def _entries(layout: Layout) -> dict[str, int]:
    """The pieces that are entries, by the label that marks refer to; of two with one label, the first."""
    entries: dict[str, int] = {}
    for index, piece in enumerate(layout.pieces):
        if piece.role is Role.ENTRY and piece.number is not None:
            entries.setdefault(piece.number, index)
    return entries or _counted(layout)


def _counted(layout: Layout) -> dict[str, int]:
    """The entries of a list of sources that shows no numbers, numbered in their order."""
    plain = [
        i
        for i, piece in enumerate(layout.pieces)
        if piece.role is Role.ENTRY and layout.sections[piece.section].sources
    ]
    return {str(number): index for number, index in enumerate(plain, start=1)}


def _sources(layout: Layout, direct: list[Anchor]) -> dict[int, list[Anchor]]:
    """The citations of each entry; an unnumbered line after a numbered one belongs to it."""
    first: list[int] = []
    for at, piece in enumerate(layout.pieces):
        first.append(first[-1] if at and _continues(piece, layout.pieces[at - 1]) else at)
    sources: dict[int, list[Anchor]] = {}
    for anchor in direct:
        sources.setdefault(first[layout.at(anchor.block, anchor.start)], []).append(anchor)
    return sources


def _continues(piece: Piece, above: Piece) -> bool:
    same = piece.section == above.section and piece.role is above.role is Role.ENTRY
    return same and piece.number is None and piece.block - above.block <= 1


def _marks(document: Document, layout: Layout) -> Iterator[_Mark]:
    """The marks of a document, those of its markup first."""
    busy: dict[int, list[tuple[int, int]]] = {}
    for link in document.links:
        busy.setdefault(link.block, []).append((link.text_start, link.text_end))
        number = _NUMBER.match(link.label.translate(_SUPERSCRIPTS)) if link.url.startswith("#") else None
        label = link.note if link.kind is LinkKind.NOTE else number[1] if number else None
        if label is None or document.blocks[link.block].kind is BlockKind.NOTE:
            continue
        if not _in_entry(layout, link.block, link.text_start):
            words, span = (link.text_start, link.text_end), (link.start, link.end)
            yield _Mark(link.block, *words, span, link.label, label, link.kind is LinkKind.NOTE)
    for index, block in enumerate(document.blocks):
        if block.kind in _READ and _MARKED.search(block.text):
            yield from _in_text(document, layout, index, sorted([*busy.get(index, ()), *block.code]))


def _in_text(document: Document, layout: Layout, index: int, busy: list[tuple[int, int]]) -> Iterator[_Mark]:
    """The marks that the text of a block spells itself."""
    block = document.blocks[index]
    for pattern in (_BRACKETED, _RAISED):
        for match in pattern.finditer(block.text):
            start, end = match.span()
            at = bisect_left(busy, (end, 0)) - 1
            if (at >= 0 and busy[at][1] > start) or _in_entry(layout, index, start):
                continue
            span = block.map.span(start, end)
            for label in _labels(match[0].strip("[]").translate(_SUPERSCRIPTS)):
                yield _Mark(index, start, end, span, match[0], label, False)


def _in_entry(layout: Layout, block: int, offset: int) -> bool:
    return bool(layout.pieces) and layout.pieces[layout.at(block, offset)].role is Role.ENTRY


def _labels(words: str) -> list[str]:
    """The labels of a mark: "1", "1, 3", "2-4", "^note"."""
    if words.startswith("^"):
        return [words[1:]]
    found = _RANGE.fullmatch(words)
    if found and int(found[1]) < int(found[2]) <= int(found[1]) + 20:
        return [str(number) for number in range(int(found[1]), int(found[2]) + 1)]
    return re.findall(r"\d+", words)


def _at_mark(
    document: Document, layout: Layout, mark: _Mark, piece: int, sources: list[Anchor]
) -> Iterator[Anchor]:
    """The citations that stand at a mark: one for each source of its entry, or one without a URL for a printed source."""
    for source in sources:
        if source.citation.kind is CitationKind.DANGLING:
            continue
        citation = replace(
            source.citation,
            id=identify("c", document.id, CitationKind.NOTE, mark.span[0], mark.label, source.citation.url),
            kind=CitationKind.NOTE,
            start=mark.span[0],
            end=mark.span[1],
            place=document.locate(mark.span[0]),
        )
        yield Anchor(citation, mark.block, mark.start, mark.end)
    if not sources:
        entry = layout.pieces[piece]
        citation = Citation(
            id=identify("c", document.id, CitationKind.NOTE, mark.span[0], mark.label),
            document=document.id,
            kind=CitationKind.NOTE,
            label=" ".join(document.blocks[entry.block].text[entry.start : entry.end].split())[:200],
            start=mark.span[0],
            end=mark.span[1],
            place=document.locate(mark.span[0]),
        )
        yield Anchor(citation, mark.block, mark.start, mark.end)


def _unused(document: Document, layout: Layout, entries: dict[str, int], used: set[str]) -> Iterator[Anchor]:
    """The numbered entries that no mark refers to, in a document that uses marks."""
    for label, index in entries.items():
        if label not in used:
            piece = layout.pieces[index]
            block = document.blocks[piece.block]
            words = " ".join(block.text[piece.start : piece.end].split())[:80]
            span = block.map.span(piece.start, piece.end)
            problem = Message.of("citations-entry-unused", mark=label)
            yield Anchor(dangle(document, words, span, problem), piece.block, piece.start, piece.end)
