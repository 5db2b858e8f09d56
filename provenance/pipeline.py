"""The order of the stages: documents in, an audit out. Knows every stage and the store; knows no face."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

from provenance import codec, decisions, fixity, policy, selection
from provenance.collecting import Collection as Collection
from provenance.collecting import Progress as Progress
from provenance.collecting import collect_all as collect_all
from provenance.collecting import silent as silent
from provenance.config import Settings
from provenance.errors import ArchiveDamaged, InputError
from provenance.findings import Parts, find
from provenance.language.outlets import Outlets
from provenance.model import (
    Access,
    Assessment,
    Audit,
    Basis,
    Citation,
    Claim,
    ExtractedText,
    Finding,
    FragmentState,
    LinkState,
    LinkStatus,
    ReadFrom,
    Source,
    Verdict,
    identify,
)
from provenance.targets import Clock, Gathered, Target
from provenance.urls import canonical, fragment, source_id
from provenance.verify import BuiltinVerifier, Prepared, conflicts, origin, prepare

if TYPE_CHECKING:
    from provenance.store import Catalogue


def utc_now() -> datetime:
    """The time, as every record here keeps it."""
    return datetime.now(UTC)


def targets(collection: Collection) -> list[Target]:
    """The sources to gather, each once, in the order in which they are first cited."""
    published = {document.id: document.published for document in collection.documents}
    found: dict[str, Target] = {}
    for citation in collection.citations:
        if not citation.source or not citation.target:
            continue
        near = (
            citation.archived_at.date() if citation.archived_at else whole_date(published[citation.document])
        )
        known = found.get(citation.source)
        if known is None:
            found[citation.source] = Target(source=citation.source, url=citation.target, near=near)
        elif known.near is None and near:
            found[citation.source] = replace(known, near=near)
    return list(found.values())


def split_names(names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Names given on a command line: documents apart from URLs."""
    urls = [name for name in names if "://" in name]
    return [name for name in names if name not in urls], urls


def named_targets(names: Sequence[str], settings: Settings) -> tuple[Collection, list[Target]]:
    """What documents cite, and the URLs themselves where names are URLs."""
    paths, urls = split_names(names)
    collection = collect_all(paths, settings) if paths else Collection()
    wanted = {target.source: target for target in targets(collection)}
    for url in urls:
        wanted.setdefault(source_id(url), Target(source=source_id(url), url=url, near=None))
    return collection, list(wanted.values())


def whole_date(published: str | None) -> date | None:
    """The middle of what a document's date says, where it says enough to choose a copy by."""
    parts = [int(part) for part in (published or "").split("-") if part.isdigit()]
    if not parts:
        return None
    year, month, day = (*parts, 15 if len(parts) == 2 else 1, 1)[:3] if len(parts) > 1 else (parts[0], 7, 1)
    try:
        return date(year, month, day)
    except ValueError:
        return None


@dataclass(slots=True, kw_only=True)
class Gathering:
    """What is known of the sources of a collection."""

    known: dict[str, Gathered] = field(default_factory=dict)
    fragments: dict[str, FragmentState] = field(default_factory=dict)
    network_down: bool = False
    """Nothing answered at all; no failure was recorded."""

    def texts(self) -> dict[str, ExtractedText]:
        """The readable texts by source."""
        return {source: gathered.text for source, gathered in self.known.items() if gathered.text}


def gather_all(
    wanted: Sequence[Target],
    citations: Sequence[Citation],
    settings: Settings,
    *,
    clock: Clock = utc_now,
    progress: Progress = silent,
) -> Gathering:
    """Gather these targets, and look for the fragments of the citations on their pages."""
    gathering = (
        recall_all(wanted, settings) if settings.offline else visit_all(wanted, settings, clock, progress)
    )
    gathering.fragments = check_fragments(citations, gathering.known, settings)
    return gathering


def recall_all(wanted: Sequence[Target], settings: Settings) -> Gathering:
    """These targets as the archive has them. It is read alone, so that it may lie on a read-only disk."""
    from provenance.gather import recall  # here, because it loads the network

    with open_catalogue(settings) as catalogue:
        return Gathering(known={target.source: recall(target, catalogue) for target in wanted})


def visit_all(wanted: Sequence[Target], settings: Settings, clock: Clock, progress: Progress) -> Gathering:
    """These targets, visited where what is known of them is too old."""
    from provenance.gather import Gatherer  # here, as above

    gathering = Gathering()
    with Gatherer(settings, clock=clock) as gatherer:
        for gathered in gatherer.gather(wanted):
            gathering.known[gathered.source] = gathered
            progress("fetch", len(gathering.known), len(wanted))
        gathering.network_down = gatherer.network_down
    # in the order of the documents, not in that in which hosts answered: the same audit must read its sources the same way
    gathering.known = {t.source: gathering.known[t.source] for t in wanted if t.source in gathering.known}
    return gathering


def check_fragments(
    citations: Iterable[Citation], known: Mapping[str, Gathered], settings: Settings
) -> dict[str, FragmentState]:
    """What became of the fragments of citations, on the live capture of their source."""
    from provenance.reading import read_fragments  # here, because it loads what reads pages

    states: dict[str, FragmentState] = {}
    by_source: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for citation in citations:
        part = fragment(citation.target) if citation.target else None
        if citation.source and part:
            by_source[citation.source].append((citation.id, part))
    for source, wanted in by_source.items():
        gathered = known.get(source)
        live = gathered.known.live if gathered and gathered.known else None
        usable = gathered and gathered.known and gathered.known.status.state.group == "usable"
        found = [FragmentState.UNKNOWN] * len(wanted)
        if live and usable:
            with suppress(ArchiveDamaged):  # PV602 says so
                found = list(read_fragments(settings.cache, live, [part for _, part in wanted]))
        states |= {citation: state for (citation, _), state in zip(wanted, found, strict=True)}
    return states


def sources_of(
    wanted: Sequence[Target], citations: Sequence[Citation], gathering: Gathering, outlets: Outlets
) -> dict[str, Source]:
    """The sources as the report shows them, in the order in which they are first cited."""
    cited_by: dict[str, list[str]] = defaultdict(list)
    for citation in citations:
        if citation.source:
            cited_by[citation.source].append(citation.id)
    return {
        target.source: source_of(
            target, gathering.known[target.source], tuple(cited_by[target.source]), outlets
        )
        for target in wanted
        if target.source in gathering.known
    }


def source_of(target: Target, gathered: Gathered, cited_by: tuple[str, ...], outlets: Outlets) -> Source:
    """One source from what the catalogue knows of it and the text that was read."""
    known, text = gathered.known, gathered.text
    if known is None:
        return Source(
            id=target.source, canonical_url=canonical(target.url), url=target.url,
            status=LinkStatus(state=LinkState.UNVISITED, code="offline"), http_status=None, hops=(), checked_at=None,
            next_check_at=None, read_from=ReadFrom(), cited_by=cited_by,
        )  # fmt: skip
    return Source(
        id=target.source,
        canonical_url=known.canonical_url,
        url=target.url,
        status=known.status,
        http_status=known.http_status,
        hops=known.hops,
        checked_at=known.checked_at,
        next_check_at=known.next_check_at,
        read_from=known.read_from,
        cited_by=cited_by,
        title=text.title if text else "",
        publisher=text.publisher if text else "",
        published=text.published if text else None,
        language=text.language if text else None,
        access=text.access if text else Access.NONE,
        origin=origin(text, outlets) if text else None,
        dead=known.dead,
        failing_since=known.failing_since,
        saved=known.saved,
    )


def verify_all(
    collection: Collection, texts: Mapping[str, ExtractedText], progress: Progress = silent
) -> tuple[Assessment, ...]:
    """Hold each claim against the texts of its citations; a claim without any, against those that others cite."""
    if not collection.claims:
        return ()  # to prepare a text costs a quarter of what it does to extract it
    prepared = {source: prepare(text) for source, text in texts.items()}
    cited = {citation.id: citation.source for citation in collection.citations}
    verifier = BuiltinVerifier()
    assessments = []
    for done, claim in enumerate(collection.claims, 1):
        basis, against = texts_for(claim, cited, prepared)
        assessment = verifier.verify(claim, against, basis=basis)
        if basis is Basis.CITED and not against and prepared:
            assessment = borne_out_elsewhere(claim, list(prepared.values()), verifier) or assessment
        assessments.append(assessment)
        progress("verify", done, len(collection.claims))
    return tuple(assessments)


def borne_out_elsewhere(
    claim: Claim, prepared: Sequence[Prepared], verifier: BuiltinVerifier
) -> Assessment | None:
    """The verdict by the sources that others cite, where it is a plain yes: a claim whose own source cannot be read may
    stand in one of theirs, but their silence, or what they say of something like it, says nothing of it."""
    assessment = verifier.verify(claim, prepared, basis=Basis.ELSEWHERE)
    settled = assessment.verdict is Verdict.SUPPORTED and not assessment.needs_review
    return assessment if settled else None


def texts_for(
    claim: Claim, cited: Mapping[str, str | None], prepared: Mapping[str, Prepared]
) -> tuple[Basis, list[Prepared]]:
    """The texts that a claim is held against, and whose they are."""
    own = dict.fromkeys(source for citation in claim.citations if (source := cited.get(citation)))
    if own:
        return Basis.CITED, [prepared[source] for source in own if source in prepared]
    if prepared:
        return Basis.ELSEWHERE, list(prepared.values())
    return Basis.NONE, []


def assemble(
    collection: Collection,
    wanted: Sequence[Target],
    gathering: Gathering,
    assessments: Sequence[Assessment],
    settings: Settings,
    *,
    started_at: datetime,
    clock: Clock,
    more: Sequence[Finding] = (),
) -> Audit:
    """The audit from its parts, with its findings; `more` are findings that were made on the way."""
    sources = sources_of(wanted, collection.citations, gathering, Outlets.load(settings.outlets))
    parts = Parts(
        documents=collection.documents,
        citations=collection.citations,
        fragments=gathering.fragments,
        sources=sources,
        claims=collection.claims,
        assessments=assessments,
        conflicts=conflicts(collection.claims, assessments),
    )
    found = (*collection.unread, *more, *fixity.findings(settings.cache, sources.values(), started_at))
    tool = version("provenance-audit")
    read = [(source.status.state, source.read_from.capture) for source in sources.values()]
    return Audit(
        id=identify("a", tool, *(d.id for d in collection.documents), *read),
        tool_version=tool,
        started_at=started_at,
        finished_at=clock(),
        documents=collection.documents,
        citations=collection.citations,
        fragments=tuple(sorted(gathering.fragments.items())),
        sources=tuple(sources.values()),
        claims=collection.claims,
        assessments=tuple(assessments),
        findings=selection.apply(
            (*found, *find(parts), *policy.findings(parts, settings.restrict)),
            parts,
            settings,
            started_at.date(),
        ),
    )


def collected(paths: Sequence[str], settings: Settings, *, clock: Clock = utc_now) -> Audit:
    """What documents cite and claim, as an audit in which nothing was visited or verified."""
    collection = collect_all(paths, settings)
    wanted = targets(collection)
    unvisited = {t.source: Gathered(source=t.source, known=None, text=None) for t in wanted}
    assessments = verify_all(collection, {})
    gathering = Gathering(known=unvisited)
    return assemble(collection, wanted, gathering, assessments, settings, started_at=clock(), clock=clock)


def audit(
    paths: Sequence[str], settings: Settings, *, clock: Clock = utc_now, progress: Progress = silent
) -> Audit:
    """All stages over some documents; the audit is kept in the catalogue."""
    started_at = clock()
    collection = collect_all(paths, settings, progress)
    wanted = targets(collection)
    gathering = gather_all(wanted, collection.citations, settings, clock=clock, progress=progress)
    assessments = verify_all(collection, gathering.texts(), progress)
    made = assemble(collection, wanted, gathering, assessments, settings, started_at=started_at, clock=clock)
    keep(made, settings)
    return decided(made, settings)


def open_catalogue(settings: Settings, *, read_only: bool = True) -> Catalogue:
    """The catalogue of the cache folder, to be closed by whoever asked for it."""
    from provenance.store import Catalogue  # here, because its library is slow to load

    return Catalogue.open(settings.cache, read_only=read_only)


def keep(made: Audit, settings: Settings) -> None:
    """Write an audit to the catalogue; one made offline from a read-only archive is not kept."""
    if settings.offline and not os.access(settings.cache, os.W_OK):
        return
    with open_catalogue(settings, read_only=False) as catalogue:
        catalogue.keep_audit(
            made.id, made.started_at, ", ".join(d.path for d in made.documents), codec.dump(made)
        )


def kept(audit_id: str | None, settings: Settings) -> Audit:
    """An audit from the catalogue by the beginning of its id, or the newest. Raises `InputError` where there is none."""
    with open_catalogue(settings) as catalogue:
        data = catalogue.audit(audit_id)
    if data is None:
        which = f"audit {audit_id!r}" if audit_id else "audit"
        raise InputError(f"{settings.cache}: no {which} is kept there; run `provenance audit DOC` first")
    return decided(codec.load(Audit, data), settings)


def decided(made: Audit, settings: Settings) -> Audit:
    """The audit with what people have decided about its claims up to now; it is kept without."""
    with open_catalogue(settings) as catalogue:
        return decisions.lay_on(made, catalogue.decisions())
