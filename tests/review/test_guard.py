"""Only the person who started the page, on this machine, from the page's own forms."""

import re

import pytest

from provenance import review
from provenance.errors import SettingsError
from tests.review.editor import Editor, at_work
from tests.review.test_deciding import kept, queued


def test_the_token_is_taken_once_and_hidden_from_scripts_and_other_sites(editor):
    """The address with the token gives a cookie that only our own pages send, and leads on without the token."""
    cookie = editor.entry.headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "token" not in editor.entry.text
    assert editor.get("/").status == 200


@pytest.mark.parametrize("path", ["/", "/?token=wrong", "/?token=%C3%A9", "/review.js", "/nowhere"])
def test_without_the_token_nothing_is_shown(editor, path):
    """403 for every address, and no word of the audit."""
    editor.cookies.clear()
    answer = editor.get(path)

    assert answer.status == 403
    assert editor.audit.documents[0].title not in answer.text


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "localhost.evil.example"])
def test_another_name_for_this_machine_is_refused(editor, host):
    """A site whose name is made to lead here (DNS rebinding) gets nothing, cookie or not."""
    assert editor.get("/", Host=host).status == 421


@pytest.mark.parametrize("origin", ["", "null", "http://evil.example", "https://127.0.0.1"])
def test_a_form_of_another_page_is_refused(editor, origin):
    """Origin must be ours."""
    claim = queued(editor)[0]
    form = {**editor.form(f"/claim/{claim}"), "verdict": "supported", "author": "NQ"}

    assert editor.post(f"/claim/{claim}/decide", form, Origin=origin).status == 403
    assert kept(editor) == {}


@pytest.mark.parametrize("key", ["", "0" * 64, "é"])
def test_a_form_without_the_key_of_this_run_is_refused(editor, key):
    """Every form carries a key that other pages cannot know."""
    assert editor.decide(queued(editor)[0], "supported", key=key).status == 403
    assert kept(editor) == {}


def test_a_form_of_another_kind_or_size_is_refused(editor):
    """Only small, plain forms are read."""
    path = f"/claim/{queued(editor)[0]}/decide"

    assert editor.post(path, {}, **{"Content-Type": "application/json"}).status == 415
    assert editor.post(path, {"note": "x" * 8_100_000}).status == 413
    assert editor.post(path, {str(n): "x" for n in range(50)}).status == 400


def test_every_answer_keeps_the_browser_strict(editor):
    """No script but our own file, no frame, no sniffing, nothing stored; errors and refusals included."""
    answers = [editor.get(path) for path in ("/", "/review.js", "/nowhere")]
    editor.cookies.clear()
    for answer in [*answers, editor.get("/")]:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "connect-src 'self'" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"


def test_no_page_has_script_or_style_of_its_own(editor):
    """What the policy would stop is not there: no inline script, style or handler."""
    claim = queued(editor)[0]
    for path in ("/", f"/claim/{claim}", f"/source/{editor.audit.sources[0].id}"):
        text = editor.get(path).text
        assert not re.search(r"<script>|<style|\sstyle=|\son\w+=|https?://[^\"]+\.(js|css)", text)


@pytest.mark.parametrize(
    "path", ["/claim/k-none", "/claim/k-none/decide", "/source/s-none", "/text/none", "/x"]
)
def test_what_is_not_there_is_not_found(editor, path):
    """404 in a page of ours, with the way back."""
    answer = editor.get(path)

    assert answer.status in (404, 405)
    assert 'href="/"' in answer.text


def test_a_taken_port_is_said(fresh):
    """One line that names the port and the way out."""
    made, settings = fresh
    with (
        at_work(made, settings) as page,
        pytest.raises(SettingsError, match="--port"),
        review.opened(made, settings, int(Editor(page.url).origin.rpartition(":")[2])),
    ):
        pass
