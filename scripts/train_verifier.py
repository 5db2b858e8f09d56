"""Learn the verifier's weights: python scripts/train_verifier.py ../shared [--predictions DIR] [--dry-run]

Reads labelled claims (scripts/verifier_data.py), aligns each with its source, fits the model of words and the two models of
claims, calibrates them on out-of-fold predictions with folds by source text, and writes provenance/verify/weights.json. With
--predictions it also writes the out-of-fold predictions of each data set, which ../shared/bench/score_verify.py scores. The
model of words is learned on sources that no other set has. The same data and code give the same weights.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from verifier_data import BENCH, PRESS, WORDS, Example, bench, marked, press

from provenance.model import Verdict
from provenance.verify.align import Alignment, align, differences
from provenance.verify.builtin import BuiltinVerifier, allowed
from provenance.verify.doubts import doubts, word_features
from provenance.verify.evaluation import as_prediction, numbers_of
from provenance.verify.features import features
from provenance.verify.judge import for_review, readings_of, score_of, weigh
from provenance.verify.weights import Linear, Weights, read_weights

OUT = Path(__file__).resolve().parents[1] / "provenance" / "verify" / "weights.json"
FOLDS = 5
COMMON, OWN = 300.0, 300.0
"""Penalties on the weights that all kinds of reading share, and on what each adds to them: the best of 30, 100 and 300."""
WORD_PENALTY = 30.0
SHARES = {
    "press-corpus": 4.0,
    "press-seeds": 4.0,
    "wice-dev": 3.0,
    "wikicite-dev": 3.0,
    "factcheck-dev": 0.25,
    "bump-dev": 0.15,
    "fever-symmetric-dev": 0.3,
    "rte3-fr-en-dev": 0.4,
}
"""How much an example of each set weighs: the nearer to the real task, the more; large sets must not drown small ones."""
REVIEW = {
    "passage": {"supported": 0.85, "not-found": 0.85},
    "page": {"supported": 0.7, "contradicted": 0.7, "partially-supported": 0.8, "not-found": 0.8},
    "long page": {"supported": 0.92, "contradicted": 0.5, "partially-supported": 0.55, "not-found": 0.65},
    "other language": {"supported": 0.67, "contradicted": 0.7},
}
"""Verdicts with a lower score go to a person: chosen from the table that this script prints, for the errors that are left."""
KINDS = ("passage", "page", "long page")


@dataclass(slots=True)
class Row:
    """An example with its alignment and features, and what the models of the other folds say of it."""

    example: Example
    alignment: Alignment | None
    values: dict[str, float] = field(default_factory=dict)
    fold: int = 0
    weights: Weights | None = None


def rows_of(shared: Path, names: Sequence[str]) -> list[Row]:
    """Every example of the sets, aligned."""
    rows = []
    for name in names:
        examples = list(press(shared, name) if name in PRESS else bench(shared, name))
        for example in examples:
            row = Row(example, align(example.claim, example.texts) if example.texts else None)
            digest = hashlib.sha256(example.group.encode("utf-8", "surrogatepass")).digest()
            row.fold = digest[0] % FOLDS
            rows.append(row)
        print(f"{name}: {len(examples)} claims", file=sys.stderr)
    return rows


def describe(rows: Sequence[Row], words: Linear) -> None:
    """Give each row its features, the doubts of the model of words among them."""
    for row in rows:
        if row.alignment:
            row.values = features(row.alignment, doubts(row.alignment, words))


def learn_words(rows: Sequence[Row]) -> dict[str, Any]:
    """The model of words, as the weights file has it, from claims with marked words."""
    found: list[dict[str, float]] = []
    bad: list[float] = []
    for row in rows:
        if row.alignment:
            spans = marked(row.example.case)
            for term, values in word_features(row.alignment):
                start, end = row.alignment.case.words.spans[term.index]
                found.append(values)
                bad.append(float(any(s < end and e > start for s, e in spans)))
    x, names, scale = _table(found)
    beta = fit(x / scale, np.array(bad), np.ones(len(bad)), np.full(len(names), WORD_PENALTY))
    return _linear(beta[0], beta[1:] / scale, names)


def _table(values: Sequence[dict[str, float]]) -> tuple[np.ndarray, list[str], np.ndarray]:
    names = sorted({name for row in values for name in row})
    x = np.array([[row.get(name, 0.0) for name in names] for row in values])
    return x, names, x.std(axis=0) + 1e-9


def _linear(bias: float, weights: np.ndarray, names: Sequence[str]) -> dict[str, Any]:
    kept = {n: round(float(v), 4) for n, v in zip(names, weights) if abs(v) > 1e-3}
    return {"bias": round(float(bias), 4), "weights": kept}


def fit(x: np.ndarray, y: np.ndarray, weight: np.ndarray, penalty: np.ndarray) -> np.ndarray:
    """Ridge-penalised logistic regression by Newton's method; the bias, first in the answer, is not penalised."""
    x = np.hstack([np.ones((len(x), 1)), x])
    beta, ridge = np.zeros(x.shape[1]), np.diag(np.append(1e-6, penalty))
    for _ in range(40):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        gradient = x.T @ (weight * (y - p)) - ridge @ beta
        step = np.linalg.solve((x * (weight * p * (1 - p))[:, None]).T @ x + ridge, gradient)
        beta += step
        if np.abs(step).max() < 1e-8:
            break
    return beta


def learn(rows: Sequence[Row]) -> dict[str, Any]:
    """The two models of claims, as the weights file has them, from the rows with texts."""
    rows = [row for row in rows if row.alignment]
    x, names, scale = _table([row.values for row in rows])
    kinds = [readings_of(row.alignment) for row in rows if row.alignment]
    shares = np.array([[kind.get(name, 0.0) for name in KINDS] for kind in kinds])
    weight = np.array([SHARES[row.example.data] for row in rows])
    supported = np.array([float("supported" in row.example.right) for row in rows])
    contradicted = np.array([float("contradicted" in row.example.right) for row in rows])
    rest = supported == 0
    everything = np.ones(len(rows), dtype=bool)
    evenly = weight * _balance(rows, supported)
    return {
        "support": _by_kind(x / scale, supported, evenly, shares, everything, names, scale),
        "contradiction": _by_kind(x / scale, contradicted, weight, shares, rest, names, scale),
    }


def _balance(rows: Sequence[Row], supported: np.ndarray) -> np.ndarray:
    """Factors by which each set's two sides weigh the same, so that one half is where its balanced accuracy is best."""
    factor = np.ones(len(rows))
    for name in SHARES:
        of_set = np.array([row.example.data == name for row in rows])
        for side in (0.0, 1.0):
            of_side = of_set & (supported == side)
            if of_side.any():
                factor[of_side] = of_set.sum() / (2 * of_side.sum())
    return factor


def _by_kind(
    x: np.ndarray, y: np.ndarray, weight: np.ndarray, shares: np.ndarray, use: np.ndarray, names: Sequence[str], scale: np.ndarray
) -> dict[str, Any]:  # fmt: skip
    """A model for each kind of reading: weights that all share, and what each adds to them."""
    size = len(names)
    parts = [x] + [np.hstack([share[:, None] * x, share[:, None]]) for share in shares.T]
    penalty = np.concatenate([np.full(size, COMMON)] + [np.append(np.full(size, OWN), OWN / 10)] * len(KINDS))
    beta = fit(np.hstack(parts)[use], y[use], weight[use], penalty)
    models = {}
    for number, kind in enumerate(KINDS):
        own = beta[1 + size + number * (size + 1) :][: size + 1]
        models[kind] = _linear(beta[0] + own[-1], (beta[1 : size + 1] + own[:-1]) / scale, names)
    return models


def out_of_fold(rows: Sequence[Row], words: dict[str, Any]) -> None:
    """Give each row the weights that were learned without its fold."""
    for fold in range(FOLDS):
        data = learn([row for row in rows if row.fold != fold])
        weights = read_weights({**data, "words": words, "calibration": {}, "review": REVIEW})
        for row in rows:
            if row.fold == fold:
                row.weights = weights


Curves = dict[str, dict[str, list[tuple[float, float]]]]


def calibrate(rows: Sequence[Row]) -> Curves:
    """By kind of reading and verdict: how often it was right, as a rising broken line over the score."""
    points: dict[str, dict[str, list[tuple[float, float, float]]]] = {k: defaultdict(list) for k in KINDS}
    for row in rows:
        if row.alignment and row.weights:
            found = weigh(row.alignment, row.values, row.weights)
            right = float(found.verdict.value in row.example.right)
            for kind, share in readings_of(row.alignment).items():
                weight = share * SHARES[row.example.data]
                points[kind][found.verdict.value].append((score_of(found), right, weight))
    return {
        kind: {verdict: rising_line(np.array(sorted(seen))) for verdict, seen in sorted(of_kind.items())}
        for kind, of_kind in points.items()
    }


def rising_line(points: np.ndarray) -> list[tuple[float, float]]:
    """Bins of about 25 points, drawn a little towards the mean, made to rise by pooling neighbours."""
    mean = float(np.average(points[:, 1], weights=points[:, 2]))
    blocks: list[list[float]] = []
    for part in np.array_split(points, max(2, min(10, len(points) // 25))):
        if not len(part):
            continue
        weight = float(part[:, 2].sum())
        share = (float((part[:, 1] * part[:, 2]).sum()) + 4 * mean) / (weight + 4)
        blocks.append([float((part[:, 0] * part[:, 2]).sum()), share * weight, weight])
        while len(blocks) > 1 and blocks[-2][1] / blocks[-2][2] >= blocks[-1][1] / blocks[-1][2]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last)]
    return [(round(a / w, 4), round(b / w, 4)) for a, b, w in blocks]


def table(rows: Sequence[Row]) -> None:
    """What the thresholds for review do to each set, and by verdict what others would."""
    for name in SHARES:
        found = [judged(row) for row in rows if row.example.data == name]
        if not found:
            continue
        sides = [[j.right for j in found if j.standing is side] for side in (True, False)]
        balanced = np.mean([np.mean(side) for side in sides if side])
        kept = [j for j in found if not j.review]
        print(
            f"{name}: {len(found)} claims, right {np.mean([j.right for j in found]):.3f}, balanced {balanced:.3f}, "
            f"for review {1 - len(kept) / len(found):.2f}, confident errors {sum(not j.right for j in kept)}"
        )
        for verdict in ("supported", "partially-supported", "contradicted", "not-found"):
            for limit in (0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
                sure = [j for j in found if j.verdict.value == verdict and j.score >= limit]
                if sure:
                    side = sum(j.standing is (verdict == "supported") for j in sure)
                    right = sum(j.right for j in sure)
                    print(
                        f"   {verdict} from {limit}: {len(sure)}, exactly right {right}, on the right side {side}"
                    )


@dataclass(slots=True)
class Judged:
    """A claim as it is judged out of fold."""

    verdict: Verdict
    right: bool
    score: float
    review: bool
    standing: bool
    """Whether the claim may be called supported."""


def judged(row: Row) -> Judged:
    """The row's verdict by the models of the other folds, and whether it is right."""
    standing = "supported" in row.example.right
    found = weigh(row.alignment, row.values, row.weights) if row.alignment and row.weights else None
    verdict = allowed(found.verdict, row.example.texts) if found else Verdict.UNVERIFIABLE
    right = verdict.value in row.example.right
    if not found or not row.alignment or verdict is Verdict.UNVERIFIABLE:
        return Judged(verdict, right, 1.0, False, standing)
    return Judged(verdict, right, score_of(found), for_review(row.alignment, found, REVIEW), standing)


def write_rows(rows: Sequence[Row], path: Path) -> None:
    """What the models of the other folds make of each claim: for looking at errors."""
    with path.open("w", encoding="utf-8") as out:
        for row in rows:
            if row.alignment and row.weights:
                w = weigh(row.alignment, row.values, row.weights)
                said = {"verdict": w.verdict, "support": w.support, "contradiction": w.contradiction}
                told = {"data": row.example.data, "claim": row.example.claim.text, "right": row.example.right, **said,
                        "kind": row.example.case.get("kind"), "group": row.example.group, "differs": differences(row.alignment), "features": row.values}  # fmt: skip
                out.write(json.dumps(told, ensure_ascii=False) + "\n")


def write_predictions(rows: Sequence[Row], calibration: Curves, folder: Path) -> None:
    """A file a bench set, as `provenance evaluate` writes them, each claim judged by the models of the other folds."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in BENCH:
        with (folder / f"{name}.jsonl").open("w", encoding="utf-8") as out:
            for row in rows:
                if row.example.data == name and row.weights and row.alignment:
                    verifier = BuiltinVerifier(replace(row.weights, calibration=calibration, review=REVIEW))
                    found = verifier.assess(row.example.claim, row.alignment)
                    told = as_prediction(found, row.alignment, verifier.weights)
                    evidence = numbers_of(row.example.case, row.example.texts[0], row.alignment)
                    line = {"id": row.example.id, **told, "evidence": evidence}
                    out.write(json.dumps(line) + "\n")


def main() -> None:
    """Train, print the table, write the weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("shared", type=Path)
    parser.add_argument("--predictions", type=Path, help="write out-of-fold predictions into this folder")
    parser.add_argument("--dry-run", action="store_true", help="do not write the weights")
    parser.add_argument(
        "--rows", type=Path, help="also write verdict, scores and features of each claim as JSON lines"
    )
    args = parser.parse_args()
    words = learn_words(rows_of(args.shared, list(WORDS)))
    rows = rows_of(args.shared, list(SHARES))
    describe(rows, Linear(words["bias"], words["weights"]))
    out_of_fold(rows, words)
    calibration = calibrate(rows)
    table(rows)
    if args.rows:
        write_rows(rows, args.rows)
    if args.predictions:
        write_predictions(rows, calibration, args.predictions)
    if not args.dry_run:
        data = [
            {"name": n, "source": {**PRESS, **BENCH}[n], "claims": sum(r.example.data == n for r in rows)}
            for n in SHARES
        ] + [{"name": n, "source": source} for n, source in WORDS.items()]
        weights = {"made by": "scripts/train_verifier.py", "learned from": data, "review": REVIEW,
                   "calibration": calibration, "words": words, **learn(rows)}  # fmt: skip
        OUT.write_text(json.dumps(weights, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
