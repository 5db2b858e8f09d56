"""What the formats for machines share: a finding's fingerprint, and its place as a URI."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from provenance.fingerprints import fingerprints
from provenance.model import Audit, Finding, Source
from provenance.report.phrases import told


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
    """Every finding of an audit."""
    names = {document.id: document.path for document in audit.documents}
    sources = {source.id: source for source in audit.sources}
    marks = fingerprints(audit.findings, audit.documents, sources, audit.claims)
    for finding, mark in zip(audit.findings, marks, strict=True):
        yield Placed(
            finding=finding,
            text=legible(told(finding, "en")),
            path=names.get(finding.document or ""),
            line=finding.line or 1,
            column=finding.column or 1,
            source=sources.get(finding.source or ""),
            fingerprint=mark,
        )


def legible(text: str) -> str:
    """Text without control characters, on one line."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def uri(path: str) -> str:
    """A path as a relative URI reference."""
    return quote(path.replace("\\", "/"), safe="/.-_~")
