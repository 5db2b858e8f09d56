"""Which words of a text are finite verbs: enough of French and English grammar to tell a clause from a phrase.

No tagger: forms of common verbs stand in `verbs.txt`, others are told by their endings and by the small words before them.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

WORD = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d+)*|[^\W\d_]+(?:-[^\W\d_]+)*'?")
"""Words of a text with plain apostrophes; an elided one keeps its apostrophe ("l'", "n'")."""

_FR_ENDING = re.compile(
    r"\w{2,}(?:ait|aient|era|eront|erait|eraient|ira|iront|irait|iraient|dra|dront|drait|draient|vra|vront|vrait|vraient|rra|rront|rrait|èrent)"
)
_EN_ENDING = re.compile(r"\w{2,}ed")
_NO_FINITE = re.compile(r"\w+(?:er|ir|re|oir|é|ée|és|ées|ant)")
_PIECE = re.compile(r"(?:[^,;:()—–]|(?<=\d),(?=\d))+")


@cache
def _forms(name: str) -> frozenset[str]:
    """The words under a heading of `verbs.txt`."""
    text = files(__package__).joinpath("verbs.txt").read_text("utf-8")
    body = text.split(f"[{name}]\n", 1)[1].split("\n[", 1)[0]
    return frozenset(word for line in body.splitlines() if not line.startswith("#") for word in line.split())


@cache
def _french() -> frozenset[str]:
    return _forms("fr") | {stem + ending for stem in _forms("fr -er") for ending in ("e", "ent")}


def finite(words: list[str], at: int, language: str) -> bool:
    """Whether the word at this place is a finite verb; `words` as `WORD` finds them, in their own case."""
    word = words[at]
    if not word[0].islower():
        return False
    before = words[at - 1].lower() if at else ""
    if language == "en":
        return _is_english(words, at, word, before)
    if (
        before in ("en", "y", "le", "la", "les", "l'", "lui", "leur")
        and at > 1
        and words[at - 2].lower() in _forms("fr subjects")
    ):
        before = words[at - 2].lower()
    return _is_french(word, before)


def _is_french(word: str, before: str) -> bool:
    if before in _forms("fr clitics"):
        return (
            not word.endswith("'")
            and not _NO_FINITE.fullmatch(word)
            and word not in ("y", "en", "le", "la", "les", "lui")
        )
    if word in _forms("fr"):
        return before not in _forms("fr articles")
    if (
        before in _forms("fr articles") | _forms("fr before nouns")
        or before[:1].isdigit()
        or word in _forms("fr not")
    ):
        return False
    return word in _french() or bool(_FR_ENDING.fullmatch(word))


def _is_english(words: list[str], at: int, word: str, before: str) -> bool:
    if word in _forms("en"):
        return before not in _forms("en articles")
    if word in _forms("en not") or before in _forms("en before nouns") or not _EN_ENDING.fullmatch(word):
        return False
    return at + 1 >= len(words) or words[at + 1].lower() != "by"


def offsets(text: str, language: str) -> list[int]:
    """Where the finite verbs of a text with plain apostrophes begin, in order; punctuation ends what a verb belongs to."""
    found: list[int] = []
    for piece in _PIECE.finditer(text):
        matches = list(WORD.finditer(text, piece.start(), piece.end()))
        words = [match[0] for match in matches]
        found.extend(match.start() for at, match in enumerate(matches) if finite(words, at, language))
    return found
