"""Redirects by meta refresh."""

import gzip

import pytest

from provenance.page import parse, refresh_target
from tests.support.visits import HTML, make_hop

URL = "https://example.com/a/b"


@pytest.mark.parametrize(
    ("content", "target"),
    [
        ("0; url=/c", "https://example.com/c"),
        ("0;URL='https://other.example/x'", "https://other.example/x"),
        ('5; url="c"', "https://example.com/a/c"),
        ("0, c", "https://example.com/a/c"),
        ("0;/c", "https://example.com/c"),
        (" 0.5 ; url = c ", "https://example.com/a/c"),
        ("url=/c", "https://example.com/c"),
        ("11; url=/c", None),
        ("390", None),
        ("0", None),
        ("", None),
        ("0; url=/a/b", None),
        ("0; url=#part", None),
        ("0; url=javascript:alert(1)", None),
        ("0; url=http://[", None),
        ("99999999999999999999; url=/c", None),
    ],
)
def test_where_a_refresh_leads(content, target):
    """One within ten seconds to another web page is a redirect; slow ones, reloads and scripts are not."""
    html = f"<html><head><meta http-equiv='Refresh' content='{content.replace(chr(39), '&#39;')}'></head>"
    hop = make_hop(URL, 200, html)
    assert refresh_target(hop) == target
    assert parse(html.encode(), HTML, URL).refresh == target


def test_only_good_html_answers_are_looked_at():
    """An error page or another type does not send anybody on."""
    html = "<meta http-equiv=refresh content='0;url=/c'>"
    assert refresh_target(make_hop(URL, 404, html)) is None
    assert refresh_target(make_hop(URL, 200, html, (("Content-Type", "text/plain"),))) is None
    assert refresh_target(make_hop(URL, 200, html, ())) == "https://example.com/c"


def test_a_compressed_answer_is_looked_into():
    """The coding is undone before the look."""
    headers = (("Content-Type", HTML), ("Content-Encoding", "gzip"))
    body = gzip.compress(b"<meta http-equiv=refresh content='0;url=/c'>" + b" " * 200_000)
    assert refresh_target(make_hop(URL, 200, body, headers)) == "https://example.com/c"


def test_what_readers_with_script_do_not_get_is_no_redirect():
    """A refresh inside noscript sends on only those without script."""
    assert (
        refresh_target(
            make_hop(URL, 200, "<body><noscript><meta http-equiv=refresh content='0;url=/c'></noscript>")
        )
        is None
    )


def test_addresses_count_from_the_base():
    """A base element moves relative targets."""
    html = "<head><base href='https://cdn.example/x/'><meta http-equiv=refresh content='0;url=c'>"
    assert refresh_target(make_hop(URL, 200, html)) == "https://cdn.example/x/c"
