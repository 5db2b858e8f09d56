"""The tables of marks and phrases, compiled once: what walls, parked domains and error pages give themselves away by."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from provenance.model import LinkState


@dataclass(frozen=True, slots=True)
class Mark:
    """Patterns that give a vendor's page away. They are held against text in lower case: so compiled, Python finds them fast."""

    state: LinkState
    code: str
    patterns: tuple[re.Pattern[str], ...]

    def find(self, lowered: str) -> re.Match[str] | None:
        """The first of the patterns that stands in a text in lower case."""
        return next((match for pattern in self.patterns if (match := pattern.search(lowered))), None)


@cache
def _read(name: str) -> dict[str, object]:
    return tomllib.loads((files(__package__) / name).read_text("utf-8"))


@cache
def marks(place: str, state: LinkState) -> tuple[Mark, ...]:
    """The marks of a place (`header`, `url`, `title`, `text`, `script`, `widget`) that show a state, in the order of the table."""
    entries = _read("marks.toml")["mark"]
    assert isinstance(entries, list)
    return tuple(
        Mark(state, entry["code"], tuple(re.compile(pattern, re.M) for pattern in entry[place]))
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
def offers(table: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The phrases of an offer (`gate`, `hint`), each list behind a word that all of its phrases hold in lower case."""
    entries = _read("phrases.toml")[table]
    assert isinstance(entries, dict)
    return tuple((clue, _compile(patterns)) for clue, patterns in entries.items())


@cache
def names(table: str, key: str) -> frozenset[str]:
    """A list of phrases.toml that holds plain names."""
    entries = _read("phrases.toml")[table]
    assert isinstance(entries, dict)
    return frozenset(entries[key])


def _compile(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.I | re.M)
