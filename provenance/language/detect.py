"""Which language a text is written in."""

from __future__ import annotations

import copy
import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

CANDIDATES = ("en", "fr", "de", "es", "it", "pt", "nl")

SAMPLE = 3000
"""Characters that are looked at: three slices of a third each, from the start, the middle and the end."""

LONG = 200
"""Letters from which on a language outside the candidates may be answered."""

LEAST = 0.15
"""The least share of function words in a running text of any candidate: real prose in these languages has over 0.25."""

SHARE = 0.1
"""What every candidate's share of function words is raised by, so that a text without any is judged by its letters."""

PRIOR = {"en": 3.0, "fr": 3.0}
"""How much likelier than the others the languages of the desks are that this program is made for; it decides short texts alone."""

ENOUGH, CLEAR, MARGIN = 8, 0.2, 1.6
"""From so many words on, a language that has this share of function words, and so many times more than the next, is taken at once."""

MONOTONE = 0.1
"""The share of different words below which a text repeats itself ("link 1, link 2, …") and tells nothing; prose has over 0.3."""

_NOISE = re.compile(r"https?://\S+|www\.\S+|[#@]\w+|\d+")
_FIGURES = re.compile(r"\d+")
_NOISY = ("://", "www.", "#", "@")
_WORD = re.compile(r"[^\W\d_]+")
_OTHER_SCRIPT = re.compile(r"[^\u0000-\u024f]+")


def detect(text: str, candidates: Sequence[str] = CANDIDATES) -> tuple[str, float]:
    """The likeliest ISO 639-1 code among the candidates and how likely it is (0 to 1), by letter statistics and function words.

    A text that is plainly of none of them (another script, or long and without their function words) gives the code
    that it is of. A text that says nothing gives the first candidate with an even share.
    """
    sample = prose(_sample(text))
    words = _WORD.findall(sample.lower())
    if len(set(words)) < MONOTONE * len(words):
        return candidates[0], 1 / len(candidates)
    votes = _votes(words, candidates)
    ranked = sorted(votes.values(), reverse=True)
    if len(words) >= ENOUGH and ranked[0] >= CLEAR and ranked[0] > MARGIN * max(ranked[1:], default=0):
        return max(candidates, key=votes.__getitem__), 0.99
    foreign = _foreign(sample, words, votes)
    if foreign:
        return foreign
    scores = dict.fromkeys(candidates, 1 / len(candidates))
    if words:
        scores |= dict(_identifier(_known(tuple(candidates))).rank(sample))
    weighed = {code: PRIOR.get(code, 1.0) * scores[code] * (SHARE + votes[code]) ** 2 for code in candidates}
    best = max(candidates, key=weighed.__getitem__)
    return best, weighed[best] / (sum(weighed.values()) or 1.0)


def prose(text: str) -> str:
    """The text without addresses, tags and figures, which are of no language."""
    return (_NOISE if any(map(text.__contains__, _NOISY)) else _FIGURES).sub(" ", text)


def _sample(text: str) -> str:
    if len(text) <= SAMPLE:
        return text
    third = SAMPLE // 3
    middle = (len(text) - third) // 2
    return " ".join((text[:third], text[middle : middle + third], text[-third:]))


def _votes(words: list[str], candidates: Sequence[str]) -> dict[str, float]:
    """For each candidate the share of its function words among the words."""
    table, counts = _function_words(), Counter[str]()
    for word in words:
        if word in table:
            counts.update(table[word])
    return {code: counts[code] / (len(words) or 1) for code in candidates}


def _foreign(sample: str, words: list[str], votes: dict[str, float]) -> tuple[str, float] | None:
    """The language of a text that no candidate can be, or None."""
    letters = sum(map(len, words))
    other_script = letters > 1 and sum(map(len, _OTHER_SCRIPT.findall("".join(words)))) > letters / 2
    if not other_script and (letters < LONG or max(votes.values(), default=0) >= LEAST):
        return None
    code, likelihood = _identifier(None).rank(sample)[0]
    return None if code in votes else (code, float(likelihood))


@cache
def _function_words() -> dict[str, tuple[str, ...]]:
    """The languages that each function word is one of."""
    table = tomllib.loads(files("provenance.language").joinpath("detect.toml").read_text("utf-8"))
    languages: dict[str, tuple[str, ...]] = {}
    for code, words in table.items():
        for word in set(words.split()):
            languages[word] = (*languages.get(word, ()), code)
    return languages


@cache
def _identifier(languages: tuple[str, ...] | None) -> LanguageIdentifier:
    """The model of py3langid (read once, about half a second), restricted to some languages."""
    # here, because most texts tell by their function words
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    if languages is None:
        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    restricted = copy.copy(_identifier(None))
    restricted.set_languages(languages)
    return restricted


def _known(candidates: tuple[str, ...]) -> tuple[str, ...]:
    known = set(_identifier(None).labels)
    return tuple(code for code in candidates if code in known) or CANDIDATES
