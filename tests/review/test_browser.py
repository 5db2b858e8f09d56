"""The whole way in real Chromium, by keyboard: decide, overrule, undo, filter, reload, conflict, paste."""

import os
from pathlib import Path

import pytest

from provenance import pipeline
from provenance.model import Verdict
from tests.review.editor import Editor, at_work
from tests.review.test_deciding import kept, queued
from tests.review.test_pages import BOND, walled
from tests.support.browser import NO_AXE, browser, missing

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"not installed here: {missing()}")
PICTURES = os.environ.get("PROVENANCE_SCREENSHOTS", "")
"""A folder for screenshots; none are made without it."""
AT_INITIALS = "return document.activeElement.name === 'author'"


@pytest.fixture(scope="module")
def window():
    """A window for the tests of this file."""
    with browser() as opened:
        yield opened


@pytest.fixture
def page(fresh, window):
    """The window at the queue, and an editor by HTTP at the same desk."""
    made, settings = fresh
    with at_work(made, settings) as served:
        other = Editor(served.url)
        other.audit, other.settings = made, settings
        window.forget()
        window.open(served.url)
        window.find(".queue")
        yield window, other


def picture(window, name):
    """Keep what the window shows, where pictures are wanted."""
    if PICTURES:
        window.screenshot(Path(PICTURES) / f"review-{name}.png", 1280, 1000)


def test_by_keyboard_alone_an_editor_accepts_overrules_and_takes_back(page):
    """j and Enter open a claim, i takes the initials, a accepts, 1 overrules the next one, u undoes it."""
    window, other = page
    first, second, *_ = queued(other)
    picture(window, "queue")
    window.press_until("j", "return document.activeElement.matches('.queue a')")
    window.press_until("\ue007", f"return location.pathname === '/claim/{first}'")
    window.find(".verdicts")
    window.press_until("i", AT_INITIALS)
    window.press("NQ")
    window.press_until("\ue00c", "return !document.activeElement.matches('input')")  # Escape leaves the field
    picture(window, "claim")
    window.press("a")
    window.find(f'.kept a[href="/claim/{first}"]')
    assert window.at(f"/claim/{second}")
    window.press("1")
    window.find(f'.kept a[href="/claim/{second}"]')
    assert kept(other)[first][:2] == (Verdict.CONTRADICTED, "NQ")
    assert kept(other)[second][0] is Verdict.NOT_FOUND
    window.press("u")
    assert window.at(f"/claim/{second}")
    assert list(kept(other)) == [first]
    window.open(f"{other.origin}/claim/{first}")
    assert "NQ" in window.text(".stands")
    picture(window, "decided")


def test_what_is_decided_is_there_after_a_reload_and_filters_find_it(page):
    """The queue shows it under "decided", and no longer among what is left."""
    window, other = page
    first = queued(other)[0]
    other.decide(first, "supported")
    window.open(f"{other.origin}/?show=decided")
    assert window.run("return document.querySelectorAll('.queue li').length") == 1
    window.open(f"{other.origin}/")
    window.find("option[value=left]:checked")
    assert not window.run(f"return !!document.querySelector('a[href=\"/claim/{first}\"]')")


def test_two_browsers_at_once(page):
    """The one that comes later sees both decisions, and may put its own on top."""
    window, other = page
    claim = queued(other)[0]
    window.open(f"{other.origin}/claim/{claim}")
    other.decide(claim, "supported", author="AB", note="lu")
    window.type("input[name=author]", "CD")
    window.click("button[value=not-a-claim]")
    window.find(".conflict")
    assert "AB" in window.text("main")
    picture(window, "conflict")
    assert kept(other)[claim][0] is Verdict.SUPPORTED
    window.click("main form button")
    window.find(".claim")
    assert kept(other)[claim][:2] == (None, "CD")


def test_a_pasted_text_turns_the_verdict(page):
    """p opens the form; the claim comes back with its new verdict."""
    window, other = page
    _, [claim, *_] = walled(other.audit)
    window.open(f"{other.origin}/claim/{claim.id}")
    window.press_until("p", "return !!document.querySelector('textarea[name=text]')")
    window.type("textarea[name=text]", BOND)
    window.type("input[name=author]", "NQ")
    picture(window, "paste")
    window.click("button.accept")
    window.find(".claim.supported")
    picture(window, "pasted")
    [verdict] = [a.verdict for a in pipeline.kept(None, other.settings).assessments if a.claim == claim.id]
    assert verdict is Verdict.SUPPORTED


def test_the_next_claim_comes_without_loading_the_page_anew(page):
    """htmx is at work within the page's strict policy, and the reading begins at the top of what came."""
    window, other = page
    first, second, *_ = queued(other)
    window.open(f"{other.origin}/claim/{first}")
    window.run("window.here = true")
    window.type("input[name=author]", "NQ")
    window.click("button.accept")
    window.find(f'.kept a[href="/claim/{first}"]')

    assert window.at(f"/claim/{second}")
    assert window.run("return window.here")
    assert window.until("return document.activeElement.id", lambda name: name == "main") == "main"


def test_a_decision_without_initials_is_asked_for_them(page):
    """An answer that says no is shown, and the address stays that of the claim."""
    window, other = page
    first = queued(other)[0]
    window.open(f"{other.origin}/claim/{first}")
    window.run("document.querySelector('input[name=author]').required = false")
    window.type("textarea[name=note]", "à revoir")
    window.click("button.accept")
    window.find("#missing")

    assert window.path() == f"/claim/{first}"
    assert window.run("return document.querySelector('textarea[name=note]').value") == "à revoir"
    assert kept(other) == {}


@pytest.mark.skipif(bool(NO_AXE), reason=NO_AXE)
@pytest.mark.parametrize(("language", "scheme", "width"), [("fr", "light", 1200), ("en", "dark", 390)])
def test_the_accessibility_checker_finds_no_violation(page, language, scheme, width):
    """The queue, a claim that is decided and one that is not, a conflict, the form for a text, and a kept text."""
    window, other = page
    _, [locked, *_] = walled(other.audit)
    first, second, *_ = queued(other)
    evidence = next(one.evidence[0] for one in other.audit.assessments if one.evidence)
    source, _ = walled(other.audit)
    window.looks(scheme, width)
    seen = other.form(f"/claim/{second}")
    for claim in (first, second):
        other.decide(claim, "supported", note="lu", author="AB")
    pages = [
        "/",
        "/?show=decided",
        f"/claim/{first}",
        f"/claim/{locked.id}",
        f"/source/{source.id}",
        f"/text/{evidence.capture}",
    ]
    for path in pages:
        window.open(f"{other.origin}{path}{'&' if '?' in path else '?'}ui={language}")
        assert (path, window.violations()) == (path, [])
    window.open(f"{other.origin}/claim/{second}?ui={language}")
    window.run("document.querySelector('#decision [name=seen]').value = arguments[0]", seen["seen"])
    window.type("#decision input[name=author]", "CD")
    window.click("button[value=not-a-claim]")
    window.find(".conflict form")
    assert window.violations() == []
    window.devtools("Emulation.clearDeviceMetricsOverride")
