"""A citation with the place in its block where it stands, as the rooms of this stage hand it to each other."""

from __future__ import annotations

from dataclasses import dataclass

from provenance import urls
from provenance.citations.marks import marks
from provenance.model import Citation, CitationKind, Document, Message, identify


@dataclass(frozen=True, slots=True)
class Anchor:
    """A citation and the half-open span of its words in the text of a block."""

    citation: Citation
    block: int
    start: int
    end: int


def cite(
    document: Document, kind: CitationKind, label: str, span: tuple[int, int], url: str, target: str = ""
) -> Citation:
    """A citation that leads to a URL.

    `span` is in `Document.text`; `url` is as the document spells it; `target` is where it leads, if that is spelled otherwise.
    """
    goal = target or url
    unwrapped = urls.unwrap_archive(goal)
    visited = unwrapped[0] if unwrapped else goal
    return Citation(
        id=identify("c", document.id, kind, span[0], url),
        document=document.id,
        kind=kind,
        label=" ".join(label.split()),
        start=span[0],
        end=span[1],
        place=document.locate(span[0]),
        url=url,
        target=visited,
        source=urls.source_id(visited),
        archived_at=unwrapped[1] if unwrapped else None,
        archive_url=goal if unwrapped else None,
    )


def dangle(document: Document, words: str, span: tuple[int, int], problem: Message) -> Citation:
    """A citation that should lead somewhere and does not."""
    return Citation(
        id=identify("c", document.id, CitationKind.DANGLING, span[0], problem.code, words),
        document=document.id,
        kind=CitationKind.DANGLING,
        label=" ".join(words.split()),
        start=span[0],
        end=span[1],
        place=document.locate(span[0]),
        problem=problem,
    )


def target_of(url: str) -> str | None:
    """The address that a spelled link leads to: `https:` put before "//host" and "www."; None where it leads to no source.

    Links within the document or the site, other schemes, and links that share the page itself are no sources.
    """
    spelled = url.strip()
    if spelled.startswith("//"):
        spelled = f"https:{spelled}"
    elif spelled.lower().startswith("www."):
        spelled = f"https://{spelled}"
    scheme, colon, rest = spelled.partition(":")
    if not colon or scheme.lower() not in marks().schemes:
        return None
    bare = rest.lstrip("/").lower().removeprefix("www.")
    return None if bare.startswith(marks().sharing) else spelled
