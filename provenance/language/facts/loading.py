"""Reads the grammar files: `grammar.fr.toml` for French, and so on; `grammar.international.toml` for what needs no language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from provenance.language.facts.building import build
from provenance.language.facts.grammar import Grammar, International

_FOLDER = files(__package__)
_SHARED = "international"


@cache
def international() -> International:
    """The signs, codes and symbols that every language shares."""
    data = tomllib.loads((_FOLDER / f"grammar.{_SHARED}.toml").read_text("utf-8"))
    dimensions = {
        unit: (dimension, Decimal(size))
        for dimension, units in data["dimensions"].items()
        for unit, size in units.items()
    }
    return International(
        signs=data["signs"],
        dollars=data["dollars"],
        codes=frozenset(data["codes"]["iso4217"]),
        spoken_codes=frozenset(data["codes"]["spoken"]),
        symbols=data["symbols"],
        dimensions=dimensions,
    )


def languages() -> tuple[str, ...]:
    """The languages that have a grammar file."""
    names = (file.name.split(".") for file in _FOLDER.iterdir() if file.name.startswith("grammar."))
    return tuple(sorted(name[1] for name in names if name[-1] == "toml" and name[1] != _SHARED))


@cache
def load(language: str) -> Grammar:
    """The grammar of a language (ISO 639-1), or the bare one, which knows signs and figures alone, where there is none."""
    code = language[:2].lower()
    if code not in languages():
        return read(code, {})
    return read(code, tomllib.loads((_FOLDER / f"grammar.{code}.toml").read_text("utf-8")))


def read(language: str, data: Mapping[str, Any]) -> Grammar:
    """A grammar from the parsed content of its file; sections that are missing are empty."""
    return build(language, data, international())
