"""Findings that need more than one document."""

from dataclasses import replace

import pytest

from provenance import pipeline
from tests.support.demo import noon, settings_for, web

CITING = (
    "# Ardence loses its founder\n\nTomas Lindqvist left the board of Ardence in March "
    "([Harbour Post](http://www.harbour-post.example/business/ardence-founder-leaves-board)).\n"
)
OUTLETS = '[newspaper]\n"Harbour Post" = { at = ["harbour-post.example"] }\n'


@pytest.fixture
def audit(tmp_path):
    """Audits documents with a desk's own outlet in the table."""
    (tmp_path / "outlets.toml").write_text(OUTLETS, "utf-8")

    def run(**documents):
        for name, text in documents.items():
            (tmp_path / f"{name}.md").write_text(text, "utf-8")
        paths = [str(tmp_path / f"{name}.md") for name in documents]
        with web() as opened:
            settings = replace(settings_for(opened, tmp_path / "cache"), outlets=tmp_path / "outlets.toml")
            return pipeline.audit(paths, settings, clock=noon)

    return run


def offered(audit):
    """The URLs that PV504 findings offer."""
    return [dict(f.message.values).get("url") for f in audit.findings if f.rule == "PV504"]


def test_an_attribution_is_offered_the_source_that_another_document_cites_on_the_same_subject(audit):
    """The outlet is the same, and so is the founder who left."""
    made = audit(
        one=CITING, two="# Ardence\n\nLindqvist quit Ardence in March, according to the Harbour Post.\n"
    )

    assert offered(made) == ["http://www.harbour-post.example/business/ardence-founder-leaves-board"]


def test_a_source_on_another_subject_is_not_offered(audit):
    """The outlet alone is not enough."""
    made = audit(one=CITING, two="# Ferries\n\nFerries will strike in July, according to the Harbour Post.\n")

    assert offered(made) == [None]


@pytest.mark.parametrize(
    ("words", "found"), [("Several outlets reported that", 1), ("The newspaper reported that", 0)]
)
def test_sources_in_the_plural_with_one_link_are_a_finding(audit, words, found):
    """Never speak of sources when there is one."""
    link = "http://www.harbour-post.example/business/ardence-founder-leaves-board"
    made = audit(one=f"# Ardence\n\n{words} Lindqvist left the board in March ([Post]({link})).\n")

    assert [f.rule for f in made.findings].count("PV501") == found
