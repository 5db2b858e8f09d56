"""What changed between two audits."""

import json
from dataclasses import replace

import pytest

from provenance import pipeline
from provenance.demo import Answer
from provenance.difference import compare
from provenance.model import LinkState, Verdict
from provenance.report.diff_report import FORMATS, render
from tests.support.demo import noon, settings_for, web

URL = "http://www.harbour-post.example/business/ardence-valmer-battery-plant"
MOVED = "http://www.ardence.example/press/valmer"
DOCUMENT = (
    f"L’usine emploiera 2 300 personnes ([Harbour Post]({URL})).\n\n"
    f"L’électricité viendra à 80 % d’un parc éolien ([communiqué]({MOVED})).\n"
)


@pytest.fixture(scope="module")
def audits(tmp_path_factory):
    """Two audits of a document: in between a figure was changed, a sentence added, and a page went away."""
    folder = tmp_path_factory.mktemp("desk")
    document = folder / "usine.md"
    document.write_text(DOCUMENT, "utf-8")
    with web() as opened:
        settings = settings_for(opened, folder / "one")
        earlier = pipeline.audit([str(document)], settings, clock=noon)
        document.write_text(
            DOCUMENT.replace("2 300", "2 900") + f"\nElle ouvrira en 2027 ([Post]({URL})).\n", "utf-8"
        )
        usual = opened.answer
        opened.answer = lambda url: Answer(status=410) if "ardence.example" in url else usual(url)
        later = pipeline.audit([str(document)], replace(settings, cache=folder / "two"), clock=noon)
    return earlier, later


def test_nothing_changed_between_an_audit_and_itself(audits):
    """The difference of equal audits is empty, and says so."""
    difference = compare(audits[0], audits[0])

    assert difference.is_empty
    assert b"Nothing changed" in render(difference, "text")


def test_changed_and_added_sentences_are_lost_and_gained_claims(audits):
    """A claim is the same by its words."""
    difference = compare(*audits)

    assert ["2 300" in one.claim.text for one in difference.lost] == [True]
    assert sorted("2 900" in one.claim.text for one in difference.gained) == [False, True]


def test_a_link_that_died_is_named_and_the_claim_on_it_turned(audits):
    """The page that went away takes its claim's verdict along."""
    difference = compare(*audits)

    assert [(a.status.state, b.status.state) for a, b in difference.died] == [
        (LinkState.MOVED, LinkState.GONE)
    ]
    assert [b.assessment.verdict for _, b in difference.turned] == [Verdict.UNVERIFIABLE]


def test_the_other_way_round_the_link_came_back(audits):
    """The difference has a direction."""
    assert len(compare(audits[1], audits[0]).came_back) == 1


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_names_the_link_that_died(audits, name):
    """Text, JSON and HTML say the same."""
    assert MOVED.encode() in render(compare(*audits), name)


def test_the_json_of_a_difference_is_json(audits):
    """Programs can read it."""
    assert len(json.loads(render(compare(*audits), "json"))["links"]["died"]) == 1
