"""Retrieval: which sentences of which sources bear on a claim, best first."""

from __future__ import annotations

import heapq
import math
import tomllib
from collections.abc import Sequence
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


def _coverage(terms: list[Term]) -> dict[tuple[int, int], Covered]:
    """By sentence: the terms that it has itself."""
    found: dict[tuple[int, int], Covered] = {}
    for number, term in enumerate(terms):
        for t, postings in enumerate(term.met):
            for sentence, strength in postings.best.items():
                found.setdefault((t, sentence), {})[number] = strength
    return found


class _Race:
    """The sentences (text, number) with the terms that they have, and what they are worth as terms are covered."""

    def __init__(self, terms: list[Term], texts: Sequence[Prepared]) -> None:
        self.own = _coverage(terms)
        self.first = [term.weight for term in terms]
        self.weights = list(self.first)
        self._texts = texts
        self._mean = sum(t.word_count for t in texts) / max(1, sum(len(t) for t in texts))
        self._known: dict[tuple[int, int], tuple[float, list[tuple[int, float]]]] = {}

    def bounds(self) -> dict[tuple[int, int], float]:
        """By sentence that has a term, or stands beside one that has: what its score cannot pass."""
        bound: dict[tuple[int, int], float] = {}
        for (t, sentence), covered in self.own.items():
            worth = sum([self.first[n] * strength for n, strength in covered.items()])
            bound[t, sentence] = bound.get((t, sentence), 0.0) + worth
            for beside in (sentence - 1, sentence + 1):
                if 0 <= beside < len(self._texts[t].words):
                    bound[t, beside] = bound.get((t, beside), 0.0) + BESIDE * worth
        return {place: worth / self._length(*place) for place, worth in bound.items()}

    def score(self, place: tuple[int, int]) -> float:
        """What a sentence is worth now."""
        if place not in self._known:
            self._known[place] = self._weighed(*place)
        standing, covered = self._known[place]
        weights = self.weights
        return standing + sum([weights[n] * strength for n, strength in covered])

    def take(self, place: tuple[int, int]) -> None:
        """Make its terms count less from here on."""
        for number, strength in self.own.get(place, {}).items():
            self.weights[number] *= 1 - (1 - DISCOUNT) * strength

    def _weighed(self, t: int, sentence: int) -> tuple[float, list[tuple[int, float]]]:
        """What stays of its score whatever is covered, and its terms with those that its neighbours lend, by share."""
        whole = dict(self.own.get((t, sentence), {}))
        for beside in ((t, sentence - 1), (t, sentence + 1)):
            for number, strength in self.own.get(beside, {}).items():
                if whole.get(number, 0.0) < BESIDE * strength:
                    whole[number] = BESIDE * strength
        length = self._length(t, sentence)
        standing = sum([self.first[n] * strength for n, strength in whole.items()]) * STANDING / length
        return standing, [(n, strength * (1 - STANDING) / length) for n, strength in whole.items()]

    def _length(self, t: int, sentence: int) -> float:
        words = len(self._texts[t].words[sentence].raw)
        return 1 - LONG + LONG * min(3.0, words / self._mean)


def rank(terms: list[Term], texts: Sequence[Prepared], limit: int) -> list[tuple[Place, float]]:
    """Greedy choice with discounted coverage; a sentence far longer than the others counts a little less.

    Scores only fall as words are covered, so a sentence is weighed only when its bound comes to the top of the heap.
    """
    race = _Race(terms, texts)
    whole = sum(race.first) or 1.0
    heap = [(-bound, place) for place, bound in race.bounds().items()]
    heapq.heapify(heap)
    chosen: list[tuple[Place, float]] = []
    while heap and len(chosen) < limit:
        place = heap[0][1]
        now = race.score(place)
        heapq.heapreplace(heap, (-now, place))
        if heap[0][1] == place:
            heapq.heappop(heap)
            chosen.append((Place(*place), now / whole))
            race.take(place)
    return chosen
