"""The rules under which findings are made: code, severity and what each means, from rules.toml."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from provenance.errors import SettingsError
from provenance.model import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule."""

    code: str
    severity: Severity
    titles: Mapping[str, str]
    """By language."""


@cache
def rules() -> Mapping[str, Rule]:
    """All rules by their code, in order."""
    tables = tomllib.loads(files("provenance").joinpath("rules.toml").read_text("utf-8"))
    return {
        code: Rule(
            code=code,
            severity=Severity(table.pop("severity")),
            titles={lang: table[lang] for lang in ("en", "fr")},
        )
        for code, table in tables.items()
    }


def rule(code: str) -> Rule:
    """The rule of that code; raises `SettingsError` with the nearest code where there is none."""
    known = rules()
    if code.upper() not in known:
        near = difflib.get_close_matches(code.upper(), known, n=1) or sorted(known)[:1]
        raise SettingsError(
            f"unknown rule {code!r}; the nearest is {near[0]}, and `provenance rules` lists all"
        )
    return known[code.upper()]


def explain(code: str) -> str:
    """What a rule means, for the terminal. Raises `SettingsError` for an unknown code."""
    one = rule(code)
    return f"{one.code} ({one.severity.value}): {one.titles['en']}"
