"""Visits that come to an answer: hops, headers, bodies, cookies, refreshes, conditions."""

import gzip
import hashlib

import pytest

from provenance.errors import ArchiveError
from provenance.model import FailureKind
from tests.support.web import Answer, reset


def test_a_page_is_one_hop_with_all_that_was_seen(web, client):
    """A visit to a good page keeps status, headers, body, address and what was asked."""
    web.page(
        "/a?q=1",
        "<p>Hello</p>",
        headers=(("Content-Type", "text/html"), ("X-A", "1"), ("x-b", "2"), ("X-A", "3")),
    )
    visit = client.visit(web.url("/a?q=1"))
    (hop,) = visit.hops
    assert visit.failure is None
    assert (hop.status, hop.reason, hop.address, hop.http_version) == (200, "OK", "127.0.0.1", "1.1")
    assert hop.headers[:4] == (("Content-Type", "text/html"), ("X-A", "1"), ("x-b", "2"), ("X-A", "3"))
    assert hop.body.read() == b"<p>Hello</p>"
    assert hop.body.sha256 == hashlib.sha256(b"<p>Hello</p>").hexdigest()
    assert visit.started_at <= hop.at <= visit.finished_at
    asked = web.requests[0]
    assert {name.lower(): value for name, value in hop.request_headers} == asked.headers
    assert asked.headers["user-agent"].startswith("provenance/")


def test_an_error_page_is_an_answer(web, client):
    """A 404 is no failure of the visit."""
    visit = client.visit(web.url("/none"))
    assert visit.failure is None
    assert visit.final.status == 404


def test_bodies_keep_their_coding(web, client):
    """A gzip body stays as it came; a chunked one is put together."""
    packed = gzip.compress(b"words " * 1000)
    web.page("/gz", packed, headers=(("Content-Encoding", "gzip"),))
    web.page("/chunked", b"first second", chunked=True)
    assert client.visit(web.url("/gz")).final.body.read() == packed
    assert client.visit(web.url("/chunked")).final.body.read() == b"first second"


def test_large_bodies_lie_in_a_file(web, client, tmp_path):
    """A body over 256 KB is spooled, and discarding it deletes the file."""
    data = bytes(range(256)) * 2000
    web.page("/big", data)
    body = client.visit(web.url("/big")).final.body
    assert body.file is not None
    assert body.file.parent == tmp_path / "spool"
    assert (body.data, body.size, body.read()) == (b"", len(data), data)
    assert body.sha256 == hashlib.sha256(data).hexdigest()
    body.discard()
    assert not list((tmp_path / "spool").iterdir())


def test_a_spool_that_cannot_be_written(web, make_client, tmp_path):
    """A spool that takes no bytes is an error of ours, with the folder's name, and no fault of the page."""
    (tmp_path / "file").write_text("in the way")
    web.page("/big", b"x" * 300_000)
    with pytest.raises(ArchiveError, match="file"):
        make_client(spool=tmp_path / "file").visit(web.url("/big"))


def test_a_page_over_the_limit_is_cut_and_good(web, make_client):
    """Our own size limit marks the body as truncated and is no failure."""
    web.page("/big", b"x" * 100_000)
    visit = make_client(max_bytes=1000).visit(web.url("/big"))
    assert visit.failure is None
    assert (visit.final.body.size, visit.final.body.truncated) == (1000, True)


def test_redirects_are_hops(web, client):
    """Each redirect is kept with its status and headers, relative and foreign-looking targets included."""
    web.redirect("/a", "b c?é", 301)
    web.redirect("/b%20c?%C3%A9", "//" + web.url("/d").removeprefix("http://"), 307)
    web.redirect("/d", "\\e#frag", 308)
    web.page("/e", "end")
    visit = client.visit(web.url("/a"))
    assert [(hop.status, hop.url) for hop in visit.hops] == [
        (301, web.url("/a")),
        (307, web.url("/b%20c?%C3%A9")),
        (308, web.url("/d")),
        (200, web.url("/e")),
    ]
    assert visit.hops[0].header("LOCATION") is not None


def test_a_redirect_without_a_target_ends_the_visit(web, client):
    """A 302 without Location is the last answer."""
    web.page("/a", "moved somewhere", status=302)
    visit = client.visit(web.url("/a"))
    assert visit.failure is None
    assert visit.final.status == 302


def test_the_body_of_a_redirect_is_capped(web, client):
    """A redirect's body is kept up to 64 KB."""
    web.redirect("/a", "/b", body=b"x" * 200_000)
    web.page("/b", "end")
    visit = client.visit(web.url("/a"))
    assert [hop.status for hop in visit.hops] == [302, 200]
    assert (visit.hops[0].body.size, visit.hops[0].body.truncated) == (65536, True)


@pytest.mark.parametrize(
    ("location", "kind", "code"),
    [
        ("ftp://example.com/", FailureKind.REFUSED, "scheme"),
        ("javascript:alert(1)", FailureKind.REFUSED, "scheme"),
        ("file:///etc/passwd", FailureKind.REFUSED, "scheme"),
        ("http://[::1/", FailureKind.MALFORMED, "bad-host"),
        ("http://169.254.169.254/latest/meta-data/", FailureKind.REFUSED, "private-address"),
        ("http://10.0.0.1/", FailureKind.REFUSED, "private-address"),
        ("http://0xa.0.0.1/", FailureKind.REFUSED, "private-address"),
        ("http://[fe80::1]/", FailureKind.REFUSED, "private-address"),
    ],
)
def test_redirects_to_where_nobody_should_go(web, client, location, kind, code):
    """A redirect to another scheme, a malformed URL or a private address ends the visit there."""
    web.redirect("/a", location)
    visit = client.visit(web.url("/a"))
    assert [hop.status for hop in visit.hops] == [302]
    assert (visit.failure.kind, visit.failure.code) == (kind, code)


def test_circles_and_spirals(web, client):
    """Two pages that redirect to each other are a loop; a URL that grows with each redirect is too many."""
    web.redirect("/a", "/b")
    web.redirect("/b", "/a")
    assert client.visit(web.url("/a")).failure.code == "loop"
    for length in range(30):
        web.redirect("/" + "x" * length, "/" + "x" * (length + 1))
    visit = client.visit(web.url("/"))
    assert (visit.failure.kind, visit.failure.code) == (FailureKind.REDIRECTS, "too-many")
    assert len(visit.hops) == 21


def test_cookies_live_within_one_visit(web, client):
    """A page that redirects to itself to set a cookie is read; the next visit starts without it."""
    web.answers(
        "/a",
        Answer(status=302, headers=(("Location", "/a"), ("Set-Cookie", "seen=1; Path=/"))),
        Answer(body=b"welcome"),
        Answer(body=b"again"),
    )
    assert [hop.status for hop in client.visit(web.url("/a")).hops] == [302, 200]
    client.visit(web.url("/a"))
    assert [request.headers.get("cookie") for request in web.asked("/a")] == [None, "seen=1", None]


def test_a_wall_of_cookies_is_a_loop(web, client):
    """A page that redirects to itself although it has its cookie is a loop, after two requests."""
    web.redirect("/a", "/a", headers=(("Set-Cookie", "seen=1; Path=/"),))
    assert client.visit(web.url("/a")).failure.code == "loop"
    assert len(web.asked("/a")) == 2


def test_validators_make_a_visit_conditional(web, client):
    """With an ETag or a date in hand, an unchanged page ends with a 304."""
    web.page("/a", status=304)
    visit = client.visit(web.url("/a"), validators=('"abc"', "Sat, 01 Nov 2025 00:00:00 GMT"))
    assert visit.final.status == 304
    assert web.requests[0].headers["if-none-match"] == '"abc"'
    assert web.requests[0].headers["if-modified-since"] == "Sat, 01 Nov 2025 00:00:00 GMT"


def test_interim_answers_are_skipped(web, client):
    """Early hints and other 1xx answers are no answers."""
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"
    web.raw("/a", lambda sock: sock.sendall(hints * 2 + b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npage"))
    visit = client.visit(web.url("/a"))
    assert (visit.final.status, visit.final.body.read()) == (200, b"page")
    assert visit.final.header("link") is None


def test_a_refresh_is_a_hop(web, client):
    """What the refresh hook names is visited next; a page that refreshes to itself is the last one."""
    web.page("/a", "refresh")
    web.page("/b", "end")
    visit = client.visit(web.url("/a"), refresh=lambda _: web.url("/b"))
    assert [hop.url for hop in visit.hops] == [web.url("/a"), web.url("/b")]
    assert visit.failure is None
    visit = client.visit(web.url("/a"), refresh=lambda hop: hop.url)
    assert [hop.url for hop in visit.hops] == [web.url("/a")]


def test_a_refresh_to_a_private_address_is_refused(web, client):
    """The guard stands before a refresh as before a redirect."""
    web.page("/a", "refresh")
    visit = client.visit(web.url("/a"), refresh=lambda _: "http://192.168.0.1/")
    assert visit.failure.kind is FailureKind.REFUSED


@pytest.mark.parametrize(
    ("url", "kind", "code"),
    [
        ("nonsense", FailureKind.MALFORMED, "no-scheme"),
        ("http://", FailureKind.MALFORMED, "no-host"),
        ("http://a b/", FailureKind.MALFORMED, "bad-host"),
        ("mailto:a@example.com", FailureKind.REFUSED, "scheme"),
        ("data:text/html,hello", FailureKind.REFUSED, "scheme"),
    ],
)
def test_what_is_no_web_address(client, url, kind, code):
    """A URL that cannot be visited fails before anything is sent."""
    visit = client.visit(url)
    assert (visit.failure.kind, visit.failure.code, visit.hops) == (kind, code, ())


def test_connections_are_kept(web, client):
    """Visits to one host go over one connection."""
    web.page("/a", "x")
    for _ in range(5):
        assert client.visit(web.url("/a")).final.status == 200
    assert web.connections == 1


def test_each_of_many_visits_comes_back(web, make_client):
    """Every URL comes back once, malformed ones too."""
    for number in range(50):
        web.page(f"/{number}", str(number))
    urls = [web.url(f"/{number}") for number in range(50)] + ["nonsense"]
    client = make_client(concurrency=8, host_concurrency=8)
    assert [future.result().url for future in [client.submit(url) for url in urls]] == urls
    assert all(len(web.asked(f"/{number}")) == 1 for number in range(50))


def test_a_connection_that_was_closed_meanwhile_is_made_anew(web, client):
    """A server that closes a kept connection just as it is asked again has not failed."""
    web.page("/a", "x")
    web.answers("/b", reset, Answer(body=b"there"))
    assert client.visit(web.url("/a")).failure is None
    assert client.visit(web.url("/b")).final.body.read() == b"there"
    assert web.connections == 2
