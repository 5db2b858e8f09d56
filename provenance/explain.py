"""What `show` says: everything that is known of one source or one claim, in lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.config import Settings
from provenance.errors import InputError
from provenance.model import Assessment, Audit, CheckedFact, Claim
from provenance.report.phrases import decided, reasoned, spoken
from provenance.store import Catalogue
from provenance.urls import source_id


def explain_source(what: str, settings: Settings) -> Iterator[str]:
    """A source by URL or id: its state, its hops, its history and its copies. `InputError` where it is not known."""
    source = source_id(what) if "://" in what else what
    with Catalogue.open(settings.cache, read_only=True) as catalogue:
        known = catalogue.known(source)
        if known is None:
            raise InputError(
                f"{what}: not in the catalogue of {settings.cache}; `provenance archive {what}` fetches it"
            )
        history, captures = catalogue.history(source), catalogue.captures(source)
    yield f"{known.url}  ({known.source})"
    yield f"state     {known.status.state.value} {known.status.code} {known.status.evidence}".rstrip()
    checked = f"{known.checked_at:%Y-%m-%d %H:%M} UTC" if known.checked_at else "never"
    yield f"checked   {checked}" + (f", next {known.next_check_at:%Y-%m-%d}" if known.next_check_at else "")
    for hop in known.hops:
        yield f"hop       {hop.status} {hop.url}"
    read = known.read_from
    yield f"read from {read.kind.value}" + (
        f" {read.url} of {read.captured_at:%Y-%m-%d %H:%M} UTC" if read.captured_at else ""
    )
    if known.saved:
        yield f"saved     {known.saved.url or known.saved.problem}"
    for row in history:
        yield f"visit     {row.at:%Y-%m-%d %H:%M} {row.status.state.value} {row.status.code}".rstrip()
    for capture in captures:
        yield f"capture   {capture.id} {capture.captured_at:%Y-%m-%d %H:%M} {capture.kind.value} {capture.warc}:{capture.offset} sha256:{capture.sha256}"


def explain_claim(what: str, audit: Audit) -> Iterator[str]:
    """A claim of an audit by the beginning of its id: verdict, facts, passages, weights. `InputError` where there is none."""
    found = [
        (claim, assessment)
        for claim, assessment in zip(audit.claims, audit.assessments, strict=True)
        if claim.id.startswith(what)
    ]
    if not found:
        raise InputError(
            f"{what}: no claim of audit {audit.id} has an id that begins so; the JSON report lists them"
        )
    for claim, assessment in found:
        yield from one_claim(claim, assessment, audit)


def one_claim(claim: Claim, assessment: Assessment, audit: Audit) -> Iterator[str]:
    """All of one claim."""
    path = next(d.path for d in audit.documents if d.id == claim.document)
    titles = {source.id: source.title or source.url for source in audit.sources}
    yield f"{path}:{claim.place.line}:{claim.place.column}  {claim.id}"
    yield f"claim     {claim.text}"
    if claim.context:
        yield f"context   {claim.context}"
    review = ", for review" if assessment.needs_review else ""
    yield f"verdict   {assessment.verdict.value} (confidence {assessment.confidence:.2f}, support {assessment.support:.2f}, basis {assessment.basis.value}{review})"
    yield f"reason    {reasoned(assessment, 'en')}"
    yield from (f"decision  {spoken(decided(d), 'en')}" for d in audit.decisions if d.claim == claim.id)
    for checked in assessment.facts:
        yield one_fact(checked)
    for evidence in assessment.evidence:
        yield f"evidence  {evidence.score:.2f} {titles.get(evidence.source, evidence.source)}: “{evidence.exact}”"
    for name, weight in assessment.weights:
        yield f"weight    {weight:+.2f} {name}"


def one_fact(checked: CheckedFact) -> str:
    """A fact beside the source's."""
    fact = checked.fact
    source = f" ← {checked.source_text!r}" if checked.source_text else ""
    return f"fact      {checked.status.value:8}{fact.kind.value:10} {fact.text!r} {fact.value or ''} {fact.unit or ''}{source}"
