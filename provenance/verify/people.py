"""Names: does the source have the name, and in the role that the claim gives it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from provenance.language import names
from provenance.language.places import is_place
from provenance.language.words import fold
from provenance.model import Fact, FactKind, FactStatus
from provenance.verify.affinity import Affinity, Mention, mention
from provenance.verify.checks import ONE_SIDED, Case, Check
from provenance.verify.prepared import SAME_CONCEPT, SYNONYM, Prepared
from provenance.verify.retrieve import Place, Term

IN_ITS_STEAD = 0.15
"""How much more of the claim's words must stand near another name before it is that name's role."""
EVERYTHING, MUCH = 0.85, 0.4
"""Nearly all of the claim's words stand near the other name, and many fewer near the claim's own."""
SAME_ROLE = 0.55
"""The least share of the claim's words near another name for it to stand in the place of one that the page lacks."""
ROLE = 0.04
"""How much more of the claim's words must stand near another person, where those that tell the two apart all do."""
TWO = 2
"""A first name and a surname."""
MENTIONS = 30
"""Mentions of one name that are weighed."""
SUBJECT = 3
"""From how many mentions on a page is about a name."""
SPELT_ALIKE = 78
"""From which likeness on (0–100, rapidfuzz ratio of the parts that differ) two names may be one that was altered."""


def check_name(fact: Fact, case: Case) -> Check:
    """The name beside the source's: found, another in its stead, or absent."""
    affinity = case.affinity(fact)
    own: list[_Named] = []
    other: list[_Named] = []
    known = [f.text for f in case.facts if f.kind is FactKind.NAME]
    near = {place for place, _ in case.search.ranked}
    inside = set(case.inside(fact))
    terms = [term for term in case.search.terms if term.index in inside]
    for t, text in enumerate(case.texts):
        retrieved = {place.sentence for place in near if place.text == t}
        named = {sentence for term in terms for sentence in term.met[t]}
        for name, found in _by_name(text, sorted(retrieved | named)).items():
            same = names.same(fact.text, name)
            shown = found if same else [f for f in found if f[0] in retrieved]
            if not shown or not (same or _could_replace(fact.text, name, known)):
                continue
            for sentence, source in shown[:MENTIONS]:
                place = Place(t, sentence)
                if (
                    not same
                    and not alike(fact.text, name)
                    and (_shares(terms, text, place, source) or _meant(fact, terms, place))
                ):
                    continue
                spot = mention(text, place, source.start, source.end)
                (own if same else other).append(_Named(affinity.of(spot), place, source, spot))
    other = [named for named in other if not _both_there(fact.text, named.source.text, case.texts)]
    own = own or _plain(fact, case, affinity) or _publisher(fact, case)
    own.sort(key=_order)
    other.sort(key=_order)
    contrast = _contrast(affinity, own, other) if own and other and not _is_subject(own) else 0.0
    return _decide(fact, own, other, subject=_is_subject(own), contrast=contrast)


def _both_there(claim: str, source: str, texts: Sequence[Prepared]) -> bool:
    """Whether what is the claim's own in a name like the source's stands on the page as well: Marina beside Amelia Windsor."""
    theirs = fold(source).split()
    mine = [word for word in fold(claim).split() if word not in theirs]
    return alike(claim, source) and all(any(f" {word} " in text.folded for text in texts) for word in mine)


class _Named(NamedTuple):
    """A mention of a name with how surely it is the one that the claim speaks of."""

    score: float
    place: Place
    source: Fact
    spot: Mention | None = None
    """None for a page's own outlet or author, which stand beside its text."""


def _contrast(affinity: Affinity, own: list[_Named], other: list[_Named]) -> float:
    """Of two people, which one the claim's words stand near; nothing is told by them of other names."""
    mine, theirs = own[0], other[0]
    people = names.could_be_person(mine.source.text) and names.could_be_person(theirs.source.text)
    if not people or mine.spot is None or theirs.spot is None:
        return 0.0
    beside = [named.spot for named in [*own, *other] if named.spot]
    return affinity.contrast(mine.spot, theirs.spot, beside)


def _by_name(text: Prepared, sentences: list[int]) -> dict[str, list[tuple[int, Fact]]]:
    """The names of some sentences, each with where it stands."""
    found: dict[str, list[tuple[int, Fact]]] = {}
    for sentence, fact in text.mentions(FactKind.NAME, sentences):
        found.setdefault(fact.text, []).append((sentence, fact))
    return found


def _shares(terms: list[Term], text: Prepared, place: Place, source: Fact) -> bool:
    """Whether the source's name has a word of the claim's, as it is or translated: "North American" is no other than "Nord"."""
    spot = mention(text, place, source.start, source.end)
    met = [term.met[place.text].get(place.sentence, ()) for term in terms]
    return any(spot.first <= position <= spot.last for hits in met for position, _ in hits)


def _meant(fact: Fact, terms: list[Term], place: Place) -> bool:
    """Whether a sentence speaks of a body by a word of its name: "the lab is led by …"."""
    return not names.could_be_person(fact.text) and any(term.strength(place) for term in terms)


def _could_replace(claim: str, source: str, known: list[str]) -> bool:
    """Whether the source's name could be what the claim's was altered from: spelt alike, or of the same shape."""
    if alike(claim, source):
        return True
    if names.could_be_person(claim) and not names.could_be_person(source):
        return False
    if is_place(source) and not is_place(claim):
        return False
    return _short(claim) == _short(source) and not any(names.same(name, source) for name in known)


def _short(name: str) -> bool:
    return " " not in name.strip()


def _is_subject(own: list[_Named]) -> bool:
    """Whether the page is about the name, so that most of what it says of it stands far from it."""
    return len(own) >= SUBJECT or any(named.place.sentence == 0 for named in own)


def alike(claim: str, source: str) -> bool:
    """Whether two names share a part and differ in another that is spelt alike, or are spelt alike as a whole."""
    a, b = fold(claim).split(), fold(source).split()
    if names.same(claim, source) or not a or not b:
        return False
    mine, theirs = [w for w in a if w not in b], [w for w in b if w not in a]
    if len(a) == len(b) == TWO and a[-1] == b[-1] and a[0][0] == b[0][0]:  # Colin Reith, Callum Reith
        return True
    if len(a) == len(b) == 1 or len(mine) == len(a):
        return (
            len(a) == len(b) and len(claim) > 4 and fuzz.ratio(fold(claim), fold(source)) >= SPELT_ALIKE + 7
        )
    return bool(mine and theirs) and fuzz.ratio(" ".join(mine), " ".join(theirs)) >= SPELT_ALIKE - 28


def _plain(fact: Fact, case: Case, affinity: Affinity) -> list[_Named]:
    """A sentence that has all of the name's words, where the grammar did not see the same name in them."""
    inside = set(case.inside(fact))
    terms = [term for term in case.search.terms if term.index in inside]
    if not terms:
        return []
    for t, text in enumerate(case.texts):
        shared = set(terms[0].met[t]).intersection(*(term.met[t] for term in terms[1:]))
        for sentence in sorted(shared):
            positions = [max(term.met[t][sentence], key=lambda hit: hit[1])[0] for term in terms]
            met = [text.words[sentence].folded[position] for position in positions]
            if max(positions) - min(positions) > 2 * len(inside) or not _same_words(terms, met, sentence, t):
                continue
            spans = text.words[sentence].spans
            start, end = spans[min(positions)][0], spans[max(positions)][1]
            verbatim = text.sentence(sentence)[start:end]
            source = Fact(kind=FactKind.NAME, text=verbatim, start=start, end=end, value=fact.value)
            place = Place(t, sentence)
            spot = mention(text, place, start, end)
            return [_Named(affinity.of(spot), place, source, spot)]
    return []


def _publisher(fact: Fact, case: Case) -> list[_Named]:
    """The page's own outlet or author, whom a claim may name without the page's saying so in its text."""
    wanted = fold(fact.text)
    for t, text in enumerate(case.texts):
        page = text.text
        about = fold(f" {page.publisher} | {page.byline} | {page.title} ")
        host = urlsplit(fold(page.url)).netloc.split(".")
        known = wanted.replace(" ", "") in host or f" {wanted} " in about.replace(",", " ")
        if known or any(names.same(fact.text, p) for p in (page.publisher, page.byline) if p):
            return [
                _Named(
                    0.3, Place(t, 0), replace(fact, text=text.sentence(0), start=0, end=len(text.sentence(0)))
                )
            ]
    return []


def _same_words(terms: list[Term], met: list[str], sentence: int, t: int) -> bool:
    """Whether the words are the name's own, adjectives of it (Libya, Libyan) or its translation; not ones spelt alike."""
    return all(
        term.word == word
        or (len(word) > 4 and (word.startswith(term.word) or term.word.startswith(word)))
        or max(strength for _, strength in term.met[t][sentence]) in (SAME_CONCEPT, SYNONYM)
        for term, word in zip(terms, met)
    )


def _decide(
    fact: Fact,
    own: list[_Named],
    other: list[_Named],
    *,
    subject: bool,
    contrast: float,
) -> Check:
    mine, theirs = (own[0].score if own else 0.0), (other[0].score if other else 0.0)
    one_sided = contrast >= ONE_SIDED and theirs - mine > ROLE
    if own and not one_sided and not _in_its_stead(mine, theirs, sure=not subject and not _short(fact.text)):
        place, source = own[0].place, own[0].source
        return Check(
            fact=fact,
            status=FactStatus.FOUND,
            place=place,
            source=source,
            own=mine,
            other=theirs,
            contrast=contrast,
        )
    similar = [found for found in other if alike(fact.text, found.source.text)]
    person = bool(other) and all(map(names.could_be_person, (fact.text, other[0].source.text)))
    if own or similar or (person and theirs >= SAME_ROLE):
        score, place, source, _ = (similar or other)[0]
        why = "elsewhere" if own else "scale" if similar else "value"
        return Check(
            fact=fact,
            status=FactStatus.DIFFERS,
            place=place,
            source=source,
            own=mine,
            other=score,
            why=why,
            contrast=contrast,
        )
    return Check(fact=fact, status=FactStatus.ABSENT, other=theirs)


def _in_its_stead(mine: float, theirs: float, *, sure: bool) -> bool:
    """Whether the claim's words stand near another name: clearly so, where the name is all over the page or short."""
    if theirs >= EVERYTHING and theirs - mine >= MUCH:
        return True
    return sure and theirs - mine > IN_ITS_STEAD and theirs > 1.6 * mine


def _order(found: _Named) -> tuple[float, int, int]:
    return -found.score, found.place.text, found.place.sentence
