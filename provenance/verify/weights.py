"""Weights: the learned part of judgement, as weights.json has it; scripts/train_verifier.py writes that file.

All models are logistic: a bias and a weight a feature, so that what each feature adds can be shown. What counts for how
much depends on how much there is to read, so the weights of `support` and `contradiction` are given for three kinds of
reading, a passage, a page and a long page, and those of the last two are mixed for pages in between.
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

PASSAGE = 6
"""Sentences up to which a source is read as a passage: a search engine's snippet, a short paragraph."""
PAGE, LONG = 20, 40
"""Sentences up to which a source is a plain page, and from which on it is a long one."""


Calibration = Mapping[str, Mapping[str, Sequence[tuple[float, float]]]]
"""By kind of reading and verdict: points (score, share of such verdicts that were right), with straight lines between."""


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
        score = self.bias + sum(weight * values.get(name, 0.0) for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


@dataclass(frozen=True, slots=True)
class Weights:
    """What the training script wrote."""

    support: Mapping[str, Linear]
    """By kind of reading: that the claim stands as a whole."""
    contradiction: Mapping[str, Linear]
    """By kind of reading: that the source says otherwise."""
    words: Linear
    """That a word of a claim is not borne out."""
    calibration: Calibration
    review: Mapping[str, Mapping[str, float]]
    """By kind of reading and verdict: with a lower score than this it goes to a person; what is not here always does."""


def readings(sentences: int) -> dict[str, float]:
    """The kinds of reading that sources of so many sentences between them are, as shares that add up to 1."""
    if sentences <= PASSAGE:
        return {"passage": 1.0}
    share = (math.log(sentences) - math.log(PAGE)) / (math.log(LONG) - math.log(PAGE))
    share = max(0.0, min(1.0, share))
    return {name: part for name, part in (("page", 1 - share), ("long page", share)) if part}


def mixed(models: Mapping[str, Linear], shares: Mapping[str, float]) -> Linear:
    """One model of several, each for its share."""
    if len(shares) == 1:
        return models[next(iter(shares))]
    names = {name for kind in shares for name in models[kind].weights}
    return Linear(
        sum(share * models[kind].bias for kind, share in shares.items()),
        {n: sum(p * models[k].weights.get(n, 0.0) for k, p in shares.items()) for n in sorted(names)},
    )


def read_weights(data: Mapping[str, Any]) -> Weights:
    """Weights from the parsed weights file."""
    return Weights(
        support={kind: _linear(model) for kind, model in data["support"].items()},
        contradiction={kind: _linear(model) for kind, model in data["contradiction"].items()},
        words=_linear(data["words"]),
        calibration={
            kind: {verdict: [(x, y) for x, y in points] for verdict, points in lines.items()}
            for kind, lines in data["calibration"].items()
        },
        review=data["review"],
    )


def _linear(model: Mapping[str, Any]) -> Linear:
    return Linear(model["bias"], model["weights"])


@cache
def learned() -> Weights:
    """The weights that the package comes with."""
    return read_weights(json.loads(files(__package__).joinpath("weights.json").read_text("utf-8")))


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
