"""The XML of word processors: paragraphs with their styles, numbering, links, fields and notes.

Names with `w:` are those of ECMA-376, part 1, section 17.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from docx.document import Document as DocxFile
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml.ns import qn
from lxml import etree

from provenance.documents.compose import Composer, OpenLink
from provenance.documents.flow import RAISED
from provenance.documents.numbering import Numbering
from provenance.model import BlockKind, LinkKind

_HEADING = re.compile(r"(?:heading|titre) ?([1-6])")
_LINK_FIELD = re.compile(r"""\s*HYPERLINK\s+(?!\\)(?:"([^"]*)"|(\S+))""", re.IGNORECASE)
_NOTE_FORM = re.compile(r"[\d\s()+−-]{1,6}")
_STYLES = {
    "title": (BlockKind.HEADING, 1),
    "titre": (BlockKind.HEADING, 1),
    "subtitle": (BlockKind.HEADING, 2),
    "quote": (BlockKind.QUOTE, 0),
    "intense quote": (BlockKind.QUOTE, 0),
    "citation": (BlockKind.QUOTE, 0),
    "caption": (BlockKind.CAPTION, 0),
}
_SPACES = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "‑"}
_THROUGH = {
    qn(name)
    for name in (
        "w:ins",
        "w:moveTo",
        "w:smartTag",
        "w:sdt",
        "w:sdtContent",
        "w:customXml",
        "w:r",
        "w:dir",
        "w:bdo",
    )
}
"""Elements whose content is part of the paragraph."""
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


@dataclass(slots=True)
class _Notes:
    """The footnotes or endnotes of the file."""

    by_id: dict[str, Any]
    part: Part | None
    label: Callable[[int], str]
    used: dict[str, str]
    """The label of each note that a mark points to, in the order of the marks."""

    def number(self, identifier: str) -> str:
        """The label of a note."""
        return self.used.setdefault(identifier, self.label(len(self.used) + 1))


@dataclass(slots=True)
class _Field:
    """A field code (`w:fldChar`) that is open."""

    code: str = ""
    link: bool = False


class Body:
    """Reads a file's paragraphs into a composer, and puts its text together on the way."""

    def __init__(self, file: DocxFile) -> None:
        self.composer = Composer()
        self._file = file
        self._part: Part = file.part
        self._parts: list[str] = []
        self._at = 0
        self._numbering = Numbering(file)
        self._styles = _style_names(file)
        self._footnotes = _notes(file, RELATIONSHIP_TYPE.FOOTNOTES, "w:footnote", str)
        self._endnotes = _notes(file, RELATIONSHIP_TYPE.ENDNOTES, "w:endnote", _roman)
        self._fields: list[_Field] = []

    @property
    def text(self) -> str:
        """The text so far, a line a paragraph."""
        return "".join(self._parts)

    def composed(self) -> Composer:
        """All blocks with their links: the body, then the notes in the order of their marks."""
        for paragraph, in_cell in _paragraphs(self._file.element.body, in_cell=False):
            self._paragraph(paragraph, BlockKind.CELL if in_cell else None, None)
        for notes in (self._footnotes, self._endnotes):
            for identifier in (*notes.used, *(key for key in notes.by_id if key not in notes.used)):
                self._note(notes, identifier)
        self.composer.finish()
        return self.composer

    def _note(self, notes: _Notes, identifier: str) -> None:
        element = notes.by_id.get(identifier)
        if element is None or notes.part is None:
            return
        self._part = notes.part
        label = notes.number(identifier)
        for paragraph, _ in _paragraphs(element, in_cell=False):
            self._paragraph(paragraph, BlockKind.NOTE, label)

    def _paragraph(self, paragraph: Any, kind: BlockKind | None, note: str | None) -> None:
        style = self._style(paragraph)
        item = self._numbering.item(paragraph, style)
        own, level = self._kind(style)
        if own is BlockKind.HEADING or kind is None:
            kind = own
        if item and kind is BlockKind.PARAGRAPH:
            self.composer.begin(BlockKind.ITEM, self._at, level=item.level, ordinal=item.ordinal)
        else:
            self.composer.begin(kind, self._at, level=level, note=note)
        self._fields.clear()
        self._inline(paragraph)
        for field in self._fields:
            if field.link:
                self.composer.close_link(self._at)
        self.composer.finish(self._at)
        self._parts.append("\n")
        self._at += 1

    def _style(self, paragraph: Any) -> str:
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return str(style.get(qn("w:val"))) if style is not None else ""

    def _kind(self, style: str) -> tuple[BlockKind, int]:
        """The kind and heading level that a style stands for, by its name in English or French."""
        name = self._styles.get(style, style).lower()
        heading = _HEADING.match(name)
        if heading:
            return BlockKind.HEADING, int(heading[1])
        if name.startswith("toc ") or name.startswith("tm "):
            return BlockKind.FURNITURE, 0
        return _STYLES.get(name, (BlockKind.PARAGRAPH, 0))

    # --- what is in a paragraph

    def _inline(self, element: Any) -> None:
        for child in element:
            tag = child.tag
            if tag == qn("w:t"):
                self._write(child.text or "", _is_raised(element))
            elif tag in _SPACES:
                self._write(_SPACES[tag], raised=False)
            elif tag in _THROUGH:
                self._inline(child)
            elif tag == qn("w:hyperlink"):
                self._linked(child, self._target(child))
            elif tag == qn("w:fldSimple"):
                link = _LINK_FIELD.match(child.get(qn("w:instr"), ""))
                self._linked(child, (link[1] or link[2] or "") if link else None)
            elif tag == qn("w:fldChar"):
                self._field(str(child.get(qn("w:fldCharType"))))
            elif tag == qn("w:instrText") and self._fields:
                self._fields[-1].code += child.text or ""
            elif tag == qn("w:footnoteReference"):
                self._mark(self._footnotes, child)
            elif tag == qn("w:endnoteReference"):
                self._mark(self._endnotes, child)

    def _write(self, piece: str, raised: bool) -> None:
        if not piece:
            return
        self._parts.append(piece)
        shown = piece.translate(RAISED) if raised and _NOTE_FORM.fullmatch(piece) else piece
        self.composer.add(shown, self._at, self._at + len(piece))
        self._at += len(piece)

    def _linked(self, element: Any, url: str | None) -> None:
        if url is None:
            self._inline(element)
            return
        self.composer.open_link(OpenLink(LinkKind.INLINE, url, self._at))
        self._inline(element)
        self.composer.close_link(self._at)

    def _target(self, element: Any) -> str:
        """The URL of a `w:hyperlink`: of its relationship, with its anchor; empty where there is none."""
        relationship = self._part.rels.get(element.get(qn("r:id"), ""))
        url = str(relationship.target_ref) if relationship is not None and relationship.is_external else ""
        anchor = element.get(qn("w:anchor"), "")
        return f"{url}#{anchor}" if anchor and "#" not in url else url

    def _field(self, what: str) -> None:
        if what == "begin":
            self._fields.append(_Field())
        elif self._fields and what == "separate":
            field = self._fields[-1]
            link = _LINK_FIELD.match(field.code)
            if link:
                field.link = True
                self.composer.open_link(OpenLink(LinkKind.INLINE, link[1] or link[2] or "", self._at))
        elif self._fields and what == "end" and self._fields.pop().link:
            self.composer.close_link(self._at)

    def _mark(self, notes: _Notes, element: Any) -> None:
        label = notes.number(str(element.get(qn("w:id"))))
        self.composer.mark(OpenLink(LinkKind.NOTE, "", self._at, label=label, note=label), self._at)


def _paragraphs(element: Any, *, in_cell: bool) -> Iterator[tuple[Any, bool]]:
    """The paragraphs in an element in order, and whether they stand in a table (lxml bounds the depth)."""
    for child in element:
        if child.tag == qn("w:p"):
            yield child, in_cell
        elif child.tag == qn("w:tc"):
            yield from _paragraphs(child, in_cell=True)
        elif child.tag in (
            qn("w:tbl"),
            qn("w:tr"),
            qn("w:sdt"),
            qn("w:sdtContent"),
            qn("w:ins"),
            qn("w:customXml"),
        ):
            yield from _paragraphs(child, in_cell=in_cell)


def _is_raised(run: Any) -> bool:
    align = run.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
    return align is not None and align.get(qn("w:val")) == "superscript"


def _style_names(file: DocxFile) -> dict[str, str]:
    """Style ids and their names; ids are translated by word processors, names are not."""
    names = {}
    for style in file.styles.element.findall(qn("w:style")):
        name = style.find(qn("w:name"))
        if name is not None:
            names[str(style.get(qn("w:styleId")))] = str(name.get(qn("w:val")))
    return names


def _notes(file: DocxFile, kind: str, tag: str, label: Callable[[int], str]) -> _Notes:
    for relationship in file.part.rels.values():
        if relationship.reltype == kind and not relationship.is_external:
            part = relationship.target_part
            try:
                root = etree.fromstring(part.blob, _PARSER)
            except (etree.XMLSyntaxError, ValueError):
                break
            found = {
                str(note.get(qn("w:id"))): note
                for note in root.findall(qn(tag))
                if not note.get(qn("w:type"))
            }
            return _Notes(found, part, label, {})
    return _Notes({}, None, label, {})


def _roman(number: int) -> str:
    """Small Roman numerals, which word processors give endnotes."""
    digits = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
              (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
    written = ""
    for value, letters in digits:
        count, number = divmod(number, value)
        written += letters * count
    return written
