"""Ranks in words: "fifth", "vingt-cinquième", "two-hundredth", "hundred and first"."""

from __future__ import annotations

from provenance.language.facts.grammar import Grammar
from provenance.language.facts.numerals import Numerals
from provenance.language.facts.tokens import Tokens

_HUNDRED = 100


def rank(tokens: Tokens, grammar: Grammar, numerals: Numerals, index: int) -> tuple[int, int]:
    """The rank that words from a token on name, and the token after it; (0, index) where they name none."""
    word = tokens.words[index]
    if word in grammar.ordinals:
        return grammar.ordinals[word], index + 1
    head = numerals.plain_words(index) if word in grammar.numbers or word in grammar.bare_scales else None
    if head is None or head.figures or head.value < 2:
        return 0, index
    at = head.end + (tokens.words[head.end] == "-")
    at += tokens.words[at] in grammar.words["and"]
    last = grammar.ordinals.get(tokens.words[at], 0)
    if last >= _HUNDRED and at <= head.end + 1 and head.value < last:
        return int(head.value) * last, at + 1
    joined = at > head.end
    fits = _room(grammar, int(head.value)) > last and (joined or (last > 1 and head.value >= _HUNDRED))
    return (int(head.value) + last, at + 1) if last and fits else (0, index)


def _room(grammar: Grammar, value: int) -> int:
    """What a rank behind a number stays below to be added to it: under 10 behind tens, 100 behind hundreds."""
    if value % _HUNDRED == 0:
        return _HUNDRED
    tens = value % _HUNDRED
    if tens in grammar.rooms:
        return grammar.rooms[tens][1] + 1
    return 10 if tens >= 20 and tens % 10 == 0 else 0
