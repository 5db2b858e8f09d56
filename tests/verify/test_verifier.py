"""What holds for every assessment: evidence to the letter, honest limits, no crash on bad input."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provenance.model import Access, Basis, FactStatus, Verdict
from provenance.verify import BuiltinVerifier, conflicts, evaluate, prepare
from provenance.wording import say
from tests.support.verifying import claim_of, text_of, verdict_on
from tests.verify.pages import samples

PAGE = """Orlin to buy port operator
Orlin agreed to pay €6.2 billion for the port operator Seawall. The deal may need the approval of regulators in nine countries.
“Ports are patient money,” said Ana Ribeiro, who runs Orlin. Seawall, based in Cork, lost €40 million in 2024."""


def test_evidence_slices_back_to_its_quotation():
    """Every passage is the source's text between its offsets, at most 600 characters, with what stands around it."""
    for sample in samples(3):
        text = text_of(sample.page)
        for passage in verdict_on(sample.claim, sample.page, f"{sample.language}-en").evidence:
            assert passage.exact == text.text[passage.start : passage.end]
            assert len(passage.exact) <= 600
            assert text.text[: passage.start].endswith(passage.prefix)
            assert text.text[passage.end :].startswith(passage.suffix)
            assert max(len(passage.prefix), len(passage.suffix)) <= 100


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    claim=st.text(max_size=120),
    source=st.text(max_size=400),
    languages=st.sampled_from(["en-en", "fr-en", "fr-fr"]),
)
def test_any_text_is_borne(claim: str, source: str, languages: str):
    """Whatever the characters, there is an assessment, its spans lie in the claim and its evidence in the source."""
    found = verdict_on(claim, source, languages)
    assert 0 <= found.confidence <= 1
    assert say(found.reason, "fr")
    assert all(0 <= start < end <= len(claim) for start, end in found.unsupported)
    assert all(source[e.start : e.end] == e.exact for e in found.evidence)


def test_the_same_input_gives_the_same_assessment():
    """Nothing is random."""
    assert verdict_on("Orlin pays €6.2 billion.", PAGE) == verdict_on("Orlin pays €6.2 billion.", PAGE)


def test_no_source():
    """Without a text there is no verdict, and the reason says so."""
    found = BuiltinVerifier().verify(claim_of("Orlin buys Seawall."), [])
    assert (found.verdict, found.basis) == (Verdict.UNVERIFIABLE, Basis.NONE)
    assert found.reason.code == "verify-no-source"


@pytest.mark.parametrize("source", ["", "  \n ", "\u200b"])
def test_empty_source(source: str):
    """A source without words cannot refute anything."""
    assert verdict_on("Orlin buys Seawall.", source).verdict is not Verdict.CONTRADICTED


def test_source_language_not_covered():
    """A source in a language without grammar and lexicon is unverifiable, and the reason names the language."""
    found = verdict_on("Orlin buys Seawall.", "Orlin übernimmt Seawall für 6,2 Milliarden Euro.", "en-de")
    assert found.verdict is Verdict.UNVERIFIABLE
    assert "de" in say(found.reason)


def test_a_preview_supports_but_never_refutes():
    """What a preview says counts; what it does not say, or says otherwise, counts for nothing."""
    preview = text_of(PAGE, access=Access.PREVIEW)
    verifier = BuiltinVerifier()
    assert (
        verifier.verify(claim_of("Orlin agreed to pay €6.2 billion for Seawall."), [preview]).verdict
        is Verdict.SUPPORTED
    )
    assert (
        verifier.verify(claim_of("Orlin agreed to pay €9.9 billion for Seawall."), [preview]).verdict
        is Verdict.UNVERIFIABLE
    )


def test_the_source_is_part_of_the_answer():
    """Of several sources, the passage comes from the one that bears the claim out."""
    pages = [text_of("Rain in Cork\nIt rained in Cork on Monday.", source="a"), text_of(PAGE, source="b")]
    found = BuiltinVerifier().verify(claim_of("Seawall lost €40 million in 2024."), pages)
    assert (found.verdict, found.evidence[0].source) == (Verdict.SUPPORTED, "b")


def test_facts_show_both_sides():
    """A figure that differs is shown with the source's words, value, unit and the passage that holds them."""
    found = verdict_on("Orlin agreed to pay $6.2 billion for the port operator Seawall.", PAGE)
    fact = next(f for f in found.facts if f.status is FactStatus.DIFFERS)
    assert (fact.source_text, fact.source_unit) == ("€6.2 billion", "EUR")
    assert fact.evidence is not None
    assert fact.source_text in found.evidence[fact.evidence].exact
    assert say(found.reason, "fr") == "La source dit « €6.2 billion » ; le document dit « $6.2 billion »."


def test_an_altered_quotation_is_signalled():
    """A quotation in the source's language that is not to the letter is signalled, a translated one by another signal."""
    altered = verdict_on("“Ports are cheap money,” said Ana Ribeiro.", PAGE)
    assert "quotation-altered" in altered.signals
    translated = verdict_on("« Les ports sont de l’argent patient », dit Ana Ribeiro.", PAGE, "fr-en")
    assert "translated-quotation" in translated.signals


@pytest.mark.parametrize(
    "claim",
    [
        "🎉🎉 Orlin 🚀 pays ６.２ billion euros",
        "أورلين تشتري سيوول",
        "𝐎𝐫𝐥𝐢𝐧 𝐛𝐮𝐲𝐬 𝐒𝐞𝐚𝐰𝐚𝐥𝐥",
        "Orlin pays six billion. " * 400,
        "!!!",
    ],
)
def test_strange_claims(claim: str):
    """Emoji, other scripts, mathematical letters, 2,000 words: an assessment that does not claim too much."""
    found = verdict_on(claim, PAGE)
    assert found.verdict is not Verdict.CONTRADICTED or found.needs_review


def test_a_source_of_five_megabytes():
    """A data dump is read without running out of anything, and what stands in it is found."""
    dump = "Row of nothing in particular here.\n" * 60_000 + "Filler words only. " * 160_000
    found = BuiltinVerifier().verify(
        claim_of("Orlin agreed to pay €6.2 billion for Seawall."), [text_of(PAGE + "\n" + dump)]
    )
    assert found.verdict is Verdict.SUPPORTED


def test_evaluate_answers_every_case():
    """A prediction a case, with the fields of the contract and the passage that bears the claim out first."""
    case = {"id": "1", "claim": "Seawall lost €40 million in 2024.", "claim_language": "en", "source_language": "en",
            "source": PAGE.split("\n"), "label": "supported"}  # fmt: skip
    (told,) = evaluate([case])
    assert set(told) == {"id", "verdict", "confidence", "support", "needs_review", "evidence", "unsupported"}
    assert told["evidence"][0] == 2


def test_documents_that_disagree():
    """Two documents that give the same figure differently, held against the same words, are a conflict."""
    page = prepare(text_of(PAGE))
    one = claim_of("Orlin agreed to pay €6.2 billion for the port operator Seawall.")
    other = claim_of("Orlin agreed to pay €2.6 billion for the port operator Seawall.")
    object.__setattr__(other, "document", "e")
    found = [BuiltinVerifier().verify(c, [page]) for c in (one, other)]
    assert conflicts([one, other], found) == [(one.id, other.id)]
