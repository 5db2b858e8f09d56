"""robots.txt as RFC 9309 has it."""

import time

import pytest

from provenance import access
from provenance.fetch import Client
from provenance.model import FailureKind, LinkState
from tests.support.web import Answer, Proxy, Web

TEXT = (("Content-Type", "text/plain"),)


@pytest.fixture
def polite(make_client) -> Client:
    """A client that heeds robots.txt."""
    return make_client(ignore_robots=False)


def disallowed(client: Client, url: str) -> str | None:
    """The sub-code of the objection to a visit; None if it took place."""
    visit = client.visit(url)
    if visit.failure is None:
        assert visit.final.status == 200
        return None
    assert visit.failure.kind is FailureKind.DISALLOWED
    assert visit.hops == ()
    return visit.failure.code


@pytest.mark.parametrize(
    ("rules", "path", "code"),
    [
        ("User-agent: *\nDisallow: /private", "/page", None),
        ("User-agent: *\nDisallow: /private", "/private/page", "robots"),
        ("User-agent: *\nDisallow: /\nAllow: /page", "/page", None),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf", "robots"),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x", None),
        ("User-agent: provenance\nDisallow: /\n\nUser-agent: *\nAllow: /", "/page", "robots"),
        ("User-agent: GPTBot\nDisallow: /", "/page", None),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Provenance\nAllow: /", "/page", None),
        ("<html>no rules at all</html>", "/page", None),
        ("", "/page", None),
        ("User-agent: *\nDisallow:", "/page", None),
    ],
)
def test_rules(web, polite, rules, path, code):
    """The longest match decides, wildcards count, and a group for us goes before the one for all."""
    web.page("/robots.txt", rules, headers=TEXT)
    web.page(path)
    assert disallowed(polite, web.url(path)) == code
    assert len(web.asked(path)) == (0 if code else 1)


@pytest.mark.parametrize(
    ("status", "code"),
    [(404, None), (401, None), (403, None), (410, None), (429, None), (204, None), (500, "robots-unreachable"), (503, "robots-unreachable")],
)  # fmt: skip
def test_statuses(web, polite, status, code):
    """A robots.txt that is not there, or walled, allows; one that cannot be had forbids."""
    web.page("/robots.txt", "User-agent: *\nDisallow: /", status=status)
    web.page("/page")
    assert disallowed(polite, web.url("/page")) == code


def test_it_is_fetched_once(web, make_client):
    """Many visits to a host ask for its robots.txt one time, before anything else."""
    client = make_client(ignore_robots=False, concurrency=8, host_concurrency=8)
    web.page("/robots.txt", "User-agent: *\nDisallow: /private", headers=TEXT, delay=0.1)
    futures = [client.submit(web.url(f"/{number}")) for number in range(12)]
    assert all(future.result().failure is None for future in futures)
    assert len(web.asked("/robots.txt")) == 1
    assert web.requests[0].path == "/robots.txt"


def test_redirects_of_robots_are_followed(web, polite):
    """A redirected robots.txt counts; one that redirects in a circle counts as absent."""
    web.redirect("/robots.txt", "/rules")
    web.page("/rules", "User-agent: *\nDisallow: /", headers=TEXT)
    assert disallowed(polite, web.url("/page")) == "robots"
    with Web() as other:
        other.redirect("/robots.txt", "/robots.txt")
        other.page("/page")
        assert disallowed(polite, other.url("/page")) is None


def test_each_hop_is_asked_about(web, polite):
    """A redirect to a page that is closed to robots ends there."""
    with Web() as other:
        other.page("/robots.txt", "User-agent: *\nDisallow: /", headers=TEXT)
        web.redirect("/page", other.url("/closed"))
        visit = polite.visit(web.url("/page"))
        assert [hop.status for hop in visit.hops] == [302]
        assert visit.failure.kind is FailureKind.DISALLOWED
        assert other.asked("/closed") == []


def test_crawl_delay_spaces_visits(web, polite):
    """A Crawl-delay is kept between the visits to a host."""
    web.page("/robots.txt", "User-agent: *\nCrawl-delay: 0.4", headers=TEXT)
    web.page("/page")
    begun = time.monotonic()
    for future in [polite.submit(web.url("/page")) for _ in range(3)]:
        future.result()
    assert all(asked.at - begun >= 0.4 * number for number, asked in enumerate(web.asked("/page")))


def test_a_server_that_recovers(web, make_client):
    """A robots.txt that fails once is asked for again."""
    web.answers("/robots.txt", Answer(status=503), Answer(headers=TEXT))
    web.page("/page")
    assert disallowed(make_client(ignore_robots=False, max_retries=1), web.url("/page")) is None


def test_an_unreachable_host_is_unreachable(polite):
    """Where the host does not answer at all, the visit says so, and not that it was disallowed."""
    visit = polite.visit("http://127.0.0.1:1/page")
    assert (visit.failure.kind, visit.failure.code) == (FailureKind.CONNECT, "refused")


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("ignore_robots", [True, False])
def test_a_host_that_the_proxy_does_not_know(make_client, scheme, ignore_robots):
    """A proxy's 502 for a host is a failure of the connection: no robots.txt that forbids, and no page of the host."""
    with Proxy().serve({}) as proxy:
        client = make_client(ignore_robots=ignore_robots, proxies={scheme: proxy.url()})
        visit = client.visit(f"{scheme}://unknown.example/")
        assert (visit.failure.kind, visit.failure.code) == (FailureKind.CONNECT, "proxy")
        assert visit.hops == ()
        assert access.judge(visit, None).state is LinkState.UNREACHABLE


def test_a_502_that_the_proxy_passes_on_is_the_hosts(web, make_client):
    """The proxy names itself in `Via` on what it did not make up; by its own headers it owns up to what it did."""
    web.page("/robots.txt", "User-agent: *\nDisallow:", headers=TEXT, close=True)
    web.page("/page", "busy", status=502, headers=(("Via", "1.1 proxy"),), close=True)
    web.page(
        "/squid",
        "no",
        status=503,
        headers=(("Via", "1.1 proxy"), ("X-Squid-Error", "ERR_DNS_FAIL 0")),
        close=True,
    )
    web.page(
        "/next", "no", status=503, headers=(("Proxy-Status", "next.example; error=dns_error"),), close=True
    )
    with Proxy().serve({"news.example": web}) as proxy:
        client = make_client(ignore_robots=False, proxies={"http": proxy.url()})
        passed_on = client.visit("http://news.example/page")
        assert (passed_on.failure, passed_on.final.status) == (None, 502)
        for path in ("squid", "next"):
            assert client.visit(f"http://news.example/{path}").failure.code == "proxy"


def test_waiting_for_robots_holds_up_no_other_host(web, make_client):
    """A slow robots.txt delays its own host alone."""
    client = make_client(ignore_robots=False, concurrency=4, host_concurrency=2)
    web.page("/robots.txt", delay=0.8)
    with Web(host="127.0.0.2") as other:
        other.page("/page")
        slow = [client.submit(web.url(f"/{number}")) for number in range(6)]
        assert client.visit(other.url("/page")).failure is None
        assert not any(future.done() for future in slow)
        for future in slow:
            future.result()
