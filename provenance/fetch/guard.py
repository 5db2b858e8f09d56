"""The address guard: which addresses and hosts are never visited unless a network is allowed.

It looks at addresses, not at names: `check_address` is asked about every address that is connected to, on every hop.
`check_host` is for what can be told from the URL alone, which is all there is to go by behind a proxy.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from provenance.fetch.settings import Network
from provenance.urls import Address, literal_address

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""RFC 6052; the rest of an address holds an IPv4 address."""
_COMPATIBLE = ipaddress.IPv6Network("::/96")
_TRANSLATED = ipaddress.IPv6Network("::ffff:0:0:0/96")
_LINK_LOCAL = (ipaddress.IPv4Network("169.254.0.0/16"), ipaddress.IPv6Network("fe80::/10"))
_LOCAL_NAMES = (
    "localhost", "localdomain", "local", "internal", "intranet", "home.arpa", "lan", "corp", "private", "ip6-localhost", "ip6-loopback",
    "broadcasthost",
)  # fmt: skip


def check_address(address: Address, allowed: Sequence[Network] = ()) -> str | None:
    """What kind of address this is, if it must not be visited (`loopback`, `private`, `metadata`, ...); None if it may be.

    An address that carries another (IPv4-mapped, NAT64, 6to4, Teredo, ...) must be fine itself and in what it carries.
    """
    if isinstance(address, ipaddress.IPv6Address):
        address = ipaddress.IPv6Address(int(address))  # without its zone, which belongs to no network
        if address.ipv4_mapped:
            return check_address(address.ipv4_mapped, allowed)
    reason = _reason(address)
    if reason and not _is_allowed(address, allowed):
        return reason
    if reason:
        return None
    return next(filter(None, (check_address(inner, allowed) for inner in _carried(address))), None)


@lru_cache(maxsize=4096)
def check_host(host: str, allowed: tuple[Network, ...] = ()) -> str | None:
    """Why a host must not be visited, as far as its spelling shows: a literal address that is refused, or a `local-name`."""
    address = literal_address(host)
    if address:
        return check_address(address, allowed)
    return "local-name" if not allowed and is_local_name(host) else None


def is_local_name(host: str) -> bool:
    """Whether a name can only mean something on this machine or in its own network."""
    name = host.rstrip(".").lower()
    return "." not in name or any(name == kin or name.endswith("." + kin) for kin in _LOCAL_NAMES)


def _reason(address: Address) -> str | None:
    """The narrowest entry of the table that holds the address."""
    return next((reason for network, reason in _refused(address.version) if address in network), None)


@cache
def _refused(version: int) -> tuple[tuple[Network, str], ...]:
    lines = files(__package__).joinpath("networks.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    table = [(ipaddress.ip_network(network), reason) for network, reason in rows]
    narrow_first = sorted(table, key=lambda row: -row[0].prefixlen)
    return tuple(row for row in narrow_first if row[0].version == version)


def _is_allowed(address: Address, allowed: Sequence[Network]) -> bool:
    """Whether a network was allowed that holds the address; link-local ones (cloud metadata) only by a network of their own."""
    for network in allowed:
        if network.version == address.version and address in network:
            held = [local for local in _LINK_LOCAL if local.version == address.version and address in local]
            if not held or network.prefixlen >= held[0].prefixlen:
                return True
    return False


def _carried(address: Address) -> Iterator[ipaddress.IPv4Address]:
    """The IPv4 addresses that transition mechanisms wrap in an IPv6 address."""
    if isinstance(address, ipaddress.IPv4Address):
        return
    if address in _NAT64 or address in _COMPATIBLE or address in _TRANSLATED:
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address.sixtofour:
        yield address.sixtofour
    if address.teredo:
        yield from address.teredo
    if (int(address) >> 32) & 0xFFFFFFFF in (0x00005EFE, 0x02005EFE):  # ISATAP, RFC 5214
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
