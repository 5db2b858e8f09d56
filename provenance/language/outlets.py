"""The table of outlets, agencies and institutions that texts name as their source, and where a text names one.

The table is `outlets.toml`; a desk adds its own file of the same shape.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from provenance import urls
from provenance.errors import SettingsError

_WORD = re.compile(r"[^\W_]+")
_PLAIN = (("’", "'"), ("ʼ", "'"), ("\u00a0", " "), ("\u202f", " "), ("\u2011", "-"), ("\n", " "), ("\t", " "))
_ARTICLES = {
    "Le ": ("le ", "du ", "au ", "Du ", "Au "),
    "La ": ("la ",),
    "Les ": ("les ", "des ", "aux ", "Des ", "Aux "),
    "L'": ("l'",),
    "The ": ("the ",),
}
"""A leading article with what becomes of it within a sentence."""
_LEADING = frozenset(
    form.strip(" '").lower() for article in _ARTICLES.items() for form in (article[0], *article[1])
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """Somebody whom texts name as their source."""

    name: str
    kind: str
    """`agency`, `newspaper`, `broadcaster`, `magazine`, `news-site`, `journal`, `institution`, `research-firm`, `company`,
    `press-release`, `platform`, or what a desk's own table says."""
    names: tuple[str, ...]
    """Every spelling, the name first."""
    domains: tuple[str, ...]
    """Registrable domains."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place in a text that names an outlet: a half-open span, article included."""

    start: int
    end: int
    outlet: Outlet


class Outlets:
    """The outlets that are known, by name and by domain."""

    def __init__(self, outlets: tuple[Outlet, ...]) -> None:
        """From outlets; where two share a domain, the first one has it."""
        self.all = outlets
        self._spellings: dict[str, list[tuple[str, int, Outlet]]] = {}
        """By the word that tells a spelling: the first that is no article; with where that word begins in it."""
        self._domains: dict[str, Outlet] = {}
        for outlet in outlets:
            for spelling in _spellings(outlet):
                words = list(_WORD.finditer(spelling))
                telling = words[len(words) > 1 and words[0][0].lower() in _LEADING] if words else None
                if telling:
                    row = (spelling, telling.start(), outlet)
                    self._spellings.setdefault(telling[0], []).append(row)
            for domain in outlet.domains:
                self._domains.setdefault(domain, outlet)
        for candidates in self._spellings.values():
            candidates.sort(key=lambda row: (row[1] - len(row[0]), -len(row[0])))

    @classmethod
    def load(cls, extra: Path | None = None) -> Outlets:
        """The built-in table, with a desk's own file before it; raises `SettingsError` where that cannot be read."""
        return cls((*_read_extra(extra), *_built_in())) if extra else _built_in_outlets()

    def find(self, text: str) -> list[Mention]:
        """Every place of `text` that names an outlet, in order and without overlap, the longest name first."""
        plain = text
        for written, simple in _PLAIN:
            plain = plain.replace(written, simple)
        mentions: list[Mention] = []
        for word in _WORD.finditer(plain):
            found = self._named(plain, word) if word[0] in self._spellings else None
            if found is None or (mentions and found.end <= mentions[-1].end):
                continue
            if mentions and found.start < mentions[-1].end:
                mentions.pop()  # "The Times" gives way to "Times of India"
            mentions.append(found)
        return mentions

    def _named(self, plain: str, word: re.Match[str]) -> Mention | None:
        """The name that goes furthest behind this word; of two, the one that begins first."""
        for spelling, offset, outlet in self._spellings[word[0]]:
            start = word.start() - offset
            stop = start + len(spelling)
            if start < 0 or not plain.startswith(spelling, start) or plain[stop : stop + 1].isalnum():
                continue
            if not (offset and plain[start - 1 : start].isalnum()):
                return Mention(start=start, end=stop, outlet=outlet)
        return None

    def by_domain(self, domain: str) -> Outlet | None:
        """Whose site this is: a host or URL is reduced to its registrable domain."""
        return self._domains.get(urls.registrable_domain(domain))


def _spellings(outlet: Outlet) -> Iterator[str]:
    """Every spelling with what becomes of its article within a sentence."""
    for name in outlet.names:
        yield name
        for article, forms in _ARTICLES.items():
            if name.startswith(article):
                yield from (form + name.removeprefix(article) for form in forms)


@cache
def _built_in() -> tuple[Outlet, ...]:
    table = files("provenance.language").joinpath("outlets.toml").read_text("utf-8")
    return tuple(_rows(tomllib.loads(table)))


@cache
def _built_in_outlets() -> Outlets:
    return Outlets(_built_in())


def _read_extra(path: Path) -> tuple[Outlet, ...]:
    """The outlets of a desk's own file."""
    try:
        return tuple(_rows(tomllib.loads(path.read_text("utf-8"))))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"cannot read the table of outlets {path}: {error}") from error
    except (AttributeError, TypeError, KeyError) as error:
        shape = '[kind] and lines such as "Name" = { also = ["Short"], at = ["example.org"] }'
        raise SettingsError(f"the table of outlets {path} is not of the shape {shape}") from error


def _rows(table: dict[str, dict[str, dict[str, list[str]]]]) -> Iterator[Outlet]:
    """The outlets of a table as TOML gives it."""
    for kind, outlets in table.items():
        for name, row in outlets.items():
            names = tuple(spelling.replace("’", "'") for spelling in (name, *row.get("also", ())))
            yield Outlet(name=name, kind=kind, names=names, domains=tuple(row["at"]))
