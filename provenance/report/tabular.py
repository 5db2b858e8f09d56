"""The rows of the table formats: one a claim. Cells that a spreadsheet would run as a formula are neutralised."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.model import Audit
from provenance.report.phrases import reasoned
from provenance.report.view import ClaimView, view

HEADER = (
    "document", "line", "column", "claim", "verdict", "confidence", "needs_review", "basis", "reason", "source_url",
    "source_title", "source_state", "read_from", "captured_at", "passage", "decision", "note", "decided_by", "decided_on_passage",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First characters that make a cell a formula (OWASP, CSV injection)."""


def rows(audit: Audit) -> Iterator[tuple[str, ...]]:
    """The header, then a row a claim."""
    yield HEADER
    page = view(audit)
    for item in page.claims:
        yield tuple(harmless(cell) for cell in cells(item, page.language))


def cells(item: ClaimView, language: str) -> tuple[str, ...]:
    """A claim's cells."""
    claim, assessment, decision = item.claim, item.assessment, item.decision
    best = item.passages[0] if item.passages else None
    source = best.source if best else None
    read = source.read_from if source else None
    return (
        item.document.path, str(claim.place.line), str(claim.place.column), claim.text, assessment.verdict.value,
        f"{assessment.confidence:.2f}", "yes" if assessment.needs_review else "no", assessment.basis.value,
        reasoned(assessment, language), source.url if source else "", source.title if source else "",
        source.status.state.value if source else "", read.kind.value if read else "",
        read.captured_at.isoformat() if read and read.captured_at else "",
        "".join(piece.text for piece in best.pieces) if best else "",
        (decision.verdict.value if decision.verdict else "not a claim") if decision else "",
        decision.note if decision else "", decision.author if decision else "",
        decision.passage if decision else "",
    )  # fmt: skip


def harmless(cell: str) -> str:
    """The cell on one line, without control characters, never a formula."""
    printable = "".join(c if c.isprintable() else " " for c in cell)
    return (
        "'" + printable if printable.lstrip().startswith(FORMULA) or cell.startswith(FORMULA) else printable
    )
