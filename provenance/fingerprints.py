"""What makes two findings of different runs the same: the rule, the document and the words that it is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from provenance.model import Claim, Document, Finding, Source, identify
from provenance.wording import say


def fingerprints(
    findings: Sequence[Finding],
    documents: Sequence[Document],
    sources: Mapping[str, Source],
    claims: Sequence[Claim],
) -> Iterator[str]:
    """One a finding, in their order; they stay when the words move. Of several with one fingerprint the later ones are numbered."""
    names = {document.id: document.path for document in documents}
    words = {claim.id: claim.text for claim in claims}
    seen: dict[str, int] = {}
    for finding in findings:
        source = sources.get(finding.source or "")
        about = words.get(finding.claim or "") or (source.canonical_url if source else say(finding.message))
        mark = identify("f", finding.rule, names.get(finding.document or ""), about)
        seen[mark] = seen.get(mark, 0) + 1
        yield mark if seen[mark] == 1 else f"{mark}-{seen[mark]}"
