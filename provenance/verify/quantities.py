"""What makes two quantities the same, comparable, or one of them derived from others, as an editor reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from itertools import combinations

from provenance.language.facts.agreement import agree
from provenance.language.facts.units import comparable as same_dimension
from provenance.model import Fact

MAGNITUDES = 25
"""By what factor two values of one scale may differ for one to stand in the other's stead: 8 % for 41 %, not 3 for 41,206."""
NOT_LEFT_OUT = ("%", "points", "times", "ordinal")
"""Units that a writer does not leave out."""
RANKS = 12
"""The highest rank that is taken for another: "third" for "fourth", not "fourth" for "32nd"."""
HUNDRED, THOUSAND = Decimal(100), Decimal(1000)
SCALES = (THOUSAND, THOUSAND**2, THOUSAND**3)
_DECIMAL = re.compile(r"\d[.,]\d")


def same_quantity(claim: Fact, source: Fact) -> bool:
    """Whether the source's quantity bears out the claim's; a fraction and a percentage are held against each other."""
    if agree(claim, source):
        return True
    if (claim.unit == "%") != (source.unit == "%"):
        mine, theirs = _percent(claim), _percent(source)
        return mine is not None and theirs is not None and agree(mine, theirs)
    if (
        claim.value == source.value
        and {claim.unit, source.unit} <= {None, "year"}
        and "year" in (claim.unit, source.unit)
    ):
        return _is_age(claim)
    return _unit_left_out(claim, source)


def _unit_left_out(claim: Fact, source: Fact) -> bool:
    """A bare figure that takes up one of another sentence: "far from the 3.39 million of 2012" where that was square kilometres."""
    bare = claim.unit is None and not claim.of and claim.value == source.value
    return bare and source.unit not in (None, *NOT_LEFT_OUT) and len(digits(claim)) > 1


def _percent(fact: Fact) -> Fact | None:
    """A percentage as it is, a fraction below one as a rough percentage."""
    if fact.unit == "%":
        return fact
    if (
        fact.unit is None
        and isinstance(fact.value, Decimal)
        and 0 < fact.value < 1
        and not _DECIMAL.search(fact.text)
    ):
        comparator = "~" if fact.comparator == "=" else fact.comparator
        return replace(fact, value=fact.value * HUNDRED, unit="%", comparator=comparator)
    return None


def _is_age(claim: Fact) -> bool:
    """Ages are often written without their unit: "aged 60", "les plus de 60 ans"."""
    return isinstance(claim.value, Decimal) and claim.value >= 10


def comparable(claim: Fact, source: Fact) -> bool:
    """Whether two quantities measure on the same scale, so that one can stand in the other's stead."""
    if _is_share(claim) != _is_share(source) and {claim.unit, source.unit} == {None}:
        return False  # "four in eight" is no other count than "eight"
    if claim.unit == source.unit or (_percent(claim) and _percent(source)):
        return True
    if "times" in (claim.unit, source.unit):  # "double" where the source says "half"
        return _percent(claim) is not None or _percent(source) is not None
    if claim.unit and source.unit:
        return (
            (is_money(claim) and is_money(source))
            or same_dimension(claim.unit, source.unit) is not None
            or {claim.unit, source.unit} == {"%", "points"}
        )
    bare = source if claim.unit else claim
    counts = bare.of is not None or not isinstance(bare.value, Decimal) or abs(bare.value) < THOUSAND
    return is_money(claim if claim.unit else source) and not counts


def _is_share(fact: Fact) -> bool:
    return fact.unit is None and isinstance(fact.value, Decimal) and 0 < fact.value < 1


def takes_up(claim: Fact, source: Fact, given: Iterable[Fact]) -> bool:
    """Whether a bare figure of the source leaves out a scale that was just given: "They offered three million, we asked for eleven"."""
    if (
        source.unit
        or source.of
        or not isinstance(source.value, Decimal)
        or not isinstance(claim.value, Decimal)
    ):
        return False
    scale = next(
        (s for s in SCALES if claim.value == source.value * s and abs(source.value) < THOUSAND), None
    )
    return scale is not None and any(
        g.unit == claim.unit and isinstance(g.value, Decimal) and scale <= abs(g.value) < scale * THOUSAND
        for g in given
    )


def is_money(fact: Fact) -> bool:
    """Whether the unit is a currency (ISO 4217 code)."""
    return bool(fact.unit and len(fact.unit) == 3 and fact.unit.isupper())


def digits(fact: Fact) -> str:
    """The significant digits of a quantity, which an altered unit or scale leaves as they are."""
    return _digits(fact.value) if isinstance(fact.value, Decimal) else ""


@lru_cache(maxsize=10_000)
def _digits(value: Decimal) -> str:
    return format(abs(value), "f").replace(".", "").strip("0") if value.is_finite() else ""


def near_in_size(claim: Fact, source: Fact) -> bool:
    """Whether one value could be an alteration of, or be mistaken for, the other."""
    mine, theirs = _percent(claim), _percent(source)
    a, b = (mine.value, theirs.value) if mine and theirs else (claim.value, source.value)
    if not isinstance(a, Decimal) or not isinstance(b, Decimal):
        return True
    low, high = sorted((abs(a), abs(b)))
    if claim.unit == "ordinal":
        return high <= RANKS
    return high <= MAGNITUDES * low or high <= MAGNITUDES


def same_digits(claim: Fact, source: Fact) -> bool:
    """The same significant digits: two or more of them, or one with thousands between the values."""
    if {claim.unit, source.unit} == {"%", "points"} and claim.value == source.value:
        return True
    mine = digits(claim)
    if mine != digits(source) or not mine:
        return False
    return len(mine) > 1 or (claim.unit == source.unit is not None and _thousands(claim, source))


def _thousands(claim: Fact, source: Fact) -> bool:
    """Whether a thousand, a million or a billion stands between two values: one was given for the other."""
    if not isinstance(claim.value, Decimal) or not isinstance(source.value, Decimal):
        return False
    low, high = sorted((abs(claim.value), abs(source.value)))
    return bool(low) and high / low in (1_000, 1_000_000, 1_000_000_000)


def derived(claim: Fact, given: Iterable[Fact]) -> tuple[Fact, Fact] | None:
    """Two values of the source whose difference, sum, ratio or change makes the claim's; none where no two do."""
    values = [f for f in given if isinstance(f.value, Decimal) and f.value]
    for a, b in combinations(values, 2):
        if a.unit == b.unit and any(agree(claim, made) for made in _made(a, b)):
            return a, b
    return None


def _made(a: Fact, b: Fact) -> Iterator[Fact]:
    assert isinstance(a.value, Decimal)
    assert isinstance(b.value, Decimal)
    high, low = max(a.value, b.value), min(a.value, b.value)
    unit = "points" if a.unit == "%" else a.unit
    yield replace(a, value=high - low, unit=unit, comparator="=")
    if a.unit != "%":
        yield replace(a, value=high + low, comparator="=")
        for change in (high / low - 1, 1 - low / high):
            yield replace(a, value=abs(change) * HUNDRED, unit="%", comparator="=")
        yield replace(a, value=high / low, unit="times", comparator="=")
        yield replace(a, value=low / high, unit=None, comparator="=")
