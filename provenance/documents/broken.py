"""Links that Markdown does not take for links, because their target has spaces in it: kept, so that they can be complained of."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

from provenance.documents.compose import Composer, Run, cut
from provenance.model import Block, BlockKind, Link, LinkKind, TextMap

_BROKEN = re.compile(r"(?<![!\\])\[([^\[\]\n]{1,300})\]\(([^()\n]{0,500})\)")


class _Removed:
    """Spans that are taken out of a text, in order."""

    def __init__(self, found: Sequence[re.Match[str]]) -> None:
        self.spans = [
            s for match in found for s in ((match.start(), match.start(1)), (match.end(1), match.end()))
        ]
        self._starts = [start for start, _ in self.spans]
        self._before = list(accumulate((end - start for start, end in self.spans), initial=0))

    def moved(self, at: int) -> int:
        """Where an offset comes to stand once these spans are gone."""
        last = bisect_right(self._starts, at) - 1
        if last < 0:
            return at
        start, end = self.spans[last]
        return at - self._before[last] - (min(at, end) - start)


def with_broken_links(composer: Composer) -> None:
    """Make links of `[words](target)` that stands in the text of blocks as it was written, and take the markup out."""
    removed: dict[int, _Removed] = {}
    links: list[Link] = []
    for index, block in enumerate(composer.blocks):
        if "](" not in block.text or block.kind is BlockKind.CODE:
            continue
        code = {at for start, end in block.code for at in range(start, end)}
        found = [match for match in _BROKEN.finditer(block.text) if match.start() not in code]
        if found:
            removed[index] = _Removed(found)
            links += [_link(block, index, match, removed[index]) for match in found]
            composer.blocks[index] = _without(block, removed[index])
    composer.links = [_moved(link, removed) for link in composer.links] + links


def _moved(link: Link, removed: Mapping[int, _Removed]) -> Link:
    if link.block not in removed:
        return link
    moved = removed[link.block].moved
    return replace(link, text_start=moved(link.text_start), text_end=moved(link.text_end))


def _link(block: Block, index: int, match: re.Match[str], removed: _Removed) -> Link:
    start, end = block.map.span(match.start(), match.end())
    return Link(
        kind=LinkKind.INLINE,
        url=match[2].strip(),
        label=" ".join(match[1].split()),
        block=index,
        text_start=removed.moved(match.start(1)),
        text_end=removed.moved(match.end(1)),
        start=start,
        end=end,
    )


def _without(block: Block, removed: _Removed) -> Block:
    """The block without some spans of its text."""
    kept: list[str] = []
    runs: list[Run] = []
    size, at = 0, 0
    for start, end in (*removed.spans, (len(block.text), len(block.text))):
        runs += [
            (to + size, origin, length, original)
            for to, origin, length, original in cut(block.map.runs, at, start)
        ]
        kept.append(block.text[at:start])
        size += start - at
        at = end
    code = tuple((removed.moved(low), removed.moved(high)) for low, high in block.code)
    return replace(block, text="".join(kept), map=TextMap(tuple(runs)), code=code)
