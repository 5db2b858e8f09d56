"""Alignment: a claim held against its texts, word by word and fact by fact; what `judge` decides from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from provenance.language import facts, names
from provenance.language.words import analyse
from provenance.model import Claim, Fact, FactKind, FactStatus
from provenance.verify import polarity
from provenance.verify.checks import ONE_SIDED, Case, Check
from provenance.verify.people import check_name
from provenance.verify.polarity import Sense
from provenance.verify.prepared import Prepared
from provenance.verify.retrieve import Place, Search, Term, rank, terms_of
from provenance.verify.sayings import TERM, Saying, check_quotation
from provenance.verify.values import check_date, check_quantity

WORDS = 400
"""Words of a claim that are looked up; what is longer is no claim but a text, and its head speaks for it."""
FACTS = 40
"""Facts of a claim that are checked, for the same reason."""
SURE, FAR_APART, ALL_OF_IT = 0.6, 0.35, 0.85
"""The share of the claim that a sentence must have to deny it, and of its words that must tell two values apart."""
OF_BODIES = 0.55
"""The same for two names of institutions, places or works, which are less alike in what is said of them than people are."""
NEAREST = 3
"""In how many of the sentences that bear most on the claim another thing's value must be sought."""
OWN_ROLE = 0.3
"""From which share of the claim's words on a name has the role that the claim gives it, whatever stands near another."""
BEFORE_MOST = 2
"""Characters between a rank and what it ranks: "second-largest", "deuxième plus"."""
TITLE = 5
"""Words up to which a quotation that begins with a capital and has no speaker is taken for a title."""
NAMES = 0.4
"""What a name's words count for in the choice of the sentence that says the claim."""
ANCHOR = 0.25
"""How much a fact found or differing in a sentence counts towards its being the one that says the claim, against a
whole claim's words at 1."""


@dataclass(slots=True)
class Alignment:
    """Everything that was found out about a claim."""

    case: Case
    checks: list[Check]
    sayings: list[Saying]
    anchor: Place | None
    """The sentence that says most of the claim."""
    sense: Sense | None
    places: list[tuple[Place, float]]
    """Sentences that bear on the claim, best first."""

    def coverage(self, places: Sequence[Place]) -> float:
        """The share (0–1) of the claim's own words, by weight, that these sentences have between them."""
        own = self.own_terms()
        whole = sum(term.weight for term in own)
        got = sum(term.weight * max((term.strength(p) for p in places), default=0.0) for term in own)
        return got / whole if whole else 0.0

    def said(self, place: Place) -> float:
        """The share of the claim's words other than names, by weight, that a sentence has; 0 where there is but one."""
        named = [f for f in self.case.facts if f.kind is FactKind.NAME]
        spans = self.case.words.spans
        opposed = {index for index, _ in self.sense.opposed} if self.sense else set()
        bare = [
            t
            for t in self.own_terms()
            if t.index not in opposed and not any(f.start <= spans[t.index][0] < f.end for f in named)
        ]
        whole = sum(term.weight for term in bare)
        return (
            sum(term.weight * term.strength(place) for term in bare) / whole
            if len(bare) > (not opposed)
            else 0.0
        )

    def values_at(self, place: Place) -> int:
        """How many of the claim's figures and dates a sentence has."""
        kinds = (FactKind.QUANTITY, FactKind.DATE)
        return sum(
            c.status is FactStatus.FOUND and c.place == place and c.fact.kind in kinds for c in self.checks
        )

    def own_terms(self) -> list[Term]:
        """The words of the claim itself, without its context and without those of figures and dates (those are facts)."""
        values = [f for f in self.case.facts if f.kind in (FactKind.QUANTITY, FactKind.DATE)]
        spans = self.case.words.spans
        return [
            t
            for t in self.case.search.terms
            if t.index >= 0 and not any(f.start <= spans[t.index][0] < f.end for f in values)
        ]


def differences(a: Alignment) -> list[str]:
    """What the source plainly says otherwise, by kind: what stands here is a rule's finding, not a weight's."""
    near = {place for place, _ in a.places[:NEAREST]}
    found = [
        c.fact.kind.value
        for c in a.checks
        if c.status is FactStatus.DIFFERS and _plain(c) and (c.why != "elsewhere" or c.place in near)
    ]
    found += ["speaker" for saying in a.sayings if saying.said_by]
    if a.anchor and (_outranked(a, a.anchor) or _widened(a, a.anchor)):
        found.append("rank")
    if a.sense and a.anchor and a.sense.flipped and (a.sense.bound or _says(a, a.anchor)):
        found.append("opposite" if a.sense.opposed else "denial")
    return found


def _says(a: Alignment, place: Place) -> bool:
    """Whether a sentence says enough of the claim to deny it."""
    return a.said(place) + ANCHOR * a.values_at(place) >= SURE


def _outranked(a: Alignment, place: Place) -> bool:
    """The claim calls first, or the most, what the sentence that says it calls second or third most."""
    claimed = any(f.unit == "ordinal" for f in a.case.facts)
    if claimed or not any(f.kind is FactKind.COMPARISON and f.value == "most" for f in a.case.facts):
        return False
    text = a.case.texts[place.text]
    found = text.facts(place.sentence)
    later = [f for f in found if f.unit == "ordinal" and isinstance(f.value, Decimal) and f.value > 1]
    after = [polarity.ranks(text.sentence(place.sentence)[f.end :], text.language) for f in later]
    tops = [
        f
        for f in found
        if f.kind is FactKind.COMPARISON and f.value == "most" and not f.text.startswith("record")
    ]
    first = [top for top in tops if not any(0 <= top.start - f.end <= BEFORE_MOST for f in later)]
    return ((any(after) and not first) or _ranked_noun(a, place, later)) and _says(a, place)


def _widened(a: Alignment, place: Place) -> bool:
    """The claim calls first among all what the sentence that says it calls first among some: "for an original film"."""
    text = a.case.texts[place.text]
    tops = [f.end for f in text.facts(place.sentence) if f.kind is FactKind.COMPARISON and f.value == "most"]
    wide = polarity.among_all(a.case.text, a.case.language)
    return wide and any(
        polarity.among_some(text.sentence(place.sentence)[end:], text.language) for end in tops
    )


def _ranked_noun(a: Alignment, place: Place, later: list[Fact]) -> bool:
    """Whether what the claim calls the first of its kind is what the sentence calls a later one: "the second woman to lead"."""
    words = a.case.texts[place.text].words[place.sentence]
    behind = {i + 1 for f in later for i, (_, end) in enumerate(words.spans) if end == f.end}
    tops = [f.end for f in a.case.facts if f.kind is FactKind.COMPARISON and f.value == "most"]
    nouns = {i + 1 for i, (_, end) in enumerate(a.case.words.spans) if end in tops}
    terms = [t for t in a.case.search.terms if t.index in nouns]
    return any(p in behind for t in terms for p, _ in t.met[place.text].get(place.sentence, ()))


def _plain(check: Check) -> bool:
    """Whether a difference is beyond doubt: the claim's value stands nowhere, or clearly for something else."""
    gap = check.other - check.own
    if check.why == "elsewhere" and check.contrast >= ONE_SIDED:
        return True
    match check.fact.kind:
        case FactKind.QUANTITY:
            return check.why != "elsewhere" or gap >= FAR_APART
        case FactKind.DATE:
            return gap >= FAR_APART and check.why != "elsewhere"
        case FactKind.NAME:
            spelt = check.why == "scale" and " " in check.fact.text.strip()
            whole = " " in check.fact.text.strip() and check.own < OWN_ROLE
            person = whole and names.could_be_person(check.fact.text)
            return (
                spelt
                or (whole and gap >= (FAR_APART if person else OF_BODIES))
                or (check.other >= ALL_OF_IT and gap >= OF_BODIES)
            )
        case _:
            return True


def align(claim: Claim, texts: Sequence[Prepared]) -> Alignment:
    """Look the claim up in its texts and check its facts one by one."""
    words = analyse(claim.text[: WORDS * 12], claim.language)
    context = analyse(claim.context[: WORDS * 6], claim.language)
    terms = terms_of(words, context, texts)
    search = Search(words, terms, rank(terms, texts, 12))
    found = facts.find(claim.text[: WORDS * 12], claim.language, claim.reference)
    case = Case(claim.text, claim.language, words, context, found, texts, search, claim.reference)
    checks, sayings = _check(case)
    places = _order(search, checks)
    anchor = _anchor(case, checks, places)
    sense = polarity.compare(case, anchor) if anchor else None
    return Alignment(case, checks, sayings, anchor, sense, places)


def _check(case: Case) -> tuple[list[Check], list[Saying]]:
    checks: list[Check] = []
    sayings: list[Saying] = []
    for fact in case.facts[:FACTS]:
        match fact.kind:
            case FactKind.QUANTITY | FactKind.DATE if not _tells(fact):
                continue
            case FactKind.QUANTITY:
                checks.append(check_quantity(fact, case))
            case FactKind.DATE:
                checks.append(check_date(fact, case))
            case FactKind.NAME:
                checks.append(check_name(fact, case))
            case FactKind.QUOTATION if len(case.inside(fact)) > 1 and not is_title(fact, case):
                sayings.append(check_quotation(fact, case))
    return checks + [saying.check for saying in sayings], sayings


def _order(search: Search, checks: list[Check]) -> list[tuple[Place, float]]:
    """The sentences by the words that they add and the facts that they hold."""
    scores = dict(search.ranked)
    for check in checks:
        if check.place is not None:
            share = 2 * ANCHOR if check.status is FactStatus.DIFFERS else ANCHOR
            scores[check.place] = scores.get(check.place, 0.0) + share * max(check.own, check.other)
    return sorted(scores.items(), key=lambda item: (-item[1], item[0].text, item[0].sentence))


def _anchor(case: Case, checks: list[Check], places: list[tuple[Place, float]]) -> Place | None:
    """The sentence with most of the claim's words and facts; names count less, for a page is full of its subject's."""
    spans = case.words.spans
    named = [f for f in case.facts if f.kind is FactKind.NAME]
    weights = {
        t.index: t.weight * (NAMES if any(f.start <= spans[t.index][0] < f.end for f in named) else 1.0)
        for t in case.search.terms
        if t.index >= 0
    }
    whole = sum(weights.values()) or 1.0
    values = [c.place for c in checks if c.fact.kind is not FactKind.NAME]

    def said(place: Place) -> float:
        words = sum(weights[t.index] * t.strength(place) for t in case.search.terms if t.index >= 0) / whole
        return words + ANCHOR * values.count(place)

    best = max(((said(place), -i) for i, (place, _) in enumerate(places[:6])), default=None)
    return places[-best[1]][0] if best else None


def _tells(fact: Fact) -> bool:
    """Whether a value can be compared: not "today" without a date, nor a bare "one", nor "a year" as in "in a year"."""
    return fact.value is not None and not (
        fact.kind is FactKind.QUANTITY
        and fact.value == 1
        and fact.unit in (None, "year", "month", "week", "day")
    )


def is_title(fact: Fact, case: Case) -> bool:
    """Words in quotation marks that are a term or the title of a work rather than something said: short, nobody says them."""
    if fact.unit == "term" and fact.text.count(" ") < TERM:
        return True
    raw = [case.words.raw[i] for i in case.inside(fact)]
    long = [word for word in raw if len(word) > TERM]
    if len(long) > 1 and not fact.of and all(word[0].isupper() or word[0].isdigit() for word in long):
        return True
    spoken = fact.start <= 1 and case.text[fact.end :].lstrip('»”" ').startswith(",")
    return (
        not fact.of
        and not spoken
        and len(raw) <= TITLE
        and raw[0][0].isupper()
        and not fact.text.rstrip('»”" ').endswith((".", ",", "!", "?"))
    )
