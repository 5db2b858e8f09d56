"""Floors on the stand-in webs of ../shared/press, judged with the weights that the package comes with (learned from them, too).

Out-of-fold figures are printed by scripts/train_verifier.py; these floors only hold what has been reached.
"""

import sys
from pathlib import Path

import pytest

from provenance.model import Basis
from provenance.verify import BuiltinVerifier

SCRIPTS = Path(__file__).parents[2] / "scripts"
FLOORS = {"press-seeds": (0.76, 25, 0, 0.60), "press-corpus": (0.83, 343, 9, 0.39)}
"""Balanced share right, evidence shown, confident errors at most, share for review at most; not lowered in silence."""


def squeezed(text: str) -> str:
    """Lower case, white space single."""
    return " ".join(text.split()).lower()


@pytest.mark.shared
@pytest.mark.parametrize("name", FLOORS)
def test_press_floors(name: str, shared: Path, monkeypatch: pytest.MonkeyPatch):
    """Verdicts, evidence and the share sent to a person are no worse than they were."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    data = __import__("verifier_data")
    sides: dict[bool, list[bool]] = {True: [], False: []}
    shown = confident = review = 0
    for example in data.press(shared, name):
        basis = Basis.CITED if example.claim.citations else Basis.ELSEWHERE
        found = BuiltinVerifier().verify(example.claim, example.texts, basis=basis)
        right = found.verdict.value in example.right
        sides["supported" in example.right].append(right)
        confident += not right and not found.needs_review
        review += found.needs_review
        wanted = squeezed(example.case.get("evidence") or "\0")
        shown += any(wanted in squeezed(e.prefix + e.exact + e.suffix) for e in found.evidence[:3])
    sys.modules.pop("verifier_data", None)
    balanced, evidence, errors, for_review = FLOORS[name]
    assert sum(sum(side) / len(side) for side in sides.values()) / 2 >= balanced
    assert shown >= evidence
    assert confident <= errors
    assert review / sum(map(len, sides.values())) <= for_review
