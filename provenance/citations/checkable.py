"""Whether a sentence says something that can be checked."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from itertools import islice

from provenance.citations.marks import plain

FEWEST_WORDS = 3
"""A shorter sentence says nothing that could be checked ("Un record.")."""

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_HASHTAG = re.compile(r"(?<!\w)[#@]\w+")
_QUESTION = re.compile(r"\?\s*[)\]]?\W*$")
_STATED_QUESTION = re.compile(r"[«“\"].*\?\s*[»”\"]")
_NAME = re.compile(r"(?<=[^.!?…\s]\s)[«“\"(]?[A-ZÀ-ÖØ-Þ][\w-]+")
_FIGURE = re.compile(r"\d")


@cache
def _openings(name: str) -> re.Pattern[str]:
    """A list of `checkable.toml` as one expression, to be held against the start of a sentence."""
    table = tomllib.loads(files(__package__).joinpath("checkable.toml").read_text("utf-8"))
    return re.compile(r"\W{0,4}(?:" + "|".join(table[name]) + r")(?!\w)", re.IGNORECASE)


def is_claim(text: str) -> bool:
    """Whether a sentence states something checkable: no question, call, greeting, row of hashtags, or bare opinion."""
    level = plain(text)
    words = _WORD.findall(level)
    if len(words) < FEWEST_WORDS or not any(map(str.islower, level)):
        return False
    if _is_tagged(level, len(words)) or _openings("calls").match(level):
        return False
    if "?" in level and _QUESTION.search(level) and not _STATED_QUESTION.search(level):
        return False
    return not _openings("opinions").match(level) or bool(_FIGURE.search(level) or _NAME.search(level))


def _is_tagged(level: str, words: int) -> bool:
    """Whether most words are hashtags and handles."""
    return ("#" in level or "@" in level) and 2 * len(_HASHTAG.findall(level)) > words


def says_something(text: str) -> bool:
    """Whether a part of a sentence has words enough to be held against a source."""
    words = islice(_WORD.finditer(plain(text)), FEWEST_WORDS)
    return any(map(str.isalpha, text)) and sum(1 for _ in words) == FEWEST_WORDS
