"""Sources that a text names in prose: "selon le Wall Street Journal", "Reuters reported", "told the Financial Times"."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from provenance import urls
from provenance.citations.anchors import Anchor
from provenance.citations.layout import Layout, Role
from provenance.citations.marks import plain
from provenance.language.outlets import Mention, Outlets
from provenance.language.sentences import containing
from provenance.model import Citation, CitationKind, Document, identify

_REACH = 110
"""Characters before a name within which its "selon" is looked for: six words of filler and the longest phrase."""
_AHEAD = 20
"""Characters behind a name in which the bracket is looked for that closes around it."""
_JOINED = re.compile(
    r"\s*(?:,|et|ou|and|or|,\s*(?:et|and)|puis|ainsi que|as well as|&)\s*(?:[lL]'|[lL]es? |[lL]a |[tT]he |d'|de )?$"
)
_CONTRACTED = re.compile(r"(?:au|aux|du|des) ", re.IGNORECASE)
_CLOSED = re.compile(r"\s*(?:[),]|\.$|$)")


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The phrases of `attributions.toml`, ready for use."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    clear: re.Pattern[str]
    never: frozenset[str]
    strict: frozenset[str]


@cache
def _grammar() -> _Grammar:
    table = tomllib.loads(files(__package__).joinpath("attributions.toml").read_text("utf-8"))
    before, inverted, after = (
        "|".join((*table["fr"][key], *table["en"][key])) for key in ("before", "inverted", "after")
    )
    filler, described = table["fillers"]["any"], table["fillers"]["described"]
    phrases = rf"(?P<phrase>{before})(?P<filler>{filler})|(?P<verb>{inverted}){described}"
    return _Grammar(
        before=re.compile(rf"(?<!\w)(?:{phrases})[«“\"\s]*$", re.IGNORECASE),
        after=re.compile(rf"\s?[»”\"]?(?:{after})"),
        clear=re.compile("|".join(table["kinds"]["clear"]), re.IGNORECASE),
        never=frozenset(table["kinds"]["never"]),
        strict=frozenset(table["kinds"]["strict"]),
    )


def collect(
    document: Document,
    layout: Layout,
    sentences: dict[int, list[tuple[int, int]]],
    direct: list[Anchor],
    outlets: Outlets,
) -> list[Anchor]:
    """The attributions of a document, each tied to the nearest citation of its outlet's domain.

    `sentences` are the spans of sentences by block; `direct` the citations that say where they lead.
    """
    anchors = []
    by_domain = _by_domain(direct)
    labels: dict[int, list[tuple[int, int]]] = {}
    for anchor in direct:
        labels.setdefault(anchor.block, []).append((anchor.start, anchor.end))
    for piece in layout.pieces:
        if piece.role is not Role.TEXT:
            continue
        text = plain(document.blocks[piece.block].text)
        for mention in _named(text, piece.start, piece.end, outlets, labels.get(piece.block, [])):
            near = _nearest(mention, piece.block, sentences.get(piece.block, []), by_domain)
            anchors.append(_anchor(document, piece.block, mention, near))
    return anchors


def _named(
    text: str, start: int, end: int, outlets: Outlets, labels: list[tuple[int, int]]
) -> Iterator[Mention]:
    """The mentions of a piece that stand where a source stands; in a list of names, each one."""
    last: Mention | None = None
    for found in outlets.find(text[start:end]):
        mention = Mention(start=found.start + start, end=found.end + start, outlet=found.outlet)
        at = bisect_right(labels, mention.start, key=lambda label: label[0]) - 1
        linked = at >= 0 and mention.end <= labels[at][1]
        joined = last is not None and _JOINED.fullmatch(text[last.end : mention.start])
        if _grammar().never.isdisjoint({mention.outlet.kind}) and (
            joined or _is_source(text, start, end, mention, linked)
        ):
            last = mention
            yield mention


def _is_source(text: str, start: int, end: int, mention: Mention, linked: bool) -> bool:
    """Whether the words around a name make it a source."""
    grammar = _grammar()
    contracted = _CONTRACTED.match(text, mention.start, mention.end)
    name = contracted.end() if contracted else mention.start
    behind = text[max(start, name - _REACH) : name]
    found = _last(grammar.before, behind)
    strict = mention.outlet.kind in grammar.strict
    if (
        found
        and _fits(found, text[mention.end : min(mention.end + _AHEAD, end)], linked)
        and not (strict and not grammar.clear.match(found["phrase"] or ""))
    ):
        return True
    return not strict and bool(grammar.after.match(text, mention.end, end))


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The match that begins last, so that the phrase nearest to the name counts."""
    found = None
    at = pattern.search(text)
    while at:
        found, at = at, pattern.search(text, at.start() + 1)
    return found


def _fits(found: re.Match[str], ahead: str, linked: bool) -> bool:
    """A name between brackets is a source only where nothing else stands in them, and no link says so already."""
    if not (found["phrase"] or "").startswith("("):
        return True
    return (
        not linked
        and not found["filler"].strip()
        and bool(_CLOSED.match(ahead))
        and ahead.lstrip().startswith(")")
    )


def _by_domain(direct: list[Anchor]) -> dict[str, list[Anchor]]:
    """The citations with a target, by the registrable domain of it, in the order of the text."""
    table: dict[str, list[Anchor]] = {}
    for anchor in sorted(direct, key=lambda a: (a.block, a.start)):
        if anchor.citation.target:
            table.setdefault(urls.registrable_domain(anchor.citation.target), []).append(anchor)
    return table


def _nearest(
    mention: Mention, block: int, sentences: list[tuple[int, int]], by_domain: dict[str, list[Anchor]]
) -> Anchor | None:
    """The citation of the outlet's domain in the same sentence, else block, else nearest to it in the document."""
    candidates: list[Anchor] = []
    for domain in mention.outlet.domains:
        anchors = by_domain.get(domain, [])
        at = bisect_left(anchors, (block, mention.start), key=lambda a: (a.block, a.start))
        candidates.extend(anchors[max(at - 1, 0) : at + 1])
    sentence = containing(sentences, mention.start)

    def distance(anchor: Anchor) -> tuple[int, bool, int]:
        elsewhere = containing(sentences, anchor.start) != sentence
        return abs(anchor.block - block), elsewhere, abs(anchor.start - mention.start)

    return min(candidates, key=distance, default=None)


def _anchor(document: Document, block: int, mention: Mention, near: Anchor | None) -> Anchor:
    span = document.blocks[block].map.span(mention.start, mention.end)
    citation = Citation(
        id=identify("c", document.id, CitationKind.ATTRIBUTION, span[0], mention.outlet.name),
        document=document.id,
        kind=CitationKind.ATTRIBUTION,
        label=mention.outlet.name,
        start=span[0],
        end=span[1],
        place=document.locate(span[0]),
        source=near.citation.source if near else None,
        domains=mention.outlet.domains,
    )
    return Anchor(citation, block, mention.start, mention.end)
