"""Large audits, made by repeating a small one."""

from dataclasses import replace
from itertools import cycle, islice

from provenance.model import Audit, Message


def repeated(audit: Audit, claims: int) -> Audit:
    """The audit with that many claims, each with its assessment, and the findings about them.

    No two reasons are alike, as in a real audit: a writer that remembers what it has said gains nothing by it.
    """
    found: dict[str, list] = {}
    for finding in audit.findings:
        found.setdefault(finding.claim or "", []).append(finding)
    pairs = islice(cycle(zip(audit.claims, audit.assessments, strict=True)), claims)
    copies = [
        (claim.id, f"{claim.id}-{at}", claim, assessment) for at, (claim, assessment) in enumerate(pairs)
    ]
    return replace(
        audit,
        claims=tuple(replace(claim, id=new) for _, new, claim, _ in copies),
        assessments=tuple(
            replace(assessment, claim=new, reason=numbered(assessment.reason, new))
            for _, new, _, assessment in copies
        ),
        findings=(
            *found.get("", ()),
            *(replace(finding, claim=new) for old, new, _, _ in copies for finding in found.get(old, ())),
        ),
        decisions=(),
    )


def numbered(message: Message, number: str) -> Message:
    """The message with a value that its wording does not say."""
    return replace(message, values=(*message.values, ("number", number)))
