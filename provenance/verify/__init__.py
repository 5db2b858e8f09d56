"""Claim + texts -> Assessment: find the passages that bear on a claim, compare fact by fact, judge.

    claim, texts -> retrieve (sentences) -> align (facts, words, sense) -> features -> judge -> Assessment

Nothing is downloaded and nothing is random: the same claim and texts give the same assessment.
"""

from provenance.verify.builtin import BuiltinVerifier
from provenance.verify.disagreement import conflicts
from provenance.verify.evaluation import evaluate
from provenance.verify.origins import origin
from provenance.verify.prepared import Prepared, prepare

__all__ = ["BuiltinVerifier", "Prepared", "conflicts", "evaluate", "origin", "prepare"]
