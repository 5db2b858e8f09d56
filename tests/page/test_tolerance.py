"""Pages that the strict parser makes nothing of."""

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
