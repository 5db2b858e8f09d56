"""Quotations: word for word, altered, or translated; and who is said to have spoken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from provenance.language import names
from provenance.language.words import analyse, fold
from provenance.model import Fact, FactKind, FactStatus
from provenance.verify.checks import Case, Check
from provenance.verify.people import alike
from provenance.verify.prepared import Prepared
from provenance.verify.retrieve import Place, Term

ALTERED = 0.5
"""From which share of its words in the source's order on, a quotation counts as that one, altered."""
TRANSLATED = 0.4
"""The share of a translated quotation's words, by weight, that one source sentence must have."""
SAID = 0.15
"""The same where the sentence has a quotation: a page has few, so that fewer words tell which one is meant."""
TERM = 3
"""Words up to which words in quotation marks are a term or a title rather than something said."""

_CUT = re.compile(r"\[\s*(?:…|\.\.\.)\s*\]|\(\s*(?:…|\.\.\.)\s*\)|…|\.\.\.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A quotation of a claim beside the source's words."""

    check: Check
    verbatim: bool = False
    translated: bool = False
    speaker: str | None = None
    """Whom the claim names as the speaker."""
    said_by: str | None = None
    """Whom the source names instead, where it is somebody else."""


def check_quotation(fact: Fact, case: Case) -> Saying:
    """The quotation beside the source's words, to the letter where both are of one language."""
    inner = fact.text
    same = [(t, text) for t, text in enumerate(case.texts) if text.language == case.language]
    saying = _to_the_letter(fact, inner, same, case.language) if same else None
    if saying is None:
        saying = _by_meaning(fact, case)
    if saying.check.place is None:
        return saying
    speaker, said_by = _speakers(fact, saying.check, case)
    return Saying(
        check=saying.check,
        verbatim=saying.verbatim,
        translated=saying.translated,
        speaker=speaker,
        said_by=said_by,
    )


def _to_the_letter(
    fact: Fact, inner: str, texts: Sequence[tuple[int, Prepared]], language: str
) -> Saying | None:
    parts = [analyse(part, language).folded for part in _CUT.split(inner)]
    parts = [part for part in parts if part]
    if not parts:
        return None
    for t, text in texts:
        if all(f" {' '.join(part)} " in text.folded for part in parts):
            place, source = _where(parts[0], text, t)
            return Saying(
                check=Check(fact=fact, status=FactStatus.FOUND, place=place, source=source, own=1.0),
                verbatim=True,
            )
    quoted = [word for part in parts for word in part]
    best = max(
        ((_likeness(quoted, w.folded), t, i) for t, text in texts for i, w in enumerate(text.words)),
        default=None,
    )
    if best is None or best[0] < ALTERED or len(quoted) <= TERM:
        return None
    share, t, i = best
    source = _source_words(case_text=dict(texts)[t], sentence=i, quoted=quoted)
    return Saying(
        check=Check(
            fact=fact, status=FactStatus.DIFFERS, place=Place(t, i), source=source, own=share, why="value"
        )
    )


def _likeness(quoted: list[str], words: list[str]) -> float:
    """The share of the quotation's words that the sentence has in the same order."""
    if len(set(quoted) & set(words)) < ALTERED * len(set(quoted)):
        return 0.0
    blocks = SequenceMatcher(None, quoted, words, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(quoted)


def _source_words(*, case_text: Prepared, sentence: int, quoted: list[str]) -> Fact:
    """The run of the source sentence that the altered quotation was made from."""
    words = case_text.words[sentence]
    blocks = [
        b for b in SequenceMatcher(None, quoted, words.folded, autojunk=False).get_matching_blocks() if b.size
    ]
    first = max(0, blocks[0].b - blocks[0].a)
    last = min(
        len(words) - 1, blocks[-1].b + blocks[-1].size - 1 + len(quoted) - blocks[-1].a - blocks[-1].size
    )
    start, end = words.spans[first][0], words.spans[max(first, last)][1]
    return Fact(kind=FactKind.QUOTATION, text=case_text.sentence(sentence)[start:end], start=start, end=end)


def _where(part: list[str], text: Prepared, t: int) -> tuple[Place, Fact]:
    """The sentence that has these words; of a quotation that runs over several, the one where it begins."""
    for size in (len(part), min(4, len(part)), min(2, len(part))):
        for sentence, words in enumerate(text.words):
            for first in range(len(words) - size + 1):
                if words.folded[first : first + size] == part[:size]:
                    last = min(first + len(part), len(words)) - 1
                    return Place(t, sentence), _slice(text, sentence, first, last)
    return Place(t, 0), _slice(text, 0, 0, len(text.words[0]) - 1)


def _slice(text: Prepared, sentence: int, first: int, last: int) -> Fact:
    spans = text.words[sentence].spans
    start, end = spans[first][0], spans[last][1]
    return Fact(kind=FactKind.QUOTATION, text=text.sentence(sentence)[start:end], start=start, end=end)


def _by_meaning(fact: Fact, case: Case) -> Saying:
    """The source's quotation that has most of the claim's words, else the sentence: another language, or too far from the letter."""
    inside = set(case.inside(fact))
    terms = [term for term in case.search.terms if term.index in inside]
    whole = sum(term.weight for term in terms)
    places = {Place(t, s) for term in terms for t, met in enumerate(term.met) for s in met}
    scored = sorted(
        ((sum(x.weight * x.strength(p) for x in terms), p) for p in places),
        key=lambda s: (-s[0], s[1].text, s[1].sentence),
    )
    if not scored or not whole:
        return Saying(check=Check(fact=fact, status=FactStatus.ABSENT))
    quoted = [(_said(terms, p, case.texts[p.text]), p) for _, p in scored]
    said = max((found for found in quoted if found[0] >= SAID * whole), key=lambda s: s[0], default=None)
    best, enough = (said, SAID) if said else (scored[0], TRANSLATED)
    share, place = best[0] / whole, best[1]
    text = case.texts[place.text]
    foreign = text.language != case.language
    if share < enough:
        return Saying(check=Check(fact=fact, status=FactStatus.ABSENT, own=share), translated=foreign)
    status = FactStatus.FOUND if foreign or len(inside) <= TERM else FactStatus.ABSENT
    source = _quoted_words(text, place.sentence)
    return Saying(
        check=Check(fact=fact, status=status, place=place, source=source, own=share), translated=foreign
    )


def _said(terms: Sequence[Term], place: Place, text: Prepared) -> float:
    """The weight of the words that a sentence has between its quotation marks: what stands beside them was not said."""
    spans = text.words[place.sentence].spans
    marks = [(f.start, f.end) for f in text.facts(place.sentence) if f.kind is FactKind.QUOTATION]
    inside = {i for i, (start, end) in enumerate(spans) if any(s <= start and end <= e for s, e in marks)}
    hits = [(t, t.met[place.text].get(place.sentence, ())) for t in terms]
    return sum(
        t.weight * max((strength for i, strength in met if i in inside), default=0.0) for t, met in hits
    )


def _quoted_words(text: Prepared, sentence: int) -> Fact:
    """The longest quotation of a sentence, or the whole of it."""
    quoted = [f for f in text.facts(sentence) if f.kind is FactKind.QUOTATION]
    verbatim = text.sentence(sentence)
    whole = Fact(kind=FactKind.QUOTATION, text=verbatim, start=0, end=len(verbatim))
    return max(quoted, key=lambda f: f.end - f.start, default=whole)


def _speakers(fact: Fact, check: Check, case: Case) -> tuple[str | None, str | None]:
    """Whom the claim names as the speaker, and whom the source names where it is somebody else."""
    claimed = _claimed(fact, case)
    if not claimed or check.place is None:
        return None, None
    text, sentence = case.texts[check.place.text], check.place.sentence
    named = _named(text, sentence)
    if not named:  # "she said": one of those named just before
        named = next(
            (found for i in (sentence - 1, sentence - 2) if i >= 0 and (found := _named(text, i))), []
        )
        if not any(" " in name for name in named) and any(
            names.same(claimed, f.text) for i in range(max(0, sentence - 3), sentence) for f in text.facts(i)
        ):
            return claimed, None
    if not named or any(_one(claimed, name) for name in named):
        return claimed, None
    people = all(" " in name and not any(c.isdigit() for c in name) for name in (claimed, named[0]))
    spoken = people and len(check.fact.text.split()) > TERM
    return claimed, named[0] if spoken else None


def _one(claimed: str, named: str) -> bool:
    """Whether two names may be one: the same, spelt alike, or one with the other's words and a title besides."""
    a, b = set(fold(claimed).split()), set(fold(named).split())
    return names.same(claimed, named) or alike(claimed, named) or a <= b or b <= a


def _claimed(fact: Fact, case: Case) -> str | None:
    if fact.of:
        return fact.of
    outside = [
        f for f in case.facts if f.kind is FactKind.NAME and not (f.start < fact.end and f.end > fact.start)
    ]
    return (
        min(outside, key=lambda f: min(abs(f.start - fact.end), abs(fact.start - f.end))).text
        if outside
        else None
    )


def _named(text: Prepared, sentence: int) -> list[str]:
    """The names that a sentence has outside its quotations, the speaker by rule first."""
    found = text.facts(sentence)
    quoted = [f for f in found if f.kind is FactKind.QUOTATION]
    outside = [
        f.text
        for f in found
        if f.kind is FactKind.NAME and not any(q.start <= f.start and f.end <= q.end for q in quoted)
    ]
    return [f.of for f in quoted if f.of] + outside
