"""Links that Markdown does not take for links, because their target has spaces in it: kept, so that they can be complained of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from provenance.documents.compose import Composer, cut
from provenance.model import Block, BlockKind, Link, LinkKind, TextMap

_BROKEN = re.compile(r"(?<![!\\])\[([^\[\]\n]{1,300})\]\(([^()\n]{0,500})\)")
_WORDS = frozenset(set(BlockKind) - {BlockKind.CODE})


def with_broken_links(composer: Composer) -> None:
    """Make links of `[words](target)` that stands in the text of blocks as it was written, and take the markup out."""
    removed: dict[int, list[tuple[int, int]]] = {}
    links: list[Link] = []
    for index, block in enumerate(composer.blocks):
        if "](" not in block.text or block.kind not in _WORDS:
            continue
        found = [match for match in _BROKEN.finditer(block.text) if not _in_code(match, block)]
        if found:
            spans = [
                s for match in found for s in ((match.start(), match.start(1)), (match.end(1), match.end()))
            ]
            removed[index] = spans
            links += [_link(block, index, match, spans) for match in found]
            composer.blocks[index] = _without(block, spans)
    composer.links = [_moved_link(link, removed.get(link.block, ())) for link in composer.links] + links


def _moved(at: int, removed: Iterable[tuple[int, int]]) -> int:
    """Where an offset comes to stand once these spans are gone."""
    return at - sum(max(0, min(at, end) - start) for start, end in removed)


def _moved_link(link: Link, removed: Sequence[tuple[int, int]]) -> Link:
    if not removed:
        return link
    return replace(link, text_start=_moved(link.text_start, removed), text_end=_moved(link.text_end, removed))


def _in_code(match: re.Match[str], block: Block) -> bool:
    return any(start < match.end() and match.start() < end for start, end in block.code)


def _link(block: Block, index: int, match: re.Match[str], removed: Sequence[tuple[int, int]]) -> Link:
    start, end = block.map.span(match.start(), match.end())
    return Link(
        kind=LinkKind.INLINE,
        url=match[2].strip(),
        label=" ".join(match[1].split()),
        block=index,
        text_start=_moved(match.start(1), removed),
        text_end=_moved(match.end(1), removed),
        start=start,
        end=end,
    )


def _without(block: Block, removed: Sequence[tuple[int, int]]) -> Block:
    """The block without some spans of its text."""
    kept: list[str] = []
    runs: list[tuple[int, int, int, int]] = []
    size, at = 0, 0
    for start, end in (*removed, (len(block.text), len(block.text))):
        runs += [
            (low + size, origin, length, original)
            for low, origin, length, original in cut(block.map.runs, at, start)
        ]
        kept.append(block.text[at:start])
        size += start - at
        at = end
    code = tuple((_moved(low, removed), _moved(high, removed)) for low, high in block.code)
    return replace(block, text="".join(kept), map=TextMap(tuple(runs)), code=code)
