"""What people decided, laid on an audit: a decision holds for a claim while its words and its evidence stay the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from provenance.model import Assessment, Audit, Claim, Decision, Finding, Verdict, identify

ABOUT_EVIDENCE = ("PV2", "PV3", "PV4")
"""The families of rules that hold a claim against its evidence: a person who read both has the last word on them."""
DOUBT = "PV205"


def fingerprint(claim: Claim, assessment: Assessment) -> str:
    """What a decision about a claim is about: its words and context, the passages, and whether anything could be read.

    The place of the claim and the time of the captures are left out: an edit elsewhere in the document, or a source
    that was fetched again and says the same, takes no decision back.
    """
    passages = sorted((evidence.source, evidence.exact) for evidence in assessment.evidence)
    nothing_read = assessment.verdict is Verdict.UNVERIFIABLE
    return identify(
        "on", claim.text, claim.context, nothing_read, *(part for pair in passages for part in pair)
    )


def lay_on(audit: Audit, decisions: Iterable[Decision]) -> Audit:
    """The audit with the decisions that still fit its claims; findings that they settle are accepted, and say by whom."""
    made = {decision.fingerprint: decision for decision in decisions if decision.fingerprint}
    fitting = {
        claim.id: replace(decision, claim=claim.id)
        for claim, assessment in zip(audit.claims, audit.assessments, strict=False)
        if made and (decision := made.get(fingerprint(claim, assessment)))
    }
    if not fitting:
        return audit
    findings = tuple(settled(finding, fitting.get(finding.claim or "")) for finding in audit.findings)
    return replace(audit, decisions=tuple(fitting.values()), findings=findings)


def settled(finding: Finding, decision: Decision | None) -> Finding:
    """The finding, accepted where the decision says that nothing is wrong, or that a person has looked."""
    if decision is None or finding.accepted or not settles(decision.verdict, finding.rule):
        return finding
    return replace(finding, accepted=" · ".join(part for part in (decision.author, decision.note) if part))


def settles(verdict: Verdict | None, rule: str) -> bool:
    """Whether a finding under that rule counts no longer once a person has given that verdict (none: "not a claim")."""
    if verdict is None:
        return rule.startswith((*ABOUT_EVIDENCE, "PV101"))
    return rule == DOUBT or (verdict is Verdict.SUPPORTED and rule.startswith(ABOUT_EVIDENCE))
