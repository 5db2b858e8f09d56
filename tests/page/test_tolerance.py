"""Pages that the strict parser makes nothing of."""

import pytest

from provenance.page import parse


def test_a_page_that_was_cut_inside_a_comment_still_gives_its_words():
    """libxml2 finds no document there; Beautiful Soup reads on."""
    page = parse(
        b"<!-- menu --><!-- begin article <p>The plant will employ 2,300 people",
        "text/html",
        "http://a.example/",
    )

    assert "2,300 people" in page.text


def test_a_page_of_nothing_is_empty_and_not_an_error():
    """No bytes, no words, no exception."""
    assert parse(b"<!-- -->", "text/html", "http://a.example/").text.strip() in ("", "<!-- -->")


@pytest.mark.parametrize("element", ["article", "main", "header", "section", "nav", "x-story", "div"])
@pytest.mark.parametrize(
    "head", ["", "<title>Plant</title>", "<!doctype html><meta charset=utf-8><title>Plant</title>"]
)
def test_a_page_need_not_spell_the_tags_of_its_head_and_body(head, element):
    """The tags of `head` and `body` may be left out (HTML standard, "optional tags"); what comes first in the body ends the head."""
    body = (
        f"<{element}><h1>Opening</h1><p>The plant will employ 2,300 people.</p></{element}> Said <b>Anna</b>."
    )
    page = parse((head + body).encode(), "text/html", "http://a.example/")

    assert (
        page.text.split()
        == "Opening The plant will employ 2,300 people. Said Anna .".replace(" .", ".").split()
    )
    assert page.title == ("Plant" if head else "")


def test_a_page_made_of_tags_is_read_up_to_a_bound():
    """A bomb of small elements gives its beginning, and no tree of a million nodes."""
    page = parse(b"<p>word</p>" * 200_000, "text/html", "http://a.example/")
    assert page.words == 50_000
