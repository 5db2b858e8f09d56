"""Bytes to pages: what they are, in which characters, and what is in them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.page import Form, Heading, Page, count_words, fold, parse
from tests.documents.made import pdf

URL = "https://www.example.com/a/b"
FRENCH = "<p>L’été à Cœur-du-Bœuf coûte 3 € de plus.</p>"


def page(html: str, content_type: str = "text/html; charset=utf-8") -> Page:
    """A page of some markup."""
    return parse(html.encode(), content_type, URL)


@pytest.mark.parametrize(
    ("data", "content_type", "kind"),
    [
        (b"<!doctype html><p>Hi", "", "html"),
        (b"\n\n <!-- a comment --><HTML><body>Hi", "application/octet-stream", "html"),
        (b"<html><body>Hi", "image/png", "html"),
        (b"<html><body>Hi", "text/plain", "html"),
        (
            b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body/></html>",
            "application/xhtml+xml",
            "html",
        ),
        (b"just words", "text/html", "html"),
        (b"just words", "", "text"),
        (b"just words", "application/octet-stream", "text"),
        (b"%PDF-1.4\n", "text/html", "binary"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "text/html", "binary"),
        (b"PK\x03\x04\x14\0\0\0\x08\0", "", "binary"),
        (b"\0\0\0\x20ftypmp42", "video/mp4", "binary"),
        (b'{"a": "b"}', "application/json", "text"),
        (b"", "text/html", "html"),
        (b"", "image/png", "binary"),
        (b"h\0i\0", "application/octet-stream", "binary"),
        ("\ufeffwords".encode("utf-16-le"), "text/plain", "text"),
    ],
)
def test_what_bytes_are_is_decided_by_the_bytes(data, content_type, kind):
    """A missing or false content type does not hide a page, and does not make one of an image."""
    assert parse(data, content_type, URL).kind == kind


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (FRENCH.encode(), "text/html; charset=utf-8"),
        (FRENCH.encode(), "text/html"),
        (FRENCH.encode(), "text/html; charset=iso-8859-1"),
        (FRENCH.encode(), "text/html; charset=nonsense"),
        (FRENCH.encode("cp1252"), "text/html; charset=ISO-8859-1"),
        (FRENCH.encode("cp1252"), 'text/html; charset="windows-1252"'),
        (FRENCH.encode("cp1252"), "text/html; charset=utf-8"),
        (b"<meta charset=windows-1252>" + FRENCH.encode("cp1252"), "text/html"),
        (
            b'<meta http-equiv="Content-Type" content="text/html; charset=cp1252">' + FRENCH.encode("cp1252"),
            "text/html",
        ),
        (b"\xef\xbb\xbf" + FRENCH.encode(), "text/html; charset=windows-1252"),
        (("\ufeff<html>" + FRENCH).encode("utf-16-le"), "text/html"),
        (FRENCH.encode("utf-16-be"), "text/html; charset=utf-16be"),
    ],
)
def test_the_characters_of_a_page(data, content_type):
    """Byte order mark, the bytes themselves, header and declaration are weighed, in this order; a label that cannot be true is passed over."""
    assert parse(data, content_type, URL).text == "L’été à Cœur-du-Bœuf coûte 3 € de plus."


def test_japanese_in_seven_bits_is_read_by_its_label():
    """ISO-2022-JP looks like ASCII: only its label tells."""
    assert (
        parse("<p>日本語</p>".encode("iso-2022-jp"), "text/html; charset=iso-2022-jp", URL).text == "日本語"
    )


def test_one_bad_byte_does_not_change_the_encoding():
    """A page that is UTF-8 but for one byte is read as UTF-8."""
    data = FRENCH.encode() * 30 + b"<p>caf\xe9</p>"
    assert "L’été" in parse(data, "text/html", URL).text


HEAD = """<html lang="fr-CA"><head><title> A  title
</title><base href="/c/"><meta name="Robots" content="NOINDEX, follow"><meta property="og:site_name" content="Paper">
<meta property="og:site_name" content="Other"><link rel="canonical" href="d"><script type="application/ld+json">
<!-- {"@graph": [{"@type": "NewsArticle", "headline": "H",}, {"@type": "WebSite"}]} --></script>
<script type="application/ld+json">{broken</script></head>"""


def test_what_a_head_says():
    """Title, language, metadata, canonical address and JSON-LD (with stray commas) are read; a damaged block is passed over."""
    made = page(HEAD + "<body>x</body></html>")
    assert (made.title, made.language, made.noindex) == ("A title", "fr", True)
    assert made.meta["og:site_name"] == "Paper"
    assert made.canonical == "https://www.example.com/c/d"
    assert [data["@type"] for data in made.json_ld] == ["NewsArticle", "WebSite"]


def test_the_title_of_a_drawing_is_not_the_page_title():
    """An icon's title in the body does not name the page."""
    assert page("<body><svg><title>Menu</title></svg><p>x</p></body>").title == ""


def test_headings_forms_and_links():
    """Headings come with their level, forms with their target, links absolute and without those within the page."""
    made = page(
        "<h2>A <b>b</b></h2><h1></h1><form action=/s method=POST><input type=PASSWORD></form>"
        "<a href=x>1</a><a href=#y>2</a><a href='//other.example/z'>3</a>"
    )
    assert made.headings == (Heading(2, "A b"),)
    assert made.forms == (Form("https://www.example.com/s", True, "post"),)
    assert made.links == ("https://www.example.com/a/x", "https://other.example/z")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One <b>two</b>\n three</p><p>four</p>", "One two three\nfour"),
        ("<div>One<div>two</div>three</div>", "One\ntwo\nthree"),
        ("<p>One<br>two<br><br>three</p>", "One two\nthree"),
        ("<p>One</p><script>var x</script><style>a{}</style><noscript>No</noscript><p>two</p>", "One\ntwo"),
        ("<p>One<!-- not --> two</p>", "One two"),
        ("<p>One</p><p hidden>not</p><p style='display: none'>not</p><p>two</p>", "One\ntwo"),
        ("<p>One <span style='display:none'>not</span> two</p>", "One\ntwo"),
        ("<p>soft\u00adhyphen zero\u200bwidth no\u00a0break</p>", "softhyphen zerowidth no\u00a0break"),
        ("<ul><li>a<li>b</ul><table><tr><td>c<td>d</table>", "a\nb\nc\nd"),
        ("<x-teaser>in</x-teaser>line", "inline"),
        (
            "<p>In 2024<sup><a href='#n1'>3</a></sup> it fell.<a href='#n2'><sup>4</sup></a></p>",
            "In 2024 it fell.",
        ),
        ("<p>10<sup>6</sup> m<sup>2</sup>, the 5<sup>th</sup></p>", "10⁶ m², the 5th"),
    ],
)
def test_the_text_of_a_page(html, text):
    """A paragraph a line, as its reader sees it: inline elements join, blocks part, hidden ones are left out."""
    assert page(f"<body>{html}</body>").text == text


def test_prose_is_running_text():
    """Lists of links and short lines are words, but no prose."""
    made = page("<p>" + "word " * 20 + "</p><p><a href=x>" + "link " * 20 + "</a></p><p>short</p>")
    assert made.prose == 20
    assert made.words == 41


@pytest.mark.parametrize(
    ("html", "scripted"),
    [
        ("<div id=root></div><script src=a.js></script>", True),
        ("<p>Please enable JavaScript.</p><script src=a.js></script>", True),
        ("<div id=root><p>" + "word " * 60 + "</p></div><script src=a.js></script>", False),
        ("<p>A short page.</p>", False),
        ("<p>A short page that is not made by it.</p><script>count()</script>", False),
    ],
)
def test_pages_made_by_script(html, scripted):
    """A page is made by script when it says next to nothing and has a place for script to fill, or asks for script."""
    assert page(f"<body>{html}</body>").scripted is scripted


def test_words_are_counted_in_scripts_without_spaces():
    """Two characters of Japanese or Chinese count as a word."""
    assert count_words("one two") == 2
    assert count_words("日本語の文章です") == 5
    assert count_words("") == 0


def test_json_is_read_as_lines():
    """The leaves of JSON come one a line under their key."""
    data = b'{"title": "T", "items": [{"n": 1}, {"n": 2.5}], "none": null}'
    assert parse(data, "application/json", URL).text == "title: T\nn: 1\nn: 2.5"


def test_a_pdf_gives_its_text_page_by_page():
    """Text by page with divided words joined; title, links from its annotations."""
    made = parse(
        pdf(
            [(72, 700, 11, "The first line and the second")],
            [(72, 700, 11, "Another page")],
            links=((0, "https://source.example/", (72, 690, 200, 712)),),
        ),
        "application/octet-stream",
        URL,
    )
    assert made.kind == "pdf"
    assert made.pages == ("The first line and the second", "Another page")
    assert made.title == "Rapport"
    assert made.links == ("https://source.example/",)


def test_deep_nesting_does_no_harm():
    """A page of a hundred thousand nested elements is read as far as the parser goes."""
    assert isinstance(page("<div>" * 100_000 + "deep").text, str)


def test_a_page_of_white_space_is_looked_through_at_once():
    """Nothing in the bytes makes the look at them slow: this test would run for a minute."""
    assert page(" " * 8000 + "x", "").text == page("<!-- -->" * 600 + "x", "text/html").text == "x"


def test_nul_bytes_do_not_cut_a_page():
    """The parser would stop at a NUL; the page goes on after it."""
    assert page("<p>one</p>\0\x01<p>two</p>").text == "one\ntwo"


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.binary(max_size=400), st.text(max_size=400).map(str.encode)),
    st.sampled_from(
        [
            "",
            "text/html",
            "text/html; charset=utf-7",
            "application/pdf",
            "application/json",
            "x; charset=\udcff",
        ]
    ),
)
def test_no_bytes_make_reading_fail(data, content_type):
    """Every page has a kind and a text, and asking it anything is safe."""
    made = parse(data, content_type, URL)
    for name in (
        "title",
        "text",
        "words",
        "prose",
        "scripted",
        "links",
        "forms",
        "refresh",
        "canonical",
        "ids",
        "json_ld",
        "noscript",
    ):
        getattr(made, name)


MARKUP = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<div hidden>",
            "</div>",
            "<a href='http://[x'>",
            "</a>",
            "<br>",
            "<table>",
            "<tr>",
            "<td>",
            "<script>",
            "</script>",
            "<!--",
            "-->",
            "<form action='//[', method>",
            "<base href='http://[z'>",
            "<meta http-equiv=refresh content='0;url=http://[q'>",
            "text ",
            "<svg>",
            "</body>",
            "<link rel=canonical href='//['>",
            "&amp;",
            "<h1>",
        ]
    ),
    max_size=40,
)


@settings(max_examples=150, deadline=None)
@given(MARKUP)
def test_no_markup_makes_reading_fail(parts):
    """Tags in any order, unclosed, crossed, with addresses that make no sense: the page is read."""
    made = page("".join(parts))
    for name in ("title", "text", "links", "forms", "refresh", "canonical", "headings", "scripted"):
        getattr(made, name)
    assert all(line == fold(line) for line in made.text.split("\n"))
