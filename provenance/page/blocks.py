"""The text of a parsed page as its reader sees it: one block a paragraph, heading, item or cell, in the order of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from provenance.page.elements import UNSEEN, is_block

_BREAK = "\u2028"
_PARAGRAPH_BREAK = re.compile(rf"{_BREAK}\s*{_BREAK}")
_INVISIBLE = re.compile("[\u200b\ufeff\u00ad\u2060]")
_FOLDED = re.compile(r"[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")
_HIDING = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
"""Raised figures stay raised: `10<sup>6</sup>` is not 106."""
_UNSPACED_SCRIPTS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")


@dataclass(slots=True, eq=False)
class TextBlock:
    """A paragraph of a page."""

    text: str
    """White space folded to single spaces (no-break spaces stay)."""
    element: HtmlElement
    """The nearest element that makes a block of its own."""
    linked: int
    """Characters of it that are link text."""
    hidden: bool
    """Inside an element that the markup hides."""

    @property
    def words(self) -> int:
        """How many words it has."""
        return count_words(self.text)


def count_words(text: str) -> int:
    """Words of a folded text; in scripts without spaces two characters count as one."""
    words = text.count(" ") + bool(text)
    return words if text.isascii() else words + len(_UNSPACED_SCRIPTS.findall(text)) // 2


def fold(text: str) -> str:
    """White space folded to single spaces, invisible characters taken out; no-break spaces stay as they are."""
    if text.isascii():
        return " ".join(text.split())
    return _FOLDED.sub(" ", _INVISIBLE.sub("", text)).strip(" ")


def is_hidden(element: HtmlElement) -> bool:
    """Whether the element's own markup hides it from readers."""
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and _HIDING.search(style) is not None


def is_note_mark(element: HtmlElement) -> bool:
    """Whether an element is the raised mark of a note: not part of the sentence, and read as one with the figure before it."""
    if element.tag != "sup":
        return False
    return any(
        (link.get("href") or "").startswith("#") for link in (*element.iter("a"), *element.iterancestors("a"))
    )


def blocks_of(root: HtmlElement) -> list[TextBlock]:
    """All paragraphs below an element that hold text, hidden ones marked."""
    return list(_Walk(root).blocks())


class _Walk:
    """One pass over the tree; the open block collects its pieces until another one starts or it ends."""

    def __init__(self, root: HtmlElement) -> None:
        self.root = root
        self.parts: list[str] = []
        self.linked = 0
        self.anchors = 0
        self.hiding: HtmlElement | None = None
        self.stack: list[HtmlElement] = [root]

    def blocks(self) -> Iterator[TextBlock]:
        walk = etree.iterwalk(self.root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            if event == "start":
                if element.tag in UNSEEN or is_note_mark(element):
                    walk.skip_subtree()
                    continue
                if self.parts and self.opens(element):
                    yield from self.flush()
                self.begin(element)
                continue
            if event == "end":
                if self.parts and self.closes(element):
                    yield from self.flush()
                self.end(element)
            if element.tail and element is not self.root:
                self.parts.append(element.tail)
                if self.anchors:
                    self.linked += len(element.tail.strip())
        yield from self.flush()

    def opens(self, element: HtmlElement) -> bool:
        """Whether an element ends the paragraph before it."""
        return element.tag != "br" and (is_block(element.tag) or (self.hiding is None and is_hidden(element)))

    def closes(self, element: HtmlElement) -> bool:
        """Whether a paragraph ends with an element."""
        if element.tag == "br" or element.tag in UNSEEN:
            return False
        return is_block(element.tag) or self.hiding is element

    def begin(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag == "br":
            self.parts.append(_BREAK)
            return
        if is_block(tag):
            self.stack.append(element)
        elif tag == "a":
            self.anchors += 1
        if self.hiding is None and is_hidden(element):
            self.hiding = element
        if element.text:
            raised = tag == "sup" and element.text.isdecimal()
            self.parts.append(element.text.translate(_RAISED) if raised else element.text)
            if self.anchors:
                self.linked += len(element.text.strip())

    def end(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag == "a":
            self.anchors -= 1
        elif tag != "br" and tag not in UNSEEN and is_block(tag):
            self.stack.pop()
        if self.hiding is element:
            self.hiding = None

    def flush(self) -> Iterator[TextBlock]:
        raw = "".join(self.parts)
        pieces = _PARAGRAPH_BREAK.split(raw) if _BREAK in raw else [raw]
        for piece in pieces:
            if text := fold(piece):
                linked = min(self.linked, len(text)) if len(pieces) == 1 else 0
                yield TextBlock(text, self.stack[-1], linked, self.hiding is not None)
        self.parts.clear()
        self.linked = 0
