"""Affinity: how surely a value or name that a source mentions is the value or name *of* what a claim speaks of.

Every mention of a kind on the page is set against the others; what tells them apart are the claim's words that stand
near one of them and not near the other, in its clause, its sentence, its neighbours, its heading or the page's title.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from provenance.language.words import fold
from provenance.verify.prepared import Prepared
from provenance.verify.retrieve import Place, Term

NEAR, NEXT, FAR = 1.0, 0.75, 0.5
"""What a claim's word counts for in the mention's own clause, in the clause beside it, and elsewhere in its sentence."""
PAST_ANOTHER = 0.7
"""Multiplied in where another mention of the same kind stands between the word and this one."""
BESIDE, ABOVE, TITLE = 0.3, 0.35, 0.2
"""What a word counts for in the sentence before or after, in the heading above, and in the page's title."""

_BREAK = re.compile(r"[,;:()\[\]—–|«»“”\"\n]| - ")


@cache
def _joints(language: str) -> frozenset[str]:
    table = tomllib.loads(files(__package__).joinpath("clauses.toml").read_text("utf-8"))
    return frozenset(fold(word) for word in table.get(language, {}).get("joints", "").split())


def clauses(text: Prepared, sentence: int) -> list[int]:
    """By word of a sentence: the number of the clause that it belongs to, as punctuation and joining words cut it."""
    key = ("clauses", sentence)
    if key not in text.cache:
        text.cache[key] = _clauses(text, sentence)
    return text.cache[key]  # type: ignore[return-value]  # the cache holds many kinds of value


def _clauses(text: Prepared, sentence: int) -> list[int]:
    words, verbatim = text.words[sentence], text.sentence(sentence)
    joints, numbers, current, end = _joints(text.language), [], 0, 0
    for word, (start, stop) in zip(words.folded, words.spans):
        if _BREAK.search(verbatim, end, start) or word in joints:
            current += 1
        numbers.append(current)
        end = stop
    return numbers


@dataclass(frozen=True, slots=True)
class Mention:
    """A run of words in a source sentence that names a value or a name."""

    place: Place
    first: int
    last: int
    """Positions of its first and last word among the sentence's words."""


def mention(text: Prepared, place: Place, start: int, end: int) -> Mention:
    """The mention at character offsets [start, end) of a sentence."""
    inside = [i for i, (a, b) in enumerate(text.words[place.sentence].spans) if a < end and b > start]
    first = inside[0] if inside else 0
    return Mention(place, first, inside[-1] if inside else first)


class Affinity:
    """Weighs mentions by the claim's words that stand near them."""

    def __init__(self, texts: Sequence[Prepared], terms: Sequence[Term]) -> None:
        self.texts = texts
        self.terms = terms
        self.whole = sum(term.weight for term in terms) or 1.0

    def of(self, mention: Mention, rivals: Sequence[Mention] = ()) -> float:
        """The share (0–1) of the claim's words, by weight, that stand near the mention; rivals are others of its kind."""
        between = [r.first for r in rivals if r.place == mention.place and r.first != mention.first]
        return sum(term.weight * self._near(term, mention, between) for term in self.terms) / self.whole

    def _near(self, term: Term, mention: Mention, between: list[int]) -> float:
        text, sentence = self.texts[mention.place.text], mention.place.sentence
        postings = term.met[mention.place.text]
        best = 0.0
        for position, strength in postings.get(sentence, ()):
            best = max(best, strength * self._distance(text, sentence, position, mention, between))
        if best < BESIDE:
            for other, share in (
                (sentence - 1, BESIDE),
                (sentence + 1, BESIDE),
                (text.heading[sentence], ABOVE),
                (0, TITLE),
            ):
                for _, strength in postings.get(other, ()):
                    best = max(best, strength * share)
        return best

    def _distance(
        self, text: Prepared, sentence: int, position: int, mention: Mention, between: list[int]
    ) -> float:
        if mention.first <= position <= mention.last:
            return NEAR
        numbers = clauses(text, sentence)
        apart = abs(numbers[position] - numbers[mention.first])
        share = NEAR if apart == 0 else NEXT if apart == 1 else FAR
        low, high = min(position, mention.first), max(position, mention.first)
        return share * PAST_ANOTHER ** min(2, sum(low < b < high for b in between))
