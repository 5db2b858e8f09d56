"""Runs the grammars over a text, in an order in which each leaves the words that another has taken."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left, bisect_right

from provenance.language.facts.calendar import Reference
from provenance.language.facts.dates import DATED, Dates
from provenance.language.facts.grammar import Grammar
from provenance.language.facts.loading import load
from provenance.language.facts.measures import Measures
from provenance.language.facts.modality import Modality
from provenance.language.facts.names import Names
from provenance.language.facts.quantities import Quantities
from provenance.language.facts.quotations import Quotations
from provenance.language.facts.tokens import (
    ARTICLE,
    CAPITAL,
    DIGIT,
    MODAL,
    QUANTITY,
    QUOTE,
    UNIT,
    WEB,
    Tokens,
)
from provenance.model import Fact, FactKind

# What is an address, an account or a card number, and no statement: its figures say nothing.
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+|(?<![\w-])\d{4,}(?:-\d{4,}){2,}(?![\w-])")


def find(text: str, language: str, reference: datetime.date | str | None = None) -> tuple[Fact, ...]:
    """The facts of a text, by where they start.

    `language` is an ISO 639-1 code. `reference` is the date of the text (`YYYY`, `YYYY-MM`, `YYYY-MM-DD`), which
    "last month" counts from; without one such words have no value. Quantities and dates never overlap each other.
    """
    return read(text, load(language), reference)


def read(text: str, grammar: Grammar, reference: datetime.date | str | None = None) -> tuple[Fact, ...]:
    """As `find`, with a grammar that was loaded."""
    tokens = Tokens(text, grammar.marks)
    taken = bytearray(tokens.count + 32)
    measures = Measures(tokens, grammar)
    facts: list[Fact] = []
    if tokens.seen & WEB or (tokens.seen & DIGIT and "-" in text):
        _take_addresses(tokens, taken)
    if tokens.seen & DATED:
        facts += Dates(tokens, grammar, taken, Reference.of(reference), measures.numerals).find()
    named = tokens.seen & (CAPITAL | DIGIT)
    names = list(Names(tokens, grammar, taken, measures).find()) if named else []
    if tokens.seen & (DIGIT | QUANTITY) or (tokens.seen & ARTICLE and tokens.seen & UNIT):
        facts += Quantities(tokens, grammar, taken, measures).find()
    if tokens.seen & QUOTE:
        facts += Quotations(text, tokens, grammar, names).find()
    if tokens.seen & MODAL:
        facts += Modality(tokens, grammar, taken).find()
    facts += _outside(names, facts)
    facts.sort(key=lambda fact: (fact.start, -fact.end))
    return tuple(facts)


def _outside(names: list[Fact], facts: list[Fact]) -> list[Fact]:
    """The names that are no part of a quantity (the "Md" of "14,3 Md$")."""
    amounts = sorted((fact.start, fact.end) for fact in facts if fact.kind is FactKind.QUANTITY)
    if not amounts:
        return names
    starts = [start for start, _ in amounts]
    before = ((name, bisect_right(starts, name.start) - 1) for name in names)
    return [name for name, at in before if at < 0 or amounts[at][1] < name.end]


def _take_addresses(tokens: Tokens, taken: bytearray) -> None:
    for match in _ADDRESS.finditer(tokens.text):
        first, end = bisect_left(tokens.starts, match.start()), bisect_left(tokens.starts, match.end())
        taken[first:end] = b"\1" * (end - first)
