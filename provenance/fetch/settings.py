"""How the network may be used: limits, pace, identity, proxies, and which private networks are open to visits."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

from provenance.errors import SettingsError
from provenance.model import Headers
from provenance.urls import literal_address

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, kw_only=True)
class HostSettings:
    """What one host (and every host under its name) is asked with."""

    headers: Headers = ()
    """Sent along with each request; left out of what is recorded."""
    delay: float | None = None
    """Seconds between two requests, instead of the general interval."""
    credentials: str | None = None
    """`user:password` or a whole Authorization value, taken from the environment; sent over TLS only, never recorded."""


@dataclass(frozen=True, kw_only=True)
class FetchSettings:
    """Settings of a `Client`. Durations are seconds, sizes bytes."""

    concurrency: int = 16
    host_concurrency: int = 2
    host_interval: float = 1.0
    """Between the starts of two visits to one host; redirects within a host do not wait."""
    timeout: float = 30.0
    """For a whole visit: the sum of its requests, without the waits between them."""
    connect_timeout: float = 10.0
    max_retries: int = 2
    max_bytes: int = 20_000_000
    """Of a body as it comes, before content codings are undone."""
    max_redirects: int = 20
    """As browsers do (Fetch standard, HTTP-redirect fetch)."""
    max_wait: float = 20.0
    """The longest Retry-After that is sat out, and the longest Crawl-delay that is honoured."""
    user_agent: str = f"provenance/{version('provenance-audit')} (checks citations; one visit a page)"
    ignore_robots: bool = False
    allow_networks: tuple[str, ...] = ()
    """CIDR networks that may be visited although the guard would refuse them."""
    proxies: Mapping[str, str] = field(default_factory=dict)
    """By scheme of the page: `http`, `https`."""
    no_proxy: tuple[str, ...] = ()
    """Names (with all under them), addresses and networks that are reached without the proxy; `*` for all."""
    ca_bundle: str | None = None
    """A file or folder of certificate authorities, instead of certifi's."""
    hosts: Mapping[str, HostSettings] = field(default_factory=dict)
    spool: Path = Path("spool")
    """Folder for bodies over 256 KB; made when first needed."""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str], **settings: Any) -> FetchSettings:
        """Settings with proxies and certificate authorities from the standard variables, where `settings` do not say."""
        return cls(**{**_environment(environ), **settings})

    @cached_property
    def allowed(self) -> tuple[Network, ...]:
        """`allow_networks`, read; raises `SettingsError` for what is no network."""
        return tuple(_network(text) for text in self.allow_networks)

    def host(self, name: str) -> HostSettings:
        """The settings of the most specific entry that covers a host."""
        while self.hosts and name:
            if name in self.hosts:
                return self.hosts[name]
            name = name.partition(".")[2]
        return _NO_HOST_SETTINGS

    def proxy(self, scheme: str, host: str) -> str | None:
        """The proxy for a page of that scheme and host."""
        proxy = self.proxies.get(scheme)
        return None if proxy is None or _bypasses(host, self.no_proxy) else proxy


_NO_HOST_SETTINGS = HostSettings()


def _environment(environ: Mapping[str, str]) -> dict[str, Any]:
    def first(*names: str) -> str:
        return next((environ[n] for n in names if environ.get(n)), "")

    everything = first("all_proxy", "ALL_PROXY")
    proxies = {s: first(f"{s}_proxy", f"{s.upper()}_PROXY") or everything for s in ("http", "https")}
    exempt = first("no_proxy", "NO_PROXY").replace(",", " ").split()
    return {
        "proxies": {s: url if "://" in url else f"http://{url}" for s, url in proxies.items() if url},
        "no_proxy": tuple(exempt),
        "ca_bundle": first("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE") or None,
    }


def _network(text: str) -> Network:
    try:
        return ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        raise SettingsError(
            f"allow-network {text!r} is not a network; write it as 127.0.0.0/8 or fd00::/8"
        ) from None


def _bypasses(host: str, no_proxy: tuple[str, ...]) -> bool:
    address = literal_address(host)
    for entry in no_proxy:
        name = entry.lower().lstrip("*").lstrip(".").partition(":")[0] if entry != "*" else ""
        if not name or host == name or host.endswith("." + name):
            return True
        if address:
            try:
                if address in ipaddress.ip_network(entry, strict=False):
                    return True
            except ValueError:
                continue
    return False
