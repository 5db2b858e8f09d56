"""Judgement: from features to a verdict with a calibrated confidence, by two small logistic models (`weights`).

`support` says that the claim stands as a whole; `contradiction` says, of one that does not, that the source says otherwise.
Both are weighted sums of the features, so that every verdict can be explained; rules stand above them where a fact differs.
The weights, where they were learned from, and the calibration stand in weights.json, which scripts/train_verifier.py writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from provenance.model import FactKind, FactStatus, Verdict
from provenance.verify.align import ANCHOR, SURE, Alignment, differences
from provenance.verify.details import added
from provenance.verify.weights import Calibration, Weights, interpolate, mixed, readings

DIFFERS_CAP, DIFFERS_LEAST = 0.4, 0.6
"""The most support, and the least contradiction, of a claim with a detail that the source gives otherwise."""
ADDED_CAP = 0.43
"""The most support of a claim that adds a detail to what its sources have."""
CONTRADICTED = 0.44
"""From which contradiction on a claim that does not stand is called contradicted."""
SOMETHING = 0.5
"""The share of a claim's words from which on a source says something of it, so that what lacks is a detail."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with what it rests on."""

    verdict: Verdict
    confidence: float
    support: float
    needs_review: bool
    weights: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the models and the rules make of a claim, before calibration."""

    verdict: Verdict
    support: float
    contradiction: float


def weigh(alignment: Alignment, values: Mapping[str, float], weights: Weights) -> Weighed:
    """The verdict by models and rules; nothing here looks at the texts again."""
    shares = readings_of(alignment)
    support = mixed(weights.support, shares).probability(values)
    contradiction = mixed(weights.contradiction, shares).probability(values)
    if differences(alignment):
        support = _pressed(support, DIFFERS_CAP)
        contradiction = max(contradiction, DIFFERS_LEAST)
    elif added(alignment):
        support = _pressed(support, ADDED_CAP)
        contradiction = min(contradiction, ADDED_CAP)
    otherwise = contradiction >= CONTRADICTED and _named(alignment)
    verdict = _verdict(alignment, values, support, otherwise=otherwise)
    return Weighed(verdict, support, contradiction)


def readings_of(alignment: Alignment) -> dict[str, float]:
    """The kinds of reading that the claim's texts are, as shares."""
    return readings(sum(len(text) for text in alignment.case.texts))


def _pressed(support: float, cap: float) -> float:
    """The support under a cap, still in order: what lies above it keeps a tenth of its height."""
    return support if support <= cap else cap + (support - cap) / 10


def judge(alignment: Alignment, values: Mapping[str, float], weights: Weights) -> Judgement:
    """The verdict with its calibrated confidence and what moved it."""
    found, shares = weigh(alignment, values, weights), readings_of(alignment)
    confidence = confidence_of(found, shares, weights.calibration)
    models = weights.contradiction if found.verdict is Verdict.CONTRADICTED else weights.support
    moved = mixed(models, shares).parts(values)[:8]
    return Judgement(
        found.verdict,
        confidence,
        found.support,
        for_review(alignment, found, weights.review),
        tuple((name, round(value, 3)) for name, value in moved),
    )


def confidence_of(found: Weighed, shares: Mapping[str, float], calibration: Calibration) -> float:
    """The share of such verdicts that were right, at this score and for such sources."""
    lines = {kind: calibration.get(kind, {}).get(found.verdict.value, ()) for kind in shares}
    return sum(share * interpolate(lines[kind], score_of(found)) for kind, share in shares.items())


def for_review(alignment: Alignment, found: Weighed, review: Mapping[str, Mapping[str, float]]) -> bool:
    """Whether a person must look: the score is below that of verdicts that can be left alone (weights.json, `review`).

    That something is not on a page of another language is never left alone: it may stand there in words unknown here.
    """
    shares = readings_of(alignment)
    if "passage" not in shares and any(t.language != alignment.case.language for t in alignment.case.texts):
        shares = {"other language": 1.0}
    least = sum(share * review[kind].get(found.verdict.value, 1.0) for kind, share in shares.items())
    return score_of(found) < least


def _verdict(a: Alignment, values: Mapping[str, float], support: float, *, otherwise: bool) -> Verdict:
    if support >= 0.5:
        return Verdict.PARTIAL if hedge_dropped(a) else Verdict.SUPPORTED
    if otherwise:
        return Verdict.CONTRADICTED
    found = any(c.status is FactStatus.FOUND for c in a.checks if c.own >= 0.3)
    if values["words in three sentences"] >= SOMETHING or (
        found and values["words in three sentences"] >= SOMETHING / 2
    ):
        return Verdict.PARTIAL
    return Verdict.NOT_FOUND


def _named(a: Alignment) -> bool:
    """Whether there is a detail to name that the source gives otherwise."""
    values = any(c.status is FactStatus.DIFFERS and c.fact.kind is not FactKind.NAME for c in a.checks)
    return values or bool(differences(a)) or bool(a.sense and a.sense.flipped)


def hedge_dropped(a: Alignment) -> bool:
    """The claim states as a fact what the sentence that says it says with a doubt."""
    if not a.sense or not a.sense.hedges or a.anchor is None:
        return False
    return a.said(a.anchor) + ANCHOR * a.values_at(a.anchor) >= SURE


def score_of(found: Weighed) -> float:
    """How strongly the models speak for a verdict, 0-1, before calibration."""
    match found.verdict:
        case Verdict.SUPPORTED:
            return found.support
        case Verdict.CONTRADICTED:
            return (1 - found.support) * found.contradiction
        case _:
            return 1 - found.support
