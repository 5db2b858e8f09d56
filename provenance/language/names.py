"""Names of people, places and organizations: one key for all ways of writing one, and whether two names are one.

Aliases (`aliases.tsv`) join exonyms, acronyms, short forms and romanizations in both languages; the words that names
are made of (titles, legal forms, particles) stand in `name-words.toml`.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from provenance.language.lexicon import concepts
from provenance.language.lexicon.forms import fold, lines

_KEPT = 50_000
_BREAK = re.compile(r"[^\w&]+")
_POSSESSIVE = re.compile(r"['’]s?$")
_SHORTEST_ACRONYM = 3
_ROLE_SIZES = (4, 3, 2, 1)  # words of a role before a name, the longest first


@cache
def _words(kind: str) -> frozenset[str]:
    """A list of name-words.toml."""
    return frozenset(_table()[kind])


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("provenance.language").joinpath("name-words.toml").read_text("utf-8"))


def _is_acronym(text: str) -> bool:
    """Whether it is written like an acronym: capitals and digits, not too many."""
    return text.isupper() and 1 < len(text) <= 7 and " " not in text


def _undotted(name: str) -> str:
    """U.S. and É.-U. without their dots."""
    bare = name.replace(".", "").replace("-", "") if re.fullmatch(r"(?:\w\.-?)+\w?\.?", name) else name
    return bare.strip()


def _tokens(name: str) -> list[str]:
    """The folded words of a name; a hyphen joins, so that Jean-Luc stays one first name."""
    words = (_BREAK.sub(" ", part.replace("-", " ")).split() for part in fold(name).split())
    return ["-".join(parts) for parts in words if parts]


def _flat(name: str) -> str:
    return " ".join(_BREAK.sub(" ", fold(name)).split())


@cache
def _aliases() -> tuple[dict[str, str], dict[str, str]]:
    """Keys by acronym in capitals, and by folded form."""
    acronyms: dict[str, str] = {}
    forms: dict[str, str] = {}
    for _, line in lines("aliases.tsv", "provenance.language"):
        names = [form.strip() for form in line.replace("\t", ",").split(",") if form.strip()]
        chosen = _flat(names[0])
        for form in names:
            if _is_acronym(form):
                acronyms.setdefault(form, chosen)
            else:
                forms.setdefault(_flat(form), chosen)
    return acronyms, forms


def _bare(name: str) -> str:
    return _POSSESSIVE.sub("", _undotted(name.strip().strip("«»“”\"'()[],;:")))


def _alias(name: str) -> str | None:
    """The key of a name that the table knows as it stands, with or without its article."""
    acronyms, forms = _aliases()
    if name in acronyms:
        return acronyms[name]
    flat = _flat(name)
    if flat in forms:
        return forms[flat]
    first, _, rest = flat.partition(" ")
    return forms.get(rest) if first in _words("articles") else None


def _stripped(words: list[str]) -> list[str]:
    """The words without articles and titles before them and legal forms after them, while something is left."""
    while len(words) > 1 and (words[0] in _words("titles") or words[0] in _words("articles")):
        words = words[1:]
    while len(words) > 1 and words[-1] in _words("suffixes"):
        words = words[:-1]
    return words


@lru_cache(_KEPT)
def _parts(name: str) -> tuple[str, ...]:
    """The words of the name's key: aliases put for the whole, or for single words of it."""
    bare = _bare(name)
    known = _alias(bare)
    if known is not None:
        return tuple(known.split())
    raw = bare.split()
    words = _stripped([word for word in _tokens(bare) if word != "&"] if raw else [])
    known = _alias(" ".join(words))
    if known is not None and len(words) > 1:
        return tuple(known.split())
    acronyms, forms = _aliases()
    capitals = {fold(word): acronyms[word] for word in map(_undotted, raw) if word in acronyms}
    # Inside a longer name only a word for a word: Mao Asada is not Mao Zedong Asada.
    simple = (forms[word] if " " not in forms.get(word, " ") else word for word in words)
    return tuple(" ".join(capitals.get(was, now) for was, now in zip(words, simple, strict=True)).split())


def key(name: str, language: str | None = None) -> str:
    """The canonical key of a name: no case, accents, punctuation, title or legal form; one form for all aliases.

    `language` (ISO 639-1) is where the name stands; aliases hold in all languages, so it only settles French `M.`,
    which is a title there and an initial elsewhere.
    """
    if language not in {None, "fr"} and re.match(r"M\.\s", name):
        return " ".join(["m", *_parts(name)])
    return " ".join(_parts(name))


def _fits(a: str, b: str) -> bool:
    """Whether two first names can be one: equal, initial, nickname; joined ones part by part."""
    ours, theirs = a.split("-"), b.split("-")
    if len(ours) != len(theirs):
        return (len(a) == 1 or len(b) == 1) and a[0] == b[0]
    short: dict[str, str] = _table()["nicknames"]
    return all(
        x == y or ((len(x) == 1 or len(y) == 1) and x[0] == y[0]) or short.get(x, x) == short.get(y, y)
        for x, y in zip(ours, theirs, strict=True)
    )


def _surname_start(words: tuple[str, ...]) -> int:
    """Where the surname of a person's name begins: its last word and the particles before it."""
    start = len(words) - 1
    while start > 1 and words[start - 1] in _words("particles"):
        start -= 1
    return start


def _could_be_person(words: tuple[str, ...]) -> bool:
    return (
        1 < len(words) <= 5
        and not any(word in _words("bodies") for word in words)
        and words[0] not in _words("places")
        and not any(word in {"of", "and", "et", "for", "pour"} or word[0].isdigit() for word in words)
    )


@lru_cache(_KEPT)
def could_be_person(name: str) -> bool:
    """Whether a name may be a person's in full: two to five words, none of them that of an institution or a place."""
    return _could_be_person(_ranked_off(_parts(name))) and not _is_place_or_body(name)


def _same_person(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether one is the surname of the other, or both have that surname and first names that fit."""
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    if not _could_be_person(long):
        return False
    start = _surname_start(long)
    surname = long[start:]
    if short == surname or (len(short) == 1 and short[0] == surname[-1]):
        return True
    if len(short) < 2 or not _could_be_person(short) or short[_surname_start(short) :] != surname:
        return False
    first, other = short[: _surname_start(short)], long[:start]
    return _fits(first[0], other[0]) and all(_fits(x, y) for x, y in zip(first[1:], other[1:]))


def _initials(name: str) -> set[str]:
    words = _BREAK.sub(" ", fold(name)).split()
    kept = [word for word in words if word not in _words("links")]
    return {"".join(word[0] for word in some) for some in (words, kept) if len(some) > 1}


def _abbreviates(short: str, long: str) -> bool:
    """Whether the first is an acronym made of the initials of the second."""
    acronym = _undotted(short)
    return _is_acronym(acronym) and len(acronym) >= _SHORTEST_ACRONYM and fold(acronym) in _initials(long)


@lru_cache(_KEPT)
def _meanings(word: str) -> frozenset[int]:
    return concepts([word], "en")[0] | concepts([word], "fr")[0]


def _same_body(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether the words of two names of institutions translate each other one by one (Cour suprême, Supreme Court)."""
    ours, theirs = ([word for word in words if word not in _words("links")] for words in (a, b))
    if len(ours) != len(theirs) or len(ours) < 2:
        return False
    if not any(word in _words("bodies") for word in ours) or not any(
        word in _words("bodies") for word in theirs
    ):
        return False
    for word in ours:
        match = next((w for w in theirs if w == word), None) or next(
            (w for w in theirs if _meanings(w) & _meanings(word)), None
        )
        if match is None:
            return False
        theirs.remove(match)
    return True


@lru_cache(_KEPT)
def same(a: str, b: str) -> bool:
    """Whether two names can be one: equal keys, a surname for the whole name, initials, acronyms, translations.

    Two people who share only a first name, or a surname under different first names, are not one.
    """
    ours, theirs = _parts(a), _parts(b)
    if not ours or not theirs:
        return False
    if ours == theirs:
        return True
    if _abbreviates(a, b) or _abbreviates(b, a):
        return True
    if _is_place_or_body(a) or _is_place_or_body(b):
        return False
    return _same_person(_ranked_off(ours), _ranked_off(theirs)) or _same_body(ours, theirs)


def _ranked_off(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without the roles and the rank before them, where something is left."""
    while size := next(
        (n for n in _ROLE_SIZES if n < len(words) and " ".join(words[:n]) in _words("roles")), 0
    ):
        words = words[size:]
    return words[1:] if len(words) > 1 and words[0] in _words("ranks") else words


def _is_place_or_body(name: str) -> bool:
    """Whether the table knows the whole name and it has several words: no part of it stands for it."""
    known = _alias(_bare(name))
    return known is not None and " " in known
