"""Negation, opposites, directions and hedges: does the source say it, say the contrary, or only say that it may be?"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from provenance.language import lexicon
from provenance.language.words import Words
from provenance.model import Fact, FactKind
from provenance.verify.affinity import clauses
from provenance.verify.alternatives import alternatives
from provenance.verify.checks import Case
from provenance.verify.prepared import Prepared
from provenance.verify.quantities import same_quantity
from provenance.verify.retrieve import Place, Term

DENIED = 0.3
"""The share of the words that are denied which the other side must have for the denial to bear on it."""
ALL_OF_IT = 0.75
"""The share of the claim's words, by weight, that make it say no more than the clause that has them."""
REACH = 4
"""Content words after a negative word that it denies."""
BESIDE = 2
"""Sentences after the one that says the claim in which a denial of it is looked for."""
WITH, BACK = 12, 40
"""Characters between a value and the word that says which way it went; the same where that word leads to the value before."""
SURE_WORD = 0.8
"""From which strength on a word is the same one, or says the same."""
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

    bound: bool = False
    """What is opposed is said of a figure that both have, which leaves no doubt of what is spoken of."""

    @property
    def flipped(self) -> bool:
        """The one says what the other denies."""
        return (self.negated != self.source_negated) != bool(self.opposed)


def compare(case: Case, place: Place) -> Sense:
    """The claim against the clauses of a source sentence that have its words."""
    text = case.texts[place.text]
    numbers = clauses(text, place.sentence, "breaks")
    mine = Denials.of_claim(case)
    main = _main_clauses(case, place, numbers, SIDE if mine.spans else MAIN)
    positions = [i for i, number in enumerate(numbers) if number in main]
    theirs = Denials.of_sentence(text, place.sentence)
    met = _met(case, place)
    denied = [
        scope
        for scope in theirs.scopes
        if (_bears(scope, met) or _all_said_there(case, place, numbers, numbers[scope[0]]))
        and (numbers[scope[0]] in main or _said_only_there(case, place, scope))
        and (mine.spans or not _beside_the_point(case, scope, place))
    ]
    turned = _turned(case, place)
    opposed = turned or _opposed(case, place, positions)
    if any(_marks(text.language)["denial"].search(word) for _, word in opposed):
        denied = []  # "falls outside" is the contrary of "included", and no denial besides
    # two denials in one statement say yes: "does not rule out"
    negated = sum(_taken_up(scope, case, place) for scope in mine.scopes) % 2 == 1
    return Sense(
        negated=negated,
        source_negated=len(denied) % 2 == 1,
        opposed=opposed or (() if negated or denied else _denied_beside(case, place)),
        hedges=_hedges(case, place, positions),
        bound=bool(turned),
    )


@cache
def _marks(language: str) -> dict[str, re.Pattern[str]]:
    table = tomllib.loads(files(__package__).joinpath("clauses.toml").read_text("utf-8"))
    marks = table.get(language) or table["en"]
    names = (
        "among_all",
        "among_some",
        "from",
        "ranks",
        "restriction",
        "denial",
        "for",
        "against",
        "weak_hedge",
        "hope",
    )
    return {name: re.compile(marks[name], re.I) for name in names}


def ranks(after: str, language: str) -> bool:
    """Whether the words behind an ordinal make a rank of it: "second-largest", "deuxième plus grand"."""
    return bool(_marks(language)["ranks"].match(after))


def among_all(text: str, language: str) -> bool:
    """Whether a text says that something is the first of all, whatever their kind."""
    return bool(_marks(language)["among_all"].search(text))


def among_some(after: str, language: str) -> bool:
    """Whether the words behind a superlative hold it to some of a kind."""
    return bool(_marks(language)["among_some"].search(after))


@dataclass(frozen=True, slots=True)
class Denials:
    """The words of a sentence that deny something, and which words each of them denies."""

    spans: list[tuple[int, int]]
    scopes: list[list[int]]
    """Positions of content words, the first that is denied first."""

    @classmethod
    def of_claim(cls, case: Case) -> Denials:
        """Those of the claim."""
        return cls._of(case.text, case.language, case.facts, case.words, case.parts)

    @classmethod
    def of_sentence(cls, text: Prepared, sentence: int) -> Denials:
        """Those of a sentence of a source."""
        key = ("denials", sentence)
        if key not in text.cache:
            verbatim, words = text.sentence(sentence), text.words[sentence]
            numbers = clauses(text, sentence, "breaks")
            text.cache[key] = cls._of(verbatim, text.language, text.facts(sentence), words, numbers)
        return text.cache[key]  # type: ignore[return-value]  # the cache holds many kinds of value

    @classmethod
    def _of(
        cls, text: str, language: str, facts: Sequence[Fact], words: Words, numbers: list[int]
    ) -> Denials:
        marks = _marks(language)
        held = [m.span() for m in marks["restriction"].finditer(text)]
        found = [(f.start, f.end) for f in facts if f.kind is FactKind.POLARITY]
        found += [m.span() for m in marks["denial"].finditer(text)]
        spans = sorted({s for s in found if not any(a <= s[0] and s[1] <= b for a, b in held)})
        scopes = [_scope(span, words, numbers) for span in spans]
        return cls(spans, [scope for scope in scopes if scope])


def _scope(span: tuple[int, int], words: Words, numbers: list[int]) -> list[int]:
    """The content words that a negative word denies: those after it in its clause, else those before it."""
    touched = [i for i, (a, b) in enumerate(words.spans) if a < span[1] and b > span[0]]
    if not touched:
        return []
    home = numbers[touched[-1]]
    clause = [i for i, number in enumerate(numbers) if number == home and words.content[i]]
    after = [i for i in clause if words.spans[i][0] >= span[1]]
    return (after or [i for i in clause if i not in touched])[:REACH]


def _met(case: Case, place: Place) -> set[int]:
    """Positions of the sentence that have a word of the claim, or of the sentence that the claim is a part of."""
    return {
        position for term in case.search.terms for position, _ in term.met[place.text].get(place.sentence, ())
    }


def _said_only_there(case: Case, place: Place, scope: list[int]) -> bool:
    """Whether a word of the claim stands in the sentence among the denied words alone."""
    hits = [
        [p for p, _ in t.met[place.text].get(place.sentence, ())] for t in case.search.terms if t.index >= 0
    ]
    return any(found and set(found) <= set(scope) for found in hits)


def _all_said_there(case: Case, place: Place, numbers: list[int], clause: int) -> bool:
    """Whether the clause of a denial has nearly all that the claim says, which then adds nothing that would not be denied."""
    own = [t for t in case.search.terms if t.index >= 0]
    hits = [(t, t.met[place.text].get(place.sentence, ())) for t in own]
    there = sum(t.weight * max((s for p, s in met if numbers[p] == clause), default=0.0) for t, met in hits)
    return there >= ALL_OF_IT * sum(t.weight for t in own)


def _bears(scope: list[int], met: set[int]) -> bool:
    """Whether the claim has enough of the words that the source denies."""
    return sum(position in met for position in scope) >= DENIED * len(scope)


def _taken_up(scope: list[int], case: Case, place: Place) -> bool:
    """Whether the sentence has enough of the words that the claim denies."""
    strength = {t.index: t.strength(place) for t in case.search.terms if t.index in scope}
    return sum(value > 0 for value in strength.values()) >= DENIED * len(scope)


def _beside_the_point(case: Case, scope: list[int], place: Place) -> bool:
    """Whether all figures that the sentence and the claim share stand outside the clause of the denial."""
    text = case.texts[place.text]
    numbers, words = clauses(text, place.sentence, "breaks"), text.words[place.sentence]
    shared = [p for p in _met(case, place) if words.folded[p][0].isdigit()]
    return bool(shared) and all(numbers[p] != numbers[scope[0]] for p in shared)


def _denied_beside(case: Case, place: Place) -> tuple[tuple[int, str], ...]:
    """A word of the claim that the sentence lacks, and that those just after it have in a denial alone: "has not confirmed"."""
    text = case.texts[place.text]
    beside = [i for i in range(place.sentence + 1, place.sentence + 1 + BESIDE) if i < len(text)]
    figures = [f for f in case.facts if f.kind is not FactKind.POLARITY]
    for term in case.search.terms:
        if term.index < 0 or term.strength(place) or not case.words.concepts[term.index]:
            continue
        start = case.words.spans[term.index][0]
        if any(
            f.start <= start < f.end
            for f in figures
            if f.kind in (FactKind.NAME, FactKind.QUANTITY, FactKind.DATE)
        ):
            continue
        hits = [
            (i, p)
            for i in beside
            for p, s in term.met[place.text].get(i, ())
            if s >= SURE_WORD and _same_matter(case, Place(place.text, i), term)
        ]
        if hits and all(any(p == scope[0] for scope in Denials.of_sentence(text, i).scopes) for i, p in hits):
            sentence, position = hits[0]
            span = next(
                s
                for s, scope in zip(
                    Denials.of_sentence(text, sentence).spans, Denials.of_sentence(text, sentence).scopes
                )
                if scope[0] == position
            )
            words = text.words[sentence]
            return ((term.index, text.sentence(sentence)[span[0] : words.spans[position][1]]),)
    return ()


def _same_matter(case: Case, place: Place, besides: Term) -> bool:
    """Whether a sentence has another word of the claim."""
    return any(
        t.strength(place) >= SURE_WORD for t in case.search.terms if t.index >= 0 and t.index != besides.index
    )


def _hedges(case: Case, place: Place, positions: list[int]) -> tuple[str, ...]:
    """What the source doubts with in the clauses that say the claim, where the claim has no doubt of its own."""
    if any(f.kind is FactKind.HEDGE for f in case.facts):
        return ()
    text = case.texts[place.text]
    spans = [text.words[place.sentence].spans[i] for i in positions]
    marks = _marks(text.language)
    quoted = any(f.kind is FactKind.QUOTATION for f in case.facts)
    doubts = []
    for f in text.facts(place.sentence):
        if f.kind is not FactKind.HEDGE or not any(a < f.end and b > f.start for a, b in spans):
            continue
        doubtful = f.value == "possible" or (f.value == "reported" and not quoted)
        if (doubtful and not marks["weak_hedge"].fullmatch(f.text)) or marks["hope"].fullmatch(f.text):
            doubts.append(f.text)
    return tuple(doubts)


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
    return tuple(found) or alternatives(case, place) or _ways(case, place, positions) or _sides(case, place)


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


def _turned(case: Case, place: Place) -> tuple[tuple[int, str], ...]:
    """A figure that both have, which goes up in the one and down in the other: "down 12%" where the sentence says "up 12%"."""
    text = case.texts[place.text]
    found = text.facts(place.sentence)
    for fact in case.facts:
        if fact.kind is not FactKind.QUANTITY:
            continue
        same = [f for f in found if f.kind is FactKind.QUANTITY and same_quantity(fact, f)]
        mine = _way(fact, case.facts, case.text, case.language)
        theirs = (
            _way(same[0], found, text.sentence(place.sentence), text.language) if len(same) == 1 else None
        )
        if mine and theirs and mine.value != theirs.value:
            index = next(
                (i for i, (a, b) in enumerate(case.words.spans) if a < mine.end and b > mine.start), 0
            )
            return ((index, theirs.text),)
    return ()


def _way(value: Fact, facts: Sequence[Fact], text: str, language: str) -> Fact | None:
    """The direction that a value is said with: the word just before or after it, with no other value between.

    One that leads to what the value was before ("14.1%, …, down from 14.6%") may stand farther behind it.
    """
    before = _marks(language)["from"]
    ways = [f for f in facts if f.kind is FactKind.DIRECTION]
    values = [f for f in facts if f.kind is FactKind.QUANTITY and f is not value]
    near = []
    for way in ways:
        low, high = min(way.end, value.end), max(way.start, value.start)
        reach = BACK if way.start >= value.end and before.match(text[way.end :]) else WITH
        if high - low <= reach and not any(low <= v.start and v.end <= high for v in values):
            near.append((high - low, way.start, way))
    return min(near)[2] if near else None


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
