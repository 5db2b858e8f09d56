"""What an editor looks at first: one entry for all that is found about one claim, link, or document's lack of sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from provenance.model import Assessment, Audit, Finding, Message, Severity
from provenance.report.phrases import REVIEW, worded
from provenance.report.view import UNCITED, worst_first

OF_ITS_OWN = ("PV204", "PV302", "PV5", "PV6", "PV7")
"""Rules whose message says more than the verdict does."""


SHOWN_FIRST = 12
OF_A_KIND = 4
"""Entries of the first screen that are no errors and stand under the same rule: a hundred doubts must not hide a lost link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """One entry: the worst of its findings, and the others with it."""

    finding: Finding
    message: Message
    rules: tuple[str, ...]
    more: tuple[Message, ...] = ()
    """What the other findings say that the first does not."""
    is_settled: bool = True
    lines: tuple[tuple[int, str], ...] = ()
    """For claims without a source: each line, and the id of the first on it."""


def headlines(audit: Audit) -> tuple[Headline, ...]:
    """Every finding that counts, worst entry first."""
    assessments = {assessment.claim: assessment for assessment in audit.assessments}
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for finding in worst_first(audit):
        groups.setdefault(about(finding), []).append(finding)
    return tuple(entries(groups, assessments))


def about(finding: Finding) -> tuple[str, ...]:
    """What a finding is about: a document's missing sources, a claim, a link, or a place."""
    if finding.rule == UNCITED:
        return UNCITED, finding.document or ""
    if finding.claim:
        return "claim", finding.claim
    place = f"{finding.document}:{finding.line}:{finding.column}"
    return finding.rule, finding.document or "", finding.source or place, finding.message.code


def entries(
    groups: Mapping[tuple[str, ...], Sequence[Finding]], assessments: Mapping[str, Assessment]
) -> Iterator[Headline]:
    """An entry a group."""
    for findings in groups.values():
        first = findings[0]
        if first.rule == UNCITED:
            yield uncited(findings)
            continue
        assessment = assessments.get(first.claim or "")
        said = assessment is not None and first.message == assessment.reason
        yield Headline(
            finding=first,
            message=first.message,
            rules=tuple(dict.fromkeys(finding.rule for finding in findings)),
            more=tuple(dict.fromkeys(f.message for f in findings[1:] if f.rule.startswith(OF_ITS_OWN))),
            is_settled=not (
                said and assessment is not None and (assessment.needs_review or first.rule == REVIEW)
            ),
        )


def uncited(findings: Sequence[Finding]) -> Headline:
    """The claims of one document that no source stands beside."""
    many = len(findings) > 1
    lines: dict[int, str] = {}
    for finding in findings:
        lines.setdefault(finding.line or 1, finding.claim or "")
    return Headline(
        finding=findings[0],
        message=worded("uncited-many", count=len(findings)) if many else worded("uncited-one"),
        rules=(UNCITED,),
        lines=tuple(lines.items()),
    )


def parted(every: Sequence[Headline]) -> tuple[tuple[Headline, ...], tuple[Headline, ...]]:
    """The entries of the first screen, and the others."""
    first: list[Headline] = []
    others: list[Headline] = []
    seen: Counter[str] = Counter()
    for entry in every:
        rule = entry.finding.rule
        is_alike = entry.finding.severity is not Severity.ERROR and seen[rule] >= OF_A_KIND
        seen[rule] += 1
        (others if is_alike or len(first) >= SHOWN_FIRST else first).append(entry)
    return tuple(first), tuple(others)
