"""Which citations a claim leans on: those of its clause, sentence, paragraph, else the list of its section or of the document."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from provenance.citations.anchors import Anchor
from provenance.citations.layout import Layout, Role
from provenance.citations.trim import Span
from provenance.language.sentences import containing
from provenance.model import CitationKind, Document, LinkKind, Scope

_STRIPPED = (CitationKind.NOTE, CitationKind.BARE_URL, CitationKind.IDENTIFIER, CitationKind.DANGLING)
"""Citations whose words are no words of the sentence."""

MOST = 100
"""Citations that a claim leans on at most, the nearest ones: a paragraph or list with more does not say which of them it means."""

Leant = tuple[Scope, tuple[str, ...]]


class Leaning:
    """The citations of a document, arranged so that a claim finds its own."""

    def __init__(
        self, document: Document, layout: Layout, sentences: dict[int, list[Span]], anchors: list[Anchor]
    ) -> None:
        """From everything that was collected; `anchors` in the order of the text."""
        self._document = document
        self._layout = layout
        self._sentences = sentences
        self._by_block: dict[int, list[Anchor]] = {}
        self._by_source: dict[str | None, list[Anchor]] = {}
        self._by_piece: dict[int, list[Anchor]] = {}
        for anchor in sorted(anchors, key=lambda a: (a.block, a.start)):
            self._by_block.setdefault(anchor.block, []).append(anchor)
            if _leads_somewhere(anchor):
                self._by_source.setdefault(anchor.citation.source, []).append(anchor)
                self._by_piece.setdefault(layout.at(anchor.block, anchor.start), []).append(anchor)
        self._pointed = self._find_pointed()
        self._lists = self._find_lists(
            {a.citation.source for a in anchors if a.citation.kind is CitationKind.NOTE}
        )
        self._marks = self._find_marks(anchors)

    def marks(self, block: int, span: Span) -> list[Span]:
        """The spans of a block's text within a sentence that are marks, URLs or bracketed links, in order."""
        marks = self._marks.get(block, [])
        return marks[bisect_left(marks, (span[0], 0)) : bisect_left(marks, (span[1], 0))]

    def names_outlet(self, block: int, sentence: Span) -> bool:
        """Whether a sentence names an outlet as its source."""
        anchors = _within(self._by_block.get(block, []), sentence)
        return any(anchor.citation.kind is CitationKind.ATTRIBUTION for anchor in anchors)

    def of(self, block: int, reach: Span) -> Leant:
        """The scope and the ids of the citations for what stands in `reach`, a span of the block's text."""
        spans = self._sentences.get(block, [])
        sentence = spans[max(containing(spans, reach[0]), 0)] if spans else reach
        anchors = _within(self._by_block.get(block, []), sentence)
        here = [a for a in anchors if _leads_somewhere(a)]
        clause = _within(here, reach)
        if clause:
            return Scope.CLAUSE, _ids(clause)
        if here:
            return Scope.SENTENCE, _ids(sorted(here, key=lambda a: abs(a.start - reach[0])))
        for anchor in anchors:
            if _claims_another(anchor):
                return Scope.NONE, ()
            if anchor.citation.kind is CitationKind.ATTRIBUTION:
                return self._named(anchor)
        return self._further(self._layout.at(block, reach[0]), reach[0])

    def _named(self, attribution: Anchor) -> Leant:
        """The citations of the outlet that the sentence names as its source, wherever the document gives them."""
        same = self._by_source.get(attribution.citation.source, [])
        at = bisect_left(same, (attribution.block, 0), key=lambda a: (a.block, a.start))
        here = [a for a in same[at : at + MOST] if a.block == attribution.block]
        return (Scope.PARAGRAPH if here else Scope.DOCUMENT), _ids([*here, *same[:MOST]])

    def _further(self, piece: int, offset: int) -> Leant:
        """What a sentence without citations leans on."""
        around = self._by_piece.get(piece, [])
        if around:
            at = bisect_right(around, offset, key=lambda a: a.start)
            before = around[max(at - MOST, 0) : at]
            return Scope.PARAGRAPH, _ids([*reversed(before), *around[at : at + MOST - len(before)]])
        if piece in self._pointed:
            return self._pointed[piece]
        section: int | None = self._layout.pieces[piece].section
        while section is not None:
            if section in self._lists:
                return Scope.SECTION, self._lists[section]
            section = self._layout.sections[section].parent
        return (Scope.DOCUMENT, self._lists[None]) if None in self._lists else (Scope.NONE, ())

    def _find_pointed(self) -> dict[int, Leant]:
        """The paragraphs without citations of their own that a line with a URL follows."""
        pointed: dict[int, Leant] = {}
        open_pieces: list[int] = []
        previous: Role | None = None
        for index, piece in enumerate(self._layout.pieces):
            if piece.role is Role.POINTER:
                anchors = self._by_piece.get(index, [])
                for at in open_pieces if anchors else ():
                    scope = Scope.PARAGRAPH if at == open_pieces[-1] else Scope.SECTION
                    earlier = pointed[at][1] if at in pointed else ()
                    pointed[at] = (scope, (*earlier, *_ids(anchors)))
            elif piece.role is Role.TEXT:
                if previous is Role.POINTER or index in self._by_piece:
                    open_pieces = []
                if index not in self._by_piece:
                    open_pieces.append(index)
            elif piece.role is Role.HEADING:
                open_pieces = []
            previous = piece.role
        return pointed

    def _find_lists(self, noted: set[str | None]) -> dict[int | None, tuple[str, ...]]:
        """The citations in the lists of sources, by the section whose text they serve; none is the whole document.

        A list that marks refer to (`noted` are the sources of all marks) serves the sentences with those marks, and no others.
        """
        entries: dict[int, list[Anchor]] = {}
        for index, anchors in self._by_piece.items():
            piece = self._layout.pieces[index]
            if piece.role is Role.ENTRY and self._layout.sections[piece.section].sources:
                entries.setdefault(piece.section, []).extend(anchors)
        lists: dict[int | None, list[Anchor]] = {}
        for section, anchors in entries.items():
            if noted.isdisjoint(anchor.citation.source for anchor in anchors):
                lists.setdefault(self._served(section), []).extend(anchors)
        return {section: _ids(anchors[:MOST]) for section, anchors in lists.items()}

    def _served(self, section: int) -> int | None:
        """The section whose text a list serves: the one that it stands under, or, between two texts, the one before it."""
        sections = self._layout.sections
        above = sections[section].parent
        while above is not None and sections[above].sources:
            above = sections[above].parent
        if above is not None or sections[section].level:
            return above
        last_text = max((p.section for p in self._layout.pieces if p.role is Role.TEXT), default=0)
        return section - 1 if last_text > section > 0 else None

    def _find_marks(self, anchors: Iterable[Anchor]) -> dict[int, list[Span]]:
        """The spans that are no words of a sentence, by block."""
        marks: dict[int, set[Span]] = {}
        for anchor in anchors:
            text = self._document.blocks[anchor.block].text
            kind = anchor.citation.kind
            bracketed = text[anchor.start - 1 : anchor.start] in ("(", "[") and text[
                anchor.end : anchor.end + 1
            ] in (")", "]")
            if kind in _STRIPPED or (
                kind is CitationKind.LINK and (bracketed or _is_url(text[anchor.start : anchor.end]))
            ):
                marks.setdefault(anchor.block, set()).add((anchor.start, anchor.end))
        for link in self._document.links:
            if link.kind is LinkKind.NOTE:
                marks.setdefault(link.block, set()).add((link.text_start, link.text_end))
        return {block: sorted(spans) for block, spans in marks.items()}


def _is_url(words: str) -> bool:
    return words.startswith(("http://", "https://", "www."))


def _leads_somewhere(anchor: Anchor) -> bool:
    """Whether a claim may lean on it: whatever is not a promise or a name alone."""
    return anchor.citation.kind not in (CitationKind.DANGLING, CitationKind.ATTRIBUTION)


def _claims_another(anchor: Anchor) -> bool:
    """Whether it says that a sentence's source is one that the document does not show."""
    kind = anchor.citation.kind
    return kind is CitationKind.DANGLING or (
        kind is CitationKind.ATTRIBUTION and anchor.citation.source is None
    )


def _within(anchors: list[Anchor], span: Span) -> list[Anchor]:
    first = bisect_left(anchors, span[0], key=lambda a: a.start)
    return anchors[first : bisect_left(anchors, span[1], lo=first, key=lambda a: a.start)]


def _ids(anchors: Iterable[Anchor]) -> tuple[str, ...]:
    """The ids, each once, in order."""
    return tuple(dict.fromkeys(anchor.citation.id for anchor in anchors))
