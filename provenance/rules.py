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
from provenance.wording import LANGUAGES


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule."""

    code: str
    severity: Severity
    titles: Mapping[str, str]
    """By language."""
    what: str
    why: str
    example: str
    do: str
    """What an editor does about it."""


@cache
def rules() -> Mapping[str, Rule]:
    """All rules by their code, in order."""
    tables = tomllib.loads(files("provenance").joinpath("rules.toml").read_text("utf-8"))
    return {
        code: Rule(
            code=code,
            severity=Severity(table["severity"]),
            titles={language: table[language] for language in LANGUAGES},
            **{key: table[key] for key in ("what", "why", "example", "do")},
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
    return (
        f"{one.code} {one.titles['en']} ({one.severity.value})\n\n{one.what}\n{one.why}\n\n"
        f"Example: {one.example}\nWhat to do: {one.do}"
    )
