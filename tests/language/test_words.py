"""Words of a text: what is one word, how it is folded, and which words carry content."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.language.words import analyse


def content(text: str, language: str) -> list[str]:
    """The words that carry content, as written."""
    words = analyse(text, language)
    return [raw for raw, full in zip(words.raw, words.content, strict=True) if full]


@pytest.mark.parametrize(
    ("language", "text", "folded"),
    [
        ("fr", "Les 2 000 milliards", ["les", "2000", "milliards"]),
        ("fr", "12\u202f345,6 euros", ["12345.6", "euros"]),
        ("fr", "1.000.000 de fois", ["1000000", "de", "fois"]),
        ("en", "2,000 and 1,234.5", ["2000", "and", "1234.5"]),
        ("en", "in 2019 300 people", ["in", "2019", "300", "people"]),
        ("en", "version 1.2.3", ["version", "1.2.3"]),
        ("fr", "le 10.12.2024", ["le", "10.12.2024"]),
        ("fr", "au 06 12 34 56 78", ["au", "06", "12", "34", "56", "78"]),
    ],
)
def test_figures(language, text, folded):
    """A figure is one word, folded alike in both languages; dates, versions and telephone numbers stay as they are."""
    assert analyse(text, language).folded == folded


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "au lieu de partir", ["partir"]),
        ("fr", "en raison d’une pluie", ["pluie"]),
        ("fr", "la raison de la pluie", ["raison", "pluie"]),
        ("fr", "le vote aura lieu lundi", ["vote", "lundi"]),
        ("fr", "Il s'agit du pouvoir d'achat", ["pouvoir", "achat"]),
        ("en", "because of the rain, as well as snow", ["rain", "snow"]),
        ("en", "in order to leave", ["leave"]),
        ("xx", "au lieu de partir", ["au", "lieu", "de", "partir"]),
    ],
)
def test_expressions_without_content(language, text, expected):
    """The words of an expression that works as a preposition carry no content there, and do elsewhere."""
    assert content(text, language) == expected


def test_acronyms():
    """An acronym is one word with or without dots, and is no pronoun for looking like one."""
    assert content("The U.S. told us", "en") == ["US", "told"]
    assert content("Who? The WHO.", "en") == ["WHO"]
    assert analyse("l'O.N.U. a dit", "fr").raw == ["l", "ONU", "a", "dit"]
    assert analyse("J. R. Smith", "en").raw == ["J", "R", "Smith"]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["fr", "en", "ar", "xx"]))
def test_any_text(text, language):
    """Whatever the text, the lists run side by side, and a word stands where its span says, but for an acronym's dots."""
    words = analyse(text, language)
    lists = (words.spans, words.folded, words.stems, words.concepts, words.content)
    assert {len(some) for some in lists} == {len(words)}
    for raw, (start, end) in zip(words.raw, words.spans, strict=True):
        assert raw in {text[start:end], text[start:end].replace(".", "")}
