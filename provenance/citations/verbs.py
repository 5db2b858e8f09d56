"""Which words of a text are finite verbs: enough of French and English grammar to tell a clause from a phrase.

No tagger: forms of common verbs stand in `verbs.txt`, others are told by their endings and by the small words before them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

WORD = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d+)*|[^\W\d_]+(?:-[^\W\d_]+)*'?")
"""Words of a text with plain apostrophes; an elided one keeps its apostrophe ("l'", "n'")."""

_FR_ENDING = re.compile(
    r"\w{2,}(?:ait|aient|era|eront|erait|eraient|ira|iront|irait|iraient|dra|dront|drait|draient|vra|vront|vrait|vraient|rra|rront|rrait|èrent)"
)
_NO_FINITE = re.compile(r"\w+(?:er|ir|re|oir|é|ée|és|ées|ant)")
_PARTED = re.compile(r"[,;:()—–]")
"""Punctuation between two words that ends what a verb belongs to."""


@cache
def _forms(name: str) -> frozenset[str]:
    """The words under a heading of `verbs.txt`."""
    text = files(__package__).joinpath("verbs.txt").read_text("utf-8")
    body = text.split(f"[{name}]\n", 1)[1].split("\n[", 1)[0]
    return frozenset(word for line in body.splitlines() if not line.startswith("#") for word in line.split())


@dataclass(frozen=True, slots=True)
class _French:
    """The lists that tell French verbs."""

    verbs: frozenset[str]
    sure: frozenset[str]
    not_verbs: frozenset[str]
    articles: frozenset[str]
    before_nouns: frozenset[str]
    clitics: frozenset[str]
    objects: frozenset[str]
    subjects: frozenset[str]


@cache
def _french() -> _French:
    sure, articles = _forms("fr"), _forms("fr articles")
    return _French(
        verbs=frozenset(stem + ending for stem in _forms("fr -er") for ending in ("e", "ent")),
        sure=sure,
        not_verbs=_forms("fr not"),
        articles=articles,
        before_nouns=articles | _forms("fr before nouns"),
        clitics=_forms("fr clitics"),
        objects=_forms("fr objects"),
        subjects=_forms("fr subjects"),
    )


@dataclass(frozen=True, slots=True)
class _English:
    """The lists that tell English verbs."""

    verbs: frozenset[str]
    not_verbs: frozenset[str]
    articles: frozenset[str]
    before_nouns: frozenset[str]


@cache
def _english() -> _English:
    return _English(
        verbs=_forms("en"),
        not_verbs=_forms("en not"),
        articles=_forms("en articles"),
        before_nouns=_forms("en before nouns"),
    )


def finite(words: list[str], at: int, language: str) -> bool:
    """Whether the word at this place is a finite verb; `words` as `WORD` finds them, in their own case."""
    return _is_english(words, at) if language == "en" else _is_french(words, at)


@dataclass(frozen=True, slots=True)
class _Form:
    """What a French word may be by itself."""

    behind_clitic: bool
    """A verb where "ne", "se" or "y" stands before it."""
    verb: bool
    """A verb, unless the words before it say otherwise."""
    sure: bool
    """A verb that is nothing else but for an article before it."""


@lru_cache(maxsize=50_000)
def _form(word: str) -> _Form:
    lists, small = _french(), word[0].islower()
    sure = small and word in lists.sure
    return _Form(
        small and word not in lists.objects and word[-1] != "'" and not _NO_FINITE.fullmatch(word),
        sure or (small and (word in lists.verbs or _FR_ENDING.fullmatch(word) is not None)),
        sure,
    )


def _is_french(words: list[str], at: int) -> bool:
    lists, word = _french(), words[at]
    form = _form(word)
    if not form.verb and not form.behind_clitic:
        return False
    before = words[at - 1].lower() if at else ""
    if before in lists.clitics:
        return form.behind_clitic
    if not form.verb:
        return False
    if before in lists.objects and at > 1 and words[at - 2].lower() in lists.subjects:
        return True
    if form.sure:
        return before not in lists.articles
    return before not in lists.before_nouns and not before[:1].isdigit() and word not in lists.not_verbs


def _is_english(words: list[str], at: int) -> bool:
    lists, word = _english(), words[at]
    known = word in lists.verbs
    if not word[0].islower() or (not known and (word[-2:] != "ed" or len(word) < 4)):
        return False
    before = words[at - 1].lower() if at else ""
    if known:
        return before not in lists.articles
    passive = at + 1 < len(words) and words[at + 1].lower() == "by"
    return word not in lists.not_verbs and before not in lists.before_nouns and not passive


def offsets(text: str, language: str) -> tuple[list[int], list[int]]:
    """Where the words of a text with plain apostrophes begin, and where its finite verbs do, in order.

    Punctuation ends what a verb belongs to: the words before it tell nothing of the one behind it.
    """
    starts: list[int] = []
    verbs: list[int] = []
    words: list[str] = []
    places: list[int] = []
    end = 0
    for match in WORD.finditer(text):
        start = match.start()
        if text[end:start] != " " and _PARTED.search(text, end, start):
            verbs += _finite(words, places, language)
            words, places = [], []
        starts.append(start)
        places.append(start)
        words.append(match[0])
        end = match.end()
    return starts, verbs + _finite(words, places, language)


def _finite(words: list[str], places: list[int], language: str) -> list[int]:
    """The places of those words that are finite verbs."""
    is_finite = _is_english if language == "en" else _is_french
    return [place for at, place in enumerate(places) if is_finite(words, at)]
