"""Doubts: how likely each word of a claim is one that its sources do not bear out.

What tells is where the sources have the word (in the sentence that says the claim, beside it, elsewhere, nowhere), in
which form, how rare it is, whether the words beside it in the claim stand beside it there too, and what its fact met.
The model was learned on marked words of partly supported claims (weights.json, `words`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from provenance.model import FactKind, FactStatus
from provenance.verify.align import Alignment, differences
from provenance.verify.checks import Check
from provenance.verify.prepared import SAME_STEM
from provenance.verify.retrieve import Place, Term, light_words
from provenance.verify.weights import Linear

BY_ITS_SIDE = 3
"""Words between two words of a sentence, at most, for them to stand side by side."""
SPAN = 40
"""Characters that a span of doubtful words may have: what is longer points at nothing."""
DOUBTED, BESIDE = 0.5, 0.4
"""From which doubt on a word is named, and named along with a more doubtful one beside it."""
KINDS = {FactKind.NAME: "name", FactKind.QUANTITY: "figure", FactKind.DATE: "date"}


@dataclass(frozen=True, slots=True)
class Doubt:
    """A word of a claim and the probability (0–1) that its sources do not bear it out."""

    term: Term
    share: float


def doubts(a: Alignment, model: Linear) -> list[Doubt]:
    """A doubt for each content word of the claim, in its order."""
    return [Doubt(term, model.probability(values)) for term, values in word_features(a)]


def word_features(a: Alignment) -> list[tuple[Term, dict[str, float]]]:
    """What is known of each content word of the claim, by name; the names are those of the weights file."""
    terms = [t for t in a.case.search.terms if t.index >= 0]
    seen = _Seen(a, terms)
    return [(term, seen.values(number)) for number, term in enumerate(terms)]


def doubtful_spans(a: Alignment, found: Sequence[Doubt]) -> tuple[tuple[int, int], ...]:
    """Spans of the claim that its sources do not bear out, surest first: facts that differ, then words with their like beside them."""
    wrong = [c.fact for c in a.checks if c.status is FactStatus.DIFFERS] if differences(a) else []
    spans = [(fact.start, min(fact.end, fact.start + SPAN)) for fact in wrong]
    for number in sorted(range(len(found)), key=lambda n: (-found[n].share, n)):
        start, end = a.case.words.spans[found[number].term.index]
        free = not any(s < end and e > start for s, e in spans)
        if free and (found[number].share >= DOUBTED or not spans):
            spans.append(_grown(a, found, number, spans))
    return tuple(dict.fromkeys(spans))


def _grown(
    a: Alignment, found: Sequence[Doubt], number: int, taken: Sequence[tuple[int, int]]
) -> tuple[int, int]:
    """A doubtful word with the words beside it that are doubtful too, as far as a span may reach."""
    words = a.case.words.spans
    start, end = words[found[number].term.index]
    for steps in (range(number - 1, -1, -1), range(number + 1, len(found))):
        for other in steps:
            left, right = words[found[other].term.index]
            wider = (min(start, left), max(end, right))
            free = not any(s < wider[1] and e > wider[0] for s, e in taken)
            if found[other].share < BESIDE or wider[1] - wider[0] > SPAN or not free:
                break
            start, end = wider
    return start, end


class _Seen:
    """A claim's words as its best sentences have them."""

    def __init__(self, a: Alignment, terms: list[Term]) -> None:
        self.a, self.terms = a, terms
        top = [place for place, _ in a.places[:5]]
        self.one = [_strength(t, [a.anchor] if a.anchor else []) for t in terms]
        self.three = [_strength(t, top[:3]) for t in terms]
        self.five = [_strength(t, top) for t in terms]
        self.beside = [_strength(t, _beside(a.anchor)) for t in terms]
        self.whole = sum(t.weight for t in terms) or 1.0
        self.heaviest = max((t.weight for t in terms), default=1.0) or 1.0
        self.covered_one = sum(t.weight * s for t, s in zip(terms, self.one)) / self.whole
        self.covered = sum(t.weight * s for t, s in zip(terms, self.three)) / self.whole
        self.checks: dict[int, list[Check]] = {}
        for check in a.checks:
            for index in a.case.inside(check.fact):
                self.checks.setdefault(index, []).append(check)
        self.light = light_words(a.case.words.language)
        self.sentences = sum(len(text) for text in a.case.texts)

    def values(self, number: int) -> dict[str, float]:
        """The features of one word."""
        return self._places(number) | self._form(number) | self._company(number) | self._fact(number)

    def _places(self, number: int) -> dict[str, float]:
        term, three = self.terms[number], self.three[number]
        best = max((s for met in term.met for s in met.best.values()), default=0.0)
        found_in = sum(len(met) for met in term.met)
        return {
            "in the sentence": self.one[number],
            "as it is, in the sentence": float(self.one[number] >= SAME_STEM),
            "in three sentences": three,
            "as it is, in three sentences": float(three >= SAME_STEM),
            "in five sentences": self.five[number],
            "beside the sentence": self.beside[number],
            "on the page": float(best > 0),
            "best on the page": best,
            "sentences that have it": math.log1p(found_in) / math.log1p(self.sentences or 1),
        }

    def _form(self, number: int) -> dict[str, float]:
        term, words = self.terms[number], self.a.case.words
        raw, gap, nowhere = words.raw[term.index], 1 - self.three[number], float(not any(term.met))
        capital = float(raw[0].isupper() and term.index > 0)
        digit, light = float(raw[0].isdigit()), float(term.word in self.light)
        known = float(bool(words.concepts[term.index]))
        return {
            "weight": term.weight / 8,
            "weight among the claim's": term.weight / self.heaviest,
            "share of the claim": term.weight / self.whole,
            "capital": capital,
            "capital, missing": capital * gap,
            "capital, nowhere": capital * nowhere,
            "digit": digit,
            "digit, missing": digit * gap,
            "digit, nowhere": digit * nowhere,
            "says little": light,
            "says little, missing": light * gap,
            "in the lexicon": known,
            "in the lexicon, missing": known * gap,
            "in the lexicon, nowhere": known * nowhere,
            "length": len(term.word) / 10,
        }

    def _company(self, number: int) -> dict[str, float]:
        term = self.terms[number]
        before = self.terms[number - 1] if number else None
        after = self.terms[number + 1] if number + 1 < len(self.terms) else None
        rest = sum(t.weight * s for t, s in zip(self.terms, self.three)) - term.weight * self.three[number]
        return {
            "before it, found": self.three[number - 1] if before else 0.5,
            "after it, found": self.three[number + 1] if after else 0.5,
            "with the one before": _together(term, before),
            "with the one after": _together(term, after),
            "beside the one before": _side_by_side(term, before),
            "beside the one after": _side_by_side(term, after),
            "claim in one sentence": self.covered_one,
            "claim in three sentences": self.covered,
            "the others in three sentences": rest / max(1e-6, self.whole - term.weight),
            "words in the claim": math.log1p(len(self.terms)) / 3,
            "place in the claim": term.index / max(1, len(self.a.case.words) - 1),
        }

    def _fact(self, number: int) -> dict[str, float]:
        index = self.terms[number].index
        checks = self.checks.get(index, [])
        kinds = {f.kind for f in self.a.case.facts if index in self.a.case.inside(f)}
        return {
            **{f"of a {name}": float(kind in kinds) for kind, name in KINDS.items()},
            "of a fact found": float(any(c.status is FactStatus.FOUND for c in checks)),
            "of a fact absent": float(any(c.status is FactStatus.ABSENT for c in checks)),
            "of a fact that differs": float(any(c.status is FactStatus.DIFFERS for c in checks)),
            "near its words": max((c.own for c in checks), default=0.0),
            "nearer to something else": max((max(0.0, c.other - c.own) for c in checks), default=0.0),
        }


def _strength(term: Term, places: Sequence[Place]) -> float:
    return max((term.strength(place) for place in places), default=0.0)


def _beside(anchor: Place | None) -> list[Place]:
    return [Place(anchor.text, anchor.sentence + step) for step in (-2, -1, 1, 2)] if anchor else []


def _together(term: Term, other: Term | None) -> float:
    """How surely one sentence has both words; one half for a word without a neighbour."""
    if other is None:
        return 0.5
    return max(
        (
            min(strength, theirs.best[sentence])
            for mine, theirs in zip(term.met, other.met)
            for sentence, strength in mine.best.items()
            if sentence in theirs.best
        ),
        default=0.0,
    )


def _side_by_side(term: Term, other: Term | None) -> float:
    """Whether the two words stand side by side somewhere; one half for a word without a neighbour."""
    if other is None:
        return 0.5
    return float(
        any(
            abs(here - there) <= BY_ITS_SIDE
            for mine, theirs in zip(term.met, other.met)
            for sentence in mine.keys() & theirs.keys()
            for here, _ in mine[sentence]
            for there, _ in theirs[sentence]
        )
    )
