"""Likeness of a French and an English spelling: words that the two languages share (nation, qualité/quality)."""

from __future__ import annotations

from functools import cache, lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from provenance.language.lexicon.forms import fold, lines, plain
from provenance.language.lexicon.lookup import concepts

_KEPT = 200_000
# Below this length a likeness of letters says nothing (main, pain, gain).
_SHORTEST = 4


@cache
def _correspondences() -> tuple[tuple[str, str, str], ...]:
    """Where it stands (`end`, `start`), the French letters, the English ones; longest first."""
    rows = [line.split() for _, line in lines("correspondences.txt")]
    return tuple(sorted(((a, b, c.replace("-", "")) for a, b, c in rows), key=lambda row: -len(row[1])))


@cache
def _false_friends() -> frozenset[tuple[str, str]]:
    """Pairs of words, both ways round, that look alike and mean different things."""
    pairs: set[tuple[str, str]] = set()
    for _, line in lines("false-friends.txt"):
        french, _, english = line.partition("|")
        for a in map(fold, french.replace(",", " ").split()):
            for b in map(fold, english.replace(",", " ").split()):
                pairs |= {(a, b), (b, a)}
    return frozenset(pairs)


@lru_cache(_KEPT)
def _singular(word: str) -> str:
    if word.endswith(("ss", "us", "is")) or len(word) < _SHORTEST + 1:
        return word
    return word[:-1] if word.endswith("s") else word


@lru_cache(_KEPT)
def _as_english(word: str) -> frozenset[str]:
    """The spellings that a French word would have in English by the regular correspondences, itself included."""
    heads = {word}
    for place, french, english in _correspondences():
        if place == "start" and word.startswith(french):
            heads.add(english + word[len(french) :])
    spellings = set(heads)
    for head in heads:
        for place, french, english in _correspondences():
            if place == "end" and head.endswith(french) and len(head) - len(french) > 1:
                spellings.add(fold(head[: -len(french)] + english))
    return frozenset(fold(spelling) for spelling in spellings)


@lru_cache(_KEPT)
def _likeness(french: str, english: str) -> float:
    foreign, own = _singular(plain(french, "fr")), _singular(fold(plain(english, "en")))
    if (fold(foreign), own) in _false_friends():
        return 0.0
    if fold(foreign) == own:
        return 1.0
    if min(len(foreign), len(own)) < _SHORTEST or abs(len(foreign) - len(own)) > 4:
        return 0.0
    spellings = [spelling for spelling in _as_english(foreign) if spelling[:2] == own[:2]]
    if not spellings or _known_apart(french, english):
        return 0.0
    return max(DamerauLevenshtein.normalized_similarity(spelling, own) for spelling in spellings)


def _known_apart(a: str, b: str) -> bool:
    """Whether the lexicon knows both words, one in each language, and they say different things (infection, injection)."""
    orders = (
        (concepts([french], "fr")[0], concepts([english], "en")[0]) for french, english in ((a, b), (b, a))
    )
    known = [(ours, theirs) for ours, theirs in orders if ours and theirs]
    return bool(known) and not any(ours & theirs for ours, theirs in known)


def cognate(a: str, b: str) -> float:
    """How alike a French and an English word are in spelling, 0 to 1, in either order; known false friends give 0.

    Regular correspondences (-té/-ty, -ique/-ic, é-/s-) cost nothing; what remains is counted by edit distance.
    Two words that the lexicon knows and keeps apart are not alike unless they are spelled the same.
    From about 0.8 up, two content words are mostly the same word.
    """
    return max(_likeness(a, b), _likeness(b, a))
