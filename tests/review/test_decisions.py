"""A decision holds while the claim and its evidence stay the same, and every report shows it."""

import io
import json
from dataclasses import replace

from provenance import demo, pipeline
from provenance.decisions import fingerprint, lay_on, settles
from provenance.model import Decision, Verdict
from provenance.report import writer
from provenance.store import Catalogue
from tests.support.demo import NOON, noon


def decide(made, settings, at, verdict=Verdict.SUPPORTED, **more):
    """Keep a decision on the claim at that place of the audit."""
    mark = fingerprint(made.claims[at], made.assessments[at])
    decision = Decision(
        claim=made.claims[at].id, verdict=verdict, note="lu", author="NQ", at=NOON, fingerprint=mark, **more
    )
    with Catalogue.open(settings.cache) as catalogue:
        catalogue.keep_decision(decision)
    return decision


def with_evidence(made):
    """The place of a claim that has evidence."""
    return next(at for at, one in enumerate(made.assessments) if one.evidence)


def test_a_decision_survives_a_new_audit(fresh):
    """The same documents audited again: the decision is there, in the audit and in its report."""
    made, settings = fresh
    at = with_evidence(made)
    decide(made, settings, at)
    with demo.documents() as documents:
        again = pipeline.audit(documents, settings, clock=noon)
    out = io.BytesIO()
    writer("json").write(again, out)

    assert [one.claim for one in again.decisions] == [made.claims[at].id]
    assert json.loads(out.getvalue())["claims"][at]["decision"]["author"] == "NQ"
    assert pipeline.kept(None, settings).decisions == again.decisions


def test_a_decision_follows_its_claim_through_an_edited_document(fresh):
    """An edit elsewhere gives the claim another id and place; the decision is about its words."""
    made, settings = fresh
    at = with_evidence(made)
    decision = decide(made, settings, at)
    moved = replace(
        made, claims=tuple(replace(c, id=f"{c.id}-moved", start=c.start + 9) for c in made.claims)
    )

    assert [one.claim for one in lay_on(moved, [decision]).decisions] == [f"{made.claims[at].id}-moved"]


def test_a_decision_comes_up_again_when_claim_or_evidence_changes(fresh):
    """Other words of the claim, of its context or of the source: nobody has decided that."""
    made, _settings = fresh
    at = with_evidence(made)
    claim, assessment = made.claims[at], made.assessments[at]
    other_words = replace(assessment.evidence[0], exact=assessment.evidence[0].exact + " not")
    changed = [
        (replace(claim, text=claim.text + " non"), assessment),
        (replace(claim, context=claim.context + " non"), assessment),
        (claim, replace(assessment, evidence=(other_words, *assessment.evidence[1:]))),
        (claim, replace(assessment, evidence=assessment.evidence[1:])),
    ]

    assert fingerprint(claim, assessment) not in {fingerprint(*pair) for pair in changed}


def test_a_withdrawn_decision_counts_no_longer(fresh):
    """Undo: the history keeps both, and the claim is undecided."""
    made, settings = fresh
    decision = decide(made, settings, 0)
    decide(made, settings, 0, withdrawn=True)
    with Catalogue.open(settings.cache) as catalogue:
        assert [one.withdrawn for one in catalogue.decided(decision.fingerprint)] == [False, True]
    assert pipeline.kept(None, settings).decisions == ()


def test_of_two_who_decide_at_once_the_second_is_told(fresh):
    """A decision made with an older one in view is not kept."""
    made, settings = fresh
    first = decide(made, settings, 0)
    with Catalogue.open(settings.cache) as catalogue:
        assert not catalogue.keep_decision(replace(first, author="AB"), seen=0)
        assert catalogue.keep_decision(replace(first, author="AB"), seen=catalogue.last_decision())
        assert [one.author for one in catalogue.decided(first.fingerprint)] == ["NQ", "AB"]


def test_a_person_has_the_last_word_on_evidence_alone():
    """Supported: findings about the evidence are settled; a dead link stays one. Confirmed: only the doubt is."""
    assert settles(Verdict.SUPPORTED, "PV201")
    assert settles(None, "PV101")
    assert settles(Verdict.CONTRADICTED, "PV205")
    assert not settles(Verdict.CONTRADICTED, "PV201")
    assert not settles(Verdict.SUPPORTED, "PV102")
    assert not settles(Verdict.SUPPORTED, "PV101")


def test_a_settled_finding_says_by_whom(fresh):
    """It is accepted with the initials and the note of the person, and fails no run."""
    made, settings = fresh
    about = next(f for f in made.findings if f.claim and settles(Verdict.SUPPORTED, f.rule))
    decide(made, settings, [claim.id for claim in made.claims].index(about.claim))
    found = [
        f for f in pipeline.kept(None, settings).findings if (f.claim, f.rule) == (about.claim, about.rule)
    ]

    assert {f.accepted for f in found} == {"NQ · lu"}
