"""Judgement: from features to a verdict with a calibrated confidence, by two small logistic models.

`support` says that the claim stands as a whole; `contradiction` says, of one that does not, that the source says otherwise.
Both are weighted sums of the features, so that every verdict can be explained; rules stand above them where a fact differs.
The weights, where they were learned from, and the calibration stand in weights.json, which scripts/train_verifier.py writes.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from provenance.model import FactKind, FactStatus, Verdict
from provenance.verify.align import ANCHOR, SURE, Alignment, differences
from provenance.verify.details import added

DIFFERS_CAP, DIFFERS_LEAST = 0.4, 0.6
"""The most support, and the least contradiction, of a claim with a detail that the source gives otherwise: a rule, not a weight."""
ADDED_CAP = 0.45
"""The most support, and the most contradiction, of a claim that adds a detail to what its sources have."""
SOMETHING = 0.5
"""The share of a claim's words from which on a source says something of it, so that what lacks is a detail."""


@dataclass(frozen=True, slots=True)
class Linear:
    """A logistic model: a bias and a weight a feature."""

    bias: float
    weights: Mapping[str, float]

    def parts(self, values: Mapping[str, float]) -> list[tuple[str, float]]:
        """What each feature adds to the score, in log-odds, largest first."""
        parts = [(name, weight * values[name]) for name, weight in self.weights.items() if values.get(name)]
        return sorted(parts, key=lambda part: (-abs(part[1]), part[0]))

    def probability(self, values: Mapping[str, float]) -> float:
        """The model's probability."""
        return 1 / (
            1 + math.exp(-max(-30.0, min(30.0, self.bias + sum(value for _, value in self.parts(values)))))
        )


@dataclass(frozen=True, slots=True)
class Weights:
    """What the training script wrote."""

    support: Linear
    contradiction: Linear
    threshold: float
    """From which support on a claim is called supported."""
    calibration: Mapping[str, Sequence[tuple[float, float]]]
    """By verdict: points (score, share of such verdicts that were right), to be read with straight lines between."""
    review: float
    """Verdicts with less confidence than this go to a person."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with what it rests on."""

    verdict: Verdict
    confidence: float
    support: float
    needs_review: bool
    weights: tuple[tuple[str, float], ...]


def read_weights(data: Mapping[str, Any]) -> Weights:
    """Weights from the parsed weights file."""
    linear = {
        name: Linear(data[name]["bias"], data[name]["weights"]) for name in ("support", "contradiction")
    }
    curves = {name: [(x, y) for x, y in points] for name, points in data["calibration"].items()}
    return Weights(linear["support"], linear["contradiction"], data["threshold"], curves, data["review"])


@cache
def learned() -> Weights:
    """The weights that the package comes with."""
    return read_weights(json.loads(files(__package__).joinpath("weights.json").read_text("utf-8")))


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the models and the rules make of a claim, before calibration."""

    verdict: Verdict
    support: float
    contradiction: float


def weigh(alignment: Alignment, values: Mapping[str, float], weights: Weights) -> Weighed:
    """The verdict by models and rules; nothing here looks at the texts again."""
    support = weights.support.probability(values)
    contradiction = weights.contradiction.probability(values)
    if differences(alignment):
        support = min(support, DIFFERS_CAP)
        contradiction = max(contradiction, DIFFERS_LEAST)
    elif added(alignment):
        support = min(support, ADDED_CAP)
        contradiction = min(contradiction, ADDED_CAP)
    verdict = _verdict(alignment, values, support, contradiction, weights.threshold)
    return Weighed(verdict, support, contradiction)


def judge(alignment: Alignment, values: Mapping[str, float], weights: Weights) -> Judgement:
    """The verdict with its calibrated confidence and what moved it."""
    found = weigh(alignment, values, weights)
    score = score_of(found.verdict, values, found.support, found.contradiction)
    confidence = interpolate(weights.calibration.get(found.verdict.value, ()), score)
    model = weights.contradiction if found.verdict is Verdict.CONTRADICTED else weights.support
    moved = tuple((name, round(value, 3)) for name, value in model.parts(values)[:8])
    return Judgement(found.verdict, confidence, found.support, confidence < weights.review, moved)


def _verdict(
    a: Alignment, values: Mapping[str, float], support: float, contradiction: float, threshold: float
) -> Verdict:
    if support >= threshold:
        return Verdict.PARTIAL if hedge_dropped(a) else Verdict.SUPPORTED
    if contradiction >= 0.5 and _named(a):
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


def score_of(verdict: Verdict, values: Mapping[str, float], support: float, contradiction: float) -> float:
    """How strongly the models speak for a verdict, before calibration."""
    covered = values["words in three sentences"]
    match verdict:
        case Verdict.SUPPORTED:
            return support
        case Verdict.CONTRADICTED:
            return (1 - support) * contradiction
        case Verdict.PARTIAL:
            return (1 - support) * (1 - contradiction) * covered
        case _:
            return (1 - support) * (1 - contradiction) * (1 - covered)


def interpolate(points: Sequence[tuple[float, float]], x: float) -> float:
    """The value of a broken line at x; flat beyond its ends; one half where there is no line."""
    if not points:
        return 0.5
    if x <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in pairwise(points):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0) if x1 > x0 else y1
    return points[-1][1]
