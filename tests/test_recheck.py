"""Visiting again: what died, what came back, what no longer says what it said."""

import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from provenance import demo, pipeline
from provenance.demo import Answer
from provenance.model import LinkState, Saved
from provenance.recheck import recheck
from provenance.report import writer
from tests.support.demo import NOON, noon, settings_for, web

URL = "http://www.harbour-post.example/business/ardence-valmer-battery-plant"
DOCUMENT = (
    f"L’usine emploiera 2 300 personnes et produira 16 GWh de cellules par an ([Harbour Post]({URL})).\n"
)


def days_later(days):
    """A clock that stands still some days after noon."""
    return lambda: NOON + timedelta(days=days)


@pytest.fixture
def desk(tmp_path):
    """A web, settings for it and an audited document."""
    (tmp_path / "usine.md").write_text(DOCUMENT, "utf-8")
    with web() as opened:
        settings = settings_for(opened, tmp_path / "cache")
        pipeline.audit([str(tmp_path / "usine.md")], settings, clock=noon)
        yield opened, settings, str(tmp_path / "usine.md")


def change(opened, **replaced):
    """Make the web answer at URL with its page in which words are replaced."""
    page = opened.answer(URL).body.decode()
    for old, new in replaced.values():
        assert old in page
        page = page.replace(old, new)
    usual = opened.answer
    opened.answer = lambda url: Answer(body=page.encode()) if url == URL else usual(url)


def answers(opened, wanted, answer):
    """Make the web give this answer at a URL."""
    usual = opened.answer

    def answer_or_usual(url):
        known = usual(url)
        return answer if url == wanted else known

    opened.answer = answer_or_usual


def report(name, audit):
    """An audit in a format."""
    out = io.BytesIO()
    writer(name).write(audit, out)
    return out.getvalue()


def rules(audit):
    """The codes of an audit's findings."""
    return [finding.rule for finding in audit.findings]


def test_a_page_that_has_not_changed_is_no_finding(desk):
    """A second visit to the same page has nothing to say."""
    _, settings, document = desk

    assert rules(recheck([document], settings, clock=days_later(8))) == []


def test_words_that_left_a_page_are_named_with_the_claim_that_leaned_on_them(desk):
    """The correction of a figure is drift, and the claim is verified again."""
    opened, settings, document = desk
    change(opened, figure=("will employ 2,300 people and produce", "will employ 1,700 people and make"))

    found = [f for f in recheck([document], settings, clock=days_later(8)).findings if f.rule == "PV601"]

    assert found
    assert any("2,300" in dict(f.message.values)["words"] for f in found)
    assert any(f.claim for f in found)


def test_a_changed_banner_or_list_of_other_stories_is_no_drift(desk):
    """Only the article counts."""
    opened, settings, document = desk
    change(
        opened,
        rail=("Ferry strike enters its 12th day", "Lighthouse for sale"),
        foot=("Post 2026", "Post 2027"),
    )

    assert "PV601" not in rules(recheck([document], settings, clock=days_later(8)))


def test_a_page_that_is_gone_is_dead_at_once(desk):
    """A 404 counts without waiting; the earlier capture serves, so it is a warning."""
    opened, settings, document = desk
    usual = opened.answer
    opened.answer = lambda url: Answer(status=404, body=b"<h1>Not found</h1>") if url == URL else usual(url)

    audit = recheck([document], settings, clock=days_later(8))

    assert [s.status.state for s in audit.sources] == [LinkState.GONE]
    assert rules(audit) == ["PV102"]


def test_only_what_is_due_is_visited_when_asked_so(desk):
    """An alive page rests for a week."""
    opened, settings, document = desk
    opened.asked.clear()

    recheck([document], settings, due=True, clock=days_later(2))
    assert URL not in opened.asked

    recheck([document], settings, due=True, clock=days_later(8))
    assert URL in opened.asked


def test_only_what_was_not_visited_since_a_moment_is_visited_when_asked_so(desk):
    """A visit at noon is older than the evening, and no older than noon."""
    opened, settings, document = desk
    opened.asked.clear()

    recheck([document], settings, since=NOON, clock=days_later(1))
    assert URL not in opened.asked

    recheck([document], settings, since=NOON + timedelta(hours=6), clock=days_later(1))
    assert URL in opened.asked


def test_a_web_archive_is_asked_to_capture_a_readable_page_without_a_copy(desk):
    """Only with --save."""
    opened, settings, document = desk
    recheck([document], settings, clock=days_later(1))
    assert not [url for url in opened.asked if "/save/" in url]

    saving = replace(settings, save=True)
    (source,) = recheck([document], saving, clock=days_later(2)).sources
    assert [url for url in opened.asked if "/save/" in url] == [f"{demo.ARCHIVE}/save/{URL}"]
    assert source.saved == Saved(asked_at=NOON + timedelta(days=2), problem="the archive answers 404")

    copy = f"/web/20261004120000/{URL}"
    answers(opened, f"{demo.ARCHIVE}/save/{URL}", Answer(headers={"Content-Location": copy}))
    for day in (3, 4):  # once a copy is known, it is not asked for again
        (source,) = recheck([document], saving, clock=days_later(day)).sources
        assert source.saved.url == f"{demo.ARCHIVE}/web/20261004120000id_/{URL}"
        assert source.saved.captured_at == datetime(2026, 10, 4, 12, tzinfo=UTC)
    assert len([url for url in opened.asked if "/save/" in url]) == 2
    assert json.loads(report("json", recheck([document], settings, clock=days_later(5))))["sources"][0][
        "saved"
    ]


def test_everything_in_the_catalogue_is_visited_where_nothing_is_named(desk):
    """The catalogue is the list."""
    opened, settings, _ = desk
    opened.asked.clear()

    audit = recheck([], settings, clock=days_later(1))

    assert [source.url for source in audit.sources] == [URL]
    assert URL in opened.asked


def test_a_url_can_be_named_itself(desk):
    """No document is needed to check a link."""
    _, settings, _ = desk
    audit = recheck(
        ["http://www.metro-observer.example/companies/2024/profile-ardence"], settings, clock=noon
    )

    assert [s.status.state for s in audit.sources] == [LinkState.SOFT_404]
    assert rules(audit) == ["PV103"]


def test_a_recheck_keeps_what_an_audit_has_read(desk):
    """Verifying offline after a recheck still has its text."""
    _, settings, document = desk
    before = pipeline.audit([document], replace(settings, offline=True), clock=noon)

    recheck([document], settings, clock=days_later(8))
    after = pipeline.audit([document], replace(settings, offline=True), clock=noon)

    assert [a.verdict for a in after.assessments] == [a.verdict for a in before.assessments]


def test_a_host_that_asked_for_an_hour_is_left_alone_by_the_next_run(desk):
    """All its links: those that are known keep their state, a new one is told to be waited for; after the hour it is visited."""
    opened, settings, document = desk
    busy, new = (f"http://www.harbour-post.example/{name}" for name in ("busy", "new"))
    usual = opened.answer
    hour = Answer(status=429, headers={"Retry-After": "3600"})
    opened.answer = lambda url: hour if url == busy else usual(url)
    recheck([busy], settings, clock=days_later(8))
    asked = len(opened.asked)

    audit = recheck([document, busy, new], settings, clock=days_later(8))

    assert [s.status.state for s in audit.sources] == [
        LinkState.OK,
        LinkState.RATE_LIMITED,
        LinkState.RATE_LIMITED,
    ]
    assert [s.next_check_at for s in audit.sources[1:]] == [NOON + timedelta(days=8, hours=1)] * 2
    assert not [url for url in opened.asked[asked:] if "harbour-post" in url and "archive" not in url]

    recheck([new], settings, clock=days_later(9))
    assert opened.asked.count(new) == 1
