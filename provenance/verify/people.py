"""Names: does the source have the name, and in the role that the claim gives it?"""

from __future__ import annotations

from rapidfuzz import fuzz

from provenance.language import names
from provenance.language.words import fold
from provenance.model import Fact, FactKind, FactStatus
from provenance.verify.affinity import Affinity, mention
from provenance.verify.checks import Case, Check
from provenance.verify.prepared import Prepared
from provenance.verify.retrieve import Place

IN_ITS_STEAD = 0.30
"""How much more of the claim's words must stand near another name before it is that name's role."""
SAME_ROLE = 0.55
"""The least share of the claim's words near another name for it to stand in the place of one that the page lacks."""
SPELT_ALIKE = 78
"""From which likeness on (0–100, rapidfuzz ratio of the parts that differ) two names may be one that was altered."""


def check_name(fact: Fact, case: Case) -> Check:
    """The name beside the source's: found, another in its stead, or absent."""
    affinity = case.affinity(fact)
    own: list[tuple[float, Place, Fact]] = []
    other: list[tuple[float, Place, Fact]] = []
    known = _known(case)
    for t, text in enumerate(case.texts):
        for sentence, found in text.mentions(FactKind.NAME):
            same = names.same(fact.text, found.text)
            if not same and (
                not alike(fact.text, found.text)
                and (_short(found) != _short(fact) or any(names.same(k, found.text) for k in known))
            ):
                continue
            place = Place(t, sentence)
            score = affinity.of(mention(text, place, found.start, found.end))
            (own if same else other).append((score, place, found))
    if not own:
        own = _plain(fact, case, affinity)
    return _decide(fact, own, other)


def _short(fact: Fact) -> bool:
    return " " not in fact.text.strip()


def _known(case: Case) -> list[str]:
    return [f.text for f in case.facts if f.kind is FactKind.NAME]


def alike(claim: str, source: str) -> bool:
    """Whether two names share a part and differ in another that is spelt alike, or are spelt alike as a whole."""
    a, b = fold(claim).split(), fold(source).split()
    if names.same(claim, source) or not a or not b:
        return False
    mine, theirs = [w for w in a if w not in b], [w for w in b if w not in a]
    if len(a) == len(b) == 1 or len(mine) == len(a):
        return (
            len(a) == len(b) and len(claim) > 4 and fuzz.ratio(fold(claim), fold(source)) >= SPELT_ALIKE + 7
        )
    return bool(mine and theirs) and fuzz.ratio(" ".join(mine), " ".join(theirs)) >= SPELT_ALIKE - 28


def _plain(fact: Fact, case: Case, affinity: Affinity) -> list[tuple[float, Place, Fact]]:
    """The name's words side by side on the page, where the grammar did not see a name in them."""
    wanted = [case.words.folded[i] for i in case.inside(fact)]
    for t, text in enumerate(case.texts):
        found = _run(wanted, text)
        if found:
            sentence, first = found
            spans = text.words[sentence].spans
            start, end = spans[first][0], spans[first + len(wanted) - 1][1]
            verbatim = text.sentence(sentence)[start:end]
            source = Fact(kind=FactKind.NAME, text=verbatim, start=start, end=end, value=fact.value)
            place = Place(t, sentence)
            return [(affinity.of(mention(text, place, start, end)), place, source)]
    return []


def _run(wanted: list[str], text: Prepared) -> tuple[int, int] | None:
    if not wanted or f" {' '.join(wanted)} " not in text.folded:
        return None
    for sentence, words in enumerate(text.words):
        for first in range(len(words) - len(wanted) + 1):
            if words.folded[first] == wanted[0] and words.folded[first : first + len(wanted)] == wanted:
                return sentence, first
    return None


def _decide(
    fact: Fact, own: list[tuple[float, Place, Fact]], other: list[tuple[float, Place, Fact]]
) -> Check:
    order = lambda found: (-found[0], found[1].text, found[1].sentence)  # noqa: E731  (one key for both lists)
    own.sort(key=order)
    other.sort(key=order)
    mine, theirs = (own[0][0] if own else 0.0), (other[0][0] if other else 0.0)
    if own and (not other or theirs - mine <= IN_ITS_STEAD or _short(fact)):
        return Check(
            fact=fact, status=FactStatus.FOUND, place=own[0][1], source=own[0][2], own=mine, other=theirs
        )
    if own:
        return Check(
            fact=fact,
            status=FactStatus.DIFFERS,
            place=other[0][1],
            source=other[0][2],
            own=mine,
            other=theirs,
            why="elsewhere",
        )
    similar = [found for found in other if alike(fact.text, found[2].text)]
    if similar:
        return Check(
            fact=fact,
            status=FactStatus.DIFFERS,
            place=similar[0][1],
            source=similar[0][2],
            other=similar[0][0],
            why="scale",
        )
    if other and theirs >= SAME_ROLE and not _short(fact):
        return Check(
            fact=fact,
            status=FactStatus.DIFFERS,
            place=other[0][1],
            source=other[0][2],
            other=theirs,
            why="value",
        )
    return Check(fact=fact, status=FactStatus.ABSENT, other=theirs)
