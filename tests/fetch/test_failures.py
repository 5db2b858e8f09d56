"""Visits that come to no answer: each kind of trouble has its name, ends in time, and costs little memory."""

import random
import resource
import socket
import threading
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.fetch import Client, FetchSettings
from provenance.model import FailureKind
from tests.fetch.conftest import now, run_in_thread
from tests.support.web import Answer, Authority, Web, drip, hang, reset

OK = b"HTTP/1.1 200 OK\r\n"


def failure_of(client: Client, url: str) -> tuple[str, str]:
    """Kind and code of the failure that a visit ends with."""
    failure = client.visit(url).failure
    assert failure is not None
    assert "\n" not in failure.detail
    return failure.kind.value, failure.code


def say(*pieces: bytes, pause: float = 0.0):
    """Raw answer: pieces of bytes with a pause after each."""
    return lambda sock: drip(sock, pieces, pause)


@pytest.mark.parametrize(
    ("talk", "kind", "code"),
    [
        (reset, "connect", "reset"),
        (lambda _: None, "connect", "closed"),
        (say(b"\x00\x01\x02 not http at all\r\n\r\n"), "protocol", "not-http"),
        (say(b"HTTP/1.1 abc OK\r\n\r\n"), "protocol", "not-http"),
        (say(OK + b"X: 1\r\n" * 100_000 + b"\r\n"), "protocol", "headers"),
        (say(OK + b"X: " + b"x" * 10_000_000 + b"\r\n\r\n"), "protocol", "headers"),
        (say(b"HTTP/1.1 " + b"2" * 10_000_000), "protocol", "headers"),
        (say(OK + b"Content-Length: 20000\r\n\r\nshort"), "truncated", "short-body"),
        (say(OK + b"Transfer-Encoding: chunked\r\n\r\nff\r\nshort"), "truncated", "short-body"),
        (say(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nx"), "truncated", "short-body"),
        (say(OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n"), "truncated", "short-body"),
    ],
    ids=[
        "reset",
        "close",
        "garbage",
        "status",
        "headers",
        "line",
        "status-line",
        "short",
        "chunk",
        "bad-chunk",
        "no-last-chunk",
    ],
)
def test_bad_manners(web, client, talk, kind, code):
    """What a server breaks is told by kind and code."""
    web.raw("/a", talk)
    assert failure_of(client, web.url("/a")) == (kind, code)


def test_a_broken_body_keeps_what_came(web, client):
    """A short body is a failure; the hop, and the part that came, are kept."""
    web.page("/a", b"the beginning", length=1000)
    visit = client.visit(web.url("/a"))
    assert visit.final.status == 200
    assert visit.final.body.read() == b"the beginning"
    assert visit.final.body.truncated


def test_a_reset_within_the_body_is_a_truncation(web, client):
    """A connection that is reset amid the body leaves a truncated page, not an unreachable host."""

    def talk(sock):
        sock.sendall(OK + b"Content-Length: 100000\r\n\r\n" + b"x" * 5000)
        time.sleep(0.2)
        reset(sock)

    web.raw("/a", talk)
    assert failure_of(client, web.url("/a")) == ("truncated", "short-body")


@pytest.mark.parametrize(
    ("talk", "code"),
    [
        (hang, "read-timeout"),
        (lambda sock: drip(sock, [OK, *[b"X: a\r\n"] * 90], 0.1), "read-timeout"),
        (lambda sock: drip(sock, [OK + b"Content-Length: 500\r\n\r\n", *[b"x"] * 90], 0.1), "total-timeout"),
        (lambda sock: drip(sock, [OK + b"Transfer-Encoding: chunked\r\n\r\n", *[b"1\r\nx\r\n"] * 90], 0.1), "total-timeout"),
    ],
    ids=["hang", "slow-headers", "slow-body", "slow-chunks"],
)  # fmt: skip
def test_slowness_ends_with_the_time_for_the_visit(web, make_client, talk, code):
    """A server that sends a byte now and then does not outlast the time for a whole visit."""
    web.raw("/a", talk)
    begun = time.monotonic()
    assert failure_of(make_client(timeout=0.6), web.url("/a")) == ("timeout", code)
    assert time.monotonic() - begun < 4


def test_slow_redirects_share_one_time(web, make_client):
    """The hops of a visit have one time together."""
    for number in range(20):
        web.redirect(f"/{number}", f"/{number + 1}", delay=0.2)
    visit = make_client(timeout=0.7).visit(web.url("/0"))
    assert visit.failure.kind is FailureKind.TIMEOUT
    assert 2 <= len(visit.hops) <= 4


def test_a_server_that_never_ends_its_body_is_cut(web, make_client):
    """An endless body ends at the size limit, quickly and in little memory."""

    def endless(sock):
        sock.sendall(OK + b"Content-Type: text/html\r\n\r\n")
        while True:
            sock.sendall(b"<p>more and more</p>" * 5000)

    web.raw("/a", endless)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    visit = make_client(max_bytes=30_000_000).visit(web.url("/a"))
    assert visit.failure is None
    assert (visit.final.body.size, visit.final.body.truncated) == (30_000_000, True)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000
    visit.final.body.discard()


def test_nobody_listens(client):
    """A refused connection says so."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert failure_of(client, f"http://127.0.0.1:{port}/") == ("connect", "refused")


def test_nobody_accepts(make_client):
    """A host that does not take the connection is a connect timeout."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        address = listener.getsockname()
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(address)
        client = make_client(connect_timeout=0.4)
        assert failure_of(client, f"http://127.0.0.1:{address[1]}/") == ("timeout", "connect-timeout")
        for filler in fillers:
            filler.close()


def test_no_such_name(client):
    """A name that does not exist is told from one that could not be looked up."""
    assert failure_of(client, "http://no-such-host.invalid/")[0] == "dns"


@pytest.fixture(scope="module")
def authority():
    """A certificate authority of our own."""
    return Authority()


def test_certificates_that_are_trusted(authority, make_client, tmp_path):
    """With its authority in the bundle a server is visited over TLS, and the connection is kept."""
    with Web(tls=authority.context()) as web:
        web.page("/a", "secret")
        client = make_client(ca_bundle=authority.bundle(tmp_path))
        assert client.visit(web.url("/a")).final.body.read() == b"secret"
        assert client.visit(web.url("/a")).failure is None
        assert web.connections == 1


@pytest.mark.parametrize(
    ("name", "options", "code"),
    [
        ("127.0.0.1", {"expired": True}, "expired"),
        ("other.example", {}, "wrong-host"),
    ],
)
def test_certificates_that_are_not_good(authority, make_client, tmp_path, name, options, code):
    """An expired certificate is told from one for another host."""
    with Web(tls=authority.context(name, **options)) as web:
        client = make_client(ca_bundle=authority.bundle(tmp_path))
        assert failure_of(client, web.url("/")) == ("tls", code)


def test_certificates_of_strangers(authority, make_client):
    """A certificate of an unknown authority is untrusted."""
    with Web(tls=authority.context()) as web:
        assert failure_of(make_client(), web.url("/")) == ("tls", "untrusted")


def test_no_tls_at_all(client):
    """A plain server on an https URL is a TLS failure."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer_plainly():
            sock, _ = listener.accept()
            sock.recv(4096)
            sock.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            sock.close()

        run_in_thread(answer_plainly)
        url = f"https://127.0.0.1:{listener.getsockname()[1]}/"
        assert failure_of(client, url) == ("tls", "handshake")


def test_slow_tls_ends_in_time(authority, make_client, tmp_path):
    """Slow bytes over TLS count against the same time."""
    with Web(tls=authority.context()) as secure:
        secure.raw("/a", lambda sock: drip(sock, [OK, *[b"X: a\r\n"] * 50], 0.1))
        client = make_client(timeout=0.6, ca_bundle=authority.bundle(tmp_path))
        begun = time.monotonic()
        assert failure_of(client, secure.url("/a")) == ("timeout", "read-timeout")
        assert time.monotonic() - begun < 4


def test_passing_trouble_is_tried_again(web, make_client):
    """A reset, a 503 and a 500 that pass are no hops; the attempts are counted."""
    web.routes["/a"] = [reset, Answer(status=503), Answer(body=b"at last")]
    client = make_client(max_retries=2)
    visit = client.visit(web.url("/a"))
    assert visit.failure is None
    assert [hop.status for hop in visit.hops] == [200]
    assert visit.attempts == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451, 501, 999])
def test_walls_are_asked_once(web, make_client, status):
    """A refusal or a lost page is not asked twice."""
    web.page("/a", status=status)
    assert make_client(max_retries=2).visit(web.url("/a")).final.status == status
    assert len(web.asked("/a")) == 1


def test_retry_after_is_sat_out_within_patience(web, make_client):
    """After a 429 with Retry-After: 1 the host is left alone for that second, for other pages as well."""
    patient = make_client(max_retries=1, concurrency=4)
    web.answers("/a", Answer(status=429, headers=(("Retry-After", "1"),)), Answer(body=b"thanks"))
    web.page("/b", "other")
    first = patient.submit(web.url("/a"))
    while not web.asked("/a"):
        time.sleep(0.01)
    time.sleep(0.1)
    second = patient.submit(web.url("/b"))
    assert first.result().final.status == 200
    assert second.result().final.status == 200
    asked = web.asked("/a")
    assert asked[1].at - asked[0].at >= 1
    assert web.asked("/b")[0].at - asked[0].at >= 0.95


def test_retry_after_beyond_patience_is_written_down(web, make_client):
    """A Retry-After of an hour ends the visit with the time to come back."""
    web.page("/a", status=429, headers=(("Retry-After", "3600"),))
    visit = make_client(max_retries=2).visit(web.url("/a"))
    assert visit.final.status == 429
    assert 3590 < (visit.retry_at - now()).total_seconds() <= 3600
    assert len(web.asked("/a")) == 1


def test_an_archived_429_is_not_ours(web, make_client):
    """A web archive's copy of a 429 is an answer, however often it could be asked for."""
    web.page(
        "/a",
        status=429,
        headers=(("Memento-Datetime", "Sat, 01 Nov 2025 00:00:00 GMT"), ("Retry-After", "1")),
    )
    visit = make_client(max_retries=2).visit(web.url("/a"))
    assert (visit.attempts, visit.final.status, visit.retry_at) == (1, 429, None)


def test_no_failure_leaves_a_thread_or_a_file_behind(web, make_client, tmp_path):
    """After failures the spool is empty, and closing the client ends its threads."""
    web.page("/a", b"x" * 300_000, status=503)
    before = set(threading.enumerate())
    client = make_client(max_retries=1, concurrency=2)
    visit = client.visit(web.url("/a"))
    visit.final.body.discard()
    client.close()
    assert not list((tmp_path / "spool").iterdir())
    deadline = time.monotonic() + 2
    while (left := set(threading.enumerate()) - before) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not {thread.name for thread in left} & {"visits", "dial"}


_pieces = st.sampled_from(
    [b"HTTP/1.1 200 OK", b"HTTP/1.0 302 X", b"HTTP/1.1 304", b"HTTP/9.9 999 \xff", b"\r\n", b"\r\n\r\n", b"\n", b": ", b"Location", b"//", b"%", b"\x00",
     b"Content-Length: ", b"-1", b"5", b"99999999999999999999", b"Transfer-Encoding: chunked", b"5\r\nhello\r\n", b"0\r\n\r\n", b"ffffffffff\r\n",
     b"Content-Encoding: gzip", b"Set-Cookie: a=b; Domain=.com", b"Retry-After: x", b" folded", b"HTTP/1.1 103 Hints\r\n\r\n"]
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(answer=st.one_of(st.binary(max_size=200), st.lists(_pieces, max_size=14).map(b"".join)))
def test_whatever_a_server_says_a_visit_is_a_value(fuzzed, answer):
    """No answer whatsoever makes a visit raise; it ends with hops or with a failure that says what was wrong."""
    web, client = fuzzed
    web.raw("/a", lambda sock: sock.sendall(answer))
    visit = client.visit(web.url("/a"))
    assert visit.final or visit.failure
    for hop in visit.hops:
        assert hop.body.size == len(hop.body.read())


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory):
    """A web and a client for many answers."""
    wanted = FetchSettings(
        host_interval=0.0,
        ignore_robots=True,
        allow_networks=("127.0.0.0/8",),
        spool=tmp_path_factory.mktemp("spool"),
        timeout=2.0,
        max_retries=0,
    )
    with Web() as web, Client(wanted, clock=now, sleep=time.sleep, random=random.Random(1)) as client:
        yield web, client
