"""The text of a parsed page as its reader sees it: one block a paragraph, heading, item or cell, in the order of the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from lxml import etree
from lxml.html import HtmlElement

from provenance.page.elements import UNSEEN, is_block

_BREAK = "\u2028"
_PARAGRAPH_BREAK = re.compile(rf"{_BREAK}\s*{_BREAK}")
_INVISIBLE = re.compile("[\u200b\ufeff\u00ad\u2060]")
_FOLDED = re.compile(r"[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")
_HIDING = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_NAMES = 1024
"""Element names that are remembered; HTML has 142, a site may make up its own without end."""
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
    return _Walk(root).blocks()


class _Walk:
    """One pass over the tree; the open block collects its pieces until another one starts or it ends.

    Half of the time that a page costs is spent here, so what is asked of every element is asked once, by its name.
    """

    def __init__(self, root: HtmlElement) -> None:
        self.root = root
        self.found: list[TextBlock] = []
        self.parts: list[str] = []
        self.linked = 0
        self.anchors = 0
        self.hiding: HtmlElement | None = None
        self.stack: list[HtmlElement] = [root]

    def blocks(self) -> list[TextBlock]:
        walk = etree.iterwalk(self.root, events=("start", "end", "comment", "pi"))
        for event, element in walk:
            if event == "start":
                kind = _KINDS[element.tag]
                if kind is _Kind.UNSEEN or (kind is _Kind.RAISED and is_note_mark(element)):
                    walk.skip_subtree()
                else:
                    self.begin(element, kind)
                continue
            if event == "end":
                self.end(element, _KINDS[element.tag])
            tail = element.tail
            if tail and element is not self.root:
                self.parts.append(tail)
                if self.anchors:
                    self.linked += len(tail.strip())
        self.flush()
        return self.found

    def begin(self, element: HtmlElement, kind: _Kind) -> None:
        if kind is _Kind.BREAK:
            self.parts.append(_BREAK)
            return
        hides = self.hiding is None and is_hidden(element)
        if self.parts and (kind is _Kind.BLOCK or hides):
            self.flush()
        if kind is _Kind.BLOCK:
            self.stack.append(element)
        elif kind is _Kind.LINK:
            self.anchors += 1
        if hides:
            self.hiding = element
        text = element.text
        if text:
            raised = kind is _Kind.RAISED and text.isdecimal()
            self.parts.append(text.translate(_RAISED) if raised else text)
            if self.anchors:
                self.linked += len(text.strip())

    def end(self, element: HtmlElement, kind: _Kind) -> None:
        if kind is _Kind.BLOCK:
            if self.parts:
                self.flush()
            self.stack.pop()
        elif kind is _Kind.LINK:
            self.anchors -= 1
        if self.hiding is element:
            if self.parts:
                self.flush()
            self.hiding = None

    def flush(self) -> None:
        """End the open block."""
        raw = "".join(self.parts)
        self.parts.clear()
        linked, self.linked = self.linked, 0
        pieces = _PARAGRAPH_BREAK.split(raw) if _BREAK in raw else (raw,)
        for piece in pieces:
            if text := fold(piece):
                share = min(linked, len(text)) if len(pieces) == 1 else 0
                self.found.append(TextBlock(text, self.stack[-1], share, self.hiding is not None))


class _Kind(Enum):
    """What an element does to the text around it."""

    INLINE = auto()
    BLOCK = auto()
    BREAK = auto()
    UNSEEN = auto()
    LINK = auto()
    RAISED = auto()


_SPECIAL = {"br": _Kind.BREAK, "a": _Kind.LINK, "sup": _Kind.RAISED} | dict.fromkeys(UNSEEN, _Kind.UNSEEN)


class _Kinds(dict[str, _Kind]):
    """The kinds of element names, each found out once: faster than any function."""

    def __missing__(self, tag: str) -> _Kind:
        kind = _SPECIAL.get(tag) or (_Kind.BLOCK if is_block(tag) else _Kind.INLINE)
        if len(self) < _NAMES:
            self[tag] = kind
        return kind


_KINDS = _Kinds()
