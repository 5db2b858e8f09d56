"""Fragments: ids and text directives."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.access import fragment
from provenance.access.boundaries import is_boundary
from provenance.page import parse
from tests.documents.made import pdf
from tests.support.records import Case, read_cases
from tests.support.visits import HTML

FRAGMENTS = read_cases("access-fragments.md")
URL = "https://example.com/"


def test_there_are_cases():
    """The case file is read."""
    assert sum(len(case.expected.splitlines()) for case in FRAGMENTS) > 40


@pytest.mark.parametrize("case", FRAGMENTS, ids=[case.title for case in FRAGMENTS])
def test_fragments(case: Case):
    """Each fragment is found, missing or unknown as a browser's reader would see it."""
    page = parse(f"<!doctype html><body>{case.input}</body>".encode(), HTML, URL)
    wanted = [line.rpartition(" ")[::2] for line in case.expected.splitlines()]
    assert [(name, fragment(page, name)) for name, _ in wanted] == wanted


def test_without_a_page_nothing_is_known():
    """What could not be read cannot lack anything."""
    assert fragment(None, "#a") == fragment(parse(b"\x89PNG\r\n\x1a\n\0\0", "", URL), "#a") == "unknown"


def test_pages_of_a_pdf():
    """`#page=2` of a PDF is found where there is such a page; text directives are searched for in its text."""
    page = parse(pdf([(72, 700, 11, "First words")], [(72, 700, 11, "Second words")]), "application/pdf", URL)
    states = {
        name: fragment(page, name)
        for name in ("#page=2", "#page=3", "#zoom=4&page=1", "#chapter", "#:~:text=Second")
    }
    assert list(states.values()) == ["found", "missing", "found", "unknown", "found"]


@pytest.mark.parametrize(
    ("text", "boundaries"),
    [
        ("can't stop", [0, 5, 6, 10]),
        ("3.5 m", [0, 3, 4, 5]),
        ("a.b 1,2", [0, 3, 4, 7]),
        ("x_1 y", [0, 3, 4, 5]),
        ("'t is", [0, 1, 2, 3, 5]),
        ("東京へ", [0, 1, 2, 3]),
        ("ネコ a", [0, 2, 3, 4]),
        ("e\u0301t", [0, 3]),
    ],
)
def test_word_boundaries(text, boundaries):
    """Words end where Unicode's rules say: not at an apostrophe, a decimal mark, or an accent."""
    assert [at for at in range(len(text) + 1) if is_boundary(text, at)] == boundaries


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.text(max_size=80))
def test_no_fragment_makes_it_fail(name, text):
    """Whatever follows the `#`, and whatever the page says, there is an answer."""
    page = parse(f"<p>{text}</p>".encode("utf-8", "replace"), HTML, URL)
    assert fragment(page, name) in ("found", "missing", "unknown")
    assert fragment(page, f":~:text={name}") in ("found", "missing", "unknown")


@pytest.mark.parametrize(
    ("head", "body", "name"),
    [
        ("<style>" + "a " * 100_000 + "</style>", "words", "#:~:text=words"),
        ("<style>" + "/*" * 50_000 + "@a{" * 20_000 + "</style>", "words", "#:~:text=words"),
        ("", "aa " * 50_000 + "words", "#:~:text=aa-,words"),
    ],
)
def test_pages_made_to_exhaust_a_search_do_not(head, body, name):
    """Style sheets without end and words repeated a thousand times are searched in bounded time."""
    page = parse(f"<head>{head}</head><body>{body}</body>".encode(), HTML, URL)
    assert fragment(page, name) in ("found", "missing")


@pytest.mark.shared
def test_the_web_platform_tests(shared):
    """All 60 cases of find-range are right, and of scroll.json all but the shadow root, which only script can build."""
    folder = shared / "peers" / "wpt-text-fragment"
    wrong = []
    for name in ("find-range.json", "scroll.json"):
        cases = json.loads((folder / name).read_text())
        page = parse((folder / cases["target"]).read_bytes(), HTML, URL)
        for case in cases["cases"]:
            wanted = case["match"] if "match" in case else case["position"] != "top"
            if (fragment(page, case["fragment"]) == "found") != wanted:
                wrong.append(case["fragment"])
    assert wrong == ["#", "#:~:text=shadow%20text"]
