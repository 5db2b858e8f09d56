"""The JSON report: the stable contract of DESIGN.md section 7. Keys may be added; changing one raises `SCHEMA`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import IO, Any

from provenance.model import (
    Assessment,
    Audit,
    CheckedFact,
    Citation,
    Claim,
    Decision,
    Document,
    Finding,
    FragmentState,
    Saved,
    Severity,
    Source,
)
from provenance.wording import say

SCHEMA = 1
LANGUAGE = "en"
"""The report speaks English to programs; people read the other formats."""


class JsonWriter:
    """`--format json`."""

    name = "json"
    suffix = ".json"

    def write(self, audit: Audit, out: IO[bytes]) -> None:
        """The audit as one JSON object, keys in the order of the contract."""
        for piece in _pieces(to_json(audit)):
            out.write(piece.encode("utf-8", "backslashreplace"))


def _pieces(report: dict[str, Any]) -> Iterator[str]:
    """The report as text: a line a key, and a line each for what a key lists."""
    before = "{\n"
    for key, value in report.items():
        yield f"{before} {json.dumps(key)}: "
        if isinstance(value, list) and value:
            yield "[\n  " + ",\n  ".join(json.dumps(item, ensure_ascii=False) for item in value) + "\n ]"
        else:
            yield json.dumps(value, ensure_ascii=False)
        before = ",\n"
    yield "\n}\n"


def to_json(audit: Audit) -> dict[str, Any]:
    """The audit by the contract."""
    fragments = dict(audit.fragments)
    decisions = {decision.claim: decision for decision in audit.decisions}
    return {
        "schema": SCHEMA,
        "id": audit.id,
        "tool": {"name": "provenance", "version": audit.tool_version},
        "started_at": stamp(audit.started_at),
        "finished_at": stamp(audit.finished_at),
        "documents": [of_document(document) for document in audit.documents],
        "citations": [of_citation(citation, fragments) for citation in audit.citations],
        "sources": [of_source(source) for source in audit.sources],
        "claims": [
            of_claim(claim, assessment, decisions.get(claim.id))
            for claim, assessment in zip(audit.claims, audit.assessments, strict=True)
        ],
        "findings": [of_finding(finding) for finding in audit.findings],
        "summary": summary(audit),
    }


def stamp(at: datetime | None) -> str | None:
    """A time as RFC 3339 in UTC, to the second."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def of_document(document: Document) -> dict[str, Any]:
    """One document."""
    return {
        "id": document.id, "path": document.path, "title": document.title, "language": document.language,
        "sha256": document.sha256, "published": document.published, "format": document.format,
        "remarks": [say(remark, LANGUAGE) for remark in document.remarks],
    }  # fmt: skip


def of_citation(citation: Citation, fragments: Mapping[str, FragmentState]) -> dict[str, Any]:
    """One citation; `fragment` is what became of it, for a URL that has one."""
    fragment = fragments.get(citation.id)
    return {
        "id": citation.id, "document": citation.document, "kind": citation.kind.value, "url": citation.url,
        "source": citation.source, "fragment": fragment.value if fragment else None, "label": citation.label,
        "line": citation.place.line, "column": citation.place.column, "start": citation.start, "end": citation.end,
        "page": citation.place.page,
    }  # fmt: skip


def of_source(source: Source) -> dict[str, Any]:
    """One source."""
    read = source.read_from
    return {
        "id": source.id, "canonical_url": source.canonical_url, "state": source.status.state.value,
        "detail": source.status.code, "evidence": source.status.evidence, "status": source.http_status,
        "hops": [{"url": hop.url, "status": hop.status} for hop in source.hops],
        "checked_at": stamp(source.checked_at), "next_check_at": stamp(source.next_check_at), "dead": source.dead,
        "read_from": {"kind": read.kind.value, "url": read.url, "captured_at": stamp(read.captured_at), "capture": read.capture},
        "title": source.title, "publisher": source.publisher, "published": source.published,
        "language": source.language, "access": source.access.value, "origin": source.origin,
        "cited_by": list(source.cited_by), "saved": of_saved(source.saved) if source.saved else None,
    }  # fmt: skip


def of_saved(saved: Saved) -> dict[str, Any]:
    """What a web archive answered when it was asked to hold a copy; a problem where it made none."""
    return {
        "asked_at": stamp(saved.asked_at), "url": saved.url, "captured_at": stamp(saved.captured_at),
        "problem": saved.problem,
    }  # fmt: skip


def of_claim(claim: Claim, assessment: Assessment, decision: Decision | None) -> dict[str, Any]:
    """One claim with what the evidence says of it."""
    return {
        "id": claim.id, "document": claim.document, "line": claim.place.line, "column": claim.place.column,
        "start": claim.start, "end": claim.end, "page": claim.place.page, "text": claim.text, "context": claim.context,
        "citations": list(claim.citations), "scope": claim.scope.value,
        "verdict": assessment.verdict.value, "confidence": round(assessment.confidence, 4),
        "support": round(assessment.support, 4), "needs_review": assessment.needs_review,
        "basis": assessment.basis.value, "reason": say(assessment.reason, LANGUAGE),
        "decision": of_decision(decision) if decision else None,
        "evidence": [
            {"source": e.source, "capture": e.capture, "exact": e.exact, "prefix": e.prefix, "suffix": e.suffix,
             "start": e.start, "end": e.end, "score": round(e.score, 4)}
            for e in assessment.evidence
        ],
        "facts": [of_fact(checked) for checked in assessment.facts],
        "unsupported": [list(span) for span in assessment.unsupported],
    }  # fmt: skip


def of_decision(decision: Decision) -> dict[str, Any]:
    """What a person decided; a verdict of null: it is not a claim; an empty passage: it rests on the first one."""
    verdict = decision.verdict.value if decision.verdict else None
    return {
        "verdict": verdict, "note": decision.note, "author": decision.author, "at": stamp(decision.at),
        "passage": decision.passage,
    }  # fmt: skip


def of_fact(checked: CheckedFact) -> dict[str, Any]:
    """One fact of a claim beside the source's."""
    fact = checked.fact
    return {
        "kind": fact.kind.value, "text": fact.text, "start": fact.start, "end": fact.end, "value": number(fact.value),
        "high": number(fact.high), "unit": fact.unit, "comparator": fact.comparator, "status": checked.status.value,
        "source_text": checked.source_text, "source_value": checked.source_value, "source_unit": checked.source_unit,
    }  # fmt: skip


def number(value: Decimal | str | None) -> str | None:
    """A value as text, so that no reader rounds it."""
    return format(value, "f") if isinstance(value, Decimal) else value


def of_finding(finding: Finding) -> dict[str, Any]:
    """One finding."""
    return {
        "rule": finding.rule, "severity": finding.severity.value, "document": finding.document, "line": finding.line,
        "column": finding.column, "message": say(finding.message, LANGUAGE), "claim": finding.claim,
        "source": finding.source, "other_claim": finding.other_claim, "accepted": finding.accepted,
    }  # fmt: skip


def summary(audit: Audit) -> dict[str, dict[str, int]]:
    """Counts of verdicts, states and severities; severities that did not occur are 0."""
    severities = Counter(finding.severity.value for finding in audit.findings)
    return {
        "claims": dict(sorted(Counter(a.verdict.value for a in audit.assessments).items())),
        "sources": dict(sorted(Counter(s.status.state.value for s in audit.sources).items())),
        "findings": {severity.value: severities[severity.value] for severity in Severity},
    }
