"""Everything an editor should see, made from the parts of an audit: one small function a rule group."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from provenance.model import (
    Assessment,
    Basis,
    Citation,
    CitationKind,
    Claim,
    CopyKind,
    Document,
    FactKind,
    FactStatus,
    Finding,
    FragmentState,
    LinkState,
    Message,
    Severity,
    Source,
    Verdict,
)
from provenance.rules import rule
from provenance.urls import fragment as url_fragment
from provenance.urls import registrable_domain

PLURALS = re.compile(
    r"\b(?:plusieurs|des|de nombreuses|diverses|différentes) (?:sources|études|médias|experts|rapports)\b"
    r"|\b(?:several|multiple|many|various|numerous|two|three) (?:\w+ )?(?:sources|studies|outlets|reports|experts)\b"
    r"|\b(?:studies|reports|sources) (?:say|show|suggest|indicate|have)\b",
    re.IGNORECASE,
)
"""Sources spoken of in the plural (Reuters handbook: never cite sources in the plural when there is one)."""
FIGURES = {FactKind.QUANTITY}
RULES = {Verdict.CONTRADICTED: "PV201", Verdict.NOT_FOUND: "PV202", Verdict.PARTIAL: "PV203"}
DATES_AND_NAMES = {FactKind.DATE, FactKind.NAME}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What findings are made from."""

    documents: Sequence[Document]
    citations: Sequence[Citation]
    fragments: Mapping[str, FragmentState]
    sources: Mapping[str, Source]
    claims: Sequence[Claim]
    assessments: Sequence[Assessment]
    conflicts: Sequence[tuple[str, str]]


def find(parts: Parts) -> tuple[Finding, ...]:
    """All findings, by document, line and rule."""
    found = [
        *dangling(parts.citations),
        *(finding for source in parts.sources.values() for finding in of_source(source, parts)),
        *of_fragments(parts),
        *of_attributions(parts),
        *of_origins(parts),
        *of_plurals(parts),
        *(
            finding
            for claim, assessment in zip(parts.claims, parts.assessments, strict=True)
            for finding in of_claim(claim, assessment)
        ),
        *of_conflicts(parts),
    ]
    order = {document.id: at for at, document in enumerate(parts.documents)}
    return tuple(
        sorted(
            found,
            key=lambda f: (
                order.get(f.document or "", -1),
                f.line or 0,
                f.column or 0,
                f.rule,
                f.claim or "",
            ),
        )
    )


def at_citation(code: str, message: Message, citation: Citation, severity: Severity | None = None) -> Finding:
    """A finding at the place of a citation."""
    return Finding(
        rule=code,
        severity=severity or rule(code).severity,
        message=message,
        document=citation.document,
        line=citation.place.line,
        column=citation.place.column,
        source=citation.source,
    )


def at_claim(
    code: str, message: Message, claim: Claim, *, source: str | None = None, other: str | None = None
) -> Finding:
    """A finding at the place of a claim."""
    return Finding(
        rule=code,
        severity=rule(code).severity,
        message=message,
        document=claim.document,
        line=claim.place.line,
        column=claim.place.column,
        claim=claim.id,
        source=source,
        other_claim=other,
    )


def dangling(citations: Iterable[Citation]) -> Iterator[Finding]:
    """PV105: citations that announce a source and give none, or give a broken one."""
    for citation in citations:
        if citation.problem:
            yield at_citation("PV105", citation.problem, citation)


def of_source(source: Source, parts: Parts) -> Iterator[Finding]:
    """PV102, PV103, PV104, PV106, PV108: what became of a source, once for each document that cites it."""
    told = verdict_on(source)
    if told is None:
        return
    code, message, severity = told
    places: dict[str, Citation] = {}
    for citation in parts.citations:
        if citation.source == source.id and citation.kind != CitationKind.ATTRIBUTION:
            places.setdefault(citation.document, citation)
    yield from (at_citation(code, message, citation, severity) for citation in places.values())
    if not places:
        yield Finding(rule=code, severity=severity or rule(code).severity, message=message, source=source.id)


def verdict_on(source: Source) -> tuple[str, Message, Severity | None] | None:
    """The rule, message and severity for the state of a source, or None where there is nothing to say."""
    state, group = source.status.state, source.status.state.group
    detail = source.status.code or source.status.evidence
    copied = str(source.read_from.captured_at.date()) if source.read_from.captured_at else ""
    has_copy = source.read_from.kind not in (CopyKind.NONE, CopyKind.LIVE)
    values = {"url": source.url, "state": state.value, "detail": detail or state.value}
    if state is LinkState.MOVED:
        return "PV106", Message.of("finding-moved", url=source.url, to=source.hops[-1].url), None
    if group == "usable" or state is LinkState.UNVISITED:
        return None
    if source.dead or state is LinkState.GONE:
        if has_copy:
            return "PV102", Message.of("finding-dead-with-copy", copied=copied, **values), Severity.WARNING
        return "PV102", Message.of("finding-dead", **values), None
    if group == "lost":
        return "PV103", Message.of("finding-lost", **values), None
    if group == "faulty":
        return "PV108", Message.of("finding-failing", **values), None
    if has_copy:
        return "PV104", Message.of("finding-unexamined-with-copy", copied=copied, **values), None
    return "PV104", Message.of("finding-unexamined", **values), None


def of_fragments(parts: Parts) -> Iterator[Finding]:
    """PV107: fragments that lead to nothing on their page."""
    for citation in parts.citations:
        if citation.url and parts.fragments.get(citation.id) is FragmentState.MISSING:
            target = citation.target or citation.url
            message = Message.of("finding-fragment", fragment=url_fragment(target) or "", url=target)
            yield at_citation("PV107", message, citation)


def of_attributions(parts: Parts) -> Iterator[Finding]:
    """PV504: outlets named as a source that the document does not link, once for each document."""
    linked = {(c.document, registrable_domain(c.target)) for c in parts.citations if c.target}
    offers = Offers(parts)
    seen: set[tuple[str, str]] = set()
    for citation in parts.citations:
        if citation.kind is not CitationKind.ATTRIBUTION or (citation.document, citation.label) in seen:
            continue
        seen.add((citation.document, citation.label))
        if citation.source or any((citation.document, domain) in linked for domain in citation.domains):
            continue
        offered = offers.nearest(citation)
        message = (
            Message.of("finding-attribution-offered", outlet=citation.label, url=offered.url)
            if offered
            else Message.of("finding-attribution", outlet=citation.label)
        )
        yield at_citation("PV504", message, citation)


class Offers:
    """The sources of an audit by the domain of their outlet, to be offered where a document names the outlet alone."""

    def __init__(self, parts: Parts) -> None:
        """Sort the parts once: a press review of a thousand documents names as many outlets."""
        self._titles = {document.id: document.title for document in parts.documents}
        self._claims: dict[str, list[Claim]] = defaultdict(list)
        self._labels: dict[str, list[str]] = defaultdict(list)
        self._sources: dict[str, list[Source]] = defaultdict(list)
        for claim in parts.claims:
            self._claims[claim.document].append(claim)
        for citation in parts.citations:
            if citation.source:
                self._labels[citation.source].append(citation.label)
        for source in parts.sources.values():
            self._sources[registrable_domain(source.canonical_url)].append(source)

    def nearest(self, citation: Citation) -> Source | None:
        """The source of the named outlet, cited elsewhere in the audit, that is nearest to the subject of the attribution.

        Sources are told by their titles, and by the words by which documents cite them, where they could not be read.
        """
        offered = [source for domain in citation.domains for source in self._sources.get(domain, ())]
        if not offered:
            return None
        said = [c.text for c in self._claims[citation.document] if c.start <= citation.start < c.end]
        subject = telling_words(" ".join([self._titles[citation.document], *said]))
        subject -= telling_words(citation.label)
        ranked = [
            (len(subject & telling_words(" ".join([source.title, *self._labels[source.id]]))), source)
            for source in offered
        ]
        shared, best = max(ranked, key=lambda pair: pair[0])
        return best if shared else None


def telling_words(text: str) -> set[str]:
    """Words of four letters and more, and figures: enough to tell a subject by, in whatever language its names stand."""
    return {word for word in re.findall(r"\w+", text.casefold()) if len(word) >= 4 or word.isdigit()}


def of_origins(parts: Parts) -> Iterator[Finding]:
    """PV502 and PV503: sources that pass on another outlet's news, alone or several of them."""
    by_document: dict[str, dict[str, Citation]] = defaultdict(dict)
    for citation in parts.citations:
        if citation.source and citation.kind != CitationKind.ATTRIBUTION:
            by_document[citation.document].setdefault(citation.source, citation)
    for cited in by_document.values():
        by_origin: dict[str, list[str]] = defaultdict(list)
        for source in cited:
            if source in parts.sources and parts.sources[source].origin:
                by_origin[str(parts.sources[source].origin)].append(source)
        publishers = {parts.sources[source].publisher for source in cited if source in parts.sources}
        for outlet, passing in by_origin.items():
            if len(passing) > 1:
                message = Message.of("finding-same-origin", count=len(passing), outlet=outlet)
                yield at_citation("PV503", message, cited[passing[0]])
            if not any(outlet in publisher or publisher in outlet for publisher in publishers if publisher):
                url = parts.sources[passing[0]].url
                yield at_citation(
                    "PV502", Message.of("finding-secondary", outlet=outlet, url=url), cited[passing[0]]
                )


def of_plurals(parts: Parts) -> Iterator[Finding]:
    """PV501: claims that speak of sources in the plural and lean on one, or on several with one origin."""
    cited = {citation.id: citation.source for citation in parts.citations}
    for claim in parts.claims:
        sources = {source for citation in claim.citations if (source := cited.get(citation))}
        origins = {parts.sources[s].origin or s for s in sources if s in parts.sources}
        if len(origins) == 1 and PLURALS.search(claim.text):
            yield at_claim("PV501", Message(code="finding-single"), claim, source=min(sources))


def of_claim(claim: Claim, assessment: Assessment) -> Iterator[Finding]:
    """PV101, PV2xx, PV3xx, PV4xx: what the evidence says of one claim. A verdict that is not settled is PV205 alone."""
    source = assessment.evidence[0].source if assessment.evidence else None
    if not claim.citations:
        yield at_claim("PV101", Message(code="finding-uncited"), claim)
    code = RULES.get(assessment.verdict)
    beside = assessment.verdict is Verdict.NOT_FOUND and assessment.basis is not Basis.CITED
    if assessment.verdict is not Verdict.UNVERIFIABLE and (assessment.needs_review or beside):
        yield at_claim("PV205", assessment.reason, claim, source=source)
    elif code:
        yield at_claim(code, assessment.reason, claim, source=source)
        yield from of_facts(claim, assessment, source)
    yield from of_signals(claim, assessment, source)


def of_facts(claim: Claim, assessment: Assessment, source: str | None) -> Iterator[Finding]:
    """PV401 and PV402: the figures, dates and names that differ."""
    for checked in assessment.facts:
        if checked.status is not FactStatus.DIFFERS:
            continue
        code = (
            "PV401"
            if checked.fact.kind in FIGURES
            else "PV402"
            if checked.fact.kind in DATES_AND_NAMES
            else None
        )
        if code:
            message = Message.of("finding-differs", claim=checked.fact.text, source=checked.source_text or "")
            yield at_claim(code, message, claim, source=source)


def of_signals(claim: Claim, assessment: Assessment, source: str | None) -> Iterator[Finding]:
    """PV204, PV301, PV302, PV303: hedges and quotations."""
    original = next(
        (c.source_text for c in assessment.facts if c.fact.kind is FactKind.QUOTATION and c.source_text), ""
    )
    table = {
        "hedge-dropped": ("PV204", Message(code="finding-hedge")),
        "quotation-altered": ("PV301", Message(code="finding-quotation-altered")),
        "translated-quotation": ("PV302", Message.of("finding-quotation-translated", original=original)),
        "quotation-speaker": ("PV303", Message(code="finding-quotation-speaker")),
    }
    for signal in assessment.signals:
        code, message = table[signal]
        if not assessment.needs_review or rule(code).severity is not Severity.ERROR:
            yield at_claim(code, message, claim, source=source)


def of_conflicts(parts: Parts) -> Iterator[Finding]:
    """PV701: claims of two documents that cannot both stand; said at both."""
    claims = {claim.id: claim for claim in parts.claims}
    for one, other in parts.conflicts:
        for a, b in ((one, other), (other, one)):
            yield at_claim("PV701", Message.of("finding-disagree", other=claims[b].text), claims[a], other=b)
