"""What a desk restricts: kinds of source by their address, and claims that rest on anonymous words alone."""

from dataclasses import replace

import pytest

from provenance import pipeline, policy
from provenance.config import RESTRICTED, load
from provenance.errors import SettingsError
from provenance.model import Severity
from tests.support.demo import noon, settings_for, web

DOCUMENT = """# Ardence

Ardence chose Valmer for its second factory ([Ardence](http://www.ardence.example/press/valmer)).

The plant will cost 1.4 billion euros ([Harbour Post](http://www.harbour-post.example/business/ardence-valmer-battery-plant)).

Ardence is also for sale, according to two people familiar with the matter.
"""


@pytest.fixture
def restricted(tmp_path):
    """The rule's findings in that document, by what the desk restricts."""
    (tmp_path / "a.md").write_text(DOCUMENT, "utf-8")

    def run(*kinds):
        with web() as opened:
            settings = replace(settings_for(opened, tmp_path / "cache"), restrict=kinds)
            audit = pipeline.audit([str(tmp_path / "a.md")], settings, clock=noon)
        return [finding for finding in audit.findings if finding.rule == "PV505"]

    return run


def test_nothing_is_restricted_unless_the_desk_says_so(restricted):
    """The rule is off by default."""
    assert restricted() == []


def test_a_press_office_is_found_where_it_is_cited(restricted):
    """A warning at the citation, and none for the newspaper."""
    [finding] = restricted("press-release", "wikipedia", "social-media")

    assert (finding.line, finding.severity) == (3, Severity.WARNING)
    assert dict(finding.message.values)["url"] == "http://www.ardence.example/press/valmer"


def test_a_claim_on_anonymous_sources_alone_is_found(restricted):
    """At the claim."""
    assert [finding.line for finding in restricted("anonymous")] == [7]


@pytest.mark.parametrize(
    ("kind", "url"),
    [
        ("wikipedia", "https://fr.wikipedia.org/wiki/Batterie"),
        ("social-media", "https://x.com/someone/status/1"),
        ("social-media", "https://old.reddit.com/r/europe"),
        ("press-release", "https://www.prnewswire.com/news/a.html"),
        ("press-release", "https://www.example.com/Press-Releases/2026/a"),
        ("press-release", "https://www.example.fr/espace-presse/a"),
    ],
)
def test_kinds_are_told_by_address(kind, url):
    """And a page is of one kind alone."""
    assert [name for name, one in policy.kinds().items() if one.holds(url)] == [kind]


@pytest.mark.parametrize(
    "url", ["https://www.press-herald.com/a", "https://x.company/a", "https://example.com/express/press-on"]
)
def test_a_likeness_is_no_kind(url):
    """Part of a name is not the name."""
    assert not [name for name, one in policy.kinds().items() if one.holds(url)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("two people familiar with the matter said", True),
        ("an official who asked not to be named", True),
        ("speaking on condition of anonymity", True),
        ("a person with direct knowledge of the talks", True),
        ("selon une source proche du dossier", True),
        ("d’après deux sources au fait des discussions", True),
        ("a-t-il dit sous couvert d’anonymat", True),
        ("un cadre ayant requis l’anonymat", True),
        ("people close the door", False),
        ("the source of the river", False),
        ("la source de la rivière", False),
        ("officials named the plant", False),
    ],
)
def test_anonymous_sources_are_told_by_their_words(words, found):
    """In both languages."""
    assert bool(policy.kinds()["anonymous"].words.search(words)) is found


def test_a_kind_that_there_is_not_is_an_error_before_anything_is_visited(tmp_path):
    """It names those that there are."""
    assert set(RESTRICTED) == set(policy.kinds())
    with pytest.raises(SettingsError, match="restrict cannot hold 'wiki'; it takes wikipedia"):
        load({"restrict": "wiki"}, {}, tmp_path)
