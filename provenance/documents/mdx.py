"""MDX: what is not Markdown in it (imports, exports, the tags of components) is made fit for a reader of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from provenance.model import Block, BlockKind

_EXPRESSION = r"\{[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\}"
_TAG = re.compile(rf"""</?[A-Z][\w.]*+(?:[^<>{{}}"'`]++|"[^"]*+"|'[^']*+'|{_EXPRESSION})*+>""")
_BRACES = re.compile(_EXPRESSION)
_MODULE = re.compile(r"(?:import|export)\s")


def fitted(source: str) -> str:
    """The source with each component's tag on one line and its expressions quoted, so that it is HTML; lengths are kept."""
    return _TAG.sub(lambda tag: re.sub(r"[\r\n]", " ", _BRACES.sub(_quoted, tag[0])), source)


def _quoted(expression: re.Match[str]) -> str:
    return '"' + re.sub(r"[^\w .,:/-]", "_", expression[0][1:-1]) + '"'


def without_modules(blocks: Iterable[Block]) -> list[Block]:
    """The blocks, with imports and exports as furniture."""
    return [
        replace(block, kind=BlockKind.FURNITURE)
        if block.kind is BlockKind.PARAGRAPH and _MODULE.match(block.text)
        else block
        for block in blocks
    ]
