"""What documents cite and claim, a line each, document by document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import IO

from provenance.model import Audit, Citation, Claim, Document
from provenance.report.text_report import counted, encoded
from provenance.wording import say


class CollectionWriter:
    """`--format collection`: every citation and claim with its place."""

    name = "collection"
    suffix = ".txt"

    def write(self, audit: Audit, out: IO[bytes]) -> None:
        """A line a citation and a line a claim, in the order of the documents."""
        citations: dict[str, list[Citation]] = defaultdict(list)
        claims: dict[str, list[Claim]] = defaultdict(list)
        for citation in audit.citations:
            citations[citation.document].append(citation)
        for claim in audit.claims:
            claims[claim.document].append(claim)
        for document in audit.documents:
            out.write(listing(document, citations[document.id], claims[document.id]))


def listing(document: Document, citations: Iterable[Citation], claims: Iterable[Claim]) -> bytes:
    """The lines of one document: its name, what was remarked when it was read, its citations, its claims."""
    return encoded(_lines(document, citations, claims))


def _lines(document: Document, citations: Iterable[Citation], claims: Iterable[Claim]) -> Iterator[str]:
    yield f"{document.path} ({document.format}, {document.language})"
    yield from (f"  {say(remark)}" for remark in document.remarks)
    for citation in citations:
        target = citation.url or (say(citation.problem) if citation.problem else "no link")
        yield f"  {citation.place.line}:{citation.place.column} {citation.kind.value}: {citation.label} → {target}"
    for claim in claims:
        leans = f"{claim.scope.value}, {counted(len(claim.citations), 'citation')}"
        yield f"  {claim.place.line}:{claim.place.column} claim ({leans}): {claim.text}"
