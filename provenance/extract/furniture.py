"""Telling an article from what stands around it on its page."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files

from lxml.html import HtmlElement

from provenance.page import TextBlock

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NOT_WORDS = re.compile(r"[^a-z0-9]+")
_NAMING = (
    "class",
    "id",
    "data-component",
    "data-testid",
    "data-module",
    "data-type",
    "itemprop",
    "aria-label",
)
_MAJORITY = 0.4
"""An element that holds this share of the main text is no furniture, whatever its name says."""
_PLAIN = str.maketrans({"’": "'", "‘": "'", "\u00a0": " ", "\u202f": " "})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_FRAMES = frozenset({"html", "body", "main", "article"})
_NAME = 300
_LINK_LINE = 12
_PARAGRAPH = 300
"""Characters of running text from which on a box is more than a list of teasers."""
_COMMENTS = re.compile(
    r"comment|repl(?:y|ies)|thoughts? on|responses?|réaction|discussion|conversation", re.I
)
_NEVER_BY_NAME = _HEADINGS | _FRAMES | {"tr", "th"}
"""Their names tell of the page or of their looks (`<body class="has-sidebar">`), not of what they hold."""


@cache
def _table() -> dict[str, list[str]]:
    return tomllib.loads((files(__package__) / "furniture.toml").read_text("utf-8"))


@cache
def _pattern(key: str, template: str) -> re.Pattern[str]:
    return re.compile(template.format("|".join(f"(?:{p})" for p in _table()[key])), re.I)


@lru_cache(maxsize=4096)
def _named(name: str) -> str:
    """The list (`names`, `soft_names`) by which a class name, id or label speaks of furniture; empty where it does not."""
    words = _NOT_WORDS.sub("-", _CAMEL.sub("-", name[:_NAME]).lower()).strip("-")
    lists = (key for key in ("names", "soft_names") if _pattern(key, r"(?:^|-)(?:{})(?:-|$)").search(words))
    return next(lists, "")


class Furniture:
    """Which elements of a page are furniture, given how much of the main text, and of all running text, stands below each."""

    def __init__(
        self, held: dict[HtmlElement, int], prose: dict[HtmlElement, int], root: HtmlElement
    ) -> None:
        self._held = held
        self._prose = prose
        self._most = max(held.get(root, 0), 1) * _MAJORITY
        self._much = max(prose.get(root, 0) * _MAJORITY, _PARAGRAPH)
        self._known: dict[HtmlElement, bool] = {}

    def holds(self, element: HtmlElement) -> bool:
        """Whether the element, or one around it, is furniture."""
        chain: list[HtmlElement] = []
        at: HtmlElement | None = element
        while at is not None and at not in self._known:
            chain.append(at)
            at = at.getparent()
        known = self._known[at] if at is not None else False
        for link in reversed(chain):
            known = self._known[link] = known or self._is(link)
        return known

    def mark(self, elements: Iterable[HtmlElement]) -> None:
        """Take these for furniture too, where they do not hold the main text."""
        marked = [element for element in elements if self._held.get(element, 0) < self._most]
        if marked:
            self._known = dict.fromkeys(marked, True) | {e: True for e, known in self._known.items() if known}

    def _is(self, element: HtmlElement) -> bool:
        if self._held.get(element, 0) >= self._most:
            return False
        tag = element.tag
        if tag in _table()["tags"] or (tag == "header" and not _inside(element, ("article", "main"))):
            return True
        if (element.get("role") or "").lower() in _table()["roles"] or element.get("aria-hidden") == "true":
            return True
        if tag in _NEVER_BY_NAME:
            return False
        told = {_named(value) for name in _NAMING if (value := element.get(name))}
        return "names" in told or ("soft_names" in told and not self._holds_prose(element))

    def _holds_prose(self, element: HtmlElement) -> bool:
        return self._prose.get(element, 0) >= self._much


def _inside(element: HtmlElement, tags: tuple[str, ...]) -> bool:
    return next(element.iterancestors(*tags), None) is not None


def listed(
    blocks: Iterable[TextBlock], held: dict[HtmlElement, int], prose: dict[HtmlElement, int]
) -> Iterator[HtmlElement]:
    """What stands below headings and labels that announce other stories or comments: the box around, else what follows the heading."""
    for block in blocks:
        if len(block.text) > 90 or not _announces(block):
            continue
        parent = block.element.getparent()
        alone = parent is not None and parent.tag not in _FRAMES and not held.get(parent)
        if alone and (prose.get(parent, 0) < _PARAGRAPH or _COMMENTS.search(block.text)):
            yield parent
        else:
            yield from _following(block.element, held)


def _announces(block: TextBlock) -> bool:
    text = block.text.translate(_PLAIN).strip(" :…-–—▸►→#")
    return text.count(" ") < 12 and _pattern("headings", r"(?:{})").fullmatch(text) is not None


def _following(element: HtmlElement, held: dict[HtmlElement, int]) -> Iterator[HtmlElement]:
    """The element and the siblings after it, up to the next heading, paragraph, table, or piece of the main text."""
    yield element
    for sibling in element.itersiblings():
        if not isinstance(sibling.tag, str):
            continue
        if sibling.tag in _HEADINGS or sibling.tag in ("p", "table", "figure") or held.get(sibling):
            return
        yield sibling


def points_elsewhere(block: TextBlock) -> bool:
    """Whether a paragraph only leads to another story: chiefly a link, after words that say so or with none."""
    share = block.linked / max(len(block.text), 1)
    if share < 0.4:
        return False
    if share > 0.85 or (share > 0.6 and block.words < _LINK_LINE):
        return True
    return _pattern("pointers", r"\W*(?:{})").match(block.text.translate(_PLAIN)) is not None
