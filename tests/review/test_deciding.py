"""An editor decides: what is kept, what is shown, and what happens when two decide at once."""

import re
from dataclasses import replace

import pytest

from provenance import pipeline
from provenance.model import Verdict
from provenance.review.app import NOT_A_CLAIM
from tests.review.editor import Editor, at_work


def queued(editor, query=""):
    """The claims that the queue lists."""
    return re.findall(r'<li class="[\w-]+"><a href="/claim/(k-\w+)"', editor.get(f"/{query}").text)


def kept(editor):
    """What the reports show as decided: claim, verdict, author and note."""
    decisions = pipeline.kept(None, editor.settings).decisions
    return {one.claim: (one.verdict, one.author, one.note) for one in decisions}


def test_the_queue_holds_what_is_doubtful_the_worst_first(editor):
    """What is supported beyond doubt is not for a person; what is contradicted comes first."""
    pairs = zip(editor.audit.claims, editor.audit.assessments, strict=True)
    doubtful = {c.id: a.verdict for c, a in pairs if a.needs_review or a.verdict is not Verdict.SUPPORTED}
    listed = queued(editor)

    assert set(listed) == set(doubtful)
    assert doubtful[listed[0]] is Verdict.CONTRADICTED
    assert len(queued(editor, "?show=all")) == len(editor.audit.claims)


@pytest.mark.parametrize(
    ("asked", "verdict"),
    [("supported", Verdict.SUPPORTED), ("not-found", Verdict.NOT_FOUND), (NOT_A_CLAIM, None)],
)
def test_a_decision_is_kept_and_leads_to_the_next(editor, asked, verdict):
    """The queue gets shorter, the next doubtful claim opens, and reports show who decided what."""
    first, second, *_ = before = queued(editor)
    answer = editor.decide(first, asked, note="lu « en ligne »", author=" N  Q ")

    assert (answer.status, answer.place) == (303, f"/claim/{second}?after={first}")
    assert kept(editor) == {first: (verdict, "N Q", "lu « en ligne »")}
    assert queued(editor) == before[1:]
    assert queued(editor, "?show=decided") == [first]
    assert f"1 sur {len(before)} tranchées" in editor.get(answer.place).text


def test_filters_choose_by_verdict_and_document(editor):
    """Only what passes all filters is listed; a filter that does not exist is left out."""
    document = editor.audit.documents[0].id
    verdicts = dict(zip((c.id for c in editor.audit.claims), editor.audit.assessments, strict=True))
    listed = queued(editor, f"?show=all&verdict=contradicted&document={document}")

    assert listed
    assert {verdicts[claim].verdict for claim in listed} == {Verdict.CONTRADICTED}
    assert {c.document for c in editor.audit.claims if c.id in listed} == {document}
    assert queued(editor, "?show=nonsense&verdict=nonsense&page=zz") == queued(editor)


def test_undo_takes_a_decision_back_and_keeps_the_history(editor):
    """The claim is undecided again; its page tells what was decided before."""
    claim = queued(editor)[0]
    editor.decide(claim, "supported")
    page = editor.get(f"/claim/{claim}").text
    editor.decide(claim, "withdraw")

    assert 'value="withdraw"' in page
    assert kept(editor) == {}
    assert claim in queued(editor)
    assert "Décisions successives (2)" in editor.get(f"/claim/{claim}").text


def test_of_two_browsers_the_second_sees_both_decisions_and_overwrites_nothing(editor):
    """409 with both; only the form of that page puts the second on top of the first."""
    claim = queued(editor)[0]
    form = editor.form(f"/claim/{claim}")
    editor.decide(claim, "supported", author="AB", note="first")
    answer = editor.post(
        f"/claim/{claim}/decide", {**form, "verdict": "not-found", "author": "CD", "note": "second"}
    )

    assert answer.status == 409
    assert "first" in answer.text
    assert "second" in answer.text
    assert kept(editor)[claim] == (Verdict.SUPPORTED, "AB", "first")


def test_a_claim_whose_evidence_changed_meanwhile_is_not_decided_unseen(editor):
    """A form about other evidence is a conflict, whatever it says it saw."""
    claim = queued(editor)[0]
    answer = editor.decide(claim, "supported", fingerprint="on-000000000000")

    assert answer.status == 409
    assert kept(editor) == {}


def test_a_decision_has_an_author(editor):
    """Without initials the page comes back with the note that was written, and nothing is kept."""
    claim = queued(editor)[0]
    answer = editor.decide(claim, "supported", author="  ", note="ma note")

    assert answer.status == 422
    assert "ma note" in answer.text
    assert kept(editor) == {}


def test_another_passage_can_bear_the_decision(editor):
    """The words of the passage that was chosen are kept with the decision, and chosen again on its page."""
    pairs = zip(editor.audit.claims, editor.audit.assessments, strict=True)
    claim, evidence = next((c.id, a.evidence) for c, a in pairs if len(a.evidence) > 1)
    editor.decide(claim, "supported", passage="1")
    [decision] = pipeline.kept(None, editor.settings).decisions

    assert decision.passage == evidence[1].exact
    assert 'value="1" checked' in editor.get(f"/claim/{claim}").text
    assert editor.decide(claim, "supported", passage="-1").status == 400


def test_initials_are_remembered(editor):
    """They stand in the form of the next claim, whatever letters they have."""
    first, second, *_ = queued(editor)
    editor.decide(first, "supported", author="Zoé Ω")

    assert 'name="author" value="Zoé Ω"' in editor.get(f"/claim/{second}").text


@pytest.mark.parametrize(
    "fields", [{"verdict": "true"}, {"seen": "-1"}, {"seen": "x"}, {"author": "x" * 41}, {"note": "x" * 4001}]
)
def test_what_no_form_of_ours_sends_is_refused(editor, fields):
    """400, and nothing is kept."""
    claim = queued(editor)[0]

    assert editor.decide(claim, **({"verdict": "supported"} | fields)).status == 400
    assert kept(editor) == {}


def test_decisions_are_there_in_the_next_session(editor):
    """Another run of the page shows what was decided in this one, and this one what is decided there."""
    first, second, *_ = queued(editor)
    editor.decide(first, "supported")
    with at_work(editor.audit, editor.settings) as page:
        other = Editor(page.url)
        assert first not in queued(other)
        other.decide(second, "supported", author="AB")

    assert second not in queued(editor)


def test_the_queue_is_paged_and_thousands_of_claims_are_no_matter(editor):
    """Fifty claims on a page; the pages together hold every claim once."""
    many = range(40)
    claims = [replace(c, id=f"{c.id}{n}", text=f"{c.text} {n}") for n in many for c in editor.audit.claims]
    grown = replace(editor.audit, claims=tuple(claims), assessments=editor.audit.assessments * len(many))
    with at_work(grown, editor.settings) as page:
        other = Editor(page.url)
        pages = -(-len(claims) // 50)
        listed = [claim for n in range(1, pages + 1) for claim in queued(other, f"?show=all&page={n}")]

    assert len(listed) == len(set(listed)) == len(claims)


def test_the_interface_speaks_both_languages(editor):
    """The documents' language first, the other one on demand, remembered from then on."""
    assert '<html lang="fr"' in editor.get("/").text
    assert '<html lang="en"' in editor.get("/?ui=en").text
    assert "Left to decide" in editor.get("/").text
