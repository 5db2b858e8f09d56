"""Learn the verifier's weights: python scripts/train_verifier.py ../shared [--predictions DIR] [--dry-run]

Reads labelled claims (scripts/verifier_data.py), computes the features of each, fits the two logistic models, calibrates
them on out-of-fold predictions with folds by source text, and writes provenance/verify/weights.json. With --predictions it
also writes the out-of-fold predictions of each data set, which ../shared/bench/score_verify.py scores. The same data and
code give the same weights.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from verifier_data import BENCH, PRESS, Example, bench, press

from provenance.model import Verdict
from provenance.verify.align import Alignment, align, differences
from provenance.verify.builtin import BuiltinVerifier, allowed
from provenance.verify.evaluation import as_prediction, numbers_of
from provenance.verify.features import features
from provenance.verify.judge import Weights, interpolate, read_weights, score_of, weigh

OUT = Path(__file__).resolve().parents[1] / "provenance" / "verify" / "weights.json"
FOLDS = 5
RIDGE = 10.0
SHARES = {
    "press-corpus": 4.0,
    "press-seeds": 4.0,
    "wice-dev": 1.5,
    "wikicite-dev": 1.5,
    "factcheck-dev": 0.25,
    "bump-dev": 0.15,
    "fever-symmetric-dev": 0.3,
    "rte3-fr-en-dev": 0.4,
}
"""How much an example of each set weighs: the nearer to the real task, the more; large sets must not drown small ones."""
CALIBRATED_ON = ("press-corpus", "press-seeds", "wice-dev", "wikicite-dev")
"""Sets whose mix of right and wrong claims is nearest to what is audited."""
REVIEW = 0.62
"""Verdicts with less confidence go to a person: chosen from the table that this script prints."""


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
            if example.right == ["compatible"]:
                continue
            row = Row(example, align(example.claim, example.texts) if example.texts else None)
            if row.alignment:
                row.values = features(row.alignment)
            digest = hashlib.sha256(example.group.encode("utf-8", "surrogatepass")).digest()
            row.fold = digest[0] % FOLDS
            rows.append(row)
        print(f"{name}: {len(examples)} claims", file=sys.stderr)
    return rows


def fit(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Ridge-penalised logistic regression by Newton's method; the bias, first, is not penalised."""
    x = np.hstack([np.ones((len(x), 1)), x])
    beta, penalty = np.zeros(x.shape[1]), np.eye(x.shape[1]) * RIDGE
    penalty[0, 0] = 1e-6
    for _ in range(40):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        gradient = x.T @ (weight * (y - p)) - penalty @ beta
        step = np.linalg.solve((x * (weight * p * (1 - p))[:, None]).T @ x + penalty, gradient)
        beta += step
        if np.abs(step).max() < 1e-8:
            break
    return beta


def learn(rows: Sequence[Row]) -> dict[str, Any]:
    """The two models, as the weights file has them, from the rows with texts."""
    rows = [row for row in rows if row.alignment]
    names = sorted({name for row in rows for name in row.values})
    x = np.array([[row.values.get(name, 0.0) for name in names] for row in rows])
    scale = x.std(axis=0) + 1e-9
    share = np.array([SHARES[row.example.data] for row in rows])
    for name in (
        SHARES
    ):  # each set's two classes weigh the same, so that one half is where its balanced accuracy is best
        for side in (0.0, 1.0):
            of_side = np.array(
                [r.example.data == name and ("supported" in r.example.right) == side for r in rows]
            )
            of_set = np.array([r.example.data == name for r in rows])
            if of_side.any():
                share[of_side] *= of_set.sum() / (2 * of_side.sum())
    supported = np.array([float("supported" in row.example.right) for row in rows])
    contradicted = np.array([float("contradicted" in row.example.right) for row in rows])
    rest = supported == 0
    models = {
        "support": fit(x / scale, supported, share),
        "contradiction": fit(x[rest] / scale, contradicted[rest], share[rest]),
    }
    return {
        name: {
            "bias": round(float(beta[0]), 4),
            "weights": {n: round(float(v), 4) for n, v in zip(names, beta[1:] / scale) if abs(v) > 1e-3},
        }
        for name, beta in models.items()
    }


def out_of_fold(rows: Sequence[Row]) -> None:
    """Give each row the weights that were learned without its fold."""
    for fold in range(FOLDS):
        data = learn([row for row in rows if row.fold != fold])
        weights = read_weights({**data, "threshold": 0.5, "calibration": {}, "review": REVIEW})
        for row in rows:
            if row.fold == fold:
                row.weights = weights


def calibrate(rows: Sequence[Row]) -> dict[str, list[tuple[float, float]]]:
    """By verdict: how often it was right, as a rising broken line over the score."""
    points: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for row in rows:
        if row.alignment and row.weights and row.example.data in CALIBRATED_ON:
            w = weigh(row.alignment, row.values, row.weights)
            score = score_of(w.verdict, row.values, w.support, w.contradiction)
            right = float(w.verdict.value in row.example.right)
            points[w.verdict.value].append((score, right, SHARES[row.example.data]))
    return {verdict: rising_line(np.array(sorted(found))) for verdict, found in sorted(points.items())}


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


def table(rows: Sequence[Row], calibration: dict[str, list[tuple[float, float]]]) -> None:
    """What each threshold for review would do to each set."""
    for name in SHARES:
        judged = [_judged(row, calibration) for row in rows if row.example.data == name]
        if not judged:
            continue
        sides = [[right for right, _, s in judged if s is side] for side in (True, False)]
        balanced = np.mean([np.mean(side) for side in sides if side])
        print(
            f"{name}: {len(judged)} claims, right {np.mean([r for r, _, _ in judged]):.3f}, balanced {balanced:.3f}"
        )
        for limit in (0.6, 0.65, 0.7, 0.75, 0.8, 0.85):
            review = float(np.mean([c < limit for _, c, _ in judged]))
            print(
                f"   below {limit}: for review {review:.2f}, confident errors {sum(not r and c >= limit for r, c, _ in judged)}"
            )


def _judged(row: Row, calibration: dict[str, list[tuple[float, float]]]) -> tuple[bool, float, bool]:
    """Whether the verdict is right, how confident it is, and whether the claim may be called supported."""
    standing = "supported" in row.example.right
    if not row.alignment or not row.weights:
        return Verdict.UNVERIFIABLE.value in row.example.right, 1.0, standing
    w = weigh(row.alignment, row.values, row.weights)
    verdict = allowed(w.verdict, row.example.texts)
    score = score_of(w.verdict, row.values, w.support, w.contradiction)
    confidence = interpolate(calibration.get(w.verdict.value, ()), score)
    return (
        verdict.value in row.example.right,
        1.0 if verdict is Verdict.UNVERIFIABLE else confidence,
        standing,
    )


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


def write_predictions(
    rows: Sequence[Row], calibration: dict[str, list[tuple[float, float]]], folder: Path
) -> None:
    """A file a bench set, as `provenance evaluate` writes them, each claim judged by the models of the other folds."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in BENCH:
        with (folder / f"{name}.jsonl").open("w", encoding="utf-8") as out:
            for row in rows:
                if row.example.data == name and row.weights:
                    weights = Weights(
                        row.weights.support,
                        row.weights.contradiction,
                        row.weights.threshold,
                        calibration,
                        REVIEW,
                    )
                    found, alignment = BuiltinVerifier(weights).ranked(row.example.claim, row.example.texts)
                    evidence = numbers_of(row.example.case, row.example.texts[0], alignment)
                    out.write(
                        json.dumps(
                            {"id": row.example.id, **as_prediction(found, alignment), "evidence": evidence}
                        )
                        + "\n"
                    )


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
    rows = rows_of(args.shared, list(SHARES))
    out_of_fold(rows)
    calibration = calibrate(rows)
    table(rows, calibration)
    if args.rows:
        write_rows(rows, args.rows)
    if args.predictions:
        write_predictions(rows, calibration, args.predictions)
    if not args.dry_run:
        data = [
            {"name": n, "source": {**PRESS, **BENCH}[n], "claims": sum(r.example.data == n for r in rows)}
            for n in SHARES
        ]
        weights = {"made by": "scripts/train_verifier.py", "learned from": data, "threshold": 0.5, "review": REVIEW,
                   "calibration": calibration, **learn(rows)}  # fmt: skip
        OUT.write_text(json.dumps(weights, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
