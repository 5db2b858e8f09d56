"""A text as words: folded for looking up, with their offsets. Every grammar of this package reads this one pass."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import reduce
from operator import or_

# Figures keep the points and commas inside them; words stop at digits, apostrophes and hyphens; all else is one sign.
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|\S")
_SIGNS = {
    "’": "'", "ʼ": "'", "‘": "'", "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "—", "−": "-", "﹣": "-", "×": "×",
}  # fmt: skip
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_PADDING = 16  # looking ahead may run this far over the end
_NOTHING, _UNMARKED = [""] * _PADDING, [0] * _PADDING
_REMEMBERED = 100_000
_SHORT = 5  # letters; shorter words with a verb's ending are other words

# What a word may be to the grammars: one bit each, so that a text's words show at a glance which of them have work.
DIGIT = 1 << 0
CAPITAL = 1 << 1
QUANTITY = 1 << 2
TITLE = 1 << 3
QUOTE = 1 << 4
WEB = 1 << 5
NUMBER = 1 << 6
ARTICLE = 1 << 7
MONTH = 1 << 8
WEEKDAY = 1 << 9
FEAST = 1 << 10
SEASON = 1 << 11
PERIOD = 1 << 12
PERIOD_LEAD = 1 << 13
CENTURY = 1 << 14
ERA = 1 << 15
RELATIVE = 1 << 16
RELATIVE_END = 1 << 17
LEAD = 1 << 18
STEP = 1 << 19
STEP_LEAD = 1 << 20
POLARITY = 1 << 21
HEDGE = 1 << 22
DIRECTION = 1 << 23
COMPARISON = 1 << 24
PAIR = 1 << 25
UNIT = 1 << 26
AMOUNT = DIGIT | QUANTITY | ARTICLE
"""What a number, or an article that may be one, can begin with."""
MODAL = POLARITY | HEDGE | DIRECTION | COMPARISON | PAIR


class _Plain(dict[int, str | int]):
    """Character by character, same length: full-width and mathematical letters and digits become plain ones."""

    def __missing__(self, code: int) -> str | int:
        char = chr(code)
        plain = _SIGNS.get(char, char)
        if unicodedata.decomposition(char).startswith(("<wide>", "<font>")):
            folded = unicodedata.normalize("NFKC", char)
            plain = folded if len(folded) == 1 else char
        elif unicodedata.category(char) == "Nd":
            plain = str(unicodedata.digit(char))
        self[code] = plain
        return plain


_PLAIN = _Plain()
# Letters with accents and the common signs of French and English, which need no look at each character.
_ODD = re.compile(r"[^\x00-\xb1\xb5-\xd6\xd8-\u02af’–«»“”€…\u2009\u202f]")


def _plain(text: str) -> str:
    if text.isascii():
        return text
    if _ODD.search(text):
        return text.translate(_PLAIN)
    return text.replace("’", "'").replace("–", "-")


def fold(word: str) -> str:
    """A word for looking up: lower case, no accents, ligatures opened."""
    lowered = word.lower()
    if lowered.isascii():
        return lowered
    parts = unicodedata.normalize("NFD", lowered.translate(_LIGATURES))
    return "".join(char for char in parts if not unicodedata.combining(char))


def words_of(phrase: str) -> tuple[str, ...]:
    """A phrase of a grammar file, cut and folded as a text is."""
    return tuple(fold(word) for word in _TOKEN.findall(phrase.translate(_PLAIN)))


class Marks(dict[str, tuple[str, int]]):
    """By raw word: its folded form, and which grammars may have something to say where it stands (a bit mask)."""

    def __init__(self, triggers: Mapping[str, int], modal_endings: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._triggers = triggers
        self._endings = modal_endings

    def __missing__(self, raw: str) -> tuple[str, int]:
        folded = fold(raw)
        first = raw[0]
        mark = self._triggers.get(folded, 0) | self._triggers.get(raw, 0)
        if first.isdecimal() or unicodedata.category(first) == "No":
            mark |= DIGIT
        elif first.isupper() or (len(raw) > 1 and not raw.islower() and first.isalpha()):
            mark |= CAPITAL
        if self._endings and raw.lower().endswith(self._endings) and len(folded) > _SHORT:
            mark |= PAIR
        if len(self) > _REMEMBERED:
            self.clear()
        self[raw] = (folded, mark)
        return self[raw]


class Tokens:
    """The words of a text. `words` and `raws` end in empty strings, so that looking ahead needs no check."""

    __slots__ = ("count", "ends", "marks", "original", "raws", "seen", "starts", "text", "words")

    def __init__(self, text: str, marks: Marks) -> None:
        self.original = text
        self.text = _plain(text)
        plain = self.text
        spans = [match.span() for match in _TOKEN.finditer(plain)]
        raws = [plain[start:end] for start, end in spans]
        looked = [marks[raw] for raw in raws]
        self.count = len(spans)
        self.seen = reduce(or_, {mark for _, mark in looked}, 0)
        self.raws = raws + _NOTHING
        self.words = [folded for folded, _ in looked] + _NOTHING
        self.marks = [mark for _, mark in looked] + _UNMARKED
        beyond = [len(text) + 1] * _PADDING
        self.starts = [start for start, _ in spans] + beyond
        self.ends = [end for _, end in spans] + beyond

    def marked(self, bits: int) -> list[int]:
        """The tokens that have one of these marks."""
        return [at for at, mark in enumerate(self.marks) if mark & bits]

    def glued(self, index: int) -> bool:
        """Whether the token touches the one before it."""
        return index > 0 and self.starts[index] == self.ends[index - 1]

    def slice(self, first: int, end: int) -> str:
        """The text, as it was written, from token `first` to before token `end`."""
        return self.original[self.starts[first] : self.ends[end - 1]]

    def is_figure(self, index: int) -> bool:
        """Whether the token is written in digits."""
        return self.words[index][:1].isdecimal()

    def is_capital(self, index: int) -> bool:
        """Whether the token has a capital letter, at its start or within."""
        return bool(self.marks[index] & CAPITAL)
