"""Explanation: what an assessment tells an editor, in facts side by side, one plain reason, and the words that lack."""

from __future__ import annotations

from collections.abc import Mapping

from provenance.model import Access, CheckedFact, Fact, FactKind, FactStatus, Message, Verdict
from provenance.verify.align import Alignment
from provenance.verify.checks import Check
from provenance.verify.details import added
from provenance.verify.judge import Judgement, hedge_dropped
from provenance.verify.retrieve import Place

SNIPPET = 160
"""Characters of the source's words that a reason quotes."""
COVERED = 0.5
"""Strength from which on a word of the claim counts as borne out by a sentence."""
DETAILS = 3
"""Missing words that a reason names."""


def checked(a: Alignment, homes: Mapping[Place, int]) -> tuple[CheckedFact, ...]:
    """The claim's facts in the order of the claim, with the words of both sides."""
    facts = [_checked(check, homes) for check in a.checks] + _sense(a, homes)
    return tuple(sorted(facts, key=lambda c: (c.fact.start, c.fact.end, c.fact.kind)))


def _checked(check: Check, homes: Mapping[Place, int]) -> CheckedFact:
    source = check.source
    return CheckedFact(
        fact=check.fact,
        status=check.status,
        source_text=source.text if source else None,
        source_value=str(source.value) if source and source.value is not None else None,
        source_unit=source.unit if source else None,
        evidence=homes.get(check.place) if check.place else None,
    )


def _sense(a: Alignment, homes: Mapping[Place, int]) -> list[CheckedFact]:
    """Negations, hedges and directions of the claim, as the sentence that says it has them."""
    if a.sense is None or a.anchor is None:
        return []
    found = []
    for fact in a.case.facts:
        if fact.kind is FactKind.POLARITY:
            status = FactStatus.DIFFERS if a.sense.flipped else FactStatus.FOUND
        elif fact.kind is FactKind.DIRECTION:
            opposed = {a.case.words.spans[i] for i, _ in a.sense.opposed}
            differs = any(s < fact.end and e > fact.start for s, e in opposed)
            status = FactStatus.DIFFERS if differs else FactStatus.FOUND
        else:
            continue
        found.append(CheckedFact(fact=fact, status=status, evidence=homes.get(a.anchor)))
    return found


def signals(a: Alignment) -> tuple[str, ...]:
    """The special cases that findings are made of."""
    said = [s for s in a.sayings if len(a.case.inside(s.check.fact)) > 3]
    found = {
        "translated-quotation": any(s.translated and s.check.status is FactStatus.FOUND for s in said),
        "quotation-altered": any(s.check.status is FactStatus.DIFFERS for s in said),
        "quotation-speaker": any(s.said_by for s in said),
        "hedge-dropped": hedge_dropped(a),
    }
    return tuple(name for name, there in found.items() if there)


def reason(a: Alignment, j: Judgement) -> Message:
    """One sentence for an editor: the detail that decides."""
    if j.verdict is Verdict.SUPPORTED:
        return _supported(a)
    wrong = _differing(a)
    if j.verdict is Verdict.CONTRADICTED or (wrong and j.verdict is Verdict.PARTIAL):
        return wrong or _contrary(a)
    if j.verdict is Verdict.PARTIAL:
        return _partial(a)
    whole = all(text.text.access is Access.WHOLE for text in a.case.texts)
    return Message.of("verify-not-found" if whole else "verify-not-found-preview")


def _supported(a: Alignment) -> Message:
    if any(s.translated and s.check.status is FactStatus.FOUND for s in a.sayings):
        return Message.of("verify-supported-translation")
    found = [c.fact.text for c in a.checks if c.status is FactStatus.FOUND]
    return (
        Message.of("verify-supported-facts", facts=_list(found)) if found else Message.of("verify-supported")
    )


def _differing(a: Alignment) -> Message | None:
    for saying in a.sayings:
        if saying.said_by:
            return Message.of("verify-speaker", claim=saying.speaker, source=saying.said_by)
    order = {"unit": 0, "scale": 0, "value": 1, "elsewhere": 2, "": 3}
    wrong = sorted(
        (c for c in a.checks if c.status is FactStatus.DIFFERS), key=lambda c: (order[c.why], -c.other)
    )
    if not wrong:
        return None
    check = wrong[0]
    source = _snippet(check.source) if check.source else ""
    if check.fact.kind is FactKind.QUOTATION:
        return Message.of("verify-quotation", claim=check.fact.text, source=source)
    code = "verify-elsewhere" if check.why == "elsewhere" else f"verify-{check.fact.kind.value}"
    return Message.of(code, claim=check.fact.text, source=source)


def _contrary(a: Alignment) -> Message:
    if a.sense and a.sense.opposed:
        index, source = a.sense.opposed[0]
        return Message.of("verify-opposite", claim=a.case.words.raw[index], source=source)
    if a.sense and a.sense.flipped:
        return Message.of("verify-denied" if a.sense.source_negated else "verify-asserted")
    return Message.of("verify-otherwise")


def _partial(a: Alignment) -> Message:
    absent = [a.case.text[start:end] for start, end in added(a)]
    absent = absent or [c.fact.text for c in a.checks if c.status is FactStatus.ABSENT]
    if hedge_dropped(a) and a.sense:
        return Message.of("verify-hedge", hedge=a.sense.hedges[0])
    if absent:
        return Message.of("verify-absent", details=_list(absent))
    words = [a.case.text[start:end] for start, end in _missing(a)]
    return Message.of("verify-absent", details=_list(words)) if words else Message.of("verify-partly")


def _snippet(fact: Fact) -> str:
    return fact.text if len(fact.text) <= SNIPPET else fact.text[: SNIPPET - 1] + "…"


def _list(items: list[str]) -> str:
    return ", ".join(dict.fromkeys(_short(item) for item in items[:DETAILS]))


def _short(item: str) -> str:
    return item if len(item) <= SNIPPET else item[: SNIPPET - 1] + "…"


def _missing(a: Alignment, sentences: int = 5) -> list[tuple[int, int]]:
    """The claim's words that its best sentences have not, rarest first."""
    top = [place for place, _ in a.places[:sentences]]
    lacking = [
        (term.weight, term.index)
        for term in a.own_terms()
        if max((term.strength(p) for p in top), default=0.0) < COVERED
    ]
    return [a.case.words.spans[index] for _, index in sorted(lacking, key=lambda pair: (-pair[0], pair[1]))]
