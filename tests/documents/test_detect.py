"""Which language a text is in."""

import pytest

from provenance.language.detect import detect

SAMPLES = [
    ("Google rachète Wiz pour 32 milliards", "fr"),
    ("OpenAI lance GPT-5 au Japon", "fr"),
    ("La banque a perdu 3 % en un an", "fr"),
    ("SOURCES ET RÉFÉRENCES", "fr"),
    ("Meta delays Behemoth launch", "en"),
    ("The bank's profit fell", "en"),
    ("Google buys Wiz for $32bn", "en"),
    ("Der Gewinn stieg im dritten Quartal", "de"),
    ("La empresa vendió más", "es"),
    ("L'azienda ha venduto di più", "it"),
    ("A empresa vendeu mais do que no ano passado", "pt"),
    ("Het bedrijf verkoopt meer", "nl"),
]


@pytest.mark.parametrize(("text", "language"), SAMPLES)
def test_short_texts_are_told_apart(text, language):
    """A headline is enough."""
    assert detect(text)[0] == language


def test_a_text_that_says_nothing_is_unsure():
    """Figures and names alone give the first candidate, with an even share."""
    assert detect("12 345", ("fr", "en")) == ("fr", 0.5)


def test_the_answer_is_among_the_candidates():
    """A short text is held to the candidates."""
    assert detect("Der Gewinn stieg", ("en", "fr"))[0] in ("en", "fr")


@pytest.mark.parametrize(
    ("text", "language"),
    [("東京は日本の首都です。人口は多い。", "ja"), ("Правительство объявило о новых правилах", "ru"),
     ("Rząd ogłosił nowe przepisy dotyczące podatków i wydatków publicznych. " * 6, "pl")],
)  # fmt: skip
def test_a_language_outside_the_candidates_is_named(text, language):
    """Another script, or a long text without their function words, is not forced into a candidate."""
    assert detect(text)[0] == language


def test_the_likelihood_is_a_share():
    """Between nought and one, and high for a plain sentence."""
    for text, _ in SAMPLES:
        assert 0 < detect(text)[1] <= 1
    assert detect("The bank said on Tuesday that it would close some of its branches in the north.")[1] > 0.95
