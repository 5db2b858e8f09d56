"""What a fact of a claim meets in the sources: the shape that every kind of check answers in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from provenance.language.words import Words
from provenance.model import Fact, FactStatus
from provenance.verify.affinity import Affinity, parts
from provenance.verify.prepared import Prepared
from provenance.verify.retrieve import Place, Search, Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A fact of a claim beside the best that the sources have for it."""

    fact: Fact
    status: FactStatus
    place: Place | None = None
    """The sentence that holds `source`."""
    source: Fact | None = None
    """What the source has: the fact that agrees for `found`, the one in its stead for `differs`."""
    own: float = 0.0
    """Affinity (0–1) of the best mention that agrees with the fact."""
    other: float = 0.0
    """Affinity of the best mention of the same kind that does not."""
    why: str = ""
    """For `differs`: `value`, `unit`, `scale`, or `elsewhere` where the value belongs to something else."""
    contrast: float = 0.0
    """How one-sidedly (-1–1) the claim's words that tell the two mentions apart speak for the other one."""


@dataclass
class Case:
    """A claim with all that its checks need."""

    text: str
    language: str
    words: Words
    context: Words
    facts: tuple[Fact, ...]
    texts: Sequence[Prepared]
    search: Search
    reference: str | None = None

    @cached_property
    def parts(self) -> list[int]:
        """By word of the claim: the number of the statement that it belongs to."""
        return parts(self.words, self.text)

    def affinity(self, fact: Fact) -> Affinity:
        """An affinity by the claim's words outside the fact; words of what is counted weigh more."""
        start_of, end_of = counted(self.text, fact)
        inside = self.inside(fact)
        home = {self.parts[i] for i in inside}
        terms: list[Term] = []
        for term in self.search.terms:
            if term.index < 0:
                if not term.word[0].isdigit():  # a figure of the sentence around is another statement's
                    terms.append(term)
                continue
            start, end = self.words.spans[term.index]
            if start < fact.end and end > fact.start:
                continue
            weight = term.weight * (COUNTED if start_of <= start < end_of else 1.0)
            if inside and self.parts[term.index] not in home:
                weight *= OTHER_PART
            terms.append(replace(term, weight=weight))
        return Affinity(self.texts, terms)

    def inside(self, fact: Fact) -> list[int]:
        """The claim's words that the fact is made of, by index."""
        return [i for i, (a, b) in enumerate(self.words.spans) if a < fact.end and b > fact.start]


COUNTED = 2.0
"""How much more the words of what is counted or measured weigh: 38 % *of the new group* is no premium."""
ONE_SIDED = 0.8
"""How one-sidedly (0–1) the words that tell two mentions apart must speak for the other one."""
OTHER_PART = 0.5
"""What the words of the claim's other statements weigh for a fact: "…, weighed down by provisions" says little of a profit."""


def counted(text: str, fact: Fact) -> tuple[int, int]:
    """Where the words of what is counted stand in the claim: after the value, else nowhere."""
    if not fact.of:
        return (0, 0)
    at = text.find(fact.of, fact.start)
    return (at, at + len(fact.of)) if at >= 0 else (0, 0)
