"""Where sentences begin and end."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.language.sentences import containing, split
from tests.citations.cases import cases

CASES = cases("sentences.md")


def test_there_are_cases():
    """The file holds its cases, so that none is silently left out."""
    assert len(CASES) >= 50


@pytest.mark.parametrize(("title", "text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_cases(title, text, expected):
    """A text falls into the sentences that its case says."""
    found = [text[start:end].replace("\n", "⏎") for start, end in split(text, title[:2])]
    assert "\n".join(found) == expected


@settings(max_examples=200, deadline=None)
@given(
    text=st.text(alphabet=st.sampled_from("aàM.!?…«»“”\"' \n\t[1]¹,;:\u00a0\u202f\ud800😀Zé()")),
    language=st.sampled_from(["fr", "en", "de", "xx"]),
)
def test_sentences_cover_every_word(text, language):
    """Spans are in order, apart, without white space at their ends, and leave out nothing but white space."""
    spans = split(text, language)
    at = 0
    for start, end in spans:
        assert at <= start < end
        assert text[start:end].strip() == text[start:end]
        assert not text[at:start].strip()
        at = end
    assert not text[at:].strip()


def test_the_sentence_that_holds_an_offset():
    """An offset belongs to the span that it falls in, or to the one before it."""
    spans = split("Un. Deux. Trois.", "fr")
    assert [containing(spans, offset) for offset in (0, 3, 4, 15)] == [0, 0, 1, 2]
