"""Hold the verifier against its floors: python scripts/evaluate.py ../shared

Prints each figure beside its floor (scripts/floors.toml) and ends with 1 where one is missed. Data that weights are learned
from is judged out of fold, as scripts/train_verifier.py does; nothing is written.
"""

from __future__ import annotations

import sys
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
import train_verifier as training
from verifier_data import PRESS, WORDS, bench, marked

from provenance.verify.align import align
from provenance.verify.doubts import SPAN, doubtful_spans, doubts
from provenance.verify.judge import for_review, weigh
from provenance.verify.weights import Linear

FLOORS = Path(__file__).with_name("floors.toml")


def ranked_rightly(scores: np.ndarray, true: np.ndarray) -> float:
    """The area under the ROC curve: the share of (true, false) pairs in which the true one scores higher, ties by half."""
    yes, no = scores[true][:, None], scores[~true][None, :]
    return float(((yes > no) + 0.5 * (yes == no)).mean())


def bench_figures(rows: Sequence[training.Row]) -> dict[str, float]:
    """The figures of a bench set, as ../shared/bench/score_verify.py names and counts them."""
    told = [(row, row.alignment, row.weights) for row in rows]
    found = [(row, a, weigh(a, row.values, w)) for row, a, w in told if a and w]
    support = np.array([weighed.support for _, _, weighed in found])
    true = np.array(["supported" in row.example.right for row, _, _ in found])
    said = np.array([weighed.verdict.value == "supported" for _, _, weighed in found])
    alone = np.array([not for_review(a, weighed, training.REVIEW) for _, a, weighed in found])
    return {
        "balanced accuracy": float(said[true].mean() + (~said[~true]).mean()) / 2,
        "accuracy": float((said == true).mean()),
        "AUROC": ranked_rightly(support, true),
        "left alone": float(alone.mean()),
        "left alone, called supported, rightly": float(true[alone & said].mean()),
        "left alone, called not supported, rightly": float((~true)[alone & ~said].mean()),
        "pairs in order": _pairs([row for row, _, _ in found], support, true),
    }


def _pairs(rows: Sequence[training.Row], support: np.ndarray, true: np.ndarray) -> float:
    pairs: dict[Any, dict[bool, float]] = defaultdict(dict)
    for row, score, stands in zip(rows, support, true):
        if "pair" in row.example.case:
            pairs[row.example.case["pair"]][bool(stands)] = float(score)
    full = [(pair[True], pair[False]) for pair in pairs.values() if len(pair) == 2]
    return float(np.mean([(a > b) + 0.5 * (a == b) for a, b in full])) if full else float("nan")


def press_figures(rows: Sequence[training.Row]) -> dict[str, float]:
    """The figures of a press web, but for its evidence (tests/verify/test_press.py counts that)."""
    judged = [training.judged(row) for row in rows]
    sides = [[j.right for j in judged if j.standing is side] for side in (True, False)]
    return {
        "balanced": float(np.mean([np.mean(side) for side in sides])),
        "confident errors at most": sum(not j.right and not j.review for j in judged),
        "for review at most": sum(j.review for j in judged) / len(judged),
    }


def span_figures(shared: Path, words: Linear) -> dict[str, float]:
    """How often the first span called unsupported lies in a marked one."""
    hits = []
    for example in bench(shared, "wice-spans-dev"):
        alignment = align(example.claim, example.texts)
        start, end = doubtful_spans(alignment, doubts(alignment, words))[0]
        marks = marked(example.case)
        hits.append(end - start <= SPAN and any(start < stop and end > begin for begin, stop in marks))
    return {"first span in a marked one": float(np.mean(hits))}


def missed(name: str, figures: dict[str, float], floors: dict[str, float]) -> int:
    """Print the figures that have a floor; how many of them miss it."""
    count = 0
    for what, floor in floors.items():
        figure = figures[what]
        bad = figure > floor if what.endswith("at most") else not figure >= floor
        print(f"{'MISSED' if bad else 'ok    '} {name}: {what} {figure:.3f} ({floor})")
        count += bad
    return count


def main() -> int:
    """Learn out of fold, print, and compare."""
    shared, floors = Path(sys.argv[1]), tomllib.loads(FLOORS.read_text("utf-8"))
    learned = training.learn_words(training.rows_of(shared, list(WORDS)))
    words = Linear(learned["bias"], learned["weights"])
    rows = training.rows_of(shared, list(training.SHARES))
    training.describe(rows, words)
    training.out_of_fold(rows, learned)
    count = 0
    for name in training.SHARES:
        of_set = [row for row in rows if row.example.data == name]
        figures = press_figures(of_set) if name in PRESS else bench_figures(of_set)
        count += missed(name, figures, floors[name])
    return int(count + missed("wice-spans-dev", span_figures(shared, words), floors["wice-spans-dev"]) > 0)


if __name__ == "__main__":
    sys.exit(main())
