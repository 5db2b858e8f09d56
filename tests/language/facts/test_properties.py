"""What holds for the facts of any text."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.language import facts

WORDS = [
    "14,3",
    "1.5",
    "2024",
    "3",
    "12",
    "000",
    "007",
    "½",
    "3/4",
    "un",
    "une",
    "deux",
    "half",
    "a",
    "hundred",
    "mille",
    "million",
    "milliards",
    "dozen",
    "quinzaine",
    "%",
    "pour",
    "cent",
    "percent",
    "points",
    "$",
    "€",
    "£",
    "Md",
    "M",
    "k",
    "bn",
    "US",
    "C",
    "EUR",
    "MUSD",
    "km",
    "GW",
    "feet",
    "in",
    "ans",
    "years",
    "mai",
    "May",
    "4th",
    "1er",
    "mardi",
    "Monday",
    "next",
    "last",
    "Q3",
    "T3",
    "automne",
    "fall",
    "Noël",
    "Easter",
    "il",
    "y",
    "a",
    "ago",
    "dans",
    "from",
    "to",
    "à",
    "et",
    "and",
    "-",
    "–",
    "/",
    ".",
    ",",
    ":",
    "'",
    "’",
    "«",
    "»",
    "“",
    "”",
    '"',
    "(",
    ")",
    "+",
    "~",
    "≥",
    "not",
    "pas",
    "ne",
    "plus",
    "que",
    "may",
    "aurait",
    "hausse",
    "fell",
    "Meta",
    "GPT-4.5",
    "Le",
    "The",
    "M.",
    "Mme",
    "J.",
    "O'Brien",
    "de",
    "la",
    "of",
    "the",
    "http://x.y/1",
    "a@b.c",
    "３４０",
    "𝟏𝟐",
    "مرحبا",
    "١٢",
    "😀",
    "�",
    "\xa0",
    "\u202f",
    "\n",
    "siècle",
    "XXe",
    "century",
    "1990s",
    "les",
    "années",
    "environ",
    "about",
    "over",
    "sur",
    "out",
    "one",
    "twenty",
    "first",
    "troisième",
    "e10",
    "^",
    "x10",
]


def check(text, language):
    """Facts slice back to their words, stand in order, and no quantity or date overlaps another."""
    found = facts.find(text, language, "2025-11-07")
    assert all(text[fact.start : fact.end] == fact.text and fact.text for fact in found)
    assert [fact.start for fact in found] == sorted(fact.start for fact in found)
    spans = sorted((f.start, f.end) for f in found if f.kind in ("quantity", "date"))
    assert all(first[1] <= second[0] for first, second in pairwise(spans))


@settings(max_examples=400, deadline=None)
@given(words=st.lists(st.sampled_from(WORDS), max_size=14), glue=st.sampled_from([" ", "", "\u202f"]))
def test_any_order_of_the_grammars_words(words, glue):
    """However the words of the grammars are strung together, the facts are well formed."""
    check(glue.join(words), "fr")
    check(glue.join(words), "en")


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=80), language=st.sampled_from(["fr", "en", "ar", "", "xx"]))
def test_any_text(text, language):
    """No text and no language code makes the grammars fail."""
    check(text, language)


@pytest.mark.parametrize(
    "text",
    [
        "9" * 500,
        "1 000 " * 200,
        "un " * 300,
        "« " * 400,
        "1/2/" * 200,
        "million " * 100,
        "-" * 300,
        "Meta " * 300,
        "1,2" * 90,
        "-1,2,3",
        " .1,2,3",
    ],
    ids=str.strip,
)
def test_long_nonsense(text):
    """Long repetitions of one word end, and end well."""
    check(text, "fr")
    check(text, "en")


def test_folded_forms_keep_their_offsets():
    """Full-width and mathematical digits are digits, and the fact shows them as they were written."""
    (first, second) = facts.find("𝟏𝟐 pays et ３４０ villes", "fr")
    assert (first.text, first.value, second.text, second.value) == ("𝟏𝟐", 12, "３４０", 340)
