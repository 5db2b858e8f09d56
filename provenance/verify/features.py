"""Features: an alignment as a handful of numbers, each of which an editor can be told."""

from __future__ import annotations

import math
from collections.abc import Sequence

from provenance.model import FactKind, FactStatus
from provenance.verify.align import Alignment, differences
from provenance.verify.checks import Check
from provenance.verify.details import added
from provenance.verify.doubts import Doubt
from provenance.verify.prepared import SAME_STEM
from provenance.verify.retrieve import Place, Term

KINDS = {FactKind.QUANTITY: "figure", FactKind.DATE: "date", FactKind.NAME: "name"}


def features(a: Alignment, doubts: Sequence[Doubt]) -> dict[str, float]:
    """By name; all between -1 and about 3. The names are those of the weights file and of `Assessment.weights`."""
    values = _coverage(a) | _with_figures(a) | _doubts(doubts)
    for kind, name in KINDS.items():
        values |= _facts(name, [c for c in a.checks if c.fact.kind is kind])
    values |= _sayings(a) | _sense(a)
    values |= _without_facts(a, values)
    values["something differs"] = float(bool(differences(a)))
    values["details added"] = math.log1p(len(added(a)))
    foreign = any(text.language != a.case.language for text in a.case.texts)
    values["other language"] = float(foreign)
    values["other language × words"] = foreign * values["words in three sentences"]
    return values


def _coverage(a: Alignment) -> dict[str, float]:
    top = [place for place, _ in a.places]
    own = a.own_terms()
    whole = sum(t.weight for t in own) or 1.0
    three = top[:3]
    gaps = [t.weight * (1 - max((t.strength(p) for p in three), default=0.0)) for t in own]
    everywhere = sum(t.weight for t in own if any(t.met)) / whole
    return {
        "words in one sentence": a.coverage([a.anchor]) if a.anchor else 0.0,
        "words in three sentences": 1 - sum(gaps) / whole if own else 0.5,
        "the same words in three sentences": _same_words(own, three) / whole,
        "words on the page": everywhere if own else 0.5,
        "capitals missing": _capitals(a, three),
        "capitals not on the page": math.log1p(sum(not any(t.met) for t in own if _capital(a, t))),
        "figures not on the page": math.log1p(_figures(a)),
        "words not on the page": math.log1p(sum(not any(t.met) for t in own if not _capital(a, t))),
        "rare words not on the page": math.log1p(sum(not any(t.met) and _rare(a, t) for t in own)),
        "words missing": math.log1p(sum(g > 0.5 * t.weight for g, t in zip(gaps, own))),
        "rarest word missing": max(gaps, default=0.0) / 6,
        "length": math.log1p(len(own)) / 3,
    }


def _with_figures(a: Alignment) -> dict[str, float]:
    """What is missing of the claim's words, those of figures and dates among them."""
    terms = [t for t in a.case.search.terms if t.index >= 0]
    whole = sum(t.weight for t in terms) or 1.0
    five = [place for place, _ in a.places[:5]]
    near = _around(a.anchor)
    missing = [t.weight * (1 - max((t.strength(p) for p in five), default=0.0)) for t in terms]
    nowhere = [
        t.weight * (1 - max((s for met in t.met for s in met.best.values()), default=0.0)) for t in terms
    ]
    capitals = [t for t in terms if _capital(a, t) and not _digits(a, t)]
    lacking = sum(t.weight * (1 - max((t.strength(p) for p in near), default=0.0)) for t in capitals)
    return {
        "words and figures in five sentences": 1 - sum(missing) / whole if terms else 0.5,
        "figures missing in five sentences": sum(m for m, t in zip(missing, terms) if _digits(a, t)) / whole,
        "capitals missing near the best sentence": lacking / whole,
        "words and figures not on the page": sum(nowhere) / 30,
    }


def _around(anchor: Place | None) -> list[Place]:
    return [Place(anchor.text, anchor.sentence + step) for step in (-1, 0, 1)] if anchor else []


def _digits(a: Alignment, term: Term) -> bool:
    return a.case.words.raw[term.index][0].isdigit()


def _doubts(doubts: Sequence[Doubt]) -> dict[str, float]:
    """The doubts about its words, as doubts about the claim."""
    shares = sorted((d.share for d in doubts), reverse=True)
    first = [*shares, 0.0, 0.0, 0.0][:3]
    weight = sum(d.term.weight for d in doubts) or 1.0
    return {
        "most doubtful word": first[0],
        "second doubtful word": first[1],
        "third doubtful word": first[2],
        "doubt a word": sum(shares) / len(shares) if shares else 0.5,
        "doubt by rarity": sum(d.share * d.term.weight for d in doubts) / weight,
        "doubts together": math.log1p(-sum(math.log(max(1e-9, 1 - share)) for share in shares)),
        "doubtful words": math.log1p(sum(share > 0.5 for share in shares)),
    }


def _same_words(own: list[Term], places: list[Place]) -> float:
    """The weight of the words that the sentences have as they are, but for inflection: no synonym, no translation."""
    return sum(t.weight for t in own if any(t.strength(p) >= SAME_STEM for p in places))


def _capital(a: Alignment, term: Term) -> bool:
    return term.index > 0 and a.case.words.raw[term.index][0].isupper()


def _rare(a: Alignment, term: Term) -> bool:
    """A word that the lexicon of the news does not have: nothing else can stand for it."""
    return not a.case.words.concepts[term.index] and not _capital(a, term)


def _figures(a: Alignment) -> int:
    """Numbers in digits that stand nowhere on the page: digit for digit, whatever they count."""
    return sum(t.word[0].isdigit() and not any(t.met) for t in a.case.search.terms if t.index >= 0)


def _capitals(a: Alignment, places: list[Place]) -> float:
    """The share of the capitalised words (but for the first of the claim), by weight, that the sentences lack."""
    own = [t for t in a.own_terms() if _capital(a, t)]
    whole = sum(t.weight for t in own)
    lacking = sum(t.weight * (1 - max((t.strength(p) for p in places), default=0.0)) for t in own)
    return lacking / whole if whole else 0.0


def _facts(name: str, checks: list[Check]) -> dict[str, float]:
    def count(status: FactStatus) -> float:
        return math.log1p(sum(c.status is status for c in checks))

    found = [c for c in checks if c.status is FactStatus.FOUND]
    return {
        f"{name} found": count(FactStatus.FOUND),
        f"{name} differs": count(FactStatus.DIFFERS),
        f"{name} absent": count(FactStatus.ABSENT),
        f"{name} nearer to something else": max(
            (max(0.0, c.other - c.own) for c in checks if c.own), default=0.0
        ),
        f"{name} near its words": min((c.own for c in found), default=0.0),
        f"{name} nearer than others": min((c.own - c.other for c in checks if c.own), default=0.0),
    }


def _without_facts(a: Alignment, values: dict[str, float]) -> dict[str, float]:
    """A claim with nothing to check but its words: they alone decide."""
    bare = float(
        not any(c.fact.kind in (FactKind.QUANTITY, FactKind.DATE) for c in a.checks) and not a.sayings
    )
    return {
        "words alone": bare,
        "words alone × words in one sentence": bare * values["words in one sentence"],
        "words alone × words missing": bare * values["words missing"],
    }


def _sayings(a: Alignment) -> dict[str, float]:
    return {
        "quotation verbatim": float(any(s.verbatim for s in a.sayings)),
        "quotation altered": float(any(s.check.status is FactStatus.DIFFERS for s in a.sayings)),
        "quotation absent": float(any(s.check.status is FactStatus.ABSENT for s in a.sayings)),
        "quotation translated": max((s.check.own for s in a.sayings if s.translated), default=0.0),
        "other speaker": float(any(s.said_by for s in a.sayings)),
    }


def _sense(a: Alignment) -> dict[str, float]:
    """Denials count by how much of the claim stands in the sentence that denies it."""
    if a.sense is None or a.anchor is None:
        return {"denied": 0.0, "opposite": 0.0, "hedge dropped": 0.0, "both denied": 0.0}
    sure = a.coverage([a.anchor]) ** 2
    return {
        "denied": sure * (a.sense.negated != a.sense.source_negated and a.sense.flipped),
        "opposite": sure * (bool(a.sense.opposed) and a.sense.flipped),
        "hedge dropped": sure * bool(a.sense.hedges),
        "both denied": float(a.sense.negated and a.sense.source_negated),
    }
