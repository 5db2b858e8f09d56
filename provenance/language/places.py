"""Which names are those of places: countries, regions and cities of `aliases.tsv`, and those of `places.txt`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

_HEADINGS = ("# countries", "# parts of countries", "# cities")


def is_place(name: str) -> bool:
    """Whether a name is that of a country, a region or a city, in English or French."""
    return name.casefold() in _places()


@cache
def _places() -> frozenset[str]:
    """Every spelling, in small letters."""
    found: set[str] = set()
    here = False
    for line in _lines("aliases.tsv"):
        if line.startswith("#"):
            here = line.startswith(_HEADINGS)
        elif here:
            found.update(_names(line.replace("\t", ",")))
    for line in _lines("places.txt"):
        if not line.startswith("#"):
            found.update(_names(line))
    return frozenset(found)


def _lines(name: str) -> list[str]:
    return files("provenance.language").joinpath(name).read_text("utf-8").splitlines()


def _names(line: str) -> list[str]:
    return [name.strip().casefold() for name in line.split(",") if name.strip()]
