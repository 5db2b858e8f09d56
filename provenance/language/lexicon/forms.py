"""Forms of a word: the base forms that it may be an inflection of, and the stem that its inflections share."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

import Stemmer

# More words than a long run of documents holds; beyond it, the least recently used are worked out again.
_KEPT = 100_000
_SNOWBALL = {"en": "english", "fr": "french"}
_LOCAL = threading.local()  # a Snowball stemmer keeps state while it works, so each thread has its own
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)'(?=\w)")
_POSSESSIVE = re.compile(r"'s?$")


def lines(name: str, package: str = __package__) -> Iterator[tuple[int, str]]:
    """The numbered lines of a data file of a package, without comments and blanks; nothing where there is no such file."""
    file = files(package).joinpath(name)
    if not file.is_file():
        return
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        text = line.split("# ", 1)[0].rstrip(" #").strip()
        if text:
            yield number, text


def plain(word: str, language: str) -> str:
    """The word in lower case and composed form, without an elided article before it or a possessive after it."""
    if word.isascii():
        text = word.lower()
    else:
        text = (
            unicodedata.normalize("NFKC", word)
            .casefold()
            .replace("’", "'")
            .replace("œ", "oe")
            .replace("æ", "ae")
        )
    if "'" not in text:
        return text
    bare = _ELIDED.sub("", text) if language == "fr" else _POSSESSIVE.sub("", text)
    return bare.strip("'")


@lru_cache(_KEPT)
def fold(word: str) -> str:
    """The word in lower case without accents."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(c for c in parts if not unicodedata.combining(c))


@cache
def _families(language: str) -> dict[str, tuple[str, ...]]:
    """The shorthands of the irregular forms: a capital letter after `+` stands for a family of endings."""
    return {name: tuple(rest.split()) for name, rest in _pairs(f"families.{language}.txt")}


def _pairs(name: str) -> Iterator[tuple[str, str]]:
    for _, line in lines(name):
        head, _, rest = line.partition(":")
        yield head.strip(), rest


def _spelled_out(form: str, language: str) -> tuple[str, ...]:
    stem, plus, family = form.partition("+")
    return (
        tuple(stem + ending.replace("-", "") for ending in _families(language)[family]) if plus else (form,)
    )


@cache
def irregular(language: str) -> dict[str, tuple[str, ...]]:
    """Every irregular form of the language with its base forms."""
    table: dict[str, list[str]] = {}
    for lemma, rest in _pairs(f"irregular.{language}.txt"):
        for short in rest.split():
            for form in _spelled_out(short, language):
                known = table.setdefault(form, [])
                if lemma not in known:
                    known.append(lemma)
    return {form: tuple(lemmas) for form, lemmas in table.items()}


@cache
def _endings(what: str, language: str) -> dict[str, tuple[str, ...]]:
    """Endings of one kind (`endings`, `derivations`) with the endings of the words that they may come from."""
    table: dict[str, tuple[str, ...]] = {}
    for end, rest in _pairs(f"{what}.{language}.txt"):
        table[end] = table.get(end, ()) + tuple(base.replace("-", "") for base in rest.split())
    return table


def _with_endings_changed(word: str, endings: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for start in range(len(word) - 1, 1, -1):
        for base in endings.get(word[start:], ()):
            yield word[:start] + base


def bases(word: str, language: str) -> list[str]:
    """The forms, itself first, that a `plain` word may be an inflection of; most are no words, so look them up."""
    special = irregular(language).get(word)
    if special:
        return list(dict.fromkeys((word, *special)))
    found = [word, *_with_endings_changed(word, _endings("endings", language))]
    return list(dict.fromkeys(found + [base[:-1] for base in found[1:] if base[-2:] in _doubled(language)]))


@cache
def _doubled(language: str) -> frozenset[str]:
    """Consonants that a language doubles before an ending (planned, cutting, bigger)."""
    return frozenset(pair for _, line in lines(f"doubled.{language}.txt") for pair in line.split())


def derived(word: str, language: str) -> list[str]:
    """The words that a `plain` word may be made from (rapidement/rapide); most are none, so look them up."""
    found = list(_with_endings_changed(word, _endings("derivations", language)))
    return list(dict.fromkeys(found + [base[:-1] for base in found if base[-2:] in _doubled(language)]))


def _stemmer(language: str) -> Stemmer.Stemmer:
    name = _SNOWBALL[language]
    stemmers: dict[str, Stemmer.Stemmer] = _LOCAL.__dict__
    if name not in stemmers:
        stemmers[name] = Stemmer.Stemmer(name)
    return stemmers[name]


def stem(word: str, language: str) -> str:
    """The Snowball stem of a `plain` word without accents; the word itself in a language without a stemmer."""
    if language not in _SNOWBALL:
        return fold(word)
    return fold(str(_stemmer(language).stemWord(word)))


@cache
def _spellings(language: str) -> tuple[tuple[str, str, int], ...]:
    rows = [(end, *rest.split()) for end, rest in _pairs(f"spellings.{language}.txt")]
    return tuple((end, usual, int(least)) for end, usual, least in rows)


@lru_cache(_KEPT)
def normal(word: str, language: str) -> str:
    """The form under which all inflections of a word are one: irregular forms by table, the rest by Snowball.

    Case and accents are folded, and of two national spellings one is taken. A language without data is only folded.
    """
    text = plain(word, language)
    text = irregular(language).get(text, (text,))[0]
    for end, usual, least in _spellings(language):
        if text.endswith(end) and len(text) >= least:
            text = text[: -len(end)] + usual
            break
    return stem(text, language)


@cache
def _function_words(language: str) -> tuple[frozenset[str], frozenset[str]]:
    words = [word for _, line in lines(f"stopwords.{language}.txt") for word in line.split()]
    passed_over = {word[1:] for word in words if word.startswith("*")}
    return frozenset(passed_over.union(word for word in words if not word.startswith("*"))), frozenset(
        passed_over
    )


def stopwords(language: str) -> frozenset[str]:
    """The function words of the language in lower case, accents kept; empty for a language without a list."""
    return _function_words(language)[0]


def passed_over(language: str) -> frozenset[str]:
    """The function words that may stand or lack within an expression (articles, `de`, `of`)."""
    return _function_words(language)[1]


@cache
def idioms(language: str) -> tuple[str, ...]:
    """Expressions that work as one function word (`au lieu de`, `in order to`), also with their last word contracted
    (`au lieu du`); empty for a language without a list."""
    contracted = {word: rest.split() for word, rest in _pairs(f"contractions.{language}.txt")}
    found = [
        part.strip()
        for _, line in lines(f"idioms.{language}.txt")
        for part in line.split(",")
        if part.strip()
    ]
    others = [
        f"{start} {form}"
        for start, _, last in (expression.rpartition(" ") for expression in found)
        for form in contracted.get(last, ())
    ]
    return tuple(found + others)


@cache
def figure_signs(language: str) -> tuple[str, str]:
    """What parts groups of three digits in a language, and its decimal sign; those of English where none are listed."""
    signs = {name: rest.split() for name, rest in _pairs("figures.txt")}
    groups, decimal = signs.get(language, signs["en"])
    return groups, decimal
