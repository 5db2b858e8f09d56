"""Finds what turns a statement: negations, hedges, directions, comparisons."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.language.facts.grammar import Grammar
from provenance.language.facts.tokens import DIGIT, MODAL, QUANTITY, Tokens
from provenance.model import Fact, FactKind

_REACH = 5  # tokens between the two words of a negation ("ne … plus") or of a comparison ("plus … que")
_BOUNDS = (FactKind.DIRECTION, FactKind.COMPARISON)
_KINDS = {
    "polarity": FactKind.POLARITY,
    "hedge": FactKind.HEDGE,
    "direction": FactKind.DIRECTION,
    "comparison": FactKind.COMPARISON,
}


class Modality:
    """Finds the turns of one text."""

    __slots__ = ("_grammar", "_tokens")

    def __init__(self, tokens: Tokens, grammar: Grammar) -> None:
        self._tokens = tokens
        self._grammar = grammar

    def find(self) -> Iterator[Fact]:
        """Every negation, hedge, direction and comparison."""
        tokens, modal = self._tokens, self._grammar.modal
        innocent = 0
        for at in range(tokens.count):
            if not tokens.marks[at] & MODAL:
                continue
            if found := modal["polarity_not"].at(tokens, at):
                innocent = max(innocent, found[1])
            for name, kind in _KINDS.items():
                barred = (kind is FactKind.POLARITY and at < innocent) or (
                    kind in _BOUNDS and self._bounds(at)
                )
                if not barred and (found := modal[name].at(tokens, at)):
                    yield self._fact(kind, at, found[1], found[0])
            yield from self._paired(at)

    def _bounds(self, index: int) -> bool:
        """Whether the word belongs to a bound of a number: the "up" of "up to 40", the "least" of "at least a week"."""
        tokens, before = self._tokens, self._grammar.before
        ahead, back = before.at(tokens, index), before.before(tokens, index + 1)
        if ahead and ahead[1] > index + 1:
            return bool(tokens.marks[ahead[1]] & (DIGIT | QUANTITY))
        return bool(back and back[1] < index and tokens.marks[index + 1] & (DIGIT | QUANTITY))

    def _paired(self, index: int) -> Iterator[Fact]:
        """What needs a second word or an ending: "ne … plus", "plus … que", "permettrait"."""
        tokens, modal, sets = self._tokens, self._grammar.modal, self._grammar.sets
        word = tokens.words[index]
        if found := modal["pair_first"].at(tokens, index):
            for at in range(found[1], found[1] + _REACH):
                if second := modal["pair_second"].at(tokens, at):
                    yield self._fact(FactKind.POLARITY, at, second[1], "negative")
                    break
        if word in sets["comparatives"] and not tokens.marks[index + 2] & DIGIT:
            for at in range(index + 2, index + _REACH + 1):
                if than := modal["than"].at(tokens, at):
                    low = sets["comparatives_low"]
                    yield self._fact(FactKind.COMPARISON, index, than[1], "less" if word in low else "more")
                    break
        if word.endswith(tuple(self._grammar.endings)) and not modal["hedge"].at(tokens, index):
            yield self._fact(FactKind.HEDGE, index, index + 1, "possible")

    def _fact(self, kind: FactKind, first: int, end: int, value: str) -> Fact:
        tokens = self._tokens
        if tokens.words[first] == "'" and first:
            first -= 1  # "don't": the word that is negated belongs to it
        return Fact(
            kind=kind,
            text=tokens.slice(first, end),
            start=tokens.starts[first],
            end=tokens.ends[end - 1],
            value=value,
        )
