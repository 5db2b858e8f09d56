"""Large audits, made by repeating a small one."""

from dataclasses import replace
from itertools import cycle, islice

from provenance.model import Audit


def repeated(audit: Audit, claims: int) -> Audit:
    """The audit with that many claims, each with its assessment, and the findings about them."""
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
        assessments=tuple(replace(assessment, claim=new) for _, new, _, assessment in copies),
        findings=(
            *found.get("", ()),
            *(replace(finding, claim=new) for old, new, _, _ in copies for finding in found.get(old, ())),
        ),
        decisions=(),
    )
