"""The words by which a document shows its sources: headings of reference lists, promises of a link, addresses that share."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_PLAIN = (("’", "'"), ("ʼ", "'"), ("\u00a0", " "), ("\u202f", " "), ("\u2011", "-"))
_AROUND = re.compile(r"^[\W\d_]+|[\W_]+$")
_NUMBERING = re.compile(r"^\s*(?:\d{1,2}|[ivx]{1,4})[.)]\s+", re.IGNORECASE)


def plain(text: str) -> str:
    """The text with plain apostrophes, spaces and hyphens, character by character."""
    for written, simple in _PLAIN:
        text = text.replace(written, simple)
    return text


def fold(text: str) -> str:
    """The text in lower case, without accents, with plain apostrophes and spaces; its length may change."""
    decomposed = unicodedata.normalize("NFD", plain(text).lower())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


@dataclass(frozen=True, slots=True)
class Marks:
    """The lists of `marks.toml`, ready for use."""

    headings: frozenset[str]
    promises: re.Pattern[str]
    bracketed: frozenset[str]
    pointers: frozenset[str]
    sharing: tuple[str, ...]
    schemes: frozenset[str]


@cache
def marks() -> Marks:
    """The lists of `marks.toml`."""
    table = tomllib.loads(files(__package__).joinpath("marks.toml").read_text("utf-8"))
    return Marks(
        headings=frozenset(table["headings"]),
        promises=re.compile(r"\b(?:" + "|".join(table["promises"]) + r")\b", re.IGNORECASE),
        bracketed=frozenset(table["bracketed"]),
        pointers=frozenset(table["pointers"]),
        sharing=tuple(table["sharing"]),
        schemes=frozenset(table["schemes"]),
    )


def opens_sources(text: str) -> bool:
    """Whether a line or heading of these words opens a list of sources ("Références", "SOURCES :", "3. Further reading")."""
    if len(text) > 60:
        return False
    return _AROUND.sub("", _NUMBERING.sub("", fold(text))) in marks().headings


def points(text: str) -> bool:
    """Whether these words only lead to the URL that follows them: nothing, an arrow, "Link:", "Lire l'article :"."""
    bare = _AROUND.sub("", fold(text))
    return not bare or bare in marks().pointers


def promises_link(words: str) -> bool:
    """Whether words such as "source" or "lien ici" say that a link stands on them."""
    bare = re.sub(r"^(?:l[ea]s?|une?|the|a) ", "", fold(words).strip(" .:)("))
    return bare in marks().bracketed or bool(marks().promises.search(plain(words)))
