"""What the terminal shows: a short summary of an audit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import IO

from provenance.model import Audit, Finding
from provenance.report.phrases import decided, spoken, told
from provenance.report.view import worst_first
from provenance.wording import say

WORST = 8
"""Findings that the summary names; the others stand in the report."""


class TextWriter:
    """`--format text`: counts and the worst findings."""

    name = "text"
    suffix = ".txt"

    def write(self, audit: Audit, out: IO[bytes]) -> None:
        """A screenful."""
        out.write(encoded(summary(audit)))


def encoded(lines: Iterable[str]) -> bytes:
    """Lines as UTF-8, control characters (which a terminal would obey) taken out."""
    return "".join(harmless(line) + "\n" for line in lines).encode("utf-8", "backslashreplace")


def harmless(line: str) -> str:
    """The line with every character that does not print shown as its code; spaces of any width are spaces."""
    if line.isprintable():
        return line
    return "".join(c if c.isprintable() else " " if c.isspace() and c > "\x85" else coded(c) for c in line)


def coded(character: str) -> str:
    """A character as Python writes its code."""
    return character.encode("unicode_escape").decode("ascii")


def summary(audit: Audit) -> Iterator[str]:
    """Counts of claims, sources and findings, then the worst findings."""
    verdicts = Counter(assessment.verdict.value for assessment in audit.assessments)
    review = sum(assessment.needs_review for assessment in audit.assessments)
    groups = Counter(source.status.state.group for source in audit.sources)
    yield f"{counted(len(audit.documents), 'document')}, {counted(len(audit.claims), 'claim')}, {counted(len(audit.sources), 'source')}"
    yield "Claims:  " + (", ".join(f"{n} {verdict}" for verdict, n in verdicts.most_common()) or "none")
    if review:
        yield f"         {review} for a person to look at"
    yield "Sources: " + (", ".join(f"{n} {group}" for group, n in groups.most_common()) or "none")
    worst = worst_first(audit)
    names = {document.id: document.path for document in audit.documents}
    for document in audit.documents:
        yield from (f"{document.path}: {say(remark)}" for remark in document.remarks)
    for finding in worst[:WORST]:
        yield one_finding(finding, names)
    if len(worst) > WORST:
        yield f"… and {len(worst) - WORST} more in the report"
    yield from decisions(audit, names)


def decisions(audit: Audit, names: dict[str, str]) -> Iterator[str]:
    """What people decided, a line each; when it is more than a screenful, how much."""
    claims = {claim.id: claim for claim in audit.claims}
    for decision in audit.decisions[:WORST]:
        claim = claims[decision.claim]
        yield f"{names[claim.document]}:{claim.place.line}:{claim.place.column}: {spoken(decided(decision), 'en')}"
    if len(audit.decisions) > WORST:
        yield f"… and {len(audit.decisions) - WORST} more decisions in the report"


def counted(n: int, noun: str) -> str:
    """A number with its noun."""
    return f"{n} {noun}" + ("" if n == 1 else "s")


def one_finding(finding: Finding, names: dict[str, str]) -> str:
    """A finding on one line, place first, as compilers do."""
    place = names.get(finding.document or "", "")
    where = f"{place}:{finding.line}:{finding.column}: " if place else ""
    return f"{where}{finding.severity.value} {finding.rule} {told(finding, 'en')}"
