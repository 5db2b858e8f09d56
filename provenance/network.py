"""What the settings and the environment say of the network, in the terms of the fetch stage."""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from provenance.config import Settings
from provenance.errors import SettingsError
from provenance.fetch import FetchSettings, HostSettings

HOST_KEYS = ("headers", "delay", "credentials")


def fetch_settings(settings: Settings, environ: Mapping[str, str] = os.environ) -> FetchSettings:
    """The settings of the fetch client; proxy and authorities come from the environment where no setting names them."""
    given: dict[str, Any] = {}
    if settings.proxy:
        given |= {"proxies": {"http": settings.proxy, "https": settings.proxy}, "no_proxy": ()}
    if settings.ca_bundle:
        given["ca_bundle"] = settings.ca_bundle
    return FetchSettings.from_environment(
        environ,
        concurrency=settings.concurrency,
        host_concurrency=settings.host_concurrency,
        host_interval=settings.host_interval,
        timeout=settings.timeout,
        max_retries=settings.max_retries,
        max_bytes=settings.max_bytes,
        user_agent=user_agent(settings),
        ignore_robots=settings.ignore_robots,
        allow_networks=settings.allow_network,
        hosts={name: host_settings(name, table, environ) for name, table in settings.hosts.items()},
        spool=settings.cache / "spool",
        **given,
    )


def user_agent(settings: Settings) -> str:
    """What we call ourselves: the project, its version and, where it is set, whom to write to."""
    name = settings.user_agent or f"provenance/{version('provenance-audit')}"
    return f"{name} (+{settings.contact})" if settings.contact else name


def host_settings(name: str, table: Mapping[str, Any], environ: Mapping[str, str]) -> HostSettings:
    """The settings of one host. `credentials` names an environment variable, so that no secret stands in a file."""
    for key in table:
        if key not in HOST_KEYS:
            raise SettingsError(f"hosts.{name!r}: unknown setting {key!r}; known are {', '.join(HOST_KEYS)}")
    variable = table.get("credentials")
    if variable and variable not in environ:
        raise SettingsError(f"hosts.{name!r}: credentials are to come from ${variable}, which is not set")
    return HostSettings(
        headers=tuple((str(k), str(v)) for k, v in table.get("headers", {}).items()),
        delay=table.get("delay"),
        credentials=environ[variable] if variable else None,
    )
