"""The desk's policy on kinds of source (PV505): what it restricts is found by address, or by what a passage says of itself."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from provenance.findings import Parts, at_citation, at_claim
from provenance.model import Assessment, Citation, CitationKind, Finding, Message
from provenance.urls import registrable_domain

RULE = "PV505"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of source."""

    name: str
    domains: frozenset[str]
    addresses: frozenset[str]
    words: re.Pattern[str] | None
    """What a text says that has nothing better."""

    def holds(self, url: str) -> bool:
        """Whether a page is of this kind, by its address."""
        if registrable_domain(url) in self.domains:
            return True
        return not self.addresses.isdisjoint(urlsplit(url).path.casefold().split("/"))


@cache
def kinds() -> Mapping[str, Kind]:
    """All kinds by name, from policy.toml."""
    tables = tomllib.loads(files("provenance").joinpath("policy.toml").read_text("utf-8"))
    return {
        name: Kind(
            name=name,
            domains=frozenset(table.get("domains", ())),
            addresses=frozenset(table.get("addresses", ())),
            words=re.compile("|".join(table["words"]), re.IGNORECASE) if "words" in table else None,
        )
        for name, table in tables.items()
    }


def findings(parts: Parts, names: Sequence[str]) -> Iterator[Finding]:
    """A finding for each restricted source, once a document, and for each claim that rests on restricted words alone.

    `names` are checked where settings are read (`config.RESTRICTED`).
    """
    for kind in (kinds()[name] for name in dict.fromkeys(names)):
        yield from of_sources(kind, parts)
        if kind.words:
            yield from of_claims(kind, kind.words, parts)


def of_sources(kind: Kind, parts: Parts) -> Iterator[Finding]:
    """Cited pages of that kind."""
    first: dict[tuple[str, str], Citation] = {}
    for citation in parts.citations:
        source = citation.source
        if source and source in parts.sources and citation.kind is not CitationKind.ATTRIBUTION:
            first.setdefault((citation.document, source), citation)
    for (_, source), citation in first.items():
        url = parts.sources[source].canonical_url
        if kind.holds(url):
            yield at_citation(RULE, Message.of(f"finding-restricted-{kind.name}", url=url), citation)


def of_claims(kind: Kind, words: re.Pattern[str], parts: Parts) -> Iterator[Finding]:
    """Claims that say so themselves, or whose every source does where it speaks of them."""
    for claim, assessment in zip(parts.claims, parts.assessments, strict=True):
        if words.search(claim.text) or rests_on(words, assessment):
            yield at_claim(RULE, Message(code=f"finding-restricted-{kind.name}"), claim)


def rests_on(words: re.Pattern[str], assessment: Assessment) -> bool:
    """Whether every source of the evidence has these words in one of its passages."""
    sources = {evidence.source for evidence in assessment.evidence}
    saying = {evidence.source for evidence in assessment.evidence if words.search(evidence.exact)}
    return bool(sources) and sources == saying
