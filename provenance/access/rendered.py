"""The text of a page as a text directive searches it: what is not displayed is passed over, blocks are set off by newlines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import cssselect, etree
from lxml.html import HtmlElement

from provenance.page.elements import UNSEARCHED, is_block

_MARKS = re.compile(r"[{};]")
_SIMPLE = re.compile(r"[\w*]*(?:[#.][\w-]+)*$")
_DISPLAY = re.compile(r"(?:^|;)\s*display\s*:\s*none", re.I)
_VISIBILITY = re.compile(r"(?:^|;)\s*visibility\s*:\s*(hidden|collapse|visible)", re.I)
_MAX_RULES = 400
_STYLE = 300_000
_SPACES = re.compile(r"[^\S\n]+")
_EDGES = re.compile(r" ?\n[ \n]*")
_BLOCK_EDGE = "\n"


def rendered(tree: HtmlElement) -> str:
    """The searchable text; inline styles and simple rules of the page's own style elements decide what is displayed."""
    sheet = _Sheet(tree)
    body = tree.find("body")
    parts: list[str] = []
    unseen: list[bool] = [False]
    walk = etree.iterwalk(body if body is not None else tree, events=("start", "end", "comment", "pi"))
    root = body if body is not None else tree
    for event, element in walk:
        if event == "start":
            if element.tag in UNSEARCHED or sheet.undisplayed(element):
                walk.skip_subtree()
                unseen.append(unseen[-1])
                continue
            if is_block(element.tag) and element.tag != "br":
                parts.append(_BLOCK_EDGE)
            unseen.append(sheet.invisible(element, unseen[-1]))
            if element.text and not unseen[-1]:
                parts.append(_inline(element.text))
            continue
        if event == "end":
            unseen.pop()
            shown = element.tag not in UNSEARCHED and not sheet.undisplayed(element)
            if shown and is_block(element.tag) and element.tag != "br":
                parts.append(_BLOCK_EDGE)
            elif element.tag == "br":
                parts.append(" ")
        if element.tail and element is not root and not unseen[-1]:
            parts.append(_inline(element.tail))
    return _EDGES.sub("\n", _SPACES.sub(" ", "".join(parts))).strip()


def _inline(text: str) -> str:
    return " ".join(text.splitlines()) + (" " if text[-1:].isspace() else "")


class _Sheet:
    """Which elements the page's own simple style rules hide."""

    def __init__(self, tree: HtmlElement) -> None:
        self.none: set[HtmlElement] = set()
        self.hidden: set[HtmlElement] = set()
        for selector, declarations in _rules(tree):
            visibility = _VISIBILITY.search(declarations)
            if _DISPLAY.search(declarations):
                self.none |= _selected(tree, selector)
            if visibility and visibility[1].lower() != "visible":
                self.hidden |= _selected(tree, selector)

    def undisplayed(self, element: HtmlElement) -> bool:
        """Whether the element and all below it are not rendered."""
        if element in self.none or element.get("hidden") is not None:
            return True
        style = element.get("style")
        return style is not None and _DISPLAY.search(style) is not None

    def invisible(self, element: HtmlElement, inherited: bool) -> bool:
        """Whether the element's own text is invisible, given what it inherits."""
        match = _VISIBILITY.search(element.get("style") or "")
        if match:
            return match[1].lower() != "visible"
        return inherited or element in self.hidden


def _rules(tree: HtmlElement) -> list[tuple[str, str]]:
    """Rules that hide something, under selectors simple enough to be sure of."""
    css = "\n".join(style.text or "" for style in tree.iter("style") if not style.get("media"))[:_STYLE]
    hiding = ((s, body) for s, body in _top_rules(css) if _DISPLAY.search(body) or _VISIBILITY.search(body))
    pairs = ((selector.strip(), body) for selectors, body in hiding for selector in selectors.split(","))
    return [(selector, body) for selector, body in pairs if selector and _SIMPLE.match(selector)][:_MAX_RULES]


def _top_rules(css: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of a sheet's plain rules; what stands in at-rules (`@media`) depends on the reader."""
    first, *others = css.split("/*")
    css = first + " ".join(part.partition("*/")[2] for part in others)
    depth = start = body = 0
    for mark in _MARKS.finditer(css):
        if mark[0] == "{":
            body = body if depth else mark.end()
            depth += 1
        elif mark[0] == "}":
            depth = max(depth - 1, 0)
        if depth == 0:
            selectors = css[start : body - 1].strip()
            if mark[0] == "}" and body > start and not selectors.startswith("@"):
                yield selectors, css[body : mark.start()]
            start = mark.end()


def _selected(tree: HtmlElement, selector: str) -> set[HtmlElement]:
    try:
        return set(cssselect.CSSSelector(selector)(tree))
    except (cssselect.SelectorError, etree.XPathError, ValueError):
        return set()
