"""`provenance review` as a user runs it, and what its forms may be sent by anybody."""

import re
import signal
import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.exceptions import HTTPException
from starlette.requests import Request

from provenance.review.app import LONGEST_AUTHOR, LONGEST_NOTE, filter_of, wish_of
from provenance.review.desk import SHOWN
from tests.review.editor import Editor
from tests.support.cli import ENVIRONMENT, provenance


def test_the_command_prints_its_address_serves_it_and_stops_at_ctrl_c(fresh):
    """One line with the address of this run; an interrupt ends it with 130 and nothing but one line."""
    _, with_archive = fresh
    command = [sys.executable, "-m", "provenance", "review", "--cache", str(with_archive.cache), "--offline"]
    run = subprocess.Popen(
        command, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    address = run.stdout.readline()
    page = Editor(re.search(r"http://127\.0\.0\.1:\d+/\?token=\S{32,}", address)[0]).get("/")
    run.send_signal(signal.SIGINT)
    out, err = run.communicate(timeout=30)

    assert page.status == 200
    assert (run.returncode, out, err.count("\n")) == (130, "", 1)


def test_without_an_audit_the_command_says_what_to_do(tmp_path):
    """Exit code 2 and one line."""
    run = provenance("review", cwd=tmp_path)

    assert run.returncode == 2
    assert run.stderr.count("\n") == 1


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["verdict", "seen", "author", "note", "fingerprint"]),
        st.one_of(
            st.text(), st.sampled_from(["supported", "withdraw", "not-a-claim", "7", "9" * 5000, "x" * 5000])
        ),
    )
)
def test_any_form_is_a_wish_within_bounds_or_refused(fields):
    """Whatever is sent, what comes of it can be kept."""
    try:
        wish = wish_of("k-1", fields)
    except HTTPException:
        return
    assert len(wish.author) <= LONGEST_AUTHOR
    assert len(wish.note) <= LONGEST_NOTE
    assert 0 <= wish.seen < 2**63  # what SQLite can hold


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=80))
def test_any_address_is_a_filter(query):
    """What an address misspells is left out."""
    wanted = filter_of(Request({"type": "http", "query_string": b"page=" + query + b"&show=" + query}))

    assert wanted.show in SHOWN
    assert wanted.page >= 1


def test_other_commands_start_without_the_web_server():
    """A command that serves nothing does not load what serves."""
    code = "import sys, provenance.cli; sys.exit(any(n in sys.modules for n in ('uvicorn', 'starlette')))"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
