"""An audit as a page shows it: pieces of text with their marks, links that are safe, words in both languages."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import urlsplit

from provenance.model import (
    Assessment,
    Audit,
    Claim,
    CopyKind,
    Decision,
    Document,
    Finding,
    Severity,
    Source,
    Verdict,
)
from provenance.report.passages import (
    SHOWN_FACTS,
    FactRow,
    Passage,
    Piece,
    claim_pieces,
    fact_row,
    found_in,
    passage,
    telling,
)
from provenance.report.phrases import REVIEW

WORST_FIRST = (
    Verdict.CONTRADICTED,
    Verdict.NOT_FOUND,
    Verdict.PARTIAL,
    Verdict.UNVERIFIABLE,
    Verdict.SUPPORTED,
)
UNCITED = "PV101"
CONTEXT = 240
"""Characters of a document shown on each side of a claim."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """One claim with everything that is shown of it."""

    claim: Claim
    assessment: Assessment
    document: Document
    before: str
    pieces: tuple[Piece, ...]
    after: str
    passages: tuple[Passage, ...]
    facts: tuple[FactRow, ...]
    unread: tuple[Source, ...]
    """Sources that the claim leans on and that could not be read."""
    decision: Decision | None
    severity: str = ""
    """Of the worst finding about it that counts; empty where there is none."""

    @property
    def outlets(self) -> tuple[str, ...]:
        """Whose pages it was held against, or would have been."""
        sources = [passage.source for passage in self.passages] + list(self.unread)
        return tuple(dict.fromkeys(outlet(source) for source in sources))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The whole report."""

    audit: Audit
    verdicts: tuple[tuple[Verdict, int], ...]
    review: int
    worst: tuple[Finding, ...]
    claims: ClaimViews
    sources: tuple[Source, ...]
    cited_at: Mapping[str, Mapping[str, Sequence[int]]]
    """For each source id: the documents that cite it, by their path, and the lines where they do."""
    names: Mapping[str, str]
    """Document id to path, without the folders that all documents share."""
    outlets: tuple[str, ...]
    words: Mapping[str, str]
    """Claim id to its text."""
    claim_languages: Mapping[str, str]
    language: str


def view(audit: Audit) -> Page:
    """The audit as a page."""
    verdicts = Counter(assessment.verdict for assessment in audit.assessments)
    names = short_names(audit.documents)
    claims = ClaimViews(audit)
    return Page(
        audit=audit,
        verdicts=tuple((verdict, verdicts[verdict]) for verdict in WORST_FIRST if verdicts[verdict]),
        review=sum(assessment.needs_review for assessment in audit.assessments),
        worst=worst_first(audit),
        claims=claims,
        sources=audit.sources,
        cited_at=cited_at(audit, names),
        names=names,
        outlets=claims.outlets(),
        words={claim.id: claim.text for claim in audit.claims},
        claim_languages={claim.id: claim.language for claim in audit.claims},
        language=interface_language(audit.documents),
    )


def worst_first(audit: Audit) -> tuple[Finding, ...]:
    """The findings that count, as an editor wants them: errors first, then what is wrong with a claim, then with a link."""
    severities = list(Severity)
    verdicts = {assessment.claim: assessment.verdict for assessment in audit.assessments}

    def rank(finding: Finding) -> tuple[object, ...]:
        verdict = verdicts.get(finding.claim or "")
        doubt = finding.rule == REVIEW and verdict is not Verdict.SUPPORTED
        severity = Severity.WARNING if doubt else finding.severity
        about = WORST_FIRST.index(verdict) if verdict and finding.rule != UNCITED else len(WORST_FIRST)
        return severities.index(severity), about, finding.rule

    return tuple(sorted((finding for finding in audit.findings if not finding.accepted), key=rank))


def interface_language(documents: Sequence[Document]) -> str:
    """The language that most documents are written in, where the interface speaks it; else English."""
    languages = Counter(document.language for document in documents)
    return "fr" if languages and languages.most_common(1)[0][0] == "fr" else "en"


def short_names(documents: Sequence[Document]) -> dict[str, str]:
    """The path of each document, without the folders that all of them stand in."""
    folders = [PurePath(document.path).parent.parts for document in documents]
    shared = 0
    for level in zip(*folders, strict=False):
        if len(set(level)) > 1:
            break
        shared += 1
    return {d.id: str(PurePath(*PurePath(d.path).parts[shared:])) for d in documents}


def outlet(source: Source) -> str:
    """Who published a source: by name, else by host."""
    return source.publisher or (urlsplit(source.canonical_url).hostname or source.canonical_url)


def cited_at(audit: Audit, names: Mapping[str, str]) -> dict[str, dict[str, list[int]]]:
    """Where each source is cited: paths and lines, each line once."""
    places: dict[str, dict[str, list[int]]] = {}
    for citation in audit.citations:
        if citation.source:
            lines = places.setdefault(citation.source, {}).setdefault(names[citation.document], [])
            if citation.place.line not in lines:
                lines.append(citation.place.line)
    return places


class ClaimViews:
    """The claims of an audit, each made into what is shown of it when it is asked for: thousands at once fill the memory."""

    def __init__(self, audit: Audit) -> None:
        """Everything that a claim is shown with, by its id."""
        self.audit = audit
        self.documents = {d.id: (d, Surroundings(d)) for d in audit.documents}
        self.sources = {source.id: source for source in audit.sources}
        self.cited = {citation.id: citation.source for citation in audit.citations}
        self.decisions = {decision.claim: decision for decision in audit.decisions}
        self.severities = worst_severities(audit.findings)
        self.by_document: dict[str, list[tuple[Claim, Assessment]]] = {}
        for claim, assessment in zip(audit.claims, audit.assessments, strict=True):
            self.by_document.setdefault(claim.document, []).append((claim, assessment))

    def __iter__(self) -> Iterator[ClaimView]:
        """Each claim, in the order of the audit."""
        for claim, assessment in zip(self.audit.claims, self.audit.assessments, strict=True):
            yield self.of(claim, assessment)

    def of_document(self, document: str) -> Iterator[ClaimView]:
        """The claims of one document, in their order."""
        return (self.of(claim, assessment) for claim, assessment in self.by_document.get(document, ()))

    def of(self, claim: Claim, assessment: Assessment) -> ClaimView:
        """One claim."""
        document, paragraphs = self.documents[claim.document]
        before, after = paragraphs.of(claim)
        facts = telling(assessment)
        return ClaimView(
            claim=claim,
            assessment=assessment,
            document=document,
            before=before,
            pieces=claim_pieces(claim.text, facts),
            after=after,
            passages=tuple(
                passage(e, self.sources[e.source], facts if at == 0 else found_in(facts, at))
                for at, e in enumerate(assessment.evidence)
                if e.source in self.sources
            ),
            facts=tuple(fact_row(checked) for checked in facts if checked.fact.kind in SHOWN_FACTS),
            unread=self.unread(claim, assessment),
            decision=self.decisions.get(claim.id),
            severity=self.severities.get(claim.id, ""),
        )

    def unread(self, claim: Claim, assessment: Assessment) -> tuple[Source, ...]:
        """Sources that a claim leans on and that could not be read."""
        read = {evidence.source for evidence in assessment.evidence}
        cited = dict.fromkeys(self.cited.get(citation) or "" for citation in claim.citations)
        leaned_on = [
            self.sources[source] for source in cited if source in self.sources and source not in read
        ]
        return tuple(source for source in leaned_on if source.read_from.kind is CopyKind.NONE)

    def outlets(self) -> tuple[str, ...]:
        """Whose pages the claims were held against, or would have been, sorted."""
        shown: dict[str, Source] = {}
        for claim, assessment in zip(self.audit.claims, self.audit.assessments, strict=True):
            shown |= {
                e.source: self.sources[e.source] for e in assessment.evidence if e.source in self.sources
            }
            shown |= {source.id: source for source in self.unread(claim, assessment)}
        return tuple(sorted({outlet(source) for source in shown.values()}, key=str.casefold))


def worst_severities(findings: Sequence[Finding]) -> dict[str, str]:
    """Claim id to the severity of the worst finding about it."""
    order = [severity.value for severity in Severity]
    worst: dict[str, str] = {}
    for finding in findings:
        if finding.claim and not finding.accepted:
            known = worst.get(finding.claim, order[-1])
            worst[finding.claim] = min(known, finding.severity.value, key=order.index)
    return worst


class Surroundings:
    """What stands around the claims of a document, in their paragraphs."""

    def __init__(self, document: Document) -> None:
        """Blocks are found by where they start: a long document has thousands of them."""
        self.blocks = sorted(document.blocks, key=lambda block: block.start)
        self.starts = [block.start for block in self.blocks]

    def of(self, claim: Claim) -> tuple[str, str]:
        """What stands before and after a claim, as a reader sees it."""
        for block in reversed(self.blocks[: bisect_right(self.starts, claim.start)]):
            if claim.end <= block.end:
                whole = " ".join(block.text.split())
                at = whole.find(claim.text)
                if at < 0:
                    return "", ""
                return clipped_left(whole[:at]), clipped_right(whole[at + len(claim.text) :])
        return "", ""


def clipped_left(text: str) -> str:
    """The end of a text, from a word's beginning."""
    return text if len(text) <= CONTEXT else "… " + text[-CONTEXT:].partition(" ")[2]


def clipped_right(text: str) -> str:
    """The beginning of a text, to a word's end."""
    return text if len(text) <= CONTEXT else text[:CONTEXT].rpartition(" ")[0] + " …"
