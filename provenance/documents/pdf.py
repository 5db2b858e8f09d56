"""PDF: paragraphs put together from lines as they are set; links by the words under their rectangle; pages counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from provenance.documents.compose import Composer, OpenLink, Origin, document
from provenance.documents.flow import RAISED
from provenance.documents.titles import with_titles
from provenance.errors import InputError
from provenance.model import BlockKind, Document, LinkKind, Message

if TYPE_CHECKING:
    from provenance.page.pdf_layout import PdfLine

_END = re.compile(r"[.!?…:][\"”’»)\]\s\d⁰¹²³⁴⁵⁶⁷⁸⁹]*\Z")
_ITEM = re.compile(r"\s*(?:[-•‣▪◦·–—●]\s+|(\d{1,3})[.)]\s+)(?=\S)")
_NUMBER = re.compile(r"\W*(?:page\W*)?\d{1,4}(?:\W*(?:/|of|sur)\W*\d{1,4})?\W*", re.IGNORECASE)

GAP = 1.35
"""Times the usual distance of lines from which on a distance parts paragraphs."""

LARGER = 1.1
"""Times the usual height of lines from which on a line is a heading."""

SHORT = 0.85
"""Share of the column's width under which a line ends its paragraph, if it ends a sentence."""

EDGE = 2
"""Lines at the top and at the foot of a page that may be running heads."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line with its offset in the document's text and its page."""

    line: PdfLine
    start: int
    page: int


class PdfReader:
    """Reads PDF files that hold text."""

    name = "pdf"
    suffixes: tuple[str, ...] = (".pdf",)

    def read(self, path: str, raw: bytes) -> Document:
        """The document; raises `InputError` for a PDF that is locked, damaged, or made of images alone."""
        from provenance.page.pdf_layout import lay_out  # here, because few documents are PDF

        try:
            layout = lay_out(raw)
        except InputError as error:
            raise InputError(
                f"{path}: {error}; give a PDF that opens without a password, or the text itself"
            ) from error
        text, starts, lines = _text(layout.pages)
        if not text.strip():
            raise InputError(f"{path}: the PDF holds images of pages and no text; run it through OCR first")
        origin = Origin.of(path, raw, format=self.name, encoding="pdf")
        origin.title, origin.page_starts = layout.title, tuple(starts)
        origin.published = re.sub(r"\D", "", layout.created)[:8]
        if len(layout.pages) < layout.total:
            origin.remarks = (Message.of("documents-cut-pages", read=len(layout.pages), pages=layout.total),)
        composer = _Setter(lines).composed()
        composer.blocks = with_titles(composer.blocks)
        return document(origin, text, composer)


def _text(pages: Sequence[Sequence[PdfLine]]) -> tuple[str, list[int], list[_Placed]]:
    """The text line by line, the offsets of its pages, and its lines."""
    parts: list[str] = []
    starts: list[int] = []
    lines: list[_Placed] = []
    at = 0
    for number, page in enumerate(pages):
        starts.append(at)
        for line in page:
            lines.append(_Placed(line, at, number))
            parts.append(line.text + "\n")
            at += len(line.text) + 1
        if not page:
            parts.append("\n")
            at += 1
    return "".join(parts), starts, lines


class _Setter:
    """Cuts the lines into blocks."""

    def __init__(self, lines: Sequence[_Placed]) -> None:
        running = set(_running(lines))
        self.lines = [line for index, line in enumerate(lines) if index not in running]
        self.size = _usual(
            [line.line.size for line in self.lines for _ in range(len(line.line.text) // 20 + 1)]
        )
        gaps = [a.line.bottom - b.line.bottom for a, b in pairwise(self.lines) if a.page == b.page]
        self.gap = _usual([gap for gap in gaps if gap > 0])
        self.right = {page: max(rights) for page, rights in _by_page(self.lines).items()}
        self.composer = Composer()
        self.before: _Placed | None = None

    def composed(self) -> Composer:
        """All blocks with their links."""
        for placed in self.lines:
            self._take(placed)
            self.before = placed
        self.composer.finish()
        return self.composer

    def _take(self, placed: _Placed) -> None:
        item = _ITEM.match(placed.line.text)
        skipped = 0
        if item:
            skipped = item.end()
            number = int(item[1]) if item[1] else None
            self.composer.begin(BlockKind.ITEM, placed.start, level=1, ordinal=number)
        elif self.before is None or not self.composer.writing or self._parts(self.before, placed):
            heading = self._is_heading(placed)
            kind = BlockKind.HEADING if heading else BlockKind.PARAGRAPH
            self.composer.begin(kind, placed.start, level=2 if heading else 0)
        self._add(placed, skipped)

    def _parts(self, before: _Placed, placed: _Placed) -> bool:
        """Whether a paragraph ends between two lines."""
        if self._is_heading(before) != self._is_heading(placed):
            return True
        ended = bool(_END.search(before.line.text))
        if before.page != placed.page or before.line.bottom <= placed.line.bottom:
            return ended or not placed.line.text.lstrip()[:1].islower()
        if before.line.bottom - placed.line.bottom > GAP * self.gap:
            return True
        width = self.right[before.page] - before.line.left
        return ended and before.line.right - before.line.left < SHORT * width

    def _is_heading(self, placed: _Placed) -> bool:
        line = placed.line
        return line.size > LARGER * self.size and len(line.text) < 150 and len(line.text.strip()) > 2

    def _add(self, placed: _Placed, skipped: int) -> None:
        """Append a line to the open block; a word divided at the end of a line is joined to its rest."""
        line, start = placed.line, placed.start
        ended = len(line.text.rstrip("\u00ad \t"))
        divided = self.before is not None and self.before.line.text.endswith("\u00ad")
        if self.composer.last and not divided:
            self.composer.add("\n", start - 1, start)
        cuts = sorted({skipped, ended, *(x for link in line.links for x in (link.start, link.end)), *line.raised,
                       *(x + 1 for x in line.raised)})  # fmt: skip
        for low, high in pairwise(cuts):
            if low < skipped or high > ended:
                continue
            self._open_links(line, start, low)
            piece = line.text[low:high]
            self.composer.add(
                piece.translate(RAISED) if low in line.raised else piece, start + low, start + high
            )
            self._close_links(line, start, high)

    def _open_links(self, line: PdfLine, start: int, at: int) -> None:
        for link in line.links:
            if link.start == at:
                self.composer.open_link(OpenLink(LinkKind.INLINE, link.url, start + at))

    def _close_links(self, line: PdfLine, start: int, at: int) -> None:
        for link in line.links:
            if link.end == at:
                self.composer.close_link(start + at)


def _usual(values: Sequence[float]) -> float:
    return median(values) if values else 0.0


def _by_page(lines: Sequence[_Placed]) -> dict[int, list[float]]:
    found: dict[int, list[float]] = {}
    for placed in lines:
        found.setdefault(placed.page, []).append(placed.line.right)
    return found


def _running(lines: Sequence[_Placed]) -> Iterator[int]:
    """Indices of running heads and page numbers: lines at an edge of a page that other pages have too, but for numbers."""
    pages: dict[int, list[int]] = {}
    for index, placed in enumerate(lines):
        pages.setdefault(placed.page, []).append(index)
    edges = [index for own in pages.values() for index in {*own[:EDGE], *own[-EDGE:]}]
    keys = {index: re.sub(r"\d+", "0", lines[index].line.text).strip().casefold() for index in edges}
    counts = Counter(keys.values())
    for index, key in keys.items():
        if len(pages) > 1 and (_NUMBER.fullmatch(key) or counts[key] > max(1, len(pages) // 3)):
            yield index
