"""The catalogue gives back what was put in, and keeps it."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from provenance.errors import InputError
from provenance.model import Access, CopyKind, Decision, ExtractedText, LinkState, ReadFrom, Saved, Verdict
from provenance.store import Catalogue
from tests.store.rows import NOON, capture, days, known, status

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def catalogue(tmp_path):
    """An empty catalogue."""
    with Catalogue.open(tmp_path) as opened:
        yield opened


def test_what_is_known_of_a_source_comes_back_whole(catalogue):
    """Every field of a source survives, set or not."""
    full = known(
        "full",
        status=status("rate-limited", "429"),
        retry_at=days(1),
        failures=2,
        failing_since=days(-9),
        counted_at=days(-3),
        last_ok=days(-20),
        dead=True,
        etag='W/"x"',
        last_modified="Sat, 21 Nov 2026 12:00:00 GMT",
        text_capture="capture-9",
        saved=Saved(asked_at=days(1), url="https://archive.example/1", captured_at=days(-4)),
    )
    bare = known("bare", live=None, hops=(), read_from=ReadFrom(), http_status=None, next_check_at=None)
    for each in (full, bare):
        catalogue.remember(each)
        assert catalogue.known(each.source) == each
    assert catalogue.known("source-other") is None
    assert {each.source for each in catalogue.all_known()} == {"source-full", "source-bare"}


def test_a_visit_replaces_the_state_and_adds_to_the_history(catalogue):
    """The state is the last one; the history keeps all, in the order in which they were made."""
    catalogue.remember(known())
    catalogue.remember(known(checked_at=days(-2), status=status("gone", "404"), http_status=404))
    assert catalogue.known("source-1").status.state is LinkState.GONE
    assert [(past.at, past.status.state.value) for past in catalogue.history("source-1")] == [
        (NOON, "ok"),
        (days(-2), "gone"),
    ]


def test_remembering_a_visit_twice_is_remembering_it_once(catalogue):
    """The same visit, told again with what was read in it, is one row of the history."""
    catalogue.remember(known())
    catalogue.remember(known(text_capture="capture-1"))
    assert len(catalogue.history("source-1")) == 1
    assert catalogue.known("source-1").text_capture == "capture-1"


def test_what_is_due_is_what_should_be_visited_by_then(catalogue):
    """Due are sources whose time has come, and those that have none; the longest overdue first."""
    for name, day in (("late", -3), ("now", 0), ("soon", 1)):
        catalogue.remember(known(name, next_check_at=days(day)))
    catalogue.remember(known("never", next_check_at=None))
    assert [each.source for each in catalogue.all_known(NOON)] == [
        "source-never",
        "source-late",
        "source-now",
    ]


def test_captures_belong_to_their_source(catalogue):
    """All captures of a visit are kept, the live one among them, oldest first."""
    copy = capture(
        "copy", kind=CopyKind.WEB_ARCHIVE, archive_url="https://a.example/1", captured_at=days(-400)
    )
    catalogue.remember(known(), [copy])
    catalogue.remember(known("2"))
    assert catalogue.captures("source-1") == [copy, capture()]
    assert catalogue.capture(copy.id) == copy
    assert len(catalogue.captures()) == 3


def test_a_body_is_found_by_the_url_that_was_asked(catalogue):
    """The archive finds what it holds already: the same body of the same address, or what a 304 confirms."""
    old, new = capture(), capture("1b", url=capture().url, captured_at=days(1), sha256="cd" * 32)
    gone = capture("1c", url=capture().url, captured_at=days(2), sha256="ef" * 32, status=404)
    copy = capture("copy", url=capture().url, archive_url="https://a.example/1", captured_at=days(3))
    catalogue.remember(known(), [old, new, gone, copy])
    url = capture().url
    assert catalogue.stored(url, old.sha256) == old
    assert catalogue.stored(url, None) == new
    assert catalogue.stored("https://a.example/1", copy.sha256) == copy
    assert catalogue.stored("https://example.org/2", old.sha256) is None


def test_a_text_comes_back_whole(catalogue):
    """An extracted text survives, whatever characters it holds."""
    text = ExtractedText(
        source="source-1",
        capture="capture-1",
        text="« 2 000 milliards » \u202f😀 \ud83d",
        main_end=3,
        title="Titre",
        language="fr",
        access=Access.PREVIEW,
        published="2026-11",
    )
    catalogue.keep_text(text)
    assert catalogue.text("capture-1") == text
    assert catalogue.text("capture-2") is None


def test_audits_are_found_by_the_beginning_of_their_id(catalogue):
    """The newest audit by default; a beginning is enough unless several share it."""
    for audit, day in (("audit-aa11", 1), ("audit-aa22", 2), ("audit-bb33", 0)):
        catalogue.keep_audit(audit, days(day), f"summary of {audit}", audit.encode())
    assert catalogue.audit() == b"audit-aa22"
    assert catalogue.audit("audit-b") == b"audit-bb33"
    assert catalogue.audit("audit-aa11") == b"audit-aa11"
    assert catalogue.audit("bb") == b"audit-bb33"
    assert catalogue.audit("none") is catalogue.audit("%") is None
    with pytest.raises(InputError, match="audit-aa11"):
        catalogue.audit("audit-aa")
    assert [row.id for row in catalogue.audits()] == ["audit-aa22", "audit-aa11", "audit-bb33"]


def test_the_last_decision_about_a_claim_counts(catalogue):
    """Deciding again replaces what was decided, and "not a claim" is a decision too."""
    first = Decision(claim="c-1", verdict=Verdict.SUPPORTED, note="", author="Anna", at=NOON)
    other = Decision(claim="c-2", verdict=None, note="no claim", author="Ben", at=NOON)
    again = replace(first, verdict=Verdict.CONTRADICTED, author="Ben", at=days(1))
    for decision in (first, other, again):
        catalogue.keep_decision(decision)
    assert [replace(d, number=0) for d in catalogue.decisions()] == [other, again]


def test_a_transaction_is_kept_whole_or_not_at_all(catalogue):
    """An error inside leaves nothing of it behind."""

    def fail_in_the_middle():
        with catalogue.transaction():
            catalogue.remember(known())
            catalogue.remember(known("2"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_in_the_middle()
    assert catalogue.all_known() == []
    with catalogue.transaction():
        catalogue.remember(known())
    assert len(catalogue.all_known()) == 1


def test_a_reader_sees_what_was_kept_while_the_writer_goes_on(catalogue, tmp_path):
    """Other processes read the catalogue while it is being written."""
    catalogue.remember(known())
    script = (
        "import sys; from pathlib import Path; from provenance.store import Catalogue\n"
        "with Catalogue.open(Path(sys.argv[1]), read_only=True) as c: print(c.known('source-1').url)"
    )
    with catalogue.transaction():
        catalogue.remember(known("2"))
        done = subprocess.run(
            [sys.executable, "-c", script, str(tmp_path)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
    assert done.stdout == "https://example.org/1\n"


def test_a_killed_process_loses_only_what_it_had_not_kept(tmp_path):
    """After kill -9 in a transaction the catalogue opens with what was kept before."""
    script = (
        "import os, sys, signal; from pathlib import Path; from provenance.store import Catalogue\n"
        "from tests.store.rows import known\n"
        "c = Catalogue.open(Path(sys.argv[1])); c.remember(known('kept'))\n"
        "with c.transaction():\n c.remember(known('lost')); os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, check=False)
    with Catalogue.open(tmp_path) as catalogue:
        assert [each.source for each in catalogue.all_known()] == ["source-kept"]
