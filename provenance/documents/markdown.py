"""Markdown by comrak: CommonMark, GFM tables, footnotes, raw HTML inside; MDX and Quarto tolerated.

comrak renders to HTML and notes beside each element the lines and columns that it came from. Between two elements the
rendered text is that of the source but for entities, escapes and the marks of lists and quotes at the start of a line,
so that a cursor over the source finds each character's place.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import PurePath

import comrak

from provenance.documents import frontmatter, marks, markup, mdx
from provenance.documents.broken import with_broken_links
from provenance.documents.cells import Cells
from provenance.documents.columns import Columns
from provenance.documents.compose import Composer, Origin, document
from provenance.documents.decode import decode
from provenance.documents.destinations import definitions, destination, folded, plain
from provenance.documents.flow import Flow, Piece
from provenance.documents.lines import Layout
from provenance.documents.markup import Element, Event
from provenance.documents.titles import with_titles
from provenance.model import Document, LinkKind

_POSITION = re.compile(r'data-sourcepos="(\d{1,9}):(\d{1,9})-(\d{1,9}):(\d{1,9})"')
_FORGED = re.compile(r"<[^<>]*data-sourcepos[^<>]*>")
"""Tags of the author's own that say where they stand; only comrak knows."""
_UNPRINTABLE = re.compile("[\0\ud800-\udfff]")
_PIECE = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);|\n|[^&\n]+|&")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_NEWLINE = re.compile(r"[ \t]*\\?(?:\r\n|\n|\r)")
_PREFIX = re.compile(r"(?:[ \t\r\n>]+|</?[A-Za-z][^<>]*>)*")
"""What may stand before words without being any: the marks of quotes, and tags that close or open nothing."""
_NOTE = re.compile(r"\[\^([^\]\s]+)\]")
_OPENING = {
    "li": re.compile(r"(?:[-*+]|\d{1,9}[.)]|\[\^[^\]]*\]:)[ \t]*"),
    "code": re.compile(r"`+ ?"),
    "del": re.compile(r"~+"),
    "em": re.compile(r"[*_]"),
    "strong": re.compile(r"[*_]{2}"),
    "a": re.compile(r"[\[<]?"),
    "span": re.compile(r"\\"),
    "pre": re.compile(r"(?:`{3,}|~{3,})[^\n\r]*(?:\r\n|\n|\r)?"),
} | {f"h{level}": re.compile(r"[ \t]*#{1,6}[ \t]*") for level in range(1, 7)}
_ADDED = {"table": ("thead", "tbody"), "pre": ("code",), "section": ("ol",), "sup": ("a",), "li": ("input",)}
"""Elements without a place that comrak itself puts into others."""

LIMIT = 2_000_000
"""Characters of Markdown that are read: seven hundred pages; its parser takes fifty bytes for each."""

_WINDOW = 20_000
"""How far ahead raw HTML is looked for in the source."""
_PROBES = ((12, 400), (4, 100), (2, 20), (1, 8))
"""To find the text again: so many characters, at most so far ahead; the fewer, the likelier they stand there by chance."""


class MarkdownReader:
    """Reads Markdown files."""

    name = "markdown"
    suffixes: tuple[str, ...] = (".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd")

    def read(self, path: str, raw: bytes) -> Document:
        """The document; titles on lines of their own count as headings where lines are paragraphs."""
        text, encoding, remarks = decode(path, raw)
        front = frontmatter.read(text)
        origin = Origin.of(path, raw, format=self.name, encoding=encoding)
        origin.title, origin.language, origin.published = front.title, front.language, front.published
        origin.remarks = remarks
        suffix = PurePath(path).suffix.lower()
        loose = suffix not in self.suffixes
        readable = mdx.fitted(text) if suffix == ".mdx" else text
        end = min(len(text), front.end + LIMIT)
        layout = Layout.of(readable, front.end, end, loose=loose)
        composer = compose(text, layout)
        if end < len(text) and composer.cut is None:
            composer.cut = end
        if layout.hard or loose:
            composer.blocks = with_titles(composer.blocks)
        if suffix == ".mdx":
            composer.blocks = mdx.without_modules(composer.blocks)
        return document(origin, text, composer)


def compose(text: str, layout: Layout) -> Composer:
    """The blocks and links of Markdown whose lines are laid out so."""
    source = _UNPRINTABLE.sub("\ufffd", layout.source)
    rendered = comrak.render_markdown(source, *_options())
    parsed = markup.parse(rendered)
    composer = Composer()
    placer = _Placer(text[: layout.end], rendered, layout, source)
    flow = Flow(composer, placer, placer.look(parsed.events), rendered)
    flow.read(parsed.events)
    composer.finish()
    composer.cut = placer.cursor if parsed.cut else None
    with_broken_links(composer)
    return composer


@cache
def _options() -> tuple[comrak.ExtensionOptions, comrak.ParseOptions, comrak.RenderOptions]:
    extension = comrak.ExtensionOptions()
    extension.table = extension.strikethrough = extension.footnotes = extension.tasklist = True
    extension.autolink = True
    parse = comrak.ParseOptions()
    parse.leave_footnote_definitions = True
    render = comrak.RenderOptions()
    render.sourcepos = render.unsafe_ = render.escaped_char_spans = True
    return extension, parse, render


class _Placer:
    """Follows the rendered HTML with a cursor over the source."""

    def __init__(self, text: str, rendered: str, layout: Layout, source: str) -> None:
        self.text = text
        self.rendered = rendered
        self.lines = layout.starts
        self.columns, self.cells = Columns(source), Cells(source)
        self.cursor = self.floor = layout.start
        self.limit = len(text)
        """Where the next block begins: what comrak added is not to be looked for behind it."""
        self.ends: dict[Element, int] = {}
        self.raw: set[Element] = set()
        """Elements that the author wrote as HTML."""
        self.passed: dict[Element, int] = {}
        """Elements that the cursor went behind as a whole, marks of notes above all, and where they end."""
        self._blocks: list[tuple[int, int]] = []
        """Where blocks begin in the rendered text, and in the source."""
        self._forged = set(_FORGED.findall(text)) if "data-sourcepos" in text else set()
        self._definitions: dict[str, str] | None = None
        self._positions: dict[Element, tuple[int, int] | None] = {}

    # --- places

    def _at(self, line: int, column: int) -> int:
        """The offset of a line and a column in bytes, kept within the text whatever it says."""
        line = min(max(line, 1), len(self.lines)) - 1
        return min(self.lines[line] + self.columns.characters(line, column - 1), len(self.text))

    def _position(self, element: Element) -> tuple[int, int] | None:
        """The span that comrak noted for an element, None where it noted none."""
        if element not in self._positions:
            self._positions[element] = None
            match = _POSITION.search(element.rest)
            if match and self.rendered[element.start : element.inner] not in self._forged:
                line, first, last_line, last = map(int, match.groups())
                column, last_column = self.cells.columns(element, first, last)
                start = self._at(line, column)
                self._positions[element] = start, max(start, self._at(last_line, last_column + 1))
        return self._positions[element]

    def enter(self, element: Element) -> int:
        """Where the element begins; the cursor goes behind its opening mark."""
        position = self._position(element)
        if position is None:
            return self._enter_raw(element)
        start = max(position[0], self.floor)
        self.ends[element] = max(position[1], start)
        opening = _OPENING.get(element.name)
        match = opening.match(self.text, start) if opening else None
        self.cursor = match.end() if match else start
        return start

    def _enter_raw(self, element: Element) -> int:
        """Pass a start tag that comrak knows no place of: one of raw HTML, or one that comrak added itself."""
        parent = element.parent
        added = parent is not None and element.name in _ADDED.get(parent.name, ()) and parent in self.ends
        if added or "footnote-backref" in element.rest:
            return self.cursor
        if parent is not None and parent in self.passed:
            self.passed[element] = self.passed[parent]
            return self.cursor
        self.raw.add(element)
        return self._skip(element.start, element.inner)

    def leave(self, element: Element) -> int:
        """Where the element ends; the cursor goes behind an inline one (the next block will say where it begins)."""
        if element in self.ends and element.name in markup.BLOCKS:
            broken = element.end == element.inner_end  # by raw HTML within it, so that its text goes on
            return max(self.cursor if broken else self.ends[element], self.floor)
        if element in self.ends:
            end = max(self.ends[element], self.floor)
            self.cursor = max(self.cursor, end)
        else:
            if element in self.raw and element not in self.passed and element.end > element.inner_end:
                self._skip(element.inner_end, element.end)
            end = self.passed.setdefault(element, self.cursor)
        if element.name not in markup.BLOCKS:
            self.floor = max(self.floor, end)
        return end

    def _skip(self, start: int, end: int) -> int:
        """Pass a tag of raw HTML, which stands in the source as it does in the rendered text; where it begins."""
        limit = min(self.cursor + _WINDOW, self._next_block(start))
        at = self.text.find(self.rendered[start:end], self.cursor, limit)
        if at < 0:
            return self.cursor
        self.cursor = at + end - start
        return at

    def _next_block(self, at: int) -> int:
        """Where in the source the first block begins that stands behind this offset of the rendered text."""
        following = bisect_right(self._blocks, at, key=_rendered)
        return self._blocks[following][1] if following < len(self._blocks) else len(self.text)

    # --- text

    def pieces(self, start: int, end: int, verbatim: bool) -> Iterator[Piece]:
        """The rendered text with the places that it came from."""
        del verbatim  # comrak has folded what is to be folded
        self.limit = self._next_block(start)
        for match in _PIECE.finditer(self.rendered, start, end):
            words = match[0]
            if words == "\n":
                yield self._newline()
            else:
                yield from self._aligned(html.unescape(words) if words[0] == "&" else words)
            self.floor = max(self.floor, self.cursor)

    def _newline(self) -> Piece:
        match = _NEWLINE.match(self.text, self.cursor)
        if match is None:
            return "\n", self.cursor, self.cursor
        self.cursor = match.end()
        return "\n", match.start(), match.end()

    def _aligned(self, words: str) -> Iterator[Piece]:
        for at in (self.cursor, self._prefix_end()):
            if self.text.startswith(words, at):
                self.cursor = at + len(words)
                yield words, at, self.cursor
                return
        done = 0
        while done < len(words):
            length = self._one(words, done)
            start = self.cursor - length[1]
            yield words[done : done + length[0]], start, self.cursor
            done += length[0]

    def _prefix_end(self) -> int:
        match = _PREFIX.match(self.text, self.cursor, self.cursor + _PROBES[0][1])
        return match.end() if match else self.cursor

    def _one(self, words: str, done: int) -> tuple[int, int]:
        """Take the next character or entity; how much of the words and of the source it was."""
        text, at = self.text, self.cursor
        entity = _ENTITY.match(text, at)
        if entity:
            value = html.unescape(entity[0])
            if words.startswith(value, done) and value != entity[0]:
                self.cursor = entity.end()
                return len(value), len(entity[0])
        if text.startswith(words[done], at) or (words[done] == "\ufffd" and _UNPRINTABLE.match(text, at)):
            same = 1
            while done + same < len(words) and text.startswith(words[done + same], at + same):
                same += 1
            self.cursor = at + same
            return same, same
        return self._resync(words, done)

    def _resync(self, words: str, done: int) -> tuple[int, int]:
        """Find the next words further on in the block; a character that is not there has no place of its own."""
        for size, reach in _PROBES:
            probe = words[done : done + size]
            if len(probe) < size or probe.isspace():
                continue
            found = self.text.find(probe, self.cursor, min(self.cursor + reach, self.limit))
            if found >= 0:
                self.cursor = found + size
                return size, size
        return 1, 0

    # --- links and notes

    def link(self, element: Element) -> tuple[LinkKind, str]:
        """Autolink, inline or reference, by how the source spells it."""
        position = self._position(element)
        if position is None:
            return LinkKind.INLINE, element.get("href")
        written = self.text[slice(*position)]
        if written.startswith("<"):
            url = written[1:-1]
            return LinkKind.AUTOLINK, element.get("href") if "@" in url and ":" not in url else url
        target = destination(written[-4000:]) if written.endswith(")") else None
        if target is not None:
            return LinkKind.INLINE, plain(target)
        if written.endswith("]"):
            label = re.sub(r"\[\]\Z", "", written).rsplit("[", 1)[-1].rstrip("]")
            return LinkKind.REFERENCE, self._defined(label) or element.get("href")
        return LinkKind.INLINE, element.get("href")

    def _defined(self, label: str) -> str:
        if self._definitions is None:
            self._definitions = definitions(self.text)
        return self._definitions.get(folded(label), "")

    def look(self, events: Sequence[Event]) -> marks.Marks:
        """The marks of raw HTML, and those that Markdown's own footnotes make."""
        found = marks.look(events, self.rendered)
        references = dict(found.references)
        notes = dict(found.notes)
        bare = set()
        for element in marks.elements(events):
            position = self._position(element) if element.name in markup.BLOCKS else None
            if position:
                self._blocks.append((element.start, position[0]))
            if element.name == "a" and self._is_bare(element):
                bare.add(element)
            elif element.name == "sup" and 'class="footnote-ref"' in element.rest:
                self._note(element, references)
            elif element.name == "li" and 'id="fn-' in element.rest:
                self._note(element, notes)
        return marks.Marks(
            references=references,
            notes=notes,
            dropped=found.dropped,
            furniture=frozenset(),
            bare=frozenset(bare),
        )

    def _is_bare(self, element: Element) -> bool:
        """Whether the source has for this link nothing but its words."""
        position = self._position(element)
        words = html.unescape(self.rendered[element.inner : element.inner_end])
        return position is not None and self.text[slice(*position)] == words

    def _note(self, element: Element, into: dict[Element, str]) -> None:
        position = self._position(element)
        label = _NOTE.match(self.text, position[0]) if position else None
        if label:
            into[element] = label[1]


def _rendered(block: tuple[int, int]) -> int:
    return block[0]
