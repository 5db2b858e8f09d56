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

from provenance.language.words import Words, fold
from provenance.verify.prepared import Prepared, is_row
from provenance.verify.retrieve import Place, Term

NEAR, NEXT, FAR = 1.0, 0.7, 0.5
"""What a claim's word counts for in the mention's own clause, in the clause beside it, and elsewhere in its sentence."""
PAST_ANOTHER = 0.7
"""Multiplied in where another mention of the same kind stands between the word and this one."""
CONTRARY = 0.5
"""What a word that says the contrary of one of the claim's takes away, against what that word would give."""
BESIDE, ABOVE, TITLE = 0.3, 0.35, 0.2
"""What a word counts for in the sentence before or after, in the heading above, and in the page's title."""
TELLING = 0.12
"""The share of the claim's words that must tell two mentions apart to count."""

_BREAK = re.compile(r"[,;:()\[\]—–|«»“”\"\n]| - ")


@cache
def _joints(language: str, kind: str) -> frozenset[str]:
    table = tomllib.loads(files(__package__).joinpath("clauses.toml").read_text("utf-8"))
    return frozenset(fold(word) for word in table.get(language, {}).get(kind, "").split())


def clauses(text: Prepared, sentence: int, kind: str = "joints") -> list[int]:
    """By word of a sentence: the number of the part that it belongs to, as punctuation and joining words cut it.

    `joints` parts what belongs to one thing, prepositions included; `breaks` parts statements alone.
    """
    key = (kind, sentence)
    if key not in text.cache:
        text.cache[key] = _clauses(text, sentence, kind)
    return text.cache[key]  # type: ignore[return-value]  # the cache holds many kinds of value


def _clauses(text: Prepared, sentence: int, kind: str) -> list[int]:
    words, verbatim = text.words[sentence], text.sentence(sentence)
    if is_row(verbatim):
        return [verbatim.count("; ", 0, start) for start, _ in words.spans]
    return parts(words, verbatim, kind)


def parts(words: Words, verbatim: str, kind: str = "breaks") -> list[int]:
    """By word: the number of the part of the text that it belongs to, as punctuation and joining words cut it."""
    joints, numbers, current, end = _joints(words.language, kind), [], 0, 0
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


@dataclass(slots=True)
class _Around:
    """A sentence as the claim's words see it."""

    floor: float
    """What the words count for that stand beside the sentence, above it or in the title, whatever the mention."""
    inside: list[tuple[float, float, list[tuple[int, float]]]]
    """By word met in the sentence: its weight, what it counts for already, and where it is met."""
    contrary: list[tuple[float, list[tuple[int, float]]]]
    """By word whose contrary the sentence has: its weight, and where the contrary stands."""


class Affinity:
    """Weighs mentions by the claim's words that stand near them."""

    def __init__(self, texts: Sequence[Prepared], terms: Sequence[Term]) -> None:
        self.texts = texts
        self.terms = terms
        self.whole = sum(term.weight for term in terms if term.index >= 0) or 1.0
        self._known: dict[Place, _Around] = {}

    def of(self, mention: Mention, rivals: Sequence[Mention] = ()) -> float:
        """The share (0–1) of the claim's words, by weight, that stand near the mention; rivals are others of its kind.

        Words that only the claim's context has add to it, and words that say the contrary of the claim's take away.
        """
        around = self._around(mention.place)
        if not around.inside and not around.contrary:
            return min(1.0, around.floor / self.whole)
        between = [r.first for r in rivals if r.first != mention.first]
        numbers = clauses(self.texts[mention.place.text], mention.place.sentence)
        naming = naming_cells(self.texts[mention.place.text].sentence(mention.place.sentence))
        total = around.floor
        for weight, floor, met in around.inside:
            near = max(
                strength * _nearness(numbers, position, mention, between, naming)
                for position, strength in met
            )
            total += weight * max(0.0, near - floor)
        for weight, met in around.contrary:
            total -= CONTRARY * weight * max(_nearness(numbers, p, mention, between, naming) for p, _ in met)
        return max(0.0, min(1.0, total / self.whole))

    def shares(self, mention: Mention, beside: Sequence[Mention] = ()) -> list[tuple[float, float]]:
        """By word of the claim: what it counts for by its place in the mention's sentence, and what by standing around it.

        A mention without rivals beside it has all of its sentence's words.
        """
        text, sentence = self.texts[mention.place.text], mention.place.sentence
        between = [r.first for r in beside if r.first != mention.first]
        numbers, naming = clauses(text, sentence), naming_cells(text.sentence(sentence))
        alone = not between and naming is None
        places = ((sentence - 1, BESIDE), (sentence + 1, BESIDE), (text.heading[sentence], ABOVE), (0, TITLE))
        found = []
        for term in self.terms:
            postings = term.met[mention.place.text]
            around = [strength * share for i, share in places for _, strength in postings.get(i, ())]
            inside = [
                s * (NEAR if alone else _nearness(numbers, p, mention, between, naming))
                for p, s in postings.get(sentence, ())
            ]
            found.append((term.weight * max(inside, default=0.0), term.weight * max(around, default=0.0)))
        return found

    def contrast(self, own: Mention, other: Mention, beside: Sequence[Mention]) -> float:
        """What the claim's words that tell two mentions apart say, from -1 (all stand near its own) to 1 (near the other).

        `beside` are the mentions of the same kind in the two sentences; 0 where too few words tell the two apart, or where
        they stand in two texts, each of which may tell it in its own words.
        """
        if own.place.text != other.place.text:
            return 0.0
        mine, theirs = (self.shares(m, [b for b in beside if b.place == m.place]) for m in (own, other))
        against = sum(max(0.0, theirs_in - max(pair)) for pair, (theirs_in, _) in zip(mine, theirs))
        for_it = sum(max(0.0, mine_in - max(pair)) for (mine_in, _), pair in zip(mine, theirs))
        if max(against, for_it) < TELLING * self.whole:
            return 0.0
        return (against - for_it) / (against + for_it)

    def _around(self, place: Place) -> _Around:
        if place not in self._known:
            text, sentence = self.texts[place.text], place.sentence
            beside = (
                (sentence - 1, BESIDE),
                (sentence + 1, BESIDE),
                (text.heading[sentence], ABOVE),
                (0, TITLE),
            )
            floor, inside, contrary = 0.0, [], []
            for term in self.terms:
                postings = term.met[place.text]
                if not postings:
                    continue
                base = max((s * share for i, share in beside for _, s in postings.get(i, ())), default=0.0)
                floor += term.weight * base
                if sentence in postings:
                    inside.append((term.weight, base, postings[sentence]))
            for term in self.terms:
                against = term.contrary[place.text].get(sentence)
                if against and sentence not in term.met[place.text]:
                    contrary.append((term.weight, against))
            self._known[place] = _Around(floor, inside, contrary)
        return self._known[place]


def naming_cells(row: str) -> frozenset[int] | None:
    """By number: the cells of a table's row that say what the row is of (those without a figure); None for what is no row."""
    if not is_row(row):
        return None
    cells = row.split("; ")
    named = [i for i, cell in enumerate(cells) if not any(c.isdigit() for c in cell.split(": ", 1)[1])]
    return frozenset(named or [0])


def _nearness(
    numbers: list[int], position: int, mention: Mention, between: list[int], naming: frozenset[int] | None
) -> float:
    """How near a word of the sentence stands to the mention, 0–1, by clauses and by the rivals between them."""
    if mention.first <= position <= mention.last:
        return NEAR
    apart = abs(numbers[position] - numbers[mention.first])
    if naming is not None:
        return NEAR if apart == 0 or numbers[position] in naming else 0.0
    share = NEAR if apart == 0 else NEXT if apart == 1 else FAR
    low, high = min(position, mention.first), max(position, mention.first)
    passed = sum(low < b < high for b in between)
    return share * PAST_ANOTHER ** min(2, passed)
