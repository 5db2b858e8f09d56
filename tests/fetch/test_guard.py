"""The address guard: what is refused, in whatever spelling, by whatever way."""

import ipaddress
import socket
import time

import pytest

from provenance.errors import SettingsError
from provenance.fetch import FetchSettings
from provenance.fetch.guard import check_address, check_host
from provenance.fetch.resolve import Resolver
from provenance.model import FailureKind
from provenance.urls import host, problem
from tests.support.web import Web

REFUSED_ADDRESSES = [
    ("0.0.0.0", "this-network"), ("0.1.2.3", "this-network"), ("10.0.0.1", "private"), ("10.255.255.255", "private"),
    ("100.64.0.1", "shared"), ("100.100.100.200", "metadata"), ("127.0.0.1", "loopback"), ("127.255.0.1", "loopback"),
    ("168.63.129.16", "metadata"), ("169.254.0.1", "link-local"), ("169.254.169.254", "metadata"), ("169.254.170.2", "metadata"),
    ("172.16.0.1", "private"), ("172.31.255.255", "private"), ("192.0.0.1", "reserved"), ("192.0.0.192", "metadata"),
    ("192.0.2.1", "documentation"), ("192.168.1.1", "private"), ("198.18.0.1", "benchmarking"), ("198.51.100.1", "documentation"),
    ("203.0.113.1", "documentation"), ("224.0.0.1", "multicast"), ("240.0.0.1", "reserved"), ("255.255.255.255", "broadcast"),
    ("::", "unspecified"), ("::1", "loopback"), ("::127.0.0.1", "reserved"), ("::ffff:127.0.0.1", "loopback"),
    ("::ffff:169.254.169.254", "metadata"), ("::ffff:10.0.0.1", "private"), ("::ffff:0:10.0.0.1", "reserved"),
    ("64:ff9b::127.0.0.1", "loopback"), ("64:ff9b::a9fe:a9fe", "metadata"), ("64:ff9b::10.1.2.3", "private"),
    ("64:ff9b:1::1", "private"), ("100::1", "discard"), ("2001::1", "reserved"), ("2001:db8::1", "documentation"),
    ("2002:7f00:1::", "loopback"), ("2002:a9fe:a9fe::", "metadata"), ("2002:0a00:0001::1", "private"), ("3fff::1", "documentation"),
    ("fc00::1", "private"), ("fd00:ec2::254", "metadata"), ("fdff::1", "private"), ("fe80::1", "link-local"),
    ("fe80::1%eth0", "link-local"), ("fec0::1", "private"), ("ff02::1", "multicast"), ("2606:4700::5efe:10.0.0.1", "private"),
]  # fmt: skip

GOOD_ADDRESSES = [
    "1.1.1.1", "8.8.8.8", "172.15.0.1", "172.32.0.1", "100.63.255.255", "100.128.0.1", "169.253.0.1", "192.169.0.1", "198.20.0.1",
    "223.255.255.255", "11.0.0.1", "2606:4700:4700::1111", "2a00:1450:4007::200e", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::",
]  # fmt: skip

REFUSED_SPELLINGS = [
    "http://127.0.0.1/", "http://127.1/", "http://127.0.1/", "http://2130706433/", "http://0x7f000001/", "http://0x7f.0.0.1/",
    "http://0x7f.1/", "http://0177.0.0.1/", "http://017700000001/", "http://0X7F.0.0.0X1/", "http://127.0.0.1./", "http://127.1./",
    "http://00000177.0.0.1/", "http://0/", "http://0x0/", "http://10.1/", "http://0xa9fea9fe/", "http://2852039166/",
    "http://169.254.43518/", "http://0251.0376.0251.0376/", "http://0xa9.0xfe.0xa9.0xfe/", "http://%31%32%37.0.0.1/",
    "http://127.0.0.1:8080/", "http://user@127.0.0.1/", "http://example.com@127.0.0.1/", "http://example.com:80@10.0.0.1:80/",
    "http://127.0.0.1\\@example.com/", "http://example.com%40@127.0.0.1/", "http:\\\\127.0.0.1/", "http:///127.0.0.1/",
    "http://１２７.0.0.1/", "http://127。0。0。1/", "http://①②⑦.0.0.1/", "http://[::1]/", "http://[::]/", "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[::ffff:a9fe:a9fe]/", "http://[64:ff9b::7f00:1]/",
    "http://[fe80::1%25eth0]/", "http://[fe80::1%eth0]/", "http://[fd00:ec2::254]/", "http://[2002:7f00:1::]/", "http://localhost/",
    "http://LOCALHOST:80/", "http://localhost./", "http://ｌｏｃａｌｈｏｓｔ/", "http://a.localhost/", "http://localhost.localdomain/",
    "http://ip6-localhost/", "http://metadata.google.internal/", "http://printer.local/", "http://router.lan/", "http://intranet/",
    "http://wiki.corp/", "http://nas.home.arpa/",
]  # fmt: skip


def networks(*texts):
    """Networks as the settings hold them."""
    return FetchSettings(allow_networks=texts).allowed


@pytest.mark.parametrize(("address", "reason"), REFUSED_ADDRESSES)
def test_refused_addresses(address, reason):
    """An address that is not of the public internet is refused, also where it hides in another."""
    assert check_address(ipaddress.ip_address(address)) == reason


@pytest.mark.parametrize("address", GOOD_ADDRESSES)
def test_good_addresses(address):
    """A public address may be visited."""
    assert check_address(ipaddress.ip_address(address)) is None


@pytest.mark.parametrize("url", REFUSED_SPELLINGS)
def test_refused_spellings(url, make_client):
    """However a private host is spelled, the visit is refused and nothing is sent."""
    assert problem(url) is None
    assert check_host(host(url)) is not None
    visit = make_client(allow_networks=()).visit(url)
    assert visit.failure.kind is FailureKind.REFUSED
    assert visit.hops == ()


@pytest.mark.parametrize(
    ("address", "allowed", "reason"),
    [
        ("127.0.0.1", ["127.0.0.0/8"], None),
        ("127.0.0.1", ["0.0.0.0/0"], None),
        ("::ffff:127.0.0.1", ["127.0.0.0/8"], None),
        ("127.0.0.1", ["10.0.0.0/8", "::1/128"], "loopback"),
        ("169.254.169.254", ["0.0.0.0/0"], "metadata"),
        ("169.254.169.254", ["169.0.0.0/8"], "metadata"),
        ("169.254.169.254", ["169.254.169.254/32"], None),
        ("fe80::1", ["::/0"], "link-local"),
        ("fe80::1", ["fe80::/10"], None),
        ("fd00::1", ["fd00::/8"], None),
    ],
)
def test_allowed_networks(address, allowed, reason):
    """An allowed network opens what is in it; link-local addresses are opened only by a network of their own."""
    assert check_address(ipaddress.ip_address(address), networks(*allowed)) == reason


def test_a_network_that_is_none():
    """A setting that is no network is an error of ours that shows how to write one."""
    with pytest.raises(SettingsError, match="127.0.0.0/8"):
        networks("localhost")


def addresses_of(monkeypatch, *answers):
    """Make every name resolve to the given addresses, one set a look-up (the last one for ever): a test cannot own real names."""
    left = list(answers)

    def resolve(name, *_args, **_kwargs):
        found = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)


def test_a_name_for_a_private_address(monkeypatch, make_client):
    """A name that leads to a private address is refused when it is connected to."""
    addresses_of(monkeypatch, ["10.0.0.1"])
    failure = make_client(allow_networks=()).visit("http://inside.example.com/").failure
    assert (failure.kind, failure.code) == (FailureKind.REFUSED, "private-address")
    assert "10.0.0.1" in failure.detail


def test_a_name_for_public_and_private_addresses(monkeypatch, make_client):
    """A name with one private address among public ones is refused as a whole."""
    addresses_of(monkeypatch, ["8.8.8.8", "10.0.0.1"])
    assert make_client().visit("http://both.example.com/").failure.kind is FailureKind.REFUSED


def test_a_name_that_changes_its_mind(monkeypatch, web, make_client):
    """The address that was checked is the one that is connected to: there is no second look-up to fool."""
    addresses_of(monkeypatch, ["127.0.0.1"], ["169.254.169.254"])
    web.page("/a", "here")
    visit = make_client().visit(web.url("/a", host="rebinding.example.com"))
    assert visit.failure is None
    assert visit.final.address == "127.0.0.1"


def test_an_address_that_does_not_answer_leaves_time_for_the_next(monkeypatch, web, make_client):
    """A host whose first address takes no connection is reached at its second."""
    web.page("/a", "here")
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.3", web.port))
        deaf.listen(0)
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(deaf.getsockname())
        addresses_of(monkeypatch, ["127.0.0.3", "127.0.0.1"])
        visit = make_client(connect_timeout=1.0).visit(web.url("/a", host="both.example.com"))
        assert visit.failure is None
        assert visit.final.address == "127.0.0.1"
        for filler in fillers:
            filler.close()


def test_robots_go_through_the_guard(monkeypatch, make_client):
    """robots.txt of a private host is not fetched either; the page is refused, not disallowed."""
    addresses_of(monkeypatch, ["192.168.0.1"])
    visit = make_client(allow_networks=(), ignore_robots=False).visit("http://inside.example.com/")
    assert visit.failure.kind is FailureKind.REFUSED


def test_behind_a_proxy_private_hosts_are_refused(make_client):
    """With a proxy, literal private addresses and local names are refused before the proxy hears of them."""
    with Web() as proxy:
        proxies = {"http": proxy.url(), "https": proxy.url()}
        client = make_client(allow_networks=(), proxies=proxies)
        for url in REFUSED_SPELLINGS:
            assert client.visit(url).failure.kind is FailureKind.REFUSED
        assert proxy.requests == []
        assert proxy.connections == 0


def test_behind_a_proxy_names_that_are_private_here_are_refused(monkeypatch, make_client):
    """A name that this machine resolves to a private address is not handed to the proxy."""
    with Web() as proxy:
        client = make_client(allow_networks=(), proxies={"http": proxy.url()})
        addresses_of(monkeypatch, ["10.0.0.1"])
        assert client.visit("http://inside.example.com/").failure.kind is FailureKind.REFUSED
        assert proxy.connections == 0


def test_a_name_server_that_does_not_answer(monkeypatch):
    """A look-up that takes too long is given up in time."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: time.sleep(1) or [])
    with pytest.raises(socket.gaierror):
        Resolver().resolve("slow.example.com", 0.1)


@pytest.mark.parametrize(
    ("number", "code"),
    [(socket.EAI_NONAME, "nxdomain"), (socket.EAI_AGAIN, "servfail"), (socket.EAI_NODATA, "no-address"), (socket.EAI_FAIL, "servfail")],
)  # fmt: skip
def test_kinds_of_missing_names(monkeypatch, client, number, code):
    """A name that does not exist is not a name server that fails."""

    def fail(*_args, **_kwargs):
        raise socket.gaierror(number, "no")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    failure = client.visit("http://somewhere.example.com/").failure
    assert (failure.kind, failure.code) == (FailureKind.DNS, code)
