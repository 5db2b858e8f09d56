"""The main text of a page as trafilatura finds it, asked for paragraph by paragraph."""

from __future__ import annotations

import copy
import logging
import re
import unicodedata

from provenance.page import Page, is_note_mark

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
_NOT_LETTERS = re.compile(r"[\W_]+")
_SHORT = 24
_LONG = 500_000
"""Characters of a page (a book, a log) beyond which trafilatura is not asked: its time and memory grow faster than the page."""


class MainText:
    """What trafilatura takes for a page's main text; it rewrites what it keeps, so paragraphs are compared by their letters."""

    def __init__(self, page: Page) -> None:
        keys = [letters(line) for line in _found(page).split("\n")] if len(page.text) <= _LONG else []
        self._whole = "\n".join(keys)
        self._lines = frozenset(keys)

    def holds(self, text: str) -> bool:
        """Whether a paragraph of the page is part of the main text."""
        key = letters(text)
        return key in self._lines or (len(key) >= _SHORT and key in self._whole)


def _found(page: Page) -> str:
    """The main text in trafilatura's own words, a paragraph a line; it works on a copy of the tree."""
    import trafilatura  # takes half a second: only those who extract wait for it

    tree = copy.deepcopy(page.tree)
    for mark in (
        [element for element in tree.iter("sup") if is_note_mark(element)] if tree is not None else ()
    ):
        mark.drop_tree()
    found = trafilatura.bare_extraction(
        tree,
        with_metadata=False,
        include_comments=False,
        include_tables=True,
        fast=True,
        favor_precision=True,
    )
    return getattr(found, "text", None) or ""


def letters(text: str) -> str:
    """The letters and digits of a text, in lower case."""
    return _NOT_LETTERS.sub("", text if text.isascii() else unicodedata.normalize("NFKC", text)).lower()
