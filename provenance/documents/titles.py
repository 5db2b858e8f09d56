"""Titles that stand on lines of their own without any mark, as people type them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from provenance.model import Block, BlockKind

LONGEST = 120
"""Characters of the longest title."""

_ENDING = re.compile(r"[.;,…][\"”’»)\]\s]*\Z")
_FRAMED = re.compile(r"([=~*_#-]{2,})\s.*\s\1")
_NOT_TITLE = re.compile(r"[^\w“\"«‘'¿¡]|\d|\w{2,12}\s?:\s*\S+://|.*https?://", re.DOTALL)


def with_titles(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with paragraphs that are titles by their look made headings (the first of level 1, others of 2)."""
    following = [*blocks[1:], None]
    return [
        replace(block, kind=BlockKind.HEADING, level=2 if index else 1)
        if is_title(block, after, first=not index)
        else block
        for index, (block, after) in enumerate(zip(blocks, following))
    ]


def is_title(block: Block, after: Block | None, *, first: bool) -> bool:
    """Whether a paragraph is a short line without an end, above a longer one; or all in capitals; or announces a list."""
    text = block.text
    if block.kind is not BlockKind.PARAGRAPH or "\n" in text or not 2 < len(text) <= LONGEST:
        return False
    if _FRAMED.fullmatch(text):
        return True
    if _NOT_TITLE.match(text) or _ENDING.search(text):
        return False
    if first or text.isupper():
        return True
    if text.endswith(":"):
        return len(text.rstrip(" \u00a0\u202f:").split()) <= 2
    return after is not None and after.kind is BlockKind.PARAGRAPH and len(after.text) > len(text)
