"""The main text of a page as trafilatura finds it, asked for paragraph by paragraph."""

from __future__ import annotations

import copy
import logging
import re

import trafilatura

from provenance.page import Page

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
_NOT_LETTERS = re.compile(r"[\W_]+")
_SHORT = 24


class MainText:
    """What trafilatura takes for a page's main text; it rewrites what it keeps, so paragraphs are compared by their letters."""

    def __init__(self, page: Page) -> None:
        found = trafilatura.bare_extraction(
            copy.deepcopy(page.tree),
            with_metadata=False,
            include_comments=False,
            include_tables=True,
            fast=True,
            favor_precision=True,
        )
        text = getattr(found, "text", None) or ""
        keys = [letters(line) for line in text.split("\n")]
        self._whole = "\n".join(keys)
        self._lines = frozenset(keys)
        self.length = sum(map(len, keys))

    def holds(self, text: str) -> bool:
        """Whether a paragraph of the page is part of the main text."""
        key = letters(text)
        return key in self._lines if len(key) < _SHORT else key in self._whole


def letters(text: str) -> str:
    """The letters and digits of a text, in lower case."""
    return _NOT_LETTERS.sub("", text).lower()
