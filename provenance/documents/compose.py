"""Builds the blocks and links of a document from pieces of text that know where they came from."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from provenance.documents.dates import published
from provenance.language.detect import detect, prose
from provenance.model import Block, BlockKind, Document, Link, LinkKind, Message, TextMap, identify

Run = tuple[int, int, int, int]
"""A run of a `TextMap`."""

OWN_LANGUAGE = 80
"""Characters, addresses aside, that a block must have before a language of its own is looked for."""

_ENOUGH = 4 * OWN_LANGUAGE
"""Characters of a block in which these are looked for."""

SURE = 0.95
"""How likely a block's own language must be."""


@dataclass(slots=True)
class OpenLink:
    """A link whose words are being read."""

    kind: LinkKind
    url: str
    start: int
    text_start: int = 0
    label: str = ""
    """Words that are not part of the block's text (a note mark, the description of an image)."""
    note: str | None = None
    done: bool = False


@dataclass(slots=True)
class _Pieces:
    """The block that is being written."""

    kind: BlockKind
    start: int
    level: int
    note: str | None
    ordinal: int | None
    end: int
    parts: list[str] = field(default_factory=list)
    runs: list[tuple[int, int, int, int]] = field(default_factory=list)
    size: int = 0
    links: list[tuple[OpenLink, int, int]] = field(default_factory=list)
    """Link, end of its words in the text, end in the document."""
    code: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Origin:
    """What a reader knows of the file beside its text."""

    path: str
    format: str
    sha256: str
    encoding: str
    title: str = ""
    language: str = ""
    published: str | None = None
    remarks: tuple[Message, ...] = ()
    page_starts: tuple[int, ...] = ()

    @classmethod
    def of(cls, path: str, raw: bytes, *, format: str, encoding: str) -> Origin:
        """The origin of these bytes."""
        return cls(path=path, format=format, sha256=hashlib.sha256(raw).hexdigest(), encoding=encoding)


class Composer:
    """Takes text piece by piece, in reading order, and cuts it into blocks with their links.

    A piece says which span of the document's text it came from. Spans of blocks come out in order and apart.
    """

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.links: list[Link] = []
        self._block: _Pieces | None = None
        self._open: list[OpenLink] = []
        self._code_from: int | None = None
        self.cut: int | None = None
        """Where in the document reading stopped, if it did before the end."""
        self._content_end = 0
        """Where the words and links of the last finished block end."""

    @property
    def writing(self) -> bool:
        """Whether a block is open."""
        return self._block is not None

    @property
    def last(self) -> str:
        """The last character of the open block, empty at its start."""
        return self._block.parts[-1][-1] if self._block and self._block.parts else ""

    def begin(
        self,
        kind: BlockKind,
        start: int,
        *,
        level: int = 0,
        note: str | None = None,
        ordinal: int | None = None,
    ) -> None:
        """Open a block whose markup begins at `start`; the one before is finished."""
        self.finish()
        start = max(start, self._make_room(start))
        self._block = _Pieces(kind, start, level, note, ordinal, start)
        for link in self._open:
            link.text_start = 0
        if self._code_from is not None:
            self._code_from = 0

    def _make_room(self, start: int) -> int:
        """The end of the last block, which gives up markup that turns out not to be its own."""
        if not self.blocks:
            return 0
        last = self.blocks[-1]
        if start < last.end:
            last = self.blocks[-1] = replace(last, end=max(self._content_end, last.start))
        return last.end

    def add(self, piece: str, start: int, end: int) -> None:
        """Append text that stands at `[start, end)` of the document; one to one where the lengths agree."""
        block = self._block
        if block is None or not piece:
            return
        if not block.runs and start < block.start:
            block.start = max(start, self._make_room(start))
        length = end - start
        if block.runs:
            to, origin, size, original = block.runs[-1]
            if size == original and length == len(piece) and origin + original == start:
                block.runs[-1] = (to, origin, size + length, original + length)
            else:
                block.runs.append((block.size, start, len(piece), length))
        else:
            block.runs.append((block.size, start, len(piece), length))
        block.parts.append(piece)
        block.size += len(piece)
        if not piece.isspace():
            block.end = max(block.end, end)

    def reach(self, end: int) -> None:
        """The open block's markup goes on to here."""
        if self._block is not None:
            self._block.end = max(self._block.end, end)

    def open_link(self, link: OpenLink) -> None:
        """The words that follow carry this link."""
        link.text_start = self._block.size if self._block else 0
        self._open.append(link)

    def close_link(self, end: int) -> None:
        """The innermost link ends here."""
        if self._open:
            link = self._open.pop()
            if self._block is not None and not link.done:
                self._block.links.append((link, self._block.size, end))
                self.reach(end)

    def describe(self, words: str) -> None:
        """What an image within the innermost link shows: the link's label where it has no words."""
        if self._open and words:
            self._open[-1].label = words

    def mark(self, link: OpenLink, end: int) -> None:
        """A link at this point whose label is not part of the text."""
        if self._block is not None:
            link.text_start = self._block.size
            self._block.links.append((link, self._block.size, end))
            self.reach(end)

    def extend(self, other: Composer) -> None:
        """Append the blocks and links of another composer, which come behind those of this one."""
        self.finish()
        self.cut = other.cut if self.cut is None else self.cut
        self._content_end = other._content_end if other.blocks else self._content_end
        shift = len(self.blocks)
        self.blocks += other.blocks
        self.links += [replace(link, block=link.block + shift) for link in other.links]

    def open_code(self) -> None:
        """The words that follow are inline code."""
        self._code_from = self._block.size if self._block else 0

    def close_code(self) -> None:
        """Inline code ends here."""
        if self._block is not None and self._code_from is not None:
            self._block.code.append((self._code_from, self._block.size))
        self._code_from = None

    def finish(self, end: int | None = None) -> None:
        """Close the open block (its markup reaches to `end`); one without words and links leaves nothing."""
        block, self._block = self._block, None
        if block is None:
            return
        text = "".join(block.parts)
        for link in self._open:
            if not link.done and text[link.text_start :].strip():
                block.links.append((link, block.size, block.end))
                link.done = True
        if not text.strip() and not block.links:
            return
        self._content_end = block.end
        if end is not None:
            block.end = max(block.end, end)
        left = len(text) - len(text.lstrip())
        size = max(len(text.strip()), 0)
        self._links(block, text, left, size)
        code = tuple(
            (max(a - left, 0), min(b - left, size)) for a, b in block.code if b > left and a - left < size
        )
        self.blocks.append(
            Block(
                kind=block.kind,
                text=text.strip(),
                map=TextMap(cut(block.runs, left, left + size)),
                start=block.start,
                end=block.end,
                level=block.level,
                note=block.note,
                ordinal=block.ordinal,
                code=code,
            )
        )

    def _links(self, block: _Pieces, text: str, left: int, size: int) -> None:
        for link, text_end, end in block.links:
            words = text[link.text_start : text_end]
            start = link.text_start + len(words) - len(words.lstrip())
            stop = max(start, text_end - (len(words) - len(words.rstrip())))
            self.links.append(
                Link(
                    kind=link.kind,
                    url=link.url,
                    label=" ".join((words.strip() or link.label).split()),
                    block=len(self.blocks),
                    text_start=min(max(start - left, 0), size),
                    text_end=min(max(stop - left, 0), size),
                    start=max(link.start, block.start),
                    end=max(min(end, block.end), link.start, block.start),
                    note=link.note,
                )
            )


def cut(runs: Sequence[Run], left: int, right: int) -> tuple[Run, ...]:
    """The runs of a derived text from which `[left, right)` is kept."""
    kept = []
    for at in range(max(bisect_right(runs, left, key=_start) - 1, 0), len(runs)):
        start, origin, length, original = runs[at]
        low, high = max(start, left), min(start + length, right)
        if start >= right:
            break
        if low >= high:
            continue
        if length == original:
            kept.append((low - left, origin + low - start, high - low, high - low))
        else:
            kept.append((low - left, origin, high - low, original))
    return tuple(kept)


def _start(run: Run) -> int:
    return run[0]


_LINE = re.compile(r"\r\n|\n|\r")


def line_starts(text: str) -> tuple[int, ...]:
    """The offsets at which lines begin; CR, LF and CR LF end a line."""
    return (0, *(end.end() for end in _LINE.finditer(text)))


def document(origin: Origin, text: str, composer: Composer) -> Document:
    """The finished document; its language and date are looked for where the file does not tell them."""
    composer.finish()
    language = origin.language or detect(_words(composer.blocks))[0]
    starts = line_starts(text)
    remarks = origin.remarks
    if composer.cut is not None:
        remarks = (*remarks, Message.of("documents-cut-markup", line=bisect_right(starts, composer.cut)))
    return Document(
        id=identify("d", origin.path, origin.sha256),
        path=origin.path,
        format=origin.format,
        text=text,
        title=origin.title or _first_heading(composer.blocks),
        language=language,
        sha256=origin.sha256,
        encoding=origin.encoding,
        blocks=tuple(_with_language(block, language) for block in composer.blocks),
        links=tuple(sorted(composer.links, key=lambda link: (link.start, link.end))),
        line_starts=starts,
        page_starts=origin.page_starts,
        published=published(origin.published, origin.path),
        remarks=remarks,
    )


def _words(blocks: list[Block]) -> str:
    """What the author wrote as prose."""
    return "\n".join(b.text for b in blocks if b.kind not in (BlockKind.CODE, BlockKind.FURNITURE))


def _first_heading(blocks: list[Block]) -> str:
    return next((" ".join(b.text.split()) for b in blocks if b.kind is BlockKind.HEADING), "")


def _with_language(block: Block, language: str) -> Block:
    if block.kind in (BlockKind.CODE, BlockKind.FURNITURE) or len(block.text) < OWN_LANGUAGE:
        return block
    own, likelihood = detect(block.text)
    if own == language or likelihood < SURE or len(prose(block.text[:_ENOUGH])) < OWN_LANGUAGE:
        return block
    return replace(block, language=own)
