"""Finds what turns a statement: negations, hedges, directions, comparisons."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.language.facts.grammar import Grammar
from provenance.language.facts.tokens import (
    AMOUNT,
    COMPARISON,
    DIGIT,
    DIRECTION,
    HEDGE,
    MODAL,
    MONTH,
    PAIR,
    POLARITY,
    TITLE,
    Tokens,
)
from provenance.model import Fact, FactKind

_REACH = 5  # tokens between the two words of a negation ("ne … plus") or of a comparison ("plus … que")
_ANNOUNCED = 12  # tokens between a verb of saying and the conditional that it makes a future of the past
_ENDS = frozenset(".!?;:")
_BOUNDS = (FactKind.DIRECTION, FactKind.COMPARISON)
_KINDS = (
    (POLARITY, "polarity", FactKind.POLARITY),
    (HEDGE, "hedge", FactKind.HEDGE),
    (DIRECTION, "direction", FactKind.DIRECTION),
    (COMPARISON, "comparison", FactKind.COMPARISON),
)


class Modality:
    """Finds the turns of one text, leaving out the tokens that something else has taken."""

    __slots__ = ("_grammar", "_taken", "_tokens")

    def __init__(self, tokens: Tokens, grammar: Grammar, taken: bytearray) -> None:
        self._tokens = tokens
        self._grammar = grammar
        self._taken = taken

    def find(self) -> Iterator[Fact]:
        """Every negation, hedge, direction and comparison."""
        tokens, modal = self._tokens, self._grammar.modal
        denied = 0
        for at in tokens.marked(MODAL):
            mark = tokens.marks[at]
            if self._taken[at] or (mark & MONTH and self._is_month(at)):
                continue
            for bit, name, kind in _KINDS:
                found = modal[name].at(tokens, at) if mark & bit else None
                if (
                    not found
                    or self._barred(kind, at, denied)
                    or (kind is FactKind.POLARITY and self._reaches_number(found[1]))
                ):
                    continue
                if kind is FactKind.POLARITY:
                    denied = found[1]
                yield self._fact(kind, at, found[1], found[0])
            if mark & PAIR:
                yield from self._paired(at)

    def _barred(self, kind: FactKind, index: int, denied: int) -> bool:
        """Whether a word cannot be of a kind: it belongs to a phrase that only looks negative, to a negation of more
        words ("declined to"), to a label ("No 2"), or to the bound of a number."""
        if kind is FactKind.POLARITY:
            return self._is_innocent(index) or self._labels(index)
        if kind is FactKind.HEDGE:
            return self._is_announced(index)
        return index < denied or self._is_titled(index) or self._bounds(index)

    def _is_innocent(self, index: int) -> bool:
        """Whether the word stands in a phrase that only looks negative: "not only", "un pas", "plus que jamais"."""
        phrases, tokens = self._grammar.modal["polarity_not"], self._tokens
        found = (phrases.at(tokens, start) for start in range(max(index - 2, 0), index + 1))
        return any(phrase and phrase[1] > index for phrase in found)

    def _is_titled(self, index: int) -> bool:
        """Whether the word begins a title of more words: the "premier" of "premier ministre" compares nothing."""
        if not self._tokens.marks[index] & TITLE:
            return False
        title = self._grammar.names["titles"].at(self._tokens, index)
        return title is not None and title[1] > index + 1

    def _is_month(self, index: int) -> bool:
        """The "May" of a date, and any that is capitalised where no headline capitalises all words."""
        tokens = self._tokens
        if not tokens.raws[index][0].isupper():
            return False
        headline = tokens.is_capital(index - 1) and tokens.is_capital(index + 1)
        return index == 0 or not headline

    def _reaches_number(self, end: int) -> bool:
        """Whether a phrase that ends before a token leads to a number: "declined to 3%" is a fall, no refusal."""
        tokens = self._tokens
        return tokens.words[end - 1] in self._grammar.words["to"] and bool(tokens.marks[end] & AMOUNT)

    def _labels(self, index: int) -> bool:
        """Whether the word stands for "number": "No 2", "No. 10"."""
        tokens = self._tokens
        if not tokens.is_figure(index + 1) and not tokens.is_figure(index + 2):
            return False
        found = self._grammar.words["number_noun"].at(tokens, index)
        return bool(found and tokens.is_figure(found[1]))

    def _is_announced(self, index: int) -> bool:
        """Whether a conditional is only the future of the past: "said it would close", "a annoncé qu'elle fermerait"."""
        tokens, sets = self._tokens, self._grammar.sets
        if tokens.words[index] not in sets["conditional_words"] and not self._is_conditional(index):
            return False
        that = not sets["conditional_that"]
        for at in range(index - 1, max(index - _ANNOUNCED, 0) - 1, -1):
            word = tokens.words[at]
            if word in _ENDS or tokens.raws[at] in _ENDS:
                return False
            that = that or word in sets["conditional_that"]
            if word in sets["verbs"]:
                return that
        return False

    def _is_conditional(self, index: int) -> bool:
        """Whether a verb has an ending of the conditional."""
        raw = self._tokens.raws[index].lower()
        return raw.endswith(self._grammar.endings) and (
            self._tokens.words[index] not in self._grammar.sets["conditional_exceptions"]
        )

    def _bounds(self, index: int) -> bool:
        """Whether the word belongs to a bound of a number: the "up" of "up to 40", the "least" of "at least a week"."""
        tokens, before = self._tokens, self._grammar.before
        ahead, back = before.at(tokens, index), before.before(tokens, index + 1)
        if ahead and ahead[1] > index + 1:
            return bool(tokens.marks[ahead[1]] & AMOUNT)
        return bool(back and back[1] < index and tokens.marks[index + 1] & AMOUNT)

    def _paired(self, index: int) -> Iterator[Fact]:
        """What needs a second word or an ending: "ne … plus", "plus … que", "permettrait"."""
        tokens, modal, sets = self._tokens, self._grammar.modal, self._grammar.sets
        word = tokens.words[index]
        if found := modal["pair_first"].at(tokens, index):
            for at in range(found[1], found[1] + _REACH):
                if second := modal["pair_second"].at(tokens, at):
                    if not modal["than"].at(tokens, second[1]):  # "ne compte plus que 300": only
                        yield self._fact(FactKind.POLARITY, at, second[1], "negative")
                    break
        if word in sets["comparatives"] and not tokens.marks[index + 2] & DIGIT:
            for at in range(index + 2, index + _REACH + 1):
                if than := modal["than"].at(tokens, at):
                    low = sets["comparatives_low"]
                    yield self._fact(FactKind.COMPARISON, index, than[1], "less" if word in low else "more")
                    break
        conditional = self._is_conditional(index) and not modal["hedge"].at(tokens, index)
        if conditional and not self._is_announced(index):
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
