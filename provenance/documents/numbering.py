"""Lists of word processors: which paragraphs are items, how deep, and under which number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.document import Document as DocxFile
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

_UNNUMBERED = frozenset({"bullet", "none"})


@dataclass(frozen=True, slots=True)
class Item:
    """Where a paragraph stands in a list."""

    level: int
    ordinal: int | None


class Numbering:
    """Counts the items of a file's lists (ECMA-376, part 1, 17.9)."""

    def __init__(self, file: DocxFile) -> None:
        self._by_style = dict(_style_lists(file))
        self._starts = dict(_levels(file))
        self._counts: dict[tuple[str, int], int] = {}

    def item(self, paragraph: Any, style: str) -> Item | None:
        """The paragraph's place in a list, or None where it is in none; counts it."""
        own = _list_of(paragraph.find(qn("w:pPr")))
        inherited = self._by_style.get(style)
        if own is None and inherited is None:
            return None
        number, level = own or inherited or ("0", 0)
        if number == "0":
            return None
        start = self._starts.get((number, level))
        if start is None:
            return Item(level + 1, None)
        count = self._counts.get((number, level), start - 1) + 1
        self._counts[number, level] = count
        for deeper in range(level + 1, 9):
            self._counts.pop((number, deeper), None)
        return Item(level + 1, count)


def _list_of(properties: Any) -> tuple[str, int] | None:
    """The list and the level, from 0, that `w:numPr` names."""
    found = properties.find(qn("w:numPr")) if properties is not None else None
    number = found.find(qn("w:numId")) if found is not None else None
    if found is None or number is None:
        return None
    level = found.find(qn("w:ilvl"))
    return str(number.get(qn("w:val"))), _integer(level.get(qn("w:val")) if level is not None else "0", 0)


def _style_lists(file: DocxFile) -> Iterator[tuple[str, tuple[str, int]]]:
    for style in file.styles.element.findall(qn("w:style")):
        found = _list_of(style.find(qn("w:pPr")))
        if found:
            yield str(style.get(qn("w:styleId"))), found


def _levels(file: DocxFile) -> Iterator[tuple[tuple[str, int], int]]:
    """For each numbered level of each list its first number; bullets are left out."""
    root = _root(file)
    if root is None:
        return
    abstract = {element.get(qn("w:abstractNumId")): element for element in root.findall(qn("w:abstractNum"))}
    for number in root.findall(qn("w:num")):
        refers = number.find(qn("w:abstractNumId"))
        definition = abstract.get(refers.get(qn("w:val"))) if refers is not None else None
        for level in definition.findall(qn("w:lvl")) if definition is not None else ():
            shape, start = level.find(qn("w:numFmt")), level.find(qn("w:start"))
            if shape is not None and shape.get(qn("w:val")) in _UNNUMBERED:
                continue
            first = _integer(start.get(qn("w:val")) if start is not None else "1", 1)
            yield (str(number.get(qn("w:numId"))), _integer(level.get(qn("w:ilvl")), 0)), first


def _root(file: DocxFile) -> Any:
    for relationship in file.part.rels.values():
        if relationship.reltype == RELATIONSHIP_TYPE.NUMBERING and not relationship.is_external:
            return getattr(relationship.target_part, "element", None)
    return None


def _integer(value: str | None, otherwise: int) -> int:
    """A small whole number, or another one where the file has nonsense."""
    return (
        int(value)
        if value is not None and value.isascii() and value.isdigit() and len(value) < 7
        else otherwise
    )
