"""Settings: flags, then `PROVENANCE_*`, then `[tool.provenance]` of pyproject.toml or provenance.toml, then defaults.

`Settings` is the one list of them: a field is a key of the file, an environment variable and a flag at once.
"""

from __future__ import annotations

import dataclasses
import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, get_type_hints

from provenance.errors import SettingsError

DURATION = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([smhdw]?)\s*")
SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}
FAIL_ON = ("error", "warning", "note", "never")
RESTRICTED = ("wikipedia", "social-media", "press-release", "anonymous")
"""Kinds of source that a desk may restrict; policy.toml says what belongs to each."""


class Group(StrEnum):
    """Which commands offer a setting as a flag."""

    ALWAYS = "archive"
    FINDINGS = "findings"
    NETWORK = "network"
    FILE = "file"
    """None: it stands in a settings file or the environment."""


def setting(default: Any, group: Group, help_text: str) -> Any:
    """A field of `Settings`: its default, the commands that offer it as a flag, and its help."""
    metadata = {"help": help_text, "group": group}
    if isinstance(default, dict):
        return field(default_factory=lambda: default, metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that a user can set about a run. Durations are `timedelta`, written `90s`, `12h`, `1d`, `2w`."""

    cache: Path = setting(Path("cache"), Group.ALWAYS, "Folder of the archive and its catalogue.")
    fail_on: str = setting(
        "error",
        Group.FINDINGS,
        "Exit with 1 at findings of this severity or worse: error, warning, note, never.",
    )
    select: tuple[str, ...] = setting(
        (), Group.FINDINGS, "Only these rules (PV201, or PV2 for its family; repeatable)."
    )
    ignore: tuple[str, ...] = setting((), Group.FINDINGS, "None of these rules (repeatable).")
    baseline: Path | None = setting(None, Group.FINDINGS, "File of findings that are known and accepted.")
    severities: Mapping[str, str] = setting(
        {}, Group.FILE, "Severities of rules, where the desk's own differ."
    )
    paths: Mapping[str, Mapping[str, Any]] = setting(
        {}, Group.FILE, "Rules to ignore, by a pattern of paths."
    )
    restrict: tuple[str, ...] = setting(
        (),
        Group.FILE,
        "Kinds of source that the desk does not take: wikipedia, social-media, press-release, anonymous.",
    )
    offline: bool = setting(False, Group.NETWORK, "Open no socket: use what the archive holds.")
    fresh: timedelta = setting(
        timedelta(days=1), Group.NETWORK, "How old a visit may be and still stand for the page (12h, 1d, 2w)."
    )
    timeout: float = setting(30.0, Group.NETWORK, "Seconds for a whole visit.")
    concurrency: int = setting(16, Group.NETWORK, "Visits at the same time.")
    host_concurrency: int = setting(2, Group.NETWORK, "Visits at the same time to one host.")
    host_interval: float = setting(1.0, Group.NETWORK, "Seconds between two requests to one host.")
    max_retries: int = setting(2, Group.NETWORK, "Tries again after a passing failure.")
    max_bytes: int = setting(20_000_000, Group.NETWORK, "Bytes kept of one answer.")
    user_agent: str = setting("", Group.NETWORK, "What to call ourselves instead of provenance/VERSION.")
    contact: str = setting("", Group.NETWORK, "An address or page for site owners, put into the User-Agent.")
    ignore_robots: bool = setting(False, Group.NETWORK, "Visit what robots.txt asks not to.")
    allow_network: tuple[str, ...] = setting(
        (), Group.NETWORK, "Network that may be visited although it is private (CIDR, repeatable)."
    )
    proxy: str = setting("", Group.NETWORK, "Proxy for all visits, instead of HTTP_PROXY and HTTPS_PROXY.")
    ca_bundle: str = setting(
        "", Group.FILE, "File of certificate authorities, instead of REQUESTS_CA_BUNDLE."
    )
    archive_fallback: bool = setting(
        True, Group.NETWORK, "Look in web archives for pages that cannot be read."
    )
    save: bool = setting(
        False, Group.NETWORK, "Ask a web archive to capture readable pages that it has no copy of."
    )
    archives: tuple[str, ...] = setting(
        ("https://web.archive.org",), Group.FILE, "Web archives to look in, by their base URL."
    )
    archive_interval: float = setting(2.5, Group.FILE, "Seconds between two look-ups in one web archive.")
    outlets: Path | None = setting(None, Group.FILE, "TOML file of further outlets for attributions.")
    hosts: Mapping[str, Mapping[str, Any]] = setting({}, Group.FILE, "Settings for single hosts.")


def load(flags: Mapping[str, Any], environ: Mapping[str, str], folder: Path) -> Settings:
    """The settings of a run.

    `flags` holds what the command line gave (None where it gave nothing); `folder` is where the settings file is looked for.
    Raises `SettingsError` for an unknown key or a value that makes no sense.
    """
    values: dict[str, Any] = {}
    for origin, given in (file_settings(folder), environment(environ), ("the command line", flags)):
        for key, value in given.items():
            if value is not None:
                values[key] = convert(key, value, origin)
    return Settings(**values)


def file_settings(folder: Path) -> tuple[str, Mapping[str, Any]]:
    """The nearest settings file at `folder` or above it: its name and its table, keys checked."""
    for place in (folder, *folder.parents):
        for name, path in (("provenance.toml", ()), ("pyproject.toml", ("tool", "provenance"))):
            file = place / name
            if not file.is_file():
                continue
            table = read_toml(file)
            for key in path:
                table = table.get(key, {})
            if table or not path:
                keys = {key.replace("-", "_"): value for key, value in table.items()}
                check_keys(keys, str(file))
                return str(file), keys
    return "no file", {}


def read_toml(file: Path) -> dict[str, Any]:
    """A TOML file, or a `SettingsError` that says where it breaks."""
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: not valid TOML ({error}); mend it or remove it") from error


def environment(environ: Mapping[str, str]) -> tuple[str, Mapping[str, Any]]:
    """The `PROVENANCE_*` variables, by the key that they set."""
    prefix = "PROVENANCE_"
    keys = {
        name.removeprefix(prefix).lower(): value for name, value in environ.items() if name.startswith(prefix)
    }
    known = {key: value for key, value in keys.items() if key not in NOT_SETTINGS}
    check_keys(known, "the environment", prefix)
    return "the environment", known


NOT_SETTINGS = {"shared", "traceback", "axe", "screenshots"}
"""Variables with our prefix that are read elsewhere: where the tests find their measuring material and the accessibility
checker, where they leave pictures, and whether a defect shows its traceback."""


def check_keys(keys: Mapping[str, Any], origin: str, prefix: str = "") -> None:
    """Raise for the first key that is no setting, naming the nearest that is."""
    names = [f.name for f in dataclasses.fields(Settings)]
    for key in keys:
        if key not in names:
            near = difflib.get_close_matches(key, names, n=1)
            hint = f"; did you mean {shown(near[0], prefix)}?" if near else f"; known are: {', '.join(names)}"
            raise SettingsError(f"{origin}: unknown setting {shown(key, prefix)}{hint}")


def shown(key: str, prefix: str) -> str:
    """A key as its origin spells it."""
    return prefix + key.upper() if prefix else key


def convert(key: str, value: Any, origin: str) -> Any:
    """The value in the type of its setting."""
    kind = get_type_hints(Settings)[key]
    try:
        converted = converters()[kind](value) if kind in converters() else value
    except (TypeError, ValueError) as error:
        raise SettingsError(f"{origin}: {key} cannot be {value!r}: {error}") from error
    if key == "fail_on" and converted not in FAIL_ON:
        raise SettingsError(f"{origin}: fail_on cannot be {value!r}; it is one of {', '.join(FAIL_ON)}")
    if key == "restrict" and (strange := [kind for kind in converted if kind not in RESTRICTED]):
        raise SettingsError(
            f"{origin}: restrict cannot hold {strange[0]!r}; it takes {', '.join(RESTRICTED)}"
        )
    if isinstance(converted, (int, float)) and converted < 0:
        raise SettingsError(f"{origin}: {key} cannot be negative, and is {value}")
    return converted


def converters() -> dict[Any, Any]:
    """How a written value becomes one of each type."""
    return {
        bool: truth, int: int, float: float, str: str, Path: Path, timedelta: duration, Path | None: Path,
        tuple[str, ...]: words,
    }  # fmt: skip


def truth(value: Any) -> bool:
    """A boolean from what people write for it."""
    word = str(value).strip().lower()
    if word in TRUE | FALSE:
        return word in TRUE
    raise ValueError("expected true or false")


def duration(value: Any) -> timedelta:
    """A length of time from `90s`, `15m`, `12h`, `1d`, `2w` or a number of seconds."""
    if isinstance(value, timedelta):
        return value
    match = DURATION.fullmatch(str(value))
    if not match:
        raise ValueError("expected a length of time such as 90s, 12h or 1d")
    return timedelta(seconds=float(match[1]) * SECONDS[match[2]])


def words(value: Any) -> tuple[str, ...]:
    """Several strings from a list or from a text with commas."""
    if isinstance(value, str):
        return tuple(word.strip() for word in value.split(",") if word.strip())
    if isinstance(value, Sequence):
        return tuple(map(str, value))
    raise TypeError("expected a list of strings")
