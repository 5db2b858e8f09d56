"""Negation, opposites, directions and hedges: does the source say it, say the contrary, or only say that it may be?"""

from __future__ import annotations

from dataclasses import dataclass

from provenance.language import lexicon
from provenance.model import FactKind
from provenance.verify.affinity import clauses
from provenance.verify.checks import Case
from provenance.verify.retrieve import Place

DOUBTS = frozenset({"possible", "reported"})
"""Values of a hedge that make a statement less certain (a plan is stated as such on both sides)."""
MAIN = 0.25
"""The share of the matched words that a clause of the source must have to count as one that says the claim."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """How the claim and the source sentence that says it stand to each other."""

    negated: bool
    """The claim denies something."""
    source_negated: bool
    opposed: tuple[tuple[int, str], ...]
    """Words of the claim (by index) and the source's words that say the opposite."""
    hedges: tuple[str, ...]
    """What the source hedges with, where the claim has no hedge."""

    @property
    def flipped(self) -> bool:
        """The one says what the other denies."""
        return (self.negated != self.source_negated) != bool(self.opposed)


def compare(case: Case, place: Place) -> Sense:
    """The claim against the clauses of a source sentence that have its words."""
    text = case.texts[place.text]
    words, numbers = text.words[place.sentence], clauses(text, place.sentence)
    main = _main_clauses(case, place, numbers)
    positions = [i for i, number in enumerate(numbers) if number in main]
    spans = [words.spans[i] for i in positions]
    found = text.facts(place.sentence)
    inside = [f for f in found if any((f.start <= a and b <= f.end) or a <= f.start < b for a, b in spans)]
    own = {f.kind for f in case.facts}
    doubts = [f.text for f in inside if f.kind is FactKind.HEDGE and f.value in DOUBTS]
    return Sense(
        negated=FactKind.POLARITY in own,
        source_negated=any(f.kind is FactKind.POLARITY for f in inside),
        opposed=_opposed(case, place, positions),
        hedges=() if FactKind.HEDGE in own else tuple(doubts),
    )


def _main_clauses(case: Case, place: Place, numbers: list[int]) -> set[int]:
    weights: dict[int, float] = {}
    for term in case.search.terms:
        if term.index < 0:
            continue
        for position, strength in term.met[place.text].get(place.sentence, ()):
            weights[numbers[position]] = weights.get(numbers[position], 0.0) + term.weight * strength
    whole = sum(weights.values())
    return {number for number, weight in weights.items() if weight >= MAIN * whole}


def _opposed(case: Case, place: Place, positions: list[int]) -> tuple[tuple[int, str], ...]:
    words = case.texts[place.text].words[place.sentence]
    there = {concept: words.raw[i] for i in positions for concept in words.concepts[i]}
    ups = {lexicon.direction(concept): word for concept, word in there.items() if lexicon.direction(concept)}
    found = []
    for term in case.search.terms:
        if term.index < 0 or term.strength(place):
            continue
        concepts = case.words.concepts[term.index]
        contrary = next(
            (there[o] for c in concepts for o in sorted(lexicon.opposites(c)) if o in there), None
        )
        way = {lexicon.direction(c) for c in concepts} - {None}
        if contrary is None and len(way) == 1 and len(ups) == 1 and way.isdisjoint(ups):
            contrary = next(iter(ups.values()))
        if contrary is not None:
            found.append((term.index, contrary))
    return tuple(found)
