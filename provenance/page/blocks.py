"""The text of a parsed page as its reader sees it: one block a paragraph, heading, item or cell, in the order of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr q rp rt ruby s samp small span "
    "strike strong sub sup time tt u var wbr bloglinks picture source amp-img g-emoji".split()
)
"""Elements that do not end a paragraph. Elements of a site's own making (`x-price`) are inline too, as the standard has it."""
_OWN_BLOCKS = frozenset({"amp-list", "amp-accordion", "amp-story-page"})
_UNSEEN = frozenset(
    "script style noscript template svg math iframe object embed audio video canvas map select datalist textarea head title".split()
)
_BREAK = "\u2028"
_SPACES = re.compile(r"[\s\u200b\ufeff\u00ad\u2060]+")
_PARAGRAPH_BREAK = re.compile(rf"{_BREAK}\s*{_BREAK}")
_INVISIBLE = re.compile("[\u200b\ufeff\u00ad\u2060]")
_HIDING = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
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
        """How many words it has; in scripts without spaces two characters count as one."""
        return count_words(self.text)


def count_words(text: str) -> int:
    """Words of a text; in scripts without spaces two characters count as one."""
    words = text.count(" ") + bool(text)
    return words if text.isascii() else words + len(_UNSPACED_SCRIPTS.findall(text)) // 2


def fold(text: str) -> str:
    """White space folded to single spaces, invisible characters taken out; no-break spaces stay as they are."""
    return " ".join(_INVISIBLE.sub("", text).split(None)) if text.isascii() else _fold_wide(text)


def _fold_wide(text: str) -> str:
    return _FOLDED.sub(" ", _INVISIBLE.sub("", text)).strip(" ")


_FOLDED = re.compile(r"[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")


def is_hidden(element: HtmlElement) -> bool:
    """Whether the element's own markup hides it from readers."""
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and _HIDING.search(style) is not None


def is_block(tag: str) -> bool:
    """Whether an element of that name ends the paragraph before it."""
    return tag not in _INLINE and ("-" not in tag or tag in _OWN_BLOCKS)


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
                tag = element.tag
                if tag in _UNSEEN:
                    walk.skip_subtree()
                    continue
                if tag == "br":
                    self.parts.append(_BREAK)
                    continue
                if is_block(tag):
                    if self.parts:
                        yield from self.flush()
                    self.stack.append(element)
                elif tag == "a":
                    self.anchors += 1
                if self.hiding is None and is_hidden(element):
                    if self.parts:
                        yield from self.flush()
                    self.hiding = element
                if element.text:
                    self.add(element.text)
            else:
                if event == "end":
                    yield from self.leave(element)
                if element.tail and element is not self.root:
                    self.add(element.tail)
        yield from self.flush()

    def leave(self, element: HtmlElement) -> Iterator[TextBlock]:
        tag = element.tag
        ends_hiding = self.hiding is element
        if tag == "a":
            self.anchors -= 1
        if ends_hiding and self.parts:
            yield from self.flush()
        if tag != "br" and tag not in _UNSEEN and is_block(tag):
            if self.parts:
                yield from self.flush()
            self.stack.pop()
        if ends_hiding:
            self.hiding = None

    def add(self, text: str) -> None:
        self.parts.append(text)
        if self.anchors:
            self.linked += len(text.strip())

    def flush(self) -> Iterator[TextBlock]:
        raw = "".join(self.parts)
        pieces = _PARAGRAPH_BREAK.split(raw) if _BREAK in raw else [raw]
        for piece in pieces:
            text = fold(piece)
            if text:
                linked = min(self.linked, len(text)) if len(pieces) == 1 else 0
                yield TextBlock(text, self.stack[-1], linked, self.hiding is not None)
        self.parts.clear()
        self.linked = 0
