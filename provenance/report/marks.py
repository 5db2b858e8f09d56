"""What the formats for machines share: a finding's fingerprint, and its place as a URI."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from provenance.model import Audit, Finding, Source, identify
from provenance.wording import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A finding with what a program needs of it."""

    finding: Finding
    text: str
    path: str | None
    line: int
    column: int
    source: Source | None
    fingerprint: str
    """The same as long as the rule, the document and the words that it is about stay, wherever they move."""


def placed(audit: Audit) -> Iterator[Placed]:
    """Every finding of an audit; of several with one fingerprint, the later ones are numbered."""
    names = {document.id: document.path for document in audit.documents}
    sources = {source.id: source for source in audit.sources}
    words = {claim.id: claim.text for claim in audit.claims}
    seen: dict[str, int] = {}
    for finding in audit.findings:
        path = names.get(finding.document or "")
        source = sources.get(finding.source or "")
        about = words.get(finding.claim or "") or (source.canonical_url if source else say(finding.message))
        mark = identify("f", finding.rule, path, about)
        seen[mark] = seen.get(mark, 0) + 1
        yield Placed(
            finding=finding,
            text=legible(say(finding.message)),
            path=path,
            line=finding.line or 1,
            column=finding.column or 1,
            source=source,
            fingerprint=mark if seen[mark] == 1 else f"{mark}-{seen[mark]}",
        )


def legible(text: str) -> str:
    """Text without control characters, on one line."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def uri(path: str) -> str:
    """A path as a relative URI reference."""
    return quote(path.replace("\\", "/"), safe="/.-_~")
