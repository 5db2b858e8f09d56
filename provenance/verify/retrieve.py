"""Retrieval: which sentences of which sources bear on a claim, best first."""

from __future__ import annotations

import heapq
import math
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from provenance.language.words import Words, fold
from provenance.verify.prepared import Postings, Prepared

LIGHT, CONTEXT = 0.4, 0.3
"""Weights of words that say little (say, year, new) and of words that only the claim's context has; a content word has 1."""
DISCOUNT = 0.6
"""What the weight of a word is multiplied by once a chosen sentence has it (best of .35–.65 on WiCE)."""
STANDING = 0.15
"""The share of a sentence's score that stays as it was at first, however much of it others have covered (best of 0–.3)."""
BESIDE = 0.2
"""What a word counts for in the sentence before or after, against its own (best of 0–.35 on WiCE)."""
LONG = 0.15
"""How much of a score is shared out over the length of a sentence, up to three times the mean (best of 0–.5 on WiCE)."""


@cache
def light_words(language: str) -> frozenset[str]:
    """Folded words that say little about what a sentence is about."""
    tables = tomllib.loads(files(__package__).joinpath("light.toml").read_text("utf-8"))
    return frozenset(fold(word) for word in tables.get(language, {}).get("words", "").split())


class Place(NamedTuple):
    """A sentence of one of the texts that a claim is held against."""

    text: int
    sentence: int


@dataclass(slots=True)
class Term:
    """A word of a claim (or of its context) and where the texts have it."""

    index: int
    """Among the claim's words; -1 for one of the context."""
    word: str
    weight: float
    """Rarity in these texts times how much such a word says."""
    met: list[Postings]
    """By text."""
    contrary: list[Postings]
    """By text: where a word stands that says the contrary."""

    def strength(self, place: Place) -> float:
        """How surely a sentence has this word, 0–1."""
        return self.met[place.text].best.get(place.sentence, 0.0)


@dataclass(slots=True)
class Search:
    """A claim's words looked up in its texts."""

    words: Words
    terms: list[Term]
    ranked: list[tuple[Place, float]]
    """Sentences, best first, with their score as a share of what the claim's words could give."""


def terms_of(claim_words: Words, context: Words, texts: Sequence[Prepared]) -> list[Term]:
    """The content words of a claim and of its context, weighted by rarity."""
    terms: list[Term] = []
    total = sum(len(text) for text in texts)
    seen: set[str] = set()
    for words, share in ((claim_words, 1.0), (context, CONTEXT)):
        light = light_words(words.language)
        for i, word in enumerate(words.folded):
            if not words.content[i] or (share < 1 and word in seen):
                continue
            seen.add(word)
            met = [t.met(word, words.stems[i], words.concepts[i], words.language) for t in texts]
            frequency = sum(len(postings) for postings in met)
            weight = math.log(1 + (total + 1) / (frequency + 0.5)) * share * (LIGHT if word in light else 1)
            contrary = [t.contrary(words.concepts[i]) for t in texts]
            terms.append(Term(i if share == 1 else -1, word, weight, met, contrary))
    return terms


Covered = dict[int, float]
"""Which of the terms, by number, a sentence has, and how surely."""


def _coverage(terms: list[Term]) -> dict[Place, Covered]:
    """By sentence: the terms that it has itself."""
    found: dict[tuple[int, int], Covered] = {}
    for number, term in enumerate(terms):
        for t, postings in enumerate(term.met):
            for sentence, strength in postings.best.items():
                found.setdefault((t, sentence), {})[number] = strength
    return {Place(*key): covered for key, covered in found.items()}


def _with_neighbors(own: dict[Place, Covered], texts: Sequence[Prepared]) -> dict[Place, Covered]:
    """The same, with what the sentences before and after lend to each: half of a statement often stands there."""
    lent = {place: dict(covered) for place, covered in own.items()}
    for (t, sentence), covered in own.items():
        for beside in (sentence - 1, sentence + 1):
            if 0 <= beside < len(texts[t]):
                whole = lent.setdefault(Place(t, beside), {})
                for number, strength in covered.items():
                    whole[number] = max(whole.get(number, 0.0), BESIDE * strength)
    return lent


def _lengths(texts: Sequence[Prepared], places: Iterable[Place]) -> dict[Place, float]:
    """By sentence: what its score is divided by, 1 for one of mean length."""
    mean = sum(t.word_count for t in texts) / max(1, sum(len(t) for t in texts))
    return {p: 1 - LONG + LONG * min(3.0, len(texts[p.text].words[p.sentence]) / mean) for p in places}


def rank(terms: list[Term], texts: Sequence[Prepared], limit: int) -> list[tuple[Place, float]]:
    """Greedy choice with discounted coverage; a sentence far longer than the others counts a little less.

    Scores only fall as words are covered, so a sentence is weighed again only when it comes to the top of the heap.
    """
    weights = [term.weight for term in terms]
    whole = sum(weights) or 1.0
    own = _coverage(terms)
    lent = _with_neighbors(own, texts)
    length = _lengths(texts, lent)

    def covers(place: Place) -> float:
        return sum(weights[n] * strength for n, strength in lent[place].items()) / length[place]

    standing = {place: STANDING * covers(place) for place in lent}
    heap = [(-score / STANDING, place.text, place.sentence) for place, score in standing.items()]
    heapq.heapify(heap)
    chosen: list[tuple[Place, float]] = []
    while heap and len(chosen) < limit:
        _, t, sentence = heapq.heappop(heap)
        best = Place(t, sentence)
        now = standing[best] + (1 - STANDING) * covers(best)
        if heap and now < -heap[0][0] - 1e-12:
            heapq.heappush(heap, (-now, t, sentence))
            continue
        chosen.append((best, now / whole))
        for number, strength in own.get(best, {}).items():
            weights[number] *= 1 - (1 - DISCOUNT) * strength
    return chosen
