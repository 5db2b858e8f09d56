"""Details that a claim adds: figures, dates and people that its sources do not have, and clauses of which they have nothing."""

from __future__ import annotations

from collections import defaultdict

from provenance.language import names
from provenance.model import FactKind, FactStatus
from provenance.verify.align import Alignment
from provenance.verify.checks import Check
from provenance.verify.retrieve import Term

LOOKED_AT = 6
"""Sentences, of those that bear most on the claim, in which the words of its clauses are looked for."""
NOTHING = 0.25
"""The share of a clause's words, by weight, below which the sources have nothing of it."""
WORDS = 2
"""Words of a clause that stand nowhere on the page, though the lexicon would know them under another name."""


def added(a: Alignment) -> list[tuple[int, int]]:
    """Spans of the claim that its sources do not have, in the order of the claim; none where only wording differs.

    On WiCE's development half this speaks of 4 in 10 claims that do not stand and of 1 in 30 that do.
    """
    facts = [(c.fact.start, c.fact.end) for c in a.checks if c.status is FactStatus.ABSENT and _tells(c)]
    clauses = [span for span in _empty_clauses(a) if not any(s < span[1] and e > span[0] for s, e in facts)]
    return sorted([*facts, *clauses])


def _tells(check: Check) -> bool:
    """Whether the lack of a fact shows that something was added: no place that sets the scene, no "second" of a count."""
    match check.fact.kind:
        case FactKind.QUANTITY:
            return check.fact.unit != "ordinal"
        case FactKind.DATE:
            return True
        case FactKind.NAME:
            return names.could_be_person(check.fact.text)
        case _:
            return False


def _empty_clauses(a: Alignment) -> list[tuple[int, int]]:
    """Clauses of the claim of which the sources have next to nothing, in words that they could have had."""
    parts, spans = a.case.parts, a.case.words.spans
    clauses: dict[int, list[Term]] = defaultdict(list)
    for term in a.own_terms():
        if term.weight > 0:
            clauses[parts[term.index]].append(term)
    held = {
        parts[i]
        for check in a.checks
        if check.status is not FactStatus.ABSENT
        for i in a.case.inside(check.fact)
    }
    return [
        (spans[terms[0].index][0], spans[terms[-1].index][1])
        for part, terms in clauses.items()
        if part not in held and _is_empty(a, terms)
    ]


def _is_empty(a: Alignment, terms: list[Term]) -> bool:
    top = [place for place, _ in a.places[:LOOKED_AT]]
    whole = sum(term.weight for term in terms)
    had = sum(term.weight * max((term.strength(p) for p in top), default=0.0) for term in terms)
    nowhere = [term for term in terms if not any(term.met) and a.case.words.concepts[term.index]]
    return len(nowhere) >= WORDS and had < NOTHING * whole
