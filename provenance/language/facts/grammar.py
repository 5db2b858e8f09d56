"""What the grammars know of a language, and what needs no language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from provenance.language.facts.table import Table
from provenance.language.facts.tokens import Marks


@dataclass(frozen=True, slots=True, kw_only=True)
class International:
    """Signs, codes and symbols that stand alike in every language."""

    signs: Mapping[str, str]
    dollars: Mapping[str, str]
    codes: frozenset[str]
    spoken_codes: frozenset[str]
    """Codes that are written in small letters too and are no words."""
    symbols: Mapping[str, str]
    dimensions: Mapping[str, tuple[str, Decimal]]
    """By unit: its dimension, and how many of the dimension's first unit it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """What is known of one language."""

    language: str
    decimal: str
    day_first: bool
    of_needed: bool
    """Whether what a unit or share is of is named only behind "of" (38 % des votes, but 49% stake)."""
    bare_ages: bool
    """Whether an age stands between commas without a word for years."""
    title_case: bool
    """Whether headlines capitalise every longer word."""
    numbers: Mapping[str, int]
    rooms: Mapping[int, tuple[int, int]]
    and_adds: frozenset[int]
    """What an "and" adds to tens (vingt et un, soixante et onze)."""
    products: Mapping[int, int]
    scales: Mapping[str, int]
    bare_scales: frozenset[str]
    short: Mapping[str, int]
    short_money: Mapping[str, int]
    collectives: Mapping[str, tuple[int, bool]]
    """By noun: its number, and whether it is exact (a dozen is, a "dizaine" is not)."""
    fractions: Mapping[str, int]
    whole_fractions: frozenset[str]
    ordinals: Mapping[str, int]
    ordinal_marks: frozenset[str]
    words: Mapping[str, Table]
    before: Table
    after: Table
    multiples: Table
    units: Table
    currencies: Table
    unsure_currencies: Table
    counted_units: frozenset[str]
    """Words that can stand right behind a word for one and make it a number (un an, one euro, un sur trois)."""
    dates: Mapping[str, Table]
    """Tables of the date grammar, by the name of their section."""
    period_letters: Mapping[str, str]
    endings: tuple[str, ...]
    """Endings of verbs that say something is possible or reported."""
    common_endings: tuple[str, ...]
    """Endings of words that are no names although a sentence begins with them."""
    sets: Mapping[str, frozenset[str]]
    """Single words by the name of their section."""
    modal: Mapping[str, Table]
    names: Mapping[str, Table]
    stops: frozenset[str]
    """Words that cannot belong to the name of what is counted."""
    verb_endings: tuple[str, ...]
    noun_endings: tuple[str, ...]
    """Endings of nouns that look like verbs' endings."""
    international: International
    marks: Marks = field(repr=False)
