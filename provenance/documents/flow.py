"""Turns the events of HTML markup into blocks and links; what stands where in the document, a `Placer` says.

Markdown comes here too, rendered to HTML by its parser, so that raw HTML inside it is read by the same rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from provenance.documents.compose import Composer, OpenLink
from provenance.documents.marks import Marks
from provenance.documents.markup import BLOCKS, Element, Event, EventKind, named
from provenance.model import BlockKind, LinkKind

Piece = tuple[str, int, int]
"""Text and the span of the document that it came from; white space is a piece of its own, a space or a line break."""

SKIPPED = named("skipped")
CODE = named("code")
LISTS = named("lists")
NOT_LINKS = named("not_links")
HEADINGS = {f"h{level}": level for level in range(1, 7)}
KINDS = {
    "pre": BlockKind.CODE,
    "li": BlockKind.ITEM,
    "dt": BlockKind.ITEM,
    "dd": BlockKind.ITEM,
    "blockquote": BlockKind.QUOTE,
    "figcaption": BlockKind.CAPTION,
    "caption": BlockKind.CAPTION,
    "td": BlockKind.CELL,
    "th": BlockKind.CELL,
}

RAISED = str.maketrans("0123456789+-−()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾")
_RAISED = re.compile(r"\s*[\d+−()-]{1,4}\s*")
_INTEGER = re.compile(r"\s*(-?\d{1,9})\s*")


class Placer(Protocol):
    """Knows where the markup's events stand in the document's text."""

    def enter(self, element: Element) -> int:
        """Where the element begins."""

    def leave(self, element: Element) -> int:
        """Where the element ends."""

    def pieces(self, start: int, end: int, verbatim: bool) -> Iterable[Piece]:
        """The text of `[start, end)` of the markup as a reader sees it; white space is kept where `verbatim`."""

    def link(self, element: Element) -> tuple[LinkKind, str]:
        """How the author spelled this link, and its URL as written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What an element inherits from those around it."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    depth: int = 0
    """Of lists."""
    note: str | None = None
    ordinal: int | None = None
    skipped: bool = False
    verbatim: bool = False
    code: bool = False
    raised: bool = False
    link: bool = False
    """The element itself is a link that the composer holds open."""


class Flow:
    """Reads events into a composer."""

    def __init__(self, composer: Composer, placer: Placer, marks: Marks, markup: str) -> None:
        self.composer = composer
        self.placer = placer
        self.marks = marks
        self.markup = markup
        self._stack: list[Context] = [Context()]
        self._counters: list[int | None] = []
        """For each open list the number of its next item; None where it has no numbers."""
        self._start: int | None = None
        """Where the markup of the next block begins."""
        self._breaks = 0
        self._cites: list[OpenLink] = []

    def read(self, events: Iterable[Event]) -> None:
        """Take in all the events."""
        for event in events:
            if event.kind is EventKind.TEXT:
                self._text(event.start, event.end)
            elif event.element is not None and event.kind is EventKind.OPEN:
                self._stack.append(self._enter(event.element, self._stack[-1]))
            elif event.element is not None:
                self._leave(event.element, self._stack.pop())

    # --- text

    def _text(self, start: int, end: int) -> None:
        context = self._stack[-1]
        if context.skipped or (not self.composer.writing and self.markup[start:end].isspace()):
            return
        for piece, at, to in self.placer.pieces(start, end, context.verbatim):
            if piece.isspace() and not context.verbatim:
                if self.composer.last not in ("", " ", "\n"):
                    self.composer.add(piece, at, to)
                continue
            self._breaks = 0
            self._begin(context, at)
            self.composer.add(piece.translate(RAISED) if context.raised else piece, at, to)

    def _begin(self, context: Context, start: int) -> None:
        """Open a block unless one is open."""
        if self.composer.writing:
            return
        self.composer.begin(
            context.kind,
            start if self._start is None else self._start,
            level=context.level,
            note=context.note,
            ordinal=context.ordinal,
        )
        self._start = None
        for cite in self._cites:
            self.composer.mark(cite, cite.start)
        self._cites.clear()

    # --- elements

    def _enter(self, element: Element, outer: Context) -> Context:
        start = self.placer.enter(element)
        if element.name == "img" and not outer.skipped:
            self.composer.describe(element.get("alt"))
        if outer.skipped or element.name in SKIPPED or element in self.marks.dropped:
            return replace(outer, skipped=True, link=False)
        if element in self.marks.references:
            return self._reference(element, outer, start)
        if element.name in BLOCKS:
            self.composer.finish()
            if self._start is None or element.name != "p":
                self._start = start
            return self._inside(element, outer, start)
        return self._inline(element, replace(outer, link=False) if outer.link else outer, start)

    def _leave(self, element: Element, context: Context) -> None:
        end = self.placer.leave(element)
        if element in self.marks.references:
            self.composer.reach(end)
        elif context.skipped:
            return
        elif element.name in BLOCKS:
            self._leave_block(element, end)
        elif context.link:
            self.composer.close_link(end)
        elif element.name in CODE and not context.verbatim:
            self.composer.close_code()
        elif element.name == "q":
            self.composer.add("”", end, end)
        self.composer.reach(end)

    def _leave_block(self, element: Element, end: int) -> None:
        if self.composer.writing:
            self.composer.finish(end)
        self._start = None
        if element.name in LISTS and self._counters:
            self._counters.pop()

    def _inside(self, element: Element, outer: Context, start: int) -> Context:
        """The context within a block element."""
        name = element.name
        ordinal = self._ordinal(element) if name == "li" else outer.ordinal
        if name in LISTS:
            self._counters.append(self._first(element) if name == "ol" else None)
            outer = replace(outer, depth=outer.depth + 1)
        if outer.kind is BlockKind.FURNITURE or element in self.marks.furniture:
            return replace(outer, kind=BlockKind.FURNITURE, level=0, ordinal=None)
        note = self.marks.notes.get(element, outer.note)
        if note is not None:
            return replace(outer, kind=BlockKind.NOTE, note=note, level=0, ordinal=None)
        if name == "blockquote" and element.get("cite"):
            self._cites.append(OpenLink(LinkKind.CITE, element.get("cite"), start))
        return self._of_kind(name, outer, ordinal)

    def _of_kind(self, name: str, outer: Context, ordinal: int | None) -> Context:
        if name in HEADINGS:
            return replace(outer, kind=BlockKind.HEADING, level=HEADINGS[name], ordinal=None)
        kind = KINDS.get(name)
        if kind is None:
            loose = outer.kind is BlockKind.CELL and name not in ("ul", "ol", "tr", "tbody")
            return replace(outer, kind=BlockKind.PARAGRAPH) if loose else outer
        item = kind is BlockKind.ITEM
        return replace(
            outer,
            kind=kind,
            level=outer.depth if item else 0,
            ordinal=ordinal if item else None,
            verbatim=outer.verbatim or name == "pre",
        )

    def _first(self, element: Element) -> int:
        start = _INTEGER.fullmatch(element.get("start"))
        return int(start[1]) if start else 1

    def _ordinal(self, element: Element) -> int | None:
        if not self._counters or self._counters[-1] is None:
            return None
        value = _INTEGER.fullmatch(element.get("value"))
        number = int(value[1]) if value else self._counters[-1]
        self._counters[-1] = number + 1
        return number

    def _inline(self, element: Element, outer: Context, start: int) -> Context:
        name = element.name
        if name == "br":
            self._break(outer, start)
        elif name in CODE:
            if not outer.verbatim:
                self.composer.open_code()
            return replace(outer, code=True)
        elif name == "q":
            self._quotation(element, outer, start)
        elif name == "sup":
            words = self.markup[element.inner : min(element.inner_end, element.inner + 20)]
            return replace(outer, raised=bool(_RAISED.fullmatch(words)))
        elif element.rest and name not in NOT_LINKS and not (outer.code or outer.verbatim):
            return self._link(element, outer, start)
        return outer

    def _break(self, context: Context, start: int) -> None:
        """A line break; a second one in a row makes a new paragraph."""
        self._breaks += 1
        if self._breaks > 1 and not context.verbatim:
            self.composer.finish()
        elif self.composer.writing:
            self.composer.add("\n", start, start)

    def _quotation(self, element: Element, context: Context, start: int) -> None:
        self._begin(context, start)
        if element.get("cite"):
            self.composer.mark(OpenLink(LinkKind.CITE, element.get("cite"), start), start)
        self.composer.add("“", start, start)

    def _link(self, element: Element, context: Context, start: int) -> Context:
        if "href" not in element.attributes or element in self.marks.bare:
            return context
        kind, url = self.placer.link(element)
        self._begin(context, start)
        self.composer.open_link(OpenLink(kind, url, start))
        return replace(context, link=True)

    def _reference(self, element: Element, outer: Context, start: int) -> Context:
        """A mark of a note: a link of its own, and no part of the sentence."""
        label = self.marks.references[element]
        self._begin(outer, start)
        self.composer.mark(
            OpenLink(LinkKind.NOTE, "", start, label=label, note=label), self.placer.leave(element)
        )
        return replace(outer, skipped=True, link=False)
