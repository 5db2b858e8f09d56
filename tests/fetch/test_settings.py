"""Proxies, certificate authorities, and settings of single hosts."""

import base64

import pytest

from provenance.errors import SettingsError
from provenance.fetch import FetchSettings, HostSettings
from provenance.model import FailureKind
from tests.support.web import Authority, Proxy, SocksProxy, Web, drip


def test_proxies_come_from_the_standard_variables():
    """Lower case goes before upper case, ALL_PROXY fills in, a bare host is http; settings go before all."""
    environ = {
        "http_proxy": "http://low:1",
        "HTTP_PROXY": "http://up:1",
        "ALL_PROXY": "any:2",
        "REQUESTS_CA_BUNDLE": "/ca.pem",
    }
    settings = FetchSettings.from_environment(environ, concurrency=3)
    assert settings.proxies == {"http": "http://low:1", "https": "http://any:2"}
    assert (settings.ca_bundle, settings.concurrency) == ("/ca.pem", 3)
    assert FetchSettings.from_environment(environ, proxies={}).proxies == {}


@pytest.mark.parametrize(
    ("no_proxy", "host", "direct"),
    [
        ("example.com", "example.com", True),
        ("example.com", "www.example.com", True),
        (".example.com", "www.example.com", True),
        ("*.example.com", "www.example.com", True),
        ("example.com", "notexample.com", False),
        ("10.0.0.0/8", "10.1.2.3", True),
        ("10.0.0.0/8", "11.1.2.3", False),
        ("192.0.2.1", "192.0.2.1", True),
        ("*", "anything.example", True),
        ("a.example, example.com:80", "example.com", True),
        ("", "example.com", False),
    ],
)
def test_no_proxy(no_proxy, host, direct):
    """NO_PROXY holds names with all that is under them, addresses and networks."""
    settings = FetchSettings.from_environment({"HTTP_PROXY": "http://proxy:1", "NO_PROXY": no_proxy})
    assert (settings.proxy("http", host) is None) is direct


def test_visits_go_through_the_proxy(make_client, tmp_path):
    """Plain pages are asked for by their whole URL, secure ones through a tunnel that ends at the host's own certificate."""
    authority = Authority()
    with Web() as plain, Web(tls=authority.context("secure.example")) as secure, Proxy() as proxy:
        proxy.serve({"plain.example": plain, "secure.example": secure})
        plain.page("/a?b=c", "plain")
        secure.page("/d", "secure")
        address = proxy.url()
        client = make_client(
            allow_networks=(),
            proxies={"http": address, "https": address},
            ca_bundle=authority.bundle(tmp_path),
        )
        visit = client.visit("http://plain.example/a?b=c")
        assert visit.final.body.read() == b"plain"
        assert visit.final.address is None
        assert client.visit("https://secure.example/d").final.body.read() == b"secure"
        assert [(asked.method, asked.path) for asked in proxy.requests] == [
            ("GET", "http://plain.example/a?b=c"),
            ("CONNECT", "secure.example:443"),
        ]


def test_a_wrong_certificate_shows_through_the_proxy(make_client, tmp_path):
    """The tunnel does not hide that the certificate is for another host."""
    authority = Authority()
    with Web(tls=authority.context("other.example")) as web, Proxy() as proxy:
        proxy.serve({"secure.example": web})
        client = make_client(proxies={"https": proxy.url()}, ca_bundle=authority.bundle(tmp_path))
        assert client.visit("https://secure.example/").failure.code == "wrong-host"


def test_visits_go_through_a_socks_proxy(make_client, tmp_path):
    """With the extra, pages are visited through SOCKS, names are left to the proxy, private ones refused, and time is kept."""
    pytest.importorskip("socks")
    authority = Authority()
    with Web() as plain, Web(tls=authority.context("secure.example")) as secure, SocksProxy() as proxy:
        proxy.serve({"plain.example": plain, "secure.example": secure})
        plain.page("/a", "plain")
        plain.raw("/slow", lambda sock: drip(sock, [b"HTTP/1.1 200 OK\r\n", *[b"X: a\r\n"] * 50], 0.1))
        secure.page("/b", "secure")
        address = f"socks5://127.0.0.1:{proxy.port}"
        client = make_client(
            allow_networks=(),
            proxies={"http": address, "https": address},
            ca_bundle=authority.bundle(tmp_path),
            timeout=1.0,
        )
        assert client.visit("http://plain.example/a").final.body.read() == b"plain"
        assert client.visit("https://secure.example/b").final.body.read() == b"secure"
        assert client.visit("http://localhost/").failure.code == "private-address"
        assert client.visit("http://unknown.example/").failure.kind is FailureKind.CONNECT
        assert client.visit("http://plain.example/slow").failure.code == "read-timeout"
        assert {asked.path for asked in proxy.requests} == {
            "plain.example",
            "secure.example",
            "unknown.example",
        }


def test_a_proxy_that_is_not_there(make_client):
    """An unreachable proxy is a failure of the connection that names the proxy, without its password."""
    client = make_client(proxies={"http": "http://user:hunter2@127.0.0.1:1"})
    failure = client.visit("http://plain.example/").failure
    assert failure.code == "proxy"
    assert "hunter2" not in failure.detail


def test_headers_of_a_host_are_sent_and_not_recorded(web, make_client):
    """A host's own headers reach it, and no other, and stand in no record."""
    web.redirect("/a", "/b")
    web.page("/b")
    own = HostSettings(headers=(("X-Key", "s3cret"),))
    hops = make_client(hosts={"127.0.0.1": own}).visit(web.url("/a")).hops
    assert [asked.headers["x-key"] for asked in web.requests] == ["s3cret", "s3cret"]
    assert "s3cret" not in repr(hops)
    with Web(host="127.0.0.2") as other:
        web.redirect("/a", other.url("/b"))
        make_client(hosts={"127.0.0.1": own}).visit(web.url("/a"))
        assert "x-key" not in other.requests[0].headers


def test_credentials_go_over_tls_only(web, make_client, tmp_path):
    """Credentials are sent to their host over TLS, never in the clear, never recorded."""
    authority = Authority()
    own = HostSettings(credentials="user:hunter2")
    with Web(tls=authority.context()) as secure:
        secure.page("/a")
        client = make_client(hosts={"127.0.0.1": own}, ca_bundle=authority.bundle(tmp_path))
        visit = client.visit(secure.url("/a"))
        assert (
            secure.requests[0].headers["authorization"]
            == "Basic " + base64.b64encode(b"user:hunter2").decode()
        )
        assert "authorization" not in repr(visit).lower()
    client.visit(web.url("/a"))
    assert "authorization" not in web.requests[0].headers


def test_credentials_in_a_url_are_not_used(web, client):
    """User information in a cited URL is neither sent nor recorded."""
    web.page("/a")
    visit = client.visit(web.url("/a").replace("127.0.0.1", "user:hunter2@127.0.0.1"))
    assert visit.final.status == 200
    assert "authorization" not in web.requests[0].headers
    assert "hunter2" not in repr(visit.hops)


def test_the_most_specific_host_counts():
    """Settings of a host hold for the hosts under it, unless they have their own."""
    general, own = HostSettings(delay=1.0), HostSettings(delay=2.0)
    settings = FetchSettings(hosts={"example.com": general, "news.example.com": own})
    assert settings.host("www.example.com") is general
    assert settings.host("a.news.example.com") is own
    assert settings.host("example.org").delay is None


def test_a_bundle_that_cannot_be_read(make_client, tmp_path):
    """A missing or empty bundle is an error of ours that names the file."""
    with pytest.raises(SettingsError, match="nowhere.pem"):
        make_client(ca_bundle=str(tmp_path / "nowhere.pem"))
    (tmp_path / "empty.pem").write_text("nothing")
    with pytest.raises(SettingsError, match="empty.pem"):
        make_client(ca_bundle=str(tmp_path / "empty.pem"))
