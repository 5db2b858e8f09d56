"""Evidence: passages of the sources, word for word, with where they stand."""

from __future__ import annotations

from collections.abc import Sequence

from provenance.model import Evidence
from provenance.verify.prepared import Prepared
from provenance.verify.retrieve import Place

EXACT, AROUND, PASSAGES = 600, 100, 5
"""Characters of a passage and of its prefix and suffix (DESIGN.md, section 7), and passages a claim."""


def passages(
    places: Sequence[tuple[Place, float]], texts: Sequence[Prepared]
) -> tuple[tuple[Evidence, ...], dict[Place, int]]:
    """The best passages, and by sentence the passage that holds it; sentences side by side make one passage."""
    groups: list[tuple[list[Place], float]] = []
    for place, score in places:
        home = next((g for g in groups if _fits(g[0], place, texts)), None)
        if home is not None:
            home[0].append(place)
        elif len(groups) < PASSAGES:
            groups.append(([place], score))
    found = tuple(_passage(members, score, texts) for members, score in groups)
    return found, {place: number for number, (members, _) in enumerate(groups) for place in members}


def _fits(members: list[Place], place: Place, texts: Sequence[Prepared]) -> bool:
    """Next to the passage in the same text, and short enough together."""
    if any(m.text != place.text for m in members) or len(members) >= PASSAGES:
        return False
    first, last = min(m.sentence for m in members), max(m.sentence for m in members)
    if place.sentence not in (first - 1, last + 1):
        return False
    spans = texts[place.text].spans
    start, end = spans[min(first, place.sentence)][0], spans[max(last, place.sentence)][1]
    return end - start <= EXACT


def _passage(members: list[Place], score: float, texts: Sequence[Prepared]) -> Evidence:
    source = texts[members[0].text]
    start = source.spans[min(m.sentence for m in members)][0]
    end = min(source.spans[max(m.sentence for m in members)][1], start + EXACT)
    text = source.text.text
    return Evidence(
        source=source.text.source,
        capture=source.text.capture,
        exact=text[start:end],
        prefix=text[max(0, start - AROUND) : start],
        suffix=text[end : end + AROUND],
        start=start,
        end=end,
        score=round(min(1.0, score), 4),
    )
