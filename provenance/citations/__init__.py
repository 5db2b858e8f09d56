"""Document -> its citations, attributions and claims.

Document ──layout──> pieces, sections ──┬─> links, notes, dangling, attributions ──> citations
                                        └─> sentences ──> clauses ──> claims, each with the citations that it leans on
"""

from __future__ import annotations

from dataclasses import dataclass

from provenance.citations import attributions, claims, dangling, links, notes
from provenance.citations.layout import lay_out
from provenance.language.outlets import Outlets
from provenance.model import Citation, Claim, Document

__all__ = ["Collected", "collect"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What a document cites and what it claims, each in the order of the text."""

    citations: tuple[Citation, ...]
    claims: tuple[Claim, ...]


def collect(document: Document, *, outlets: Outlets | None = None) -> Collected:
    """The citations (dangling ones and attributions included) and the claims of a document.

    `outlets` is the table of outlets that attributions are looked for by; the built-in one where none is given.
    """
    layout = lay_out(document)
    sentences = claims.sentences(document, layout)
    direct = links.collect(document, layout)
    marked = notes.collect(document, layout, direct)
    broken = dangling.collect(document, layout, direct)
    named = attributions.collect(document, layout, sentences, direct, outlets or Outlets.load())
    anchors = sorted((*direct, *marked, *broken, *named), key=lambda a: (a.citation.start, a.citation.end))
    unique = {anchor.citation.id: anchor for anchor in anchors}
    return Collected(
        citations=tuple(anchor.citation for anchor in unique.values()),
        claims=tuple(claims.collect(document, layout, sentences, list(unique.values()))),
    )
