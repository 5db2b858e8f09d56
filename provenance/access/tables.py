"""The tables of marks and phrases, compiled once: what walls, parked domains and error pages give themselves away by."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from provenance.model import LinkState

PLACES = ("header", "url", "title", "text", "script", "widget")


@dataclass(frozen=True, slots=True)
class Mark:
    """A pattern that gives a vendor's page away, and what it means."""

    state: LinkState
    code: str
    pattern: re.Pattern[str]


@cache
def _read(name: str) -> dict[str, object]:
    return tomllib.loads((files(__package__) / name).read_text("utf-8"))


@cache
def marks(place: str, state: LinkState) -> tuple[Mark, ...]:
    """The marks of a place (`header`, `url`, `title`, `text`, `script`, `widget`) that show a state, in the order of the table."""
    entries = _read("marks.toml")["mark"]
    assert isinstance(entries, list)
    return tuple(
        Mark(state, entry["code"], _compile(entry[place]))
        for entry in entries
        if place in entry and LinkState(entry["state"]) is state
    )


@cache
def phrases(table: str, key: str) -> re.Pattern[str]:
    """The patterns of one list of phrases.toml as one; it is to be searched for, or matched in full."""
    entries = _read("phrases.toml")[table]
    assert isinstance(entries, dict)
    return _compile(entries[key])


@cache
def names(table: str, key: str) -> frozenset[str]:
    """A list of phrases.toml that holds plain names."""
    entries = _read("phrases.toml")[table]
    assert isinstance(entries, dict)
    return frozenset(entries[key])


def _compile(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.I | re.M)
