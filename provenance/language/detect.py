"""Which language a text is written in."""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from py3langid.langid import MODEL_FILE, LanguageIdentifier

CANDIDATES = ("en", "fr", "de", "es", "it", "pt", "nl")

SAMPLE = 3000
"""Characters that are looked at: three slices of a third each, from the start, the middle and the end."""

LONG = 200
"""Letters from which on a language outside the candidates may be answered."""

SHARE = 0.1
"""The least share of function words in a running text of any candidate: real prose in these languages has over 0.25."""

PRIOR = {"en": 2.0, "fr": 2.0}
"""How much likelier than the others the languages of the desks are that this program is made for; it decides short texts alone."""

_NOISE = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|[#@]\w+|\d+")
_WORD = re.compile(r"[^\W\d_]+")


def detect(text: str, candidates: Sequence[str] = CANDIDATES) -> tuple[str, float]:
    """The likeliest ISO 639-1 code among the candidates and how likely it is (0 to 1), by letter statistics and function words.

    A text that is plainly of none of them (another script, or long and without their function words) gives the code
    that it is of. A text that says nothing gives the first candidate with an even share.
    """
    sample = _NOISE.sub(" ", _sample(text))
    words = [word.lower() for word in _WORD.findall(sample)]
    foreign = _foreign(sample, words, tuple(candidates))
    if foreign:
        return foreign
    even = 1 / len(candidates)
    scores = dict.fromkeys(candidates, even)
    if words:
        scores |= dict(_identifier(_known(tuple(candidates))).rank(sample))
    votes = {code: _share(words, code) for code in candidates}
    weighed = {code: PRIOR.get(code, 1.0) * scores[code] * (SHARE + votes[code]) ** 2 for code in candidates}
    best = max(candidates, key=lambda code: weighed[code])
    return best, weighed[best] / (sum(weighed.values()) or 1.0)


def _sample(text: str) -> str:
    if len(text) <= SAMPLE:
        return text
    third = SAMPLE // 3
    middle = (len(text) - third) // 2
    return " ".join((text[:third], text[middle : middle + third], text[-third:]))


def _foreign(sample: str, words: list[str], candidates: tuple[str, ...]) -> tuple[str, float] | None:
    """The language of a text that no candidate can be, or None."""
    letters = sum(map(len, words))
    latin = sum(1 for word in words for letter in word if letter < "ɐ")
    other_script = letters > 1 and latin < letters / 2
    if not other_script and (letters < LONG or any(_share(words, code) >= SHARE for code in candidates)):
        return None
    code, likelihood = _identifier(None).rank(sample)[0]
    return (code, float(likelihood)) if code not in candidates else None


def _share(words: list[str], code: str) -> float:
    known = _function_words().get(code, frozenset())
    return sum(word in known for word in words) / (len(words) or 1)


@cache
def _function_words() -> dict[str, frozenset[str]]:
    table = tomllib.loads(files("provenance.language").joinpath("detect.toml").read_text("utf-8"))
    return {code: frozenset(words.split()) for code, words in table.items()}


@cache
def _identifier(languages: tuple[str, ...] | None) -> LanguageIdentifier:
    """The model of py3langid (read once, about half a second), restricted to some languages."""
    if languages is None:
        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    restricted = copy.copy(_identifier(None))
    restricted.set_languages(languages)
    return restricted


def _known(candidates: tuple[str, ...]) -> tuple[str, ...]:
    known = set(_identifier(None).labels)
    return tuple(code for code in candidates if code in known) or CANDIDATES
