"""Negation, opposites, directions and hedges: does the source say it, say the contrary, or only say that it may be?"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from provenance.language import lexicon
from provenance.model import Fact, FactKind
from provenance.verify.affinity import clauses
from provenance.verify.checks import Case
from provenance.verify.retrieve import Place

DOUBTS = frozenset({"possible", "reported"})
"""Values of a hedge that make a statement less certain (a plan is stated as such on both sides)."""
MAIN, SIDE = 0.25, 0.08
"""The share of the matched words that a clause of the source must have to count as one that says the claim; less where the
claim denies something: what is denied may stand in a short clause of its own ("…, not for one election")."""


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
    words, numbers = text.words[place.sentence], clauses(text, place.sentence, "breaks")
    negated = _denies(case.text, [f for f in case.facts if f.kind is FactKind.POLARITY], case.language)
    main = _main_clauses(case, place, numbers, SIDE if negated else MAIN)
    positions = [i for i, number in enumerate(numbers) if number in main]
    spans = [words.spans[i] for i in positions]
    found = text.facts(place.sentence)
    inside = [f for f in found if any((f.start <= a and b <= f.end) or a <= f.start < b for a, b in spans)]
    hedged = any(f.kind is FactKind.HEDGE and f.value in DOUBTS for f in case.facts)
    doubts = [f.text for f in inside if f.kind is FactKind.HEDGE and f.value in DOUBTS and f.text != "May"]
    return Sense(
        negated=negated,
        source_negated=_denies(
            text.sentence(place.sentence), [f for f in inside if f.kind is FactKind.POLARITY], text.language
        ),
        opposed=_opposed(case, place, positions),
        hedges=() if hedged else tuple(doubts),
    )


@cache
def _marks(language: str) -> dict[str, re.Pattern[str]]:
    table = tomllib.loads(files(__package__).joinpath("clauses.toml").read_text("utf-8"))
    marks = table.get(language) or table["en"]
    return {name: re.compile(marks[name], re.I) for name in ("restriction", "denial", "for", "against")}


def _denies(text: str, negations: list[Fact], language: str) -> bool:
    """Whether one of the negative words denies something, rather than saying "only" (ne … que)."""
    if not negations:
        return bool(_marks(language)["denial"].search(text))
    held = [m.span() for m in _marks(language)["restriction"].finditer(text)]
    return any(not any(a <= f.start and f.end <= b for a, b in held) for f in negations)


def _main_clauses(case: Case, place: Place, numbers: list[int], least: float) -> set[int]:
    weights: dict[int, float] = {}
    for term in case.search.terms:
        if term.index < 0:
            continue
        for position, strength in term.met[place.text].get(place.sentence, ()):
            weights[numbers[position]] = weights.get(numbers[position], 0.0) + term.weight * strength
    whole = sum(weights.values())
    return {number for number, weight in weights.items() if weight >= least * whole}


def _opposed(case: Case, place: Place, positions: list[int]) -> tuple[tuple[int, str], ...]:
    """Words of the claim that the sentence lacks, with the words there that say the contrary."""
    text = case.texts[place.text]
    words = text.words[place.sentence]
    there = {concept: words.raw[i] for i in positions for concept in words.concepts[i]}
    found = []
    for term in case.search.terms:
        if term.index < 0 or term.strength(place):
            continue
        concepts = case.words.concepts[term.index]
        contrary = next(
            (there[o] for c in concepts for o in sorted(lexicon.opposites(c)) if o in there), None
        )
        if contrary is not None:
            found.append((term.index, contrary))
    return tuple(found) or _ways(case, place, positions) or _sides(case, place)


def _sides(case: Case, place: Place) -> tuple[tuple[int, str], ...]:
    """A vote or a stand for something where the sentence has one against it, or the other way round."""
    text = case.texts[place.text]
    sentence = text.sentence(place.sentence)
    mine = {side: _marks(case.language)[side].search(case.text) for side in ("for", "against")}
    theirs = {side: _marks(text.language)[side].search(sentence) for side in ("for", "against")}
    for side, other in (("for", "against"), ("against", "for")):
        said, contrary = mine[side], theirs[other]
        if said and contrary and not mine[other] and not theirs[side]:
            touched = [i for i, (a, b) in enumerate(case.words.spans) if a < said.end() and b > said.start()]
            return ((touched[-1] if touched else 0, contrary.group()),)
    return ()


def _ways(case: Case, place: Place, positions: list[int]) -> tuple[tuple[int, str], ...]:
    """A claim that only goes up where the sentence only goes down, or the other way round."""
    text = case.texts[place.text]
    spans = [text.words[place.sentence].spans[i] for i in positions]
    mine = [f for f in case.facts if f.kind is FactKind.DIRECTION]
    everywhere = [f for f in text.facts(place.sentence) if f.kind is FactKind.DIRECTION]
    theirs = [f for f in everywhere if any(f.start <= a and b <= f.end for a, b in spans)] or everywhere
    if (
        len({f.value for f in mine}) != 1
        or len({f.value for f in theirs}) != 1
        or mine[0].value == theirs[0].value
    ):
        return ()
    index = next((i for i, (a, b) in enumerate(case.words.spans) if a < mine[0].end and b > mine[0].start), 0)
    return ((index, theirs[0].text),)
