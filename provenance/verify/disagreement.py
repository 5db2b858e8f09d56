"""Documents that disagree: two claims that were held against the same words of a source and give other values for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from provenance.language.facts.agreement import agree
from provenance.language.facts.calendar import compatible
from provenance.model import Assessment, CheckedFact, Claim, FactKind, FactStatus
from provenance.verify.quantities import comparable


@dataclass(frozen=True, slots=True)
class _Told:
    claim: Claim
    checked: CheckedFact


def conflicts(claims: Sequence[Claim], assessments: Sequence[Assessment]) -> list[tuple[str, str]]:
    """Pairs of claim ids, from different documents, that give a figure or date of the same thing differently."""
    by_words: dict[tuple[object, ...], list[_Told]] = defaultdict(list)
    for claim, found in zip(claims, assessments):
        for checked in found.facts:
            if checked.evidence is None or not checked.source_text or checked.status is FactStatus.ABSENT:
                continue
            if checked.fact.kind in (FactKind.QUANTITY, FactKind.DATE):
                passage = found.evidence[checked.evidence]
                where = passage.start + passage.exact.find(checked.source_text)
                by_words[(passage.source, where, checked.source_text)].append(_Told(claim, checked))
    pairs = [
        (a.claim.id, b.claim.id)
        for told in by_words.values()
        for a, b in combinations(told, 2)
        if a.claim.document != b.claim.document and _disagree(a.checked, b.checked)
    ]
    return list(dict.fromkeys(pairs))


def _disagree(a: CheckedFact, b: CheckedFact) -> bool:
    """Both were held against the same words; at least one of them differs from these, and they from each other."""
    if FactStatus.DIFFERS not in (a.status, b.status) or a.fact.kind is not b.fact.kind:
        return False
    if a.fact.kind is FactKind.DATE:
        return compatible(str(a.fact.value), str(b.fact.value)) is False
    if not comparable(a.fact, b.fact):
        return False
    return not agree(a.fact, b.fact) and not agree(b.fact, a.fact)
