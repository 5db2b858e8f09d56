"""URLs: spelling, identity, ownership, archives."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance import urls

CANONICAL = [
    ("HTTP://User:pw@ExAmple.com:80/a", "http://example.com/a"),
    ("https://example.com:443", "https://example.com/"),
    ("https://example.com:8443/", "https://example.com:8443/"),
    ("https://example.com./a", "https://example.com/a"),
    ("http://example.com/a/../b/./c", "http://example.com/b/c"),
    ("http://example.com/a/%2e%2E/b/..", "http://example.com/"),
    ("http://example.com/../../a/.", "http://example.com/a/"),
    ("http://example.com//a//b", "http://example.com//a//b"),
    ("http://example.com/%7euser/%c3%a9", "http://example.com/~user/%C3%A9"),
    ("http://example.com/été à Paris", "http://example.com/%C3%A9t%C3%A9%20%C3%A0%20Paris"),
    ("http://example.com/100%", "http://example.com/100%25"),
    ("http://example.com/?", "http://example.com/"),
    ("http://example.com/?b=2&a=1&b=1", "http://example.com/?b=2&a=1&b=1"),
    ("http://example.com/?utm_source=x&id=7&UTM_Medium=y&fbclid=z", "http://example.com/?id=7"),
    ("http://example.com/?gclid=x", "http://example.com/"),
    ("http://example.com/?%66bclid=x&q", "http://example.com/?q"),
    ("http://example.com/a#section", "http://example.com/a"),
    ("http://example.com/a#:~:text=foo", "http://example.com/a"),
    ("https://bücher.example/", "https://xn--bcher-kva.example/"),
    ("https://XN--BCHER-KVA.example/", "https://xn--bcher-kva.example/"),
    ("https://faß.example/", "https://xn--fa-hia.example/"),
    ("http:\\\\example.com\\a", "http://example.com/a"),
    (" \thttp://exa\nmple.com/a ", "http://example.com/a"),
    ("http://ex%61mple.com/", "http://example.com/"),
    ("http://[::ffff:1.2.3.4]/", "http://[::ffff:102:304]/"),
    ("http://0x7f.1/", "http://127.0.0.1/"),
    ("http://１２７。０。０。１/", "http://127.0.0.1/"),
    ("http://2130706433/", "http://127.0.0.1/"),
    ("mailto:somebody@example.com", "mailto:somebody@example.com"),
    (" nonsense ", "nonsense"),
]

PROBLEMS = [
    ("", "empty"),
    ("   ", "empty"),
    ("example.com/a", "no-scheme"),
    ("example.com:80/a", "no-scheme"),
    ("//example.com", "no-scheme"),
    ("mailto:a@example.com", "scheme"),
    ("javascript:alert(1)", "scheme"),
    ("file:///etc/passwd", "scheme"),
    ("ftp://example.com/", "scheme"),
    ("gopher://example.com/", "scheme"),
    ("http://", "no-host"),
    ("http:///", "no-host"),
    ("http:example.com", "no-host"),
    ("http://?q", "no-host"),
    ("http://:80/", "no-host"),
    ("http://exa mple.com/", "bad-host"),
    ("http://exa%20mple.com/", "bad-host"),
    ("http://a..b/", "bad-host"),
    ("http://[::1/", "bad-host"),
    ("http://[1.2.3]/", "bad-host"),
    ("http://1.2.3.4.5/", "bad-host"),
    ("http://256.256.256.256/", "bad-host"),
    ("http://example.com:port/", "bad-port"),
    ("http://example.com:70000/", "bad-port"),
    ("http://example.com:0/", "bad-port"),
    ("http://example.com/" + "a" * 20_000, "too-long"),
]

ARCHIVED = [
    (
        "https://web.archive.org/web/20240131120000/https://x.example/a?b=c#d",
        "https://x.example/a?b=c#d",
        "20240131120000",
    ),
    (
        "https://web.archive.org/web/20240131120000id_/http://x.example/",
        "http://x.example/",
        "20240131120000",
    ),
    ("http://web.archive.org/web/2024/x.example/a", "http://x.example/a", "20240101000000"),
    ("https://web.archive.org/web/20240131if_/http:/x.example/a", "http://x.example/a", "20240131000000"),
    ("https://web.archive.org/web/https://x.example/2020/01/a", "https://x.example/2020/01/a", None),
    ("https://web.archive.org/web/*/https://x.example/", "https://x.example/", None),
    ("https://web.archive.org/save/https://x.example/", "https://x.example/", None),
    ("http://archive.org/wayback/20200101000000/http://x.example/", "http://x.example/", "20200101000000"),
    ("https://archive.ph/20240131120000/https://x.example/a", "https://x.example/a", "20240131120000"),
    ("https://archive.today/2024.01.31-120000/https://x.example/a", "https://x.example/a", "20240131120000"),
    ("https://archive.is/newest/https://x.example/a", "https://x.example/a", None),
    ("https://archive.md/o/AbCdE/https://x.example/a", "https://x.example/a", None),
    ("https://arquivo.pt/wayback/20200101000000mp_/http://x.example/", "http://x.example/", "20200101000000"),
    (
        "https://arquivo.pt/noFrame/replay/20200101000000/http://x.example/",
        "http://x.example/",
        "20200101000000",
    ),
    (
        "https://webarchive.nationalarchives.gov.uk/ukgwa/20200101000000/http://x.example/",
        "http://x.example/",
        "20200101000000",
    ),
    (
        "https://wayback.archive-it.org/1234/20200101000000/http://x.example/",
        "http://x.example/",
        "20200101000000",
    ),
    (
        "https://webcache.googleusercontent.com/search?q=cache:abcDEF-_1234:x.example/a+words&hl=fr",
        "http://x.example/a",
        None,
    ),
    (
        "https://www.webcitation.org/5x?url=http%3A%2F%2Fx.example%2F&date=2010-01-02",
        "http://x.example/",
        "20100102000000",
    ),
]

NOT_ARCHIVED = [
    "https://perma.cc/ABCD-1234",
    "https://archive.ph/AbCdE",
    "https://archive.org/details/some-book",
    "https://example.com/web/20240131120000/https://x.example/",
    "https://web.archive.org/",
    "https://web.archive.org/web/20240131120000/",
    "not a url",
]  # fmt: skip


@pytest.mark.parametrize(("url", "expected"), CANONICAL)
def test_canonical(url, expected):
    """A source is known by one spelling."""
    assert urls.canonical(url) == expected


@pytest.mark.parametrize(("url", "code"), PROBLEMS)
def test_problem(url, code):
    """A URL that cannot be visited says why."""
    assert urls.problem(url) == code


@pytest.mark.parametrize("url", [url for url, _ in CANONICAL[:-2]])
def test_no_problem(url):
    """A URL that can be visited has no problem."""
    assert urls.problem(url) is None


@pytest.mark.parametrize(("url", "original", "stamp"), ARCHIVED)
def test_unwrap_archive(url, original, stamp):
    """An archive's address gives the original and the time of the copy."""
    time = datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC) if stamp else None
    assert urls.unwrap_archive(url) == (original, time)


@pytest.mark.parametrize("url", NOT_ARCHIVED)
def test_nothing_to_unwrap(url):
    """An address that does not hold an original is left alone."""
    assert urls.unwrap_archive(url) is None


def test_source_id_ignores_what_seldom_matters():
    """http and https, "www." and a closing slash lead to the same source; a path or query does not."""
    same = ["http://www.example.com/a/", "https://example.com/a", "https://EXAMPLE.com/a/?utm_source=x#top"]
    assert len({urls.source_id(url) for url in same}) == 1
    other = [
        "https://example.com/b",
        "https://example.com/a?p=1",
        "https://www2.example.com/a",
        "nonsense",
        "mailto:a",
    ]
    assert len({urls.source_id(url) for url in [*same, *other]}) == 1 + len(other)
    assert urls.source_id("https://example.com/").startswith("s-")


def test_sendable_keeps_what_the_server_may_mean():
    """What is sent keeps tracking parameters and percent-encoding; only illegal characters are encoded."""
    url = "http://Example.com/%7ea b/?utm_source=x&q=é|[1]#frag"
    assert urls.sendable(url) == "http://example.com/%7ea%20b/?utm_source=x&q=%C3%A9|[1]"


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://www.bbc.co.uk/news", "bbc.co.uk"),
        ("news.example.com", "example.com"),
        ("https://somebody.github.io/x", "somebody.github.io"),
        ("http://10.0.0.1/", ""),
        ("http://[::1]:80/", ""),
        ("http://0x7f000001/", ""),
        ("a.b.unknown-suffix", "b.unknown-suffix"),
        ("localhost", "localhost"),
        ("", ""),
    ],
)
def test_registrable_domain(url, domain):
    """A host belongs to the name that somebody registered; an address to none."""
    assert urls.registrable_domain(url) == domain


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("../b c", "http://example.com/b%20c"),
        ("//other.example", "http://other.example/"),
        ("?q=é", "http://example.com/x/y?q=%C3%A9"),
        ("https://other.example/#frag", "https://other.example/"),
        ("\\a", "http://example.com/a"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("http://[::1/", "http://[::1/"),
        ("", "http://example.com/x/y"),
    ],
)
def test_join(reference, expected):
    """A Location is read against the page that sent it, as browsers read it."""
    assert urls.join("http://example.com/x/y", reference) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://x/a#b", "b"),
        ("http://x/#", None),
        ("http://x/", None),
        ("http://x/#:~:text=a#b", ":~:text=a#b"),
    ],
)
def test_fragment(url, expected):
    """The fragment is what follows the first number sign."""
    assert urls.fragment(url) == expected


_pieces = st.sampled_from(
    ["http://", "https:", "//", "www.", "example.com", ":80", "/", "..", ".", "%2e", "%2", "%", "?", "&", "=", "#", "utm_a=1", "@", "é", "。", "[::1]",
     "\\", " ", "\t", "0x7f", "1", "%41", "%C3%A9", "web.archive.org/web/2020/", "xn--"]
)  # fmt: skip
_urls = st.one_of(
    st.text(),
    st.lists(_pieces, max_size=12).map("".join),
    st.lists(_pieces, max_size=10).map(lambda p: "http://a.example/" + "".join(p)),
)


@settings(max_examples=400, deadline=None)
@given(_urls)
def test_canonical_is_idempotent(url):
    """The canonical spelling of a canonical spelling is itself, and no function raises on any text."""
    once = urls.canonical(url)
    assert urls.canonical(once) == once
    assert urls.sendable(urls.sendable(url)) == urls.sendable(url)
    assert urls.source_id(once) == urls.source_id(url)
    urls.unwrap_archive(url), urls.registrable_domain(url), urls.join("http://example.com/", url)
