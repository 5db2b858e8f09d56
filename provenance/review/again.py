"""Verifies the claims of an audit again that lean on one source, after its text has come by hand."""

from __future__ import annotations

from dataclasses import replace

from provenance import pipeline
from provenance.config import Settings
from provenance.gather import Clock
from provenance.model import Audit

UNREADABLE = "PV001"


def verified_again(audit: Audit, source: str, settings: Settings, clock: Clock) -> Audit:
    """The audit as the archive bears it out now, offline; claims that do not cite the source keep their verdict.

    The documents are those of the audit: what their files say by now is for the next one. It is kept in the catalogue.
    """
    offline = replace(settings, offline=True)
    collection = pipeline.Collection(
        documents=audit.documents, citations=audit.citations, claims=audit.claims
    )
    wanted = pipeline.targets(collection)
    started_at = clock()
    gathering = pipeline.gather_all(wanted, audit.citations, offline)
    citing = {citation.id for citation in audit.citations if citation.source == source}
    leaning = tuple(claim for claim in audit.claims if citing & set(claim.citations))
    needed = {cited for claim in leaning for cited in claim.citations}
    sources = {citation.source for citation in audit.citations if citation.id in needed}
    texts = {id: text for id, text in gathering.texts().items() if id in sources}
    again = {one.claim: one for one in pipeline.verify_all(replace(collection, claims=leaning), texts)}
    made = pipeline.assemble(
        collection,
        wanted,
        gathering,
        [again.get(one.claim, one) for one in audit.assessments],
        offline,
        started_at=started_at,
        clock=clock,
        more=[finding for finding in audit.findings if finding.rule == UNREADABLE],
    )
    pipeline.keep(made, settings)
    return made
