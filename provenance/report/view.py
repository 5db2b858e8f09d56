"""An audit as a page shows it: pieces of text with their marks, links that are safe, words in both languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from provenance.model import (
    Assessment,
    Audit,
    CheckedFact,
    Claim,
    CopyKind,
    Decision,
    Document,
    Evidence,
    FactKind,
    FactStatus,
    Finding,
    Message,
    Severity,
    Source,
    Verdict,
)

WORST_FIRST = (
    Verdict.CONTRADICTED,
    Verdict.NOT_FOUND,
    Verdict.PARTIAL,
    Verdict.UNVERIFIABLE,
    Verdict.SUPPORTED,
)
REVIEW, UNCITED = "PV205", "PV101"
SHOWN_FACTS = {FactKind.QUANTITY, FactKind.DATE, FactKind.NAME, FactKind.QUOTATION}
CONTEXT = 240
"""Characters of a document shown on each side of a claim."""
FRAGMENT_WORDS = 6
"""Words at each end of a passage that a text fragment names: enough to be unique, short enough for any browser."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of text with one mark: `` (none), `claim`, `found`, `differs`, `absent`."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """A detail of the claim beside the source's."""

    text: str
    status: str
    source_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words of a source."""

    before: str
    pieces: tuple[Piece, ...]
    after: str
    source: Source
    live: str | None
    """A link that opens the passage on the live page."""
    copy: str | None
    """A link to the archived copy."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The whole report."""

    audit: Audit
    verdicts: tuple[tuple[Verdict, int], ...]
    review: int
    worst: tuple[Finding, ...]
    claims: tuple[ClaimView, ...]
    sources: tuple[Source, ...]
    cited_at: Mapping[str, tuple[tuple[str, int], ...]]
    """For each source id: document path and line of its citations."""
    names: Mapping[str, str]
    """Document id to path."""
    words: Mapping[str, str]
    """Claim id to its text."""
    language: str


def view(audit: Audit) -> Page:
    """The audit as a page."""
    verdicts = Counter(assessment.verdict for assessment in audit.assessments)
    return Page(
        audit=audit,
        verdicts=tuple((verdict, verdicts[verdict]) for verdict in WORST_FIRST if verdicts[verdict]),
        review=sum(assessment.needs_review for assessment in audit.assessments),
        worst=worst_first(audit),
        claims=tuple(claim_views(audit)),
        sources=audit.sources,
        cited_at=cited_at(audit),
        names={document.id: document.path for document in audit.documents},
        words={claim.id: claim.text for claim in audit.claims},
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


def cited_at(audit: Audit) -> dict[str, tuple[tuple[str, int], ...]]:
    """Where each source is cited, once a line."""
    names = {document.id: document.path for document in audit.documents}
    places: dict[str, dict[tuple[str, int], None]] = {}
    for citation in audit.citations:
        if citation.source:
            places.setdefault(citation.source, {})[names[citation.document], citation.place.line] = None
    return {source: tuple(found) for source, found in places.items()}


def claim_views(audit: Audit) -> Iterator[ClaimView]:
    """Each claim, in the order of the documents."""
    documents = {document.id: document for document in audit.documents}
    sources = {source.id: source for source in audit.sources}
    cited = {citation.id: citation.source for citation in audit.citations}
    decisions = {decision.claim: decision for decision in audit.decisions}
    for claim, assessment in zip(audit.claims, audit.assessments, strict=True):
        document = documents[claim.document]
        before, after = surroundings(document, claim)
        leaned_on = dict.fromkeys(s for c in claim.citations if (s := cited.get(c)) and s in sources)
        read = {evidence.source for evidence in assessment.evidence}
        yield ClaimView(
            claim=claim,
            assessment=assessment,
            document=document,
            before=before,
            pieces=claim_pieces(claim.text, assessment.facts),
            after=after,
            passages=tuple(
                passage(e, sources[e.source], assessment.facts if at == 0 else found_in(assessment.facts, at))
                for at, e in enumerate(assessment.evidence)
                if e.source in sources
            ),
            facts=tuple(
                fact_row(checked) for checked in assessment.facts if checked.fact.kind in SHOWN_FACTS
            ),
            unread=tuple(
                sources[s] for s in leaned_on if s not in read and sources[s].read_from.kind is CopyKind.NONE
            ),
            decision=decisions.get(claim.id),
        )


def found_in(facts: Sequence[CheckedFact], at: int) -> list[CheckedFact]:
    """The facts whose source words stand in that piece of evidence."""
    return [checked for checked in facts if checked.evidence == at]


def surroundings(document: Document, claim: Claim) -> tuple[str, str]:
    """What stands before and after a claim in its paragraph, as a reader sees it."""
    for block in document.blocks:
        if block.start <= claim.start and claim.end <= block.end:
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


def claim_pieces(text: str, facts: Sequence[CheckedFact]) -> tuple[Piece, ...]:
    """The claim with its facts marked by what became of them."""
    spans = [(c.fact.start, c.fact.end, c.status.value) for c in facts if c.fact.kind in SHOWN_FACTS]
    return marked(text, spans)


def marked(text: str, spans: Sequence[tuple[int, int, str]]) -> tuple[Piece, ...]:
    """The text in pieces; where spans overlap, the one that differs or is absent shows, else the shorter."""
    rank = {"differs": 0, "absent": 1, "found": 2}
    chosen: list[tuple[int, int, str]] = []
    for span in sorted(spans, key=lambda s: (rank[s[2]], s[1] - s[0])):
        if span[0] < span[1] <= len(text) and all(span[1] <= a or span[0] >= b for a, b, _ in chosen):
            chosen.append(span)
    pieces, at = [], 0
    for start, end, mark in sorted(chosen):
        if at < start:
            pieces.append(Piece(text=text[at:start]))
        pieces.append(Piece(text=text[start:end], mark=mark))
        at = end
    if at < len(text):
        pieces.append(Piece(text=text[at:]))
    return tuple(pieces)


def passage(evidence: Evidence, source: Source, facts: Sequence[CheckedFact]) -> Passage:
    """The passage with the source's words for each fact marked."""
    spans = []
    for checked in facts:
        words = checked.source_text
        if words and checked.fact.kind in SHOWN_FACTS and (at := evidence.exact.find(words)) >= 0:
            spans.append((at, at + len(words), checked.status.value))
    return Passage(
        before=evidence.prefix,
        pieces=marked(evidence.exact, spans),
        after=evidence.suffix,
        source=source,
        live=live_link(source, evidence.exact),
        copy=safe_link(source.read_from.url) if source.read_from.kind is CopyKind.WEB_ARCHIVE else None,
    )


def fact_row(checked: CheckedFact) -> FactRow:
    """A row of the table of details."""
    shown = checked.source_text or "" if checked.status is not FactStatus.ABSENT else ""
    return FactRow(text=checked.fact.text, status=checked.status.value, source_text=shown)


def safe_link(url: str | None) -> str | None:
    """The URL where it may stand in a link: http and https alone."""
    return url if url and urlsplit(url).scheme.lower() in ("http", "https") else None


def live_link(source: Source, words: str) -> str | None:
    """A link with a text fragment (WICG Scroll To Text Fragment) that opens the passage on the live page."""
    url = safe_link(source.hops[-1].url if source.hops else source.url)
    if url is None:
        return None
    parts = words.splitlines()[0].split() if words.strip() else []
    if not parts:
        return url
    start = " ".join(parts[:FRAGMENT_WORDS])
    ends = (
        [start, " ".join(parts[-FRAGMENT_WORDS:])] if len(parts) > 2 * FRAGMENT_WORDS else [" ".join(parts)]
    )
    directive = ",".join(quote(end, safe="").replace("-", "%2D") for end in ends)
    return f"{url.partition('#')[0]}#:~:text={directive}"


def worded(code: str, **values: object) -> Message:
    """A message of the interface."""
    return Message.of(f"report-{code}", **values)
