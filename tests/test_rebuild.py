"""A catalogue that was lost comes back from the records."""

import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest

from provenance import demo, intake, pipeline
from provenance.archive import Archive
from provenance.demo import Answer
from provenance.rebuild import rebuild
from provenance.recheck import recheck
from provenance.store import Catalogue
from tests.support.demo import NOON, noon, settings_for, web

BY_HAND = "https://subscribers.example/story"
REBUILT = """
    select source, url, state, code, evidence, http_status, hops, next_check_at, failures, dead, etag, last_modified,
    live, text_capture, read_kind, read_url, read_at, read_capture from sources order by source
"""


def rows(settings, sql):
    """What a query gives on the catalogue."""
    with sqlite3.connect(settings.cache / "catalog.db") as db:
        return db.execute(sql).fetchall()


@pytest.fixture
def desk(tmp_path):
    """Documents, and settings of an archive with visits of every kind: good, moved, walled, lost, failed, copied, repeated, supplied."""
    with web() as opened, demo.documents() as documents:
        settings = settings_for(opened, tmp_path / "cache")
        pipeline.audit(documents, settings, clock=noon)
        gone = "http://www.harbour-post.example/business/ardence-valmer-battery-plant"
        usual = opened.answer
        opened.answer = lambda url: Answer(status=404) if url == gone else usual(url)
        recheck([], settings, clock=lambda: NOON + timedelta(days=8))
        recheck(["http://nobody.example/x"], settings, clock=lambda: NOON + timedelta(days=9))
        (tmp_path / "story.txt").write_text("Acme made 12 cars in 2024, the company said on Monday.")
        intake.supply(BY_HAND, tmp_path / "story.txt", settings, who="Anna", clock=noon)
        yield settings, list(documents)


def rebuilt(settings):
    """Rebuild the catalogue; what it came to."""
    with Archive.open(settings.cache, clock=noon), Catalogue.open(settings.cache) as catalogue:
        return rebuild(settings.cache, catalogue)


def test_a_lost_catalogue_comes_back(desk):
    """Captures, states, histories and the copies that are read are those that were known."""
    settings, _ = desk
    captures = rows(settings, "select * from captures order by id")
    sources = rows(settings, REBUILT)
    texts = rows(settings, "select * from texts order by capture")
    history = rows(settings, "select source, state, code from history order by source, at")
    (settings.cache / "catalog.db").rename(settings.cache / "lost.db")

    made = rebuilt(settings)

    assert made.captures == len(captures)
    assert rows(settings, "select * from captures order by id") == captures
    assert rows(settings, REBUILT) == sources
    assert set(texts) <= set(rows(settings, "select * from texts order by capture"))
    assert rows(settings, "select source, state, code from history order by source, at") == history


def test_verifying_offline_says_the_same_after_it(desk):
    """The evidence is in the records, so the verdicts are."""
    settings, documents = desk
    offline = replace(settings, offline=True)
    before = pipeline.audit(documents, offline, clock=noon)
    (settings.cache / "catalog.db").unlink()
    rebuilt(settings)
    after = pipeline.audit(documents, offline, clock=noon)

    assert [a.verdict for a in after.assessments] == [a.verdict for a in before.assessments]
    assert [f.rule for f in after.findings] == [f.rule for f in before.findings]


def test_what_the_catalogue_knows_stays(desk):
    """A second time there is nothing to enter, and an older catalogue gets only what it lacks."""
    settings, _ = desk
    known = rows(settings, REBUILT)
    assert (rebuilt(settings).captures, rebuilt(settings).visits) == (0, 0)
    assert rows(settings, REBUILT) == known

    lost = rows(settings, "select live from sources where live is not null order by source")[0][0]
    with sqlite3.connect(settings.cache / "catalog.db") as db:
        db.execute("delete from captures where id = ?", (lost,))
    assert (rebuilt(settings).captures, rebuilt(settings).visits) == (1, 0)
    assert rows(settings, REBUILT) == known
