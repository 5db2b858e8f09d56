"""How a document is laid out for its reader: its paragraph-like pieces, its sections, its lists of sources.

Readers keep the line breaks inside a block as they are written; here they become pieces of their own where they part something
(a heading, an entry of a list of sources, the URL under a paragraph) and stay white space where they only wrap a line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from provenance.citations.bare import CONTINUES, OPEN_END
from provenance.citations.marks import opens_sources, points
from provenance.model import Block, BlockKind, Document

WRAPPED = 120
"""Characters: where no line of a block is longer, its line breaks may be those of an editor that wraps lines."""
HEADING_LINE = 110
"""Characters: the longest line that may be a heading without being marked as one."""
SHORT_ENTRY = 80
"""Characters: a line shorter than this that follows a list of sources is still an entry of it."""

URL_START = re.compile(r"(?:https?://|ftp://|www\.)", re.IGNORECASE)
_BREAK = re.compile("\\n")
_ENTRY = re.compile(
    r"\s*(?:\[\^?(?P<a>\d{1,3})\]:?|\((?P<b>\d{1,3})\)|(?P<c>\d{1,3})(?:[.)]|\s?[-–—:])(?=\s)|(?P<d>[¹²³⁴-⁹⁰]+))\s*"
)
_LABELLED = re.compile(r"\W*(?P<words>[^\W\d_][^:\n]{0,40}?)\s*:\s*\S")
_BRACKETED_ENTRY = re.compile(r"\s*\[\^?\d{1,3}\]:?\s")
_POINTER = re.compile(r"^(?P<words>[^\n]{0,40}?)[\s:<(]*(?:https?://|ftp://|www\.)\S+[\s>)]*$", re.IGNORECASE)
_FRAMED = re.compile(r"\s*(={2,6}|#{1,6})\s+\S.*$|\s*(={2,6})\s*\S.*\S\s*\2\s*$")
_BIBLIOGRAPHIC = re.compile(
    r"\(\d{4}[a-z]?\)|\b(?:pp?|vol|éd|eds?|coll|trad)\.|, \d{4}\.$|\bISBN\b|\bdoi\b|\barXiv\b", re.IGNORECASE
)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


class Role(StrEnum):
    """What a piece is to its reader."""

    HEADING = "heading"
    TEXT = "text"
    ENTRY = "entry"
    """An entry of a list of sources or notes."""
    POINTER = "pointer"
    """A line that only leads to a URL ("-> https://…", "Link: https://…")."""
    OTHER = "other"
    """Code, furniture, captions, table cells."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph-like piece of a block."""

    block: int
    start: int
    end: int
    role: Role
    section: int
    number: str | None = None
    """Of an entry: the number or label that marks refer to."""


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document under one heading."""

    heading: str
    level: int
    """Of its heading, 1–6; 0 where the text shows none."""
    sources: bool
    """Whether it is a list of sources."""
    parent: int | None
    """The section that it belongs to."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The pieces of a document and the sections that they stand in."""

    pieces: tuple[Piece, ...]
    sections: tuple[Section, ...]

    def at(self, block: int, offset: int) -> int:
        """The index of the piece that holds this offset of a block's text (the block's last one for its end)."""
        return max(
            bisect_right(self.pieces, (block, offset), key=lambda piece: (piece.block, piece.start)) - 1, 0
        )


def lay_out(document: Document) -> Layout:
    """The layout of a document."""
    builder = _Builder(document)
    for index, block in enumerate(document.blocks):
        builder.add(index, block)
    return Layout(pieces=tuple(builder.pieces), sections=tuple(builder.sections))


class _Builder:
    """Walks over the blocks and keeps the section that it is in, those above it, and how many headings each level has had."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.pieces: list[Piece] = []
        self.sections = [Section("", 0, False, None)]
        self.linked: dict[int, list[int]] = {}
        for link in document.links:
            self.linked.setdefault(link.block, []).append(link.text_start)
        self.above: list[int] = []
        self.seen: Counter[int] = Counter()

    def add(self, index: int, block: Block) -> None:
        if block.kind is BlockKind.HEADING:
            self._open(block.text, block.level)
            self._keep(index, 0, len(block.text), Role.HEADING)
        elif block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTE):
            for start, end in _lines(block.text):
                self._add_line(index, block, start, end)
            if not block.text.strip():
                self._keep(index, 0, len(block.text), Role.OTHER)
        elif block.kind is BlockKind.NOTE:
            self._keep(index, 0, len(block.text), Role.ENTRY, block.note)
        else:
            self._keep(index, 0, len(block.text), Role.OTHER)

    def _add_line(self, index: int, block: Block, start: int, end: int) -> None:
        line = block.text[start:end]
        if block.kind is not BlockKind.ITEM and opens_sources(line):
            self._open(line, 0, sources=True)
            self._keep(index, start, end, Role.HEADING)
        elif (
            (found := _LABELLED.match(line))
            and opens_sources(found["words"])
            and self._links(index, block, start, end)
        ):
            alone = self._links(index, block, start, end) == 1
            if not alone:
                self._open(found["words"], 0, sources=True)
            self._keep(index, start, end, Role.POINTER if alone else Role.ENTRY)
        elif _is_heading(line, block, in_sources=self.sections[-1].sources) and index not in self.linked:
            self._open(line, 0)
            self._keep(index, start, end, Role.HEADING)
        elif (_BRACKETED_ENTRY.match(line) and (URL_START.search(line) or index in self.linked)) or (
            self.sections[-1].sources and not self._resumes(index, block, line)
        ):
            self._keep(index, start, end, Role.ENTRY, self._number(block, line))
        elif (found := _POINTER.match(line.strip())) and points(found["words"]):
            self._keep(index, start, end, Role.POINTER)
        else:
            self._keep(index, start, end, Role.TEXT)

    def _links(self, index: int, block: Block, start: int, end: int) -> int:
        """How many links and URLs a line holds."""
        marked = sum(start <= at < end for at in self.linked.get(index, ()))
        return marked or len(URL_START.findall(block.text, start, end))

    def _resumes(self, index: int, block: Block, line: str) -> bool:
        """Whether a line after a list of sources is text again: a sentence, and nothing of an entry."""
        text = line.strip()
        bibliographic = _ENTRY.match(text) or URL_START.search(text) or _BIBLIOGRAPHIC.search(text)
        if block.kind is BlockKind.ITEM or bibliographic or index in self.linked:
            return False
        if len(text) < SHORT_ENTRY or text[-1] not in '.!?…»”"':
            return False
        self._open("", 0, sources=False)
        return True

    def _number(self, block: Block, line: str) -> str | None:
        match = _ENTRY.match(line)
        if match:
            return next(group for group in match.groups() if group).translate(_SUPERSCRIPTS)
        return str(block.ordinal) if block.ordinal is not None and block.text.startswith(line) else None

    def _open(self, heading: str, level: int, *, sources: bool | None = None) -> None:
        parent = self._parent(level)
        divides = level > 0 and bool(self.above) and self.sections[self.above[-1]].sources
        opens = sources if sources is not None else opens_sources(heading) or divides
        self.sections.append(Section(" ".join(heading.split()), level, opens, parent))
        if level:
            self.above.append(len(self.sections) - 1)
            self.seen[level] += 1

    def _parent(self, level: int) -> int | None:
        """The section that a heading of this level stands under; none for the document's own title or no section."""
        while level and self.above and self.sections[self.above[-1]].level >= level:
            self.above.pop()
        if not level or not self.above:
            return None
        index = self.above[-1]
        return index if index > 1 or self.seen[self.sections[index].level] > 1 else None

    def _keep(self, block: int, start: int, end: int, role: Role, number: str | None = None) -> None:
        self.pieces.append(Piece(block, start, end, role, len(self.sections) - 1, number))


def _is_heading(line: str, block: Block, *, in_sources: bool) -> bool:
    """Whether a line that is not marked as a heading reads as one; under a list of sources only capitals and frames do."""
    text = line.strip()
    if (
        block.kind is not BlockKind.PARAGRAPH
        or not text
        or len(text) > HEADING_LINE
        or URL_START.search(text)
    ):
        return False
    if _FRAMED.match(text):
        return True
    letters = [c for c in text if c.isalpha()]
    if not letters:
        return False
    if sum(c.isupper() for c in letters) > 0.8 * len(letters) and len(letters) > 3:
        return text[-1] not in ".!?"
    return not in_sources and (text[-1].isalnum() or text[-1] in '»”"') and not text[0].islower()


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """The spans of a block's text between the line breaks that part something."""
    if "\n" not in text:
        if text.strip():
            yield 0, len(text)
        return
    starts = [0, *(match.end() for match in _BREAK.finditer(text))]
    ends = [*(start - 1 for start in starts[1:]), len(text)]
    width = max(end - start for start, end in zip(starts, ends))
    begin = 0
    for at in range(len(starts) - 1):
        before, after = text[starts[at] : ends[at]], text[starts[at + 1] : ends[at + 1]]
        if _parts(before, after, width):
            if text[begin : ends[at]].strip():
                yield begin, ends[at]
            begin = starts[at + 1]
    if text[begin:].strip():
        yield begin, len(text)


def _parts(before: str, after: str, width: int) -> bool:
    """Whether the line break between these lines is more than white space."""
    head, tail = after.strip(), before.strip()
    if not head or not tail:
        return True
    if tail.endswith(OPEN_END) and URL_START.search(tail.split()[-1]) and CONTINUES.match(head.split()[0]):
        return False
    if _ENTRY.match(after) and not head[0].isdigit():
        return True
    if _POINTER.match(tail) or opens_sources(tail) or opens_sources(head) or _FRAMED.match(tail):
        return True
    if (found := _POINTER.match(head)) and points(found["words"]):
        return not (found["words"] == "" and tail[-1] in ":(,")
    if head[0].islower():
        return False
    if width > WRAPPED:
        return True
    return len(before.rstrip()) + 1 + len(head.split()[0]) <= width
