"""Quantities and dates: is the claim's value on the page, and is it there the value of the same thing?"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from provenance.language.facts.calendar import compatible
from provenance.model import Fact, FactKind, FactStatus
from provenance.verify import quantities
from provenance.verify.affinity import Mention, clauses, mention
from provenance.verify.checks import ONE_SIDED, Case, Check, counted
from provenance.verify.prepared import Prepared, is_row
from provenance.verify.retrieve import Place

ELSEWHERE = 0.15
"""How much more of the claim's words must stand near another value before the claim's own is called another thing's."""
ELSEWHERE_DATE = 0.22
"""The same for dates, which are said of a whole passage more often than of one word."""
SAME_SUBJECT = 0.2
"""The least share of the claim's words near a differing value for it to be the value of the same thing."""
SAME_THING = 0.35
"""The same where the page has neither the claim's value nor its digits: what it lacks may as well have been added."""
ALIKE = 0.2
"""Added for a value with the same digits in another unit or scale: it is what was altered, or what was mistaken."""
CLEARLY = 0.07
"""How much more of the claim's words must stand near another value, where those that tell the two apart all do."""
DERIVED = 0.8
"""What a value counts for that the source leaves to its reader to work out."""
LONG, BY_CHANCE = 4, 0.25
"""A figure of so many digits, or a range, does not stand on a page by chance: more is asked to call it another thing's."""
COUNTED_TOO, REACH = 0.3, 7
"""Added where what the claim counts follows the mention within so many words."""
BASE = 0.12
"""Added where both values are what something is compared with, taken away where only one is."""
PART_WORD = 0.8
"""From which strength on a word of the claim is one of a part's clause."""
PAGE_LIMIT = 1500
"""Sentences up to which the whole page is searched for values; beyond it, the sentences retrieved and those around them."""


@dataclass(frozen=True, slots=True)
class _Rival:
    fact: Fact
    mention: Mention
    affinity: float
    beside: tuple[Mention, ...] = ()
    """The other values of its kind in the same sentence."""


def check_quantity(fact: Fact, case: Case) -> Check:
    """The quantity beside the source's, by value, unit and what it is the quantity of."""
    own, other = _split(fact, case, FactKind.QUANTITY, quantities.same_quantity, _other_quantity)
    if not own:
        own = _in_words(fact, case) or _derived(fact, case)
        stands = bool(own) and not (other and other[0].affinity > own[0].affinity + ELSEWHERE + BY_CHANCE)
        return _decide(fact, case, own, [] if stands else other, elsewhere=ELSEWHERE)
    unlikely = len(quantities.digits(fact)) >= LONG or fact.high is not None
    return _decide(fact, case, own, other, elsewhere=ELSEWHERE + (BY_CHANCE if unlikely else 0.0))


def _other_quantity(claim: Fact, source: Fact) -> bool:
    return quantities.comparable(claim, source) and quantities.near_in_size(claim, source)


def _in_words(fact: Fact, case: Case) -> list[_Rival]:
    """The figures of a ratio ("71 seats of 175") or of a bare number ("phase 3") side by side in one sentence."""
    figures = re.findall(r"\d+", fact.text)
    if not figures or fact.unit or fact.of or any(mark in fact.text for mark in ".,"):
        return []
    for t, text in enumerate(case.texts):
        for sentence, words in enumerate(text.words):
            if figures[0] not in words.folded or not set(figures) <= set(words.folded):
                continue
            positions = [words.folded.index(figure) for figure in figures]
            (start, _), (_, end) = words.spans[min(positions)], words.spans[max(positions)]
            spot = mention(text, Place(t, sentence), start, end)
            source = replace(fact, text=text.sentence(sentence)[start:end], start=start, end=end)
            return [_Rival(source, spot, max(0.3, case.affinity(fact).of(spot)))]
    return []


def _derived(fact: Fact, case: Case) -> list[_Rival]:
    """Two values of one sentence, among those that bear on the claim, that make the claim's between them."""
    for place, _ in case.search.ranked[:4]:
        text = case.texts[place.text]
        both = range(place.sentence, min(place.sentence + 2, len(text)))
        given = [f for _, f in text.mentions(FactKind.QUANTITY, both)]
        pair = quantities.derived(fact, given)
        if pair:
            home = next(i for i, f in text.mentions(FactKind.QUANTITY, both) if f is pair[0])
            spot = mention(text, Place(place.text, home), pair[0].start, pair[0].end)
            return [_Rival(pair[0], spot, DERIVED * case.affinity(fact).of(spot))]
    return []


def check_date(fact: Fact, case: Case) -> Check:
    """The date beside the source's; a less precise form of a date agrees with it."""
    own, other = _split(fact, case, FactKind.DATE, _same_date, _other_date)
    check = _decide(fact, case, own, other, elsewhere=ELSEWHERE_DATE)
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
    """The source's date agrees with the claim's and is no less precise."""
    if not claim.value or not source.value:
        return claim.text.casefold() == source.text.casefold()
    if precision(claim) == 1 and _key(source).startswith("X"):
        return False  # "the second quarter" does not say that it was in 1952
    return bool(compatible(_key(claim), _key(source))) and precision(claim) <= precision(source)


def _other_date(claim: Fact, source: Fact) -> bool:
    """Another date that could stand in the claim's stead: as precise, and not the same."""
    return compatible(_key(claim), _key(source)) is False and precision(claim) == precision(source)


def precision(fact: Fact) -> int:
    """How precise a date is: 1 a year or longer, 2 a part of a year or a month, 3 a day."""
    return 1 + min(2, _key(fact).count("-"))


def _mentions(case: Case, kind: FactKind) -> Iterator[tuple[int, Prepared, list[tuple[int, Fact]]]]:
    """By text: the values of the sentences with digits, and of those retrieved and beside them (for spelt-out ones)."""
    for t, text in enumerate(case.texts):
        near = {p.sentence + d for p, _ in case.search.ranked if p.text == t for d in (-1, 0, 1)}
        figures = text.with_figures if len(text) <= PAGE_LIMIT else []
        wanted = sorted({i for i in near if 0 <= i < len(text)}.union(figures))
        yield t, text, list(text.mentions(kind, wanted))


def _split(
    fact: Fact,
    case: Case,
    kind: FactKind,
    agrees: Callable[[Fact, Fact], bool],
    rival: Callable[[Fact, Fact], bool],
) -> tuple[list[_Rival], list[_Rival]]:
    """The mentions that agree with the fact and those that could stand in its stead, most likely first."""
    affinity = case.affinity(fact)
    own: list[_Rival] = []
    other: list[_Rival] = []
    for t, text, found in _mentions(case, kind):
        kept = [(i, f, agrees(fact, f) or _taken_up(fact, f, i, text)) for i, f in found]
        kept = [
            (i, f, same) for i, f, same in kept if same or rival(fact, f) or quantities.same_digits(fact, f)
        ]
        siblings = [f for f in case.facts if f.kind is kind and f != fact]
        kept = [(i, f, same) for i, f, same in kept if same or not any(agrees(s, f) for s in siblings)]
        spots = [mention(text, Place(t, i), f.start, f.end) for i, f, _ in kept]
        by_sentence: dict[int, list[Mention]] = {}
        for spot in spots:
            by_sentence.setdefault(spot.place.sentence, []).append(spot)
        for (i, f, same), spot in zip(kept, spots):
            score = affinity.of(spot, by_sentence[i]) + _kinship(fact, f, text, i, case)
            score += COUNTED_TOO * _counts_the_same(fact, spot, by_sentence[i], case)
            found_here = _Rival(f, spot, max(0.0, min(1.0, score)), tuple(by_sentence[i]))
            (own if same else other).append(found_here)
    if is_part(case.text, fact, case.language):
        other = [r for r in other if _a_part(r, case)]
    if own and not is_further(case.text, fact, case.language):
        other = [r for r in other if not _is_on_top(r, case)]
    if any(_is_age(r.fact) for r in own):
        other = [r for r in other if _is_age(r.fact)]
    for side in (own, other):
        side.sort(
            key=lambda r: (-r.affinity, r.mention.place.text, r.mention.place.sentence, r.mention.first)
        )
    return own, other


def _a_part(rival: _Rival, case: Case) -> bool:
    text = case.texts[rival.mention.place.text]
    return is_part(text.sentence(rival.mention.place.sentence), rival.fact, text.language)


def _is_on_top(rival: _Rival, case: Case) -> bool:
    text = case.texts[rival.mention.place.text]
    return is_further(text.sentence(rival.mention.place.sentence), rival.fact, text.language)


def _part_words(own: _Rival, other: _Rival, fact: Fact, case: Case) -> bool:
    """Whether the claim gives for a part what the sentence gives for the whole: it has words that only the part's clause has."""
    place = other.mention.place
    if own.mention.place != place or not _a_part(other, case) or own.mention.first > other.mention.first:
        return False
    numbers = clauses(case.texts[place.text], place.sentence, "breaks")
    home = numbers[other.mention.first]
    inside = set(case.inside(fact))
    hits = [
        {numbers[p] for p, s in t.met[place.text].get(place.sentence, ()) if s >= PART_WORD}
        for t in case.search.terms
        if t.index >= 0 and t.index not in inside
    ]
    return any(found == {home} for found in hits)


def _taken_up(fact: Fact, source: Fact, sentence: int, text: Prepared) -> bool:
    before = [f for _, f in text.mentions(FactKind.QUANTITY, [sentence]) if f.start < source.start]
    return fact.kind is FactKind.QUANTITY and quantities.takes_up(fact, source, before)


def _is_age(fact: Fact) -> bool:
    return fact.unit == "year" and fact.text.endswith("old")


def _counts_the_same(fact: Fact, spot: Mention, rivals: list[Mention], case: Case) -> float:
    """The share of the words for what the claim counts that follow the mention, before any other value: 9 % *of the votes*."""
    if not fact.of:
        return 0.0
    start, end = counted(case.text, fact)
    terms = [t for t in case.search.terms if t.index >= 0 and start <= case.words.spans[t.index][0] < end]
    whole = sum(term.weight for term in terms)
    text = case.texts[spot.place.text]
    after = [r for r in rivals if r.first > spot.last and not _part_of(text, spot, r)]
    limit = min([r.first for r in after] + [spot.last + REACH])
    met = sum(
        term.weight
        * max(
            (s for p, s in term.met[spot.place.text].get(spot.place.sentence, ()) if spot.last < p < limit),
            default=0.0,
        )
        for term in terms
    )
    return met / whole if whole else 0.0


def _part_of(text: Prepared, part: Mention, whole: Mention) -> bool:
    """Whether the next value is only what the first is a part of, and both count the same: "71 of the 175 seats"."""
    spans = text.words[part.place.sentence].spans
    between = text.sentence(part.place.sentence)[spans[part.last][1] : spans[whole.first][0]]
    return bool(_joints_of_parts(text.language).fullmatch(between.strip()))


@cache
def _joints_of_parts(language: str) -> re.Pattern[str]:
    table = tomllib.loads(files(__package__).joinpath("clauses.toml").read_text("utf-8"))
    return re.compile((table.get(language) or table["en"])["part_of"], re.I)


def _kinship(claim: Fact, source: Fact, text: Prepared, sentence: int, case: Case) -> float:
    """A little more for the same digits, and for both being (or neither being) what something is compared with."""
    alike = ALIKE if quantities.same_digits(claim, source) and claim.value != source.value else 0.0
    verbatim = text.sentence(sentence)
    if is_row(verbatim):
        return alike + _column(verbatim, source, case, base=is_base(case.text, claim, case.language))
    key = ("base", sentence, source.start)
    if key not in text.cache:
        text.cache[key] = is_base(verbatim, source, text.language)
    base = is_base(case.text, claim, case.language), bool(text.cache[key])
    change = is_change(case.text, claim, case.language), is_change(verbatim, source, text.language)
    return alike + sum(BASE if all(kin) else -BASE if kin[0] != kin[1] else 0.0 for kin in (base, change))


def _column(row: str, source: Fact, case: Case, *, base: bool) -> float:
    """In a row with a column a period, a claim that names no year speaks of the latest one, or compares it with a year before."""
    periods = [_period(cell) for cell in row.split("; ")]
    here = periods[row.count("; ", 0, source.start)]
    known = {period for period in periods if period[0]}
    if not here[0] or len(known) < 2 or re.search(r"\b(?:19|20)\d\d\b", case.text):
        return 0.0
    latest = max(known)
    wanted = (latest[0] - 1, latest[1]) if base else latest
    return BASE if here == wanted else -BASE


def _period(cell: str) -> tuple[int, int]:
    """The year and the quarter or half that a column's head names; 0 for what it does not."""
    head = cell.split(": ", 1)[0]
    year = max(re.findall(r"\b(?:19|20)\d\d\b", cell), default="0")
    part = re.search(r"\b[QTHS]([1-4])\b", head)
    return int(year), int(part.group(1)) if part else 0


@cache
def _base_marks(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = tomllib.loads(files(__package__).joinpath("clauses.toml").read_text("utf-8"))
    marks = table.get(language) or table["en"]
    return re.compile(rf"(?:{marks['base_before']})\W+$", re.I), re.compile(
        rf"^\W*(?:\w+ ){{0,3}}?(?:{marks['base_after']})", re.I
    )


@cache
def _change_marks(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = tomllib.loads(files(__package__).joinpath("clauses.toml").read_text("utf-8"))
    marks = table.get(language) or table["en"]
    return re.compile(rf"(?:{marks['change_before']})\s+$", re.I), re.compile(
        rf"^\W*(?:{marks['change_after']})", re.I
    )


def is_change(text: str, fact: Fact, language: str) -> bool:
    """Whether a value says by how much something changed, and not how much there is: "up 12%", "gagne neuf", "nine more"."""
    before, after = _change_marks(language)
    return bool(
        before.search(text[max(0, fact.start - 30) : fact.start])
        or after.match(text[fact.end : fact.end + 20])
    )


@cache
def _further_marks(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = tomllib.loads(files(__package__).joinpath("clauses.toml").read_text("utf-8"))
    marks = table.get(language) or table["en"]
    return re.compile(rf"(?:{marks['further_before']})\s+$", re.I), re.compile(
        rf"^\s*(?:{marks['further_after']})", re.I
    )


def is_further(text: str, fact: Fact, language: str) -> bool:
    """Whether a value comes on top of another: "a further 700 jobs", "700 emplois supplémentaires"."""
    before, after = _further_marks(language)
    return bool(
        before.search(text[max(0, fact.start - 30) : fact.start])
        or after.match(text[fact.end : fact.end + 40])
    )


@cache
def _part_marks(language: str) -> re.Pattern[str]:
    table = tomllib.loads(files(__package__).joinpath("clauses.toml").read_text("utf-8"))
    return re.compile((table.get(language) or table["en"])["parts"], re.I)


def is_part(text: str, fact: Fact, language: str) -> bool:
    """Whether a value is a part of what was just said: "dont 60 au Canada", "of which $600 million"."""
    return bool(_part_marks(language).search(text[max(0, fact.start - 40) : fact.start]))


def is_base(text: str, fact: Fact, language: str) -> bool:
    """Whether a value is what another is compared with: "from 73 million", "contre 604 millions", "a year earlier"."""
    before, after = _base_marks(language)
    lead = text[max(0, fact.start - 40) : fact.start]
    return bool(
        before.search(lead) or before.match(fact.text + " ") or after.match(text[fact.end : fact.end + 60])
    )


def _contrast(fact: Fact, case: Case, own: _Rival, other: _Rival) -> float:
    return case.affinity(fact).contrast(own.mention, other.mention, [*own.beside, *other.beside])


def _decide(fact: Fact, case: Case, own: list[_Rival], other: list[_Rival], *, elsewhere: float) -> Check:
    unlikely = elsewhere > ELSEWHERE_DATE
    best, rival = (own[0] if own else None), (other[0] if other else None)
    mine, theirs = (best.affinity if best else 0.0), (rival.affinity if rival else 0.0)
    altered = rival is not None and (best is not None or quantities.same_digits(fact, rival.fact))
    differs = rival is not None and theirs >= (SAME_SUBJECT if altered else SAME_THING)
    if best and rival and _part_words(rival, best, fact, case):
        rival, theirs, differs = None, 0.0, False  # what is said of the whole is said of its part as well
    contrast = _contrast(fact, case, best, rival) if best and rival else 0.0
    if best and rival and best.mention.place.text != rival.mention.place.text:
        elsewhere += BY_CHANCE  # each source may tell the same thing in its own words
    least = SAME_SUBJECT if fact.kind is FactKind.DATE else SAME_SUBJECT / 2
    of_part = bool(best and rival and _part_words(best, rival, fact, case))
    if of_part:
        contrast = 1.0
    one_sided = of_part or (contrast >= ONE_SIDED and theirs >= max(mine + CLEARLY, least) and not unlikely)
    if best and (theirs - mine <= elsewhere or not differs) and not one_sided:
        return Check(
            fact=fact,
            status=FactStatus.FOUND,
            place=best.mention.place,
            source=best.fact,
            own=mine,
            other=theirs,
            contrast=contrast,
        )
    if rival and (differs or one_sided):
        return Check(
            fact=fact,
            status=FactStatus.DIFFERS,
            place=rival.mention.place,
            source=rival.fact,
            own=mine,
            other=theirs,
            why="elsewhere" if best else _why(fact, rival.fact),
            contrast=contrast,
        )
    return Check(fact=fact, status=FactStatus.ABSENT, own=mine, other=theirs)


def _why(claim: Fact, source: Fact) -> str:
    if claim.kind is FactKind.QUANTITY and quantities.same_digits(claim, source):
        return "unit" if claim.value == source.value else "scale"
    return "value"
