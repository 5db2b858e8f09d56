"""Messages for readers: dates and codes in words, French spaces, doubts said as doubts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.model import Decision, Message, Verdict
from provenance.report.phrases import decided, spoken, unsettled, written_date
from tests.support.demo import NOON


@pytest.mark.parametrize(
    ("iso", "french", "english"),
    [
        ("2026-09-01", "1er\u00a0septembre 2026", "1\u00a0September 2026"),
        ("2026-09", "septembre 2026", "September 2026"),
        ("2026", "2026", "2026"),
        ("2026-09-15 07:05 UTC", "15\u00a0septembre 2026, 07:05 UTC", "15\u00a0September 2026, 07:05 UTC"),
        ("–", "–", "–"),
        ("2026-13-01", "2026-13-01", "2026-13-01"),
    ],
)
def test_a_date_is_written_in_the_readers_language(iso, french, english):
    """As precisely as it is known; what is no date stays."""
    assert (written_date(iso, "fr"), written_date(iso, "en")) == (french, english)


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_text_may_stand_where_a_date_is_expected(text):
    """A page's metadata is not always a date."""
    assert isinstance(written_date(text, "fr"), str)


def test_states_and_their_signs_are_said_in_words():
    """Nobody reads "soft-404: title+noindex"."""
    message = Message.of("finding-lost", state="soft-404", detail="title+noindex", url="http://a.example/")

    assert "son titre le dit, cachée aux moteurs de recherche" in spoken(message, "fr")
    assert "soft-404" not in spoken(message, "fr") + spoken(message, "en")


def test_a_quotation_is_not_put_into_quotation_marks_twice():
    """The claim's own marks give way to those of the sentence."""
    message = Message.of("verify-quotation", claim="« Non »", source="No")

    assert spoken(message, "en").startswith("The quotation “Non” is")
    assert spoken(message, "fr").startswith("La citation «\u00a0Non\u00a0» n’est")


def test_no_french_line_breaks_before_its_marks_or_within_a_figure():
    """Spaces before » ; : and between thousands hold."""
    text = spoken(Message.of("verify-quantity", source="2 300", claim="3 200"), "fr")

    assert text == "La source dit «\u00a02\u00a0300\u00a0»\u202f; le document dit «\u00a03\u00a0200\u00a0»."


def test_a_reason_that_a_person_must_settle_does_not_sound_certain():
    """It is said as something to confirm."""
    reason = Message(code="verify-not-found")

    assert unsettled(reason, "fr") == "À confirmer\u00a0: la source a été lue en entier et ne dit pas cela."
    assert unsettled(reason, "en") == "To be confirmed: the source was read whole and does not say this."


@pytest.mark.parametrize(
    ("verdict", "note", "passage", "french"),
    [
        (Verdict.NOT_FOUND, "", "", "Décision de NQ\u00a0: introuvable."),
        (None, "", "", "Décision de NQ\u00a0: pas une affirmation."),
        (Verdict.SUPPORTED, "lu", "", "Décision de NQ\u00a0: confirmée («\u00a0lu\u00a0»)."),
        (Verdict.SUPPORTED, "", "x", "Décision de NQ\u00a0: confirmée, d’après le passage «\u00a0x\u00a0»."),
        (Verdict.SUPPORTED, "lu", "x", "Décision de NQ\u00a0: confirmée («\u00a0lu\u00a0»), d’après le passage «\u00a0x\u00a0»."),
    ],
)  # fmt: skip
def test_a_decision_is_said_with_what_it_rests_on(verdict, note, passage, french):
    """Author, verdict in words, and the note and passage where there are any."""
    made = Decision(claim="k", verdict=verdict, note=note, author="NQ", at=NOON, passage=passage)

    assert spoken(decided(made), "fr") == french
    assert spoken(decided(made), "en").startswith("Decided by NQ: ")


def test_every_link_state_and_verdict_has_words():
    """`spoken` never falls back on a code of ours for them."""
    for state in ("gone", "paywalled", "tls-error", "unvisited"):
        assert state not in spoken(Message.of("finding-unexamined", state=state, detail="404", url=""), "fr")
