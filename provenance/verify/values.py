"""Quantities and dates: is the claim's value on the page, and is it there the value of the same thing?"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

from provenance.language.facts.agreement import agree
from provenance.language.facts.calendar import compatible
from provenance.language.facts.units import comparable as same_dimension
from provenance.model import Fact, FactKind, FactStatus
from provenance.verify.affinity import Mention, is_row, mention
from provenance.verify.checks import Case, Check
from provenance.verify.prepared import Prepared
from provenance.verify.retrieve import Place

ELSEWHERE = 0.15
"""How much more of the claim's words must stand near another value before the claim's own is called another thing's."""
ELSEWHERE_DATE = 0.35
"""The same for dates, which are said of a whole passage more often than of one word."""
SAME_SUBJECT = 0.30
"""The least share of the claim's words near a differing value for it to be the value of the same thing."""
ALIKE = 0.2
"""Added for a value with the same digits in another unit or scale: it is what was altered, or what was mistaken."""
BASE = 0.12
"""Added where both values are what something is compared with, taken away where only one is."""
PAGE_LIMIT = 1500
"""Sentences up to which the whole page is searched for values; beyond it, the sentences retrieved and those around them."""


@dataclass(frozen=True, slots=True)
class _Rival:
    fact: Fact
    mention: Mention
    affinity: float


def check_quantity(fact: Fact, case: Case) -> Check:
    """The quantity beside the source's, by value, unit and what it is the quantity of."""
    own, other = _split(fact, case, FactKind.QUANTITY, agree, comparable)
    return _decide(fact, own, other, elsewhere=ELSEWHERE)


def check_date(fact: Fact, case: Case) -> Check:
    """The date beside the source's; a less precise form of a date agrees with it."""
    own, other = _split(
        fact, case, FactKind.DATE, _same_date, lambda a, b: compatible(_key(a), _key(b)) is False
    )
    check = _decide(fact, own, other, elsewhere=ELSEWHERE_DATE)
    if check.status is FactStatus.ABSENT or check.status is FactStatus.DIFFERS:
        for t, text in enumerate(case.texts):
            published = text.text.published
            if published and not own and fact.value and compatible(_key(fact), published):
                return Check(
                    fact=fact, status=FactStatus.FOUND, place=Place(t, 0), own=0.3, other=check.other
                )
    return check


def _key(fact: Fact) -> str:
    return str(fact.value or "")


def _same_date(claim: Fact, source: Fact) -> bool:
    if not claim.value or not source.value:
        return claim.text.casefold() == source.text.casefold()
    return bool(compatible(_key(claim), _key(source)))


def comparable(claim: Fact, source: Fact) -> bool:
    """Whether two quantities measure on the same scale, so that one can stand in the other's stead."""
    if claim.unit == source.unit:
        return True
    if claim.unit and source.unit:
        return (
            (_is_money(claim) and _is_money(source))
            or same_dimension(claim.unit, source.unit) is not None
            or {claim.unit, source.unit} == {"%", "points"}
        )
    bare = source if claim.unit else claim
    return (
        _is_money(claim if claim.unit else source)
        and isinstance(bare.value, Decimal)
        and abs(bare.value) >= 1000
    )


def _is_money(fact: Fact) -> bool:
    return bool(fact.unit and len(fact.unit) == 3 and fact.unit.isupper())


def digits(fact: Fact) -> str:
    """The significant digits of a quantity, which an altered unit or scale leaves as they are."""
    if not isinstance(fact.value, Decimal) or not fact.value.is_finite():
        return ""
    return format(abs(fact.value), "f").replace(".", "").strip("0")


def _mentions(case: Case, kind: FactKind) -> Iterable[tuple[int, Prepared, list[tuple[int, Fact]]]]:
    for t, text in enumerate(case.texts):
        if len(text) <= PAGE_LIMIT:
            yield t, text, text.mentions(kind)
            continue
        near = {p.sentence + d for p, _ in case.search.ranked if p.text == t for d in (-1, 0, 1)}
        yield (
            t,
            text,
            [(i, f) for i in sorted(near) if 0 <= i < len(text) for f in text.facts(i) if f.kind is kind],
        )


def _split(
    fact: Fact,
    case: Case,
    kind: FactKind,
    agrees: Callable[[Fact, Fact], bool],
    rival: Callable[[Fact, Fact], bool],
) -> tuple[list[_Rival], list[_Rival]]:
    """The mentions that agree with the fact and those that could stand in its stead, most likely first."""
    affinity, own, other = case.affinity(fact), [], []
    for t, text, found in _mentions(case, kind):
        kept = [(i, f, agrees(fact, f)) for i, f in found]
        kept = [(i, f, same) for i, f, same in kept if same or rival(fact, f) or _alike(fact, f)]
        spots = [mention(text, Place(t, i), f.start, f.end) for i, f, _ in kept]
        by_sentence: dict[int, list[Mention]] = {}
        for spot in spots:
            by_sentence.setdefault(spot.place.sentence, []).append(spot)
        for (i, f, same), spot in zip(kept, spots):
            score = affinity.of(spot, by_sentence[i]) + _kinship(fact, f, text, i, case)
            (own if same else other).append(_Rival(f, spot, min(1.0, score)))
    for side in (own, other):
        side.sort(
            key=lambda r: (-r.affinity, r.mention.place.text, r.mention.place.sentence, r.mention.first)
        )
    return own, other


def _alike(claim: Fact, source: Fact) -> bool:
    same = digits(claim)
    return len(same) > 1 and same == digits(source)


def _kinship(claim: Fact, source: Fact, text: Prepared, sentence: int, case: Case) -> float:
    """A little more for the same digits, and for both being (or neither being) what something is compared with."""
    alike = ALIKE if _alike(claim, source) and claim.value != source.value else 0.0
    verbatim = text.sentence(sentence)
    base = is_base(case.text, claim, case.language), is_base(verbatim, source, text.language)
    if is_row(verbatim):
        return alike + _column(verbatim, source, case)
    return alike + (BASE if all(base) else -BASE if base[0] != base[1] else 0.0)


def _column(row: str, source: Fact, case: Case) -> float:
    """In a row with a column a year, a claim that names no year speaks of the latest one."""
    years = [max(re.findall(r"\b(?:19|20)\d\d\b", cell), default="") for cell in row.split("; ")]
    here = years[row.count("; ", 0, source.start)]
    if not here or len(set(filter(None, years))) < 2 or re.search(r"\b(?:19|20)\d\d\b", case.text):
        return 0.0
    return BASE if here == max(years) else -BASE


@cache
def _base_marks(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = tomllib.loads(files(__package__).joinpath("clauses.toml").read_text("utf-8"))
    marks = table.get(language) or table["en"]
    return re.compile(rf"(?:{marks['base_before']})\W+$", re.I), re.compile(
        rf"^\W*(?:\w+ ){{0,3}}?(?:{marks['base_after']})", re.I
    )


def is_base(text: str, fact: Fact, language: str) -> bool:
    """Whether a value is what another is compared with: "from 73 million", "contre 604 millions", "a year earlier"."""
    before, after = _base_marks(language)
    lead = text[max(0, fact.start - 40) : fact.start]
    return bool(
        before.search(lead) or before.match(fact.text + " ") or after.match(text[fact.end : fact.end + 60])
    )


def _decide(fact: Fact, own: list[_Rival], other: list[_Rival], *, elsewhere: float) -> Check:
    best, rival = (own[0] if own else None), (other[0] if other else None)
    mine, theirs = (best.affinity if best else 0.0), (rival.affinity if rival else 0.0)
    if best and theirs - mine <= elsewhere:
        return Check(
            fact=fact,
            status=FactStatus.FOUND,
            place=best.mention.place,
            source=best.fact,
            own=mine,
            other=theirs,
        )
    if rival and theirs >= SAME_SUBJECT:
        return Check(
            fact=fact,
            status=FactStatus.DIFFERS,
            place=rival.mention.place,
            source=rival.fact,
            own=mine,
            other=theirs,
            why="elsewhere" if best else _why(fact, rival.fact),
        )
    if best:
        return Check(
            fact=fact,
            status=FactStatus.FOUND,
            place=best.mention.place,
            source=best.fact,
            own=mine,
            other=theirs,
        )
    return Check(fact=fact, status=FactStatus.ABSENT, own=mine, other=theirs)


def _why(claim: Fact, source: Fact) -> str:
    if claim.kind is FactKind.QUANTITY and digits(claim) == digits(source):
        return "unit" if claim.value == source.value else "scale"
    return "value"
