"""What a reader brings to a claim from around it: the lead-in of a list, and the name that "elle" or "the company" stands for."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from provenance.citations.layout import Layout, Piece, Role
from provenance.citations.marks import plain
from provenance.citations.verbs import WORD, finite
from provenance.model import BlockKind, Document

LONGEST_LEAD_IN = 300
"""Characters: a longer paragraph before a list keeps only its last sentence's end."""
SHORT_LEAD_IN = 80
"""Characters: a longer line before a list says something itself."""

_NAME = re.compile(
    r"(?:[A-ZÀ-ÖØ-Þ][\w.&-]*[\w]|[A-ZÀ-ÖØ-Þ]\w*)(?:\s+(?:de|du|des|von|van|of|&|[A-ZÀ-ÖØ-Þ]\w*[.]?)(?=\s+[A-ZÀ-ÖØ-Þ\w])|\s+[A-ZÀ-ÖØ-Þ][\w-]*)*"
)
_AMID = re.compile(r"(?<=[a-zà-öø-ÿ,;] )[A-ZÀ-ÖØ-Þ][\w-]+")
_PERSON = re.compile(r"(?<=[a-zà-öø-ÿ,;] )[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+ ([A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+)")
_JOINED = re.compile(rf"(?:, {_NAME.pattern})*,? (?:et|and|&) {_NAME.pattern}")
_FIRST = re.compile(r"\W*((?:l'|L')?[^\W\d_]+(?:-[^\W\d_]+)*(?:\s+[^\W\d_]+)?)")


@cache
def _lists(language: str) -> dict[str, frozenset[str]]:
    table = tomllib.loads(files(__package__).joinpath("context.toml").read_text("utf-8"))
    words = table.get(language, {})
    return {
        name: frozenset(words.get(name, ()))
        for name in ("pronouns", "plurals", "nouns", "possessives", "openers")
    }


class Antecedents:
    """Remembers who was spoken of last, sentence by sentence; a heading makes it forget."""

    def __init__(self, document: Document) -> None:
        """Nobody has been spoken of; the document shows which capitals are those of names, and which names are people's."""
        texts = [plain(block.text) for block in document.blocks]
        self._known = {name for text in texts for name in _AMID.findall(text)}
        self._people = {name for text in texts for name in _PERSON.findall(text)}
        self._subject = ""
        self._several = False

    def forget(self) -> None:
        """A new part begins: pronouns do not reach back over it."""
        self._subject = ""

    def of(self, sentence: str, language: str) -> str:
        """Whom the sentence's opening pronoun or "l'entreprise" stands for, as "elle = Norvia"; empty where that is not plain."""
        lists = _lists(language)
        opening = _FIRST.match(plain(sentence))
        if not opening or not self._subject:
            return ""
        both = opening[1].lower()
        for words in (both, both.split()[0]):
            if words in lists["plurals"]:
                return f"{words} = {self._subject}" if self._several else ""
            if words in lists["nouns"] and (self._subject in self._people or " " in self._subject):
                return ""  # a person, as far as the text shows, is no company
            if words in lists["pronouns"] | lists["nouns"] | lists["possessives"]:
                return "" if self._several else f"{words} = {self._subject}"
        return ""

    def learn(self, sentence: str, language: str) -> None:
        """Take note of the subject of a sentence: the name or names that it begins with, or the only one in it."""
        lists = _lists(language)
        text = plain(sentence)
        opening = _FIRST.match(text)
        if opening and opening[1].lower().split(" ")[0] in lists["pronouns"] | lists["plurals"]:
            return
        names = [
            name for name in _NAME.finditer(text) if not _is_opener(name[0], name.start(), lists["openers"])
        ]
        if not names:
            return
        if names[0].start() <= 2 and not self._is_name(names[0], text, language):
            self._subject = ""
            return
        joined = _JOINED.match(text, names[0].end())
        self._several = joined is not None
        leads = _leads(text, names[0], lists["openers"])
        if joined and leads:
            self._subject = names[0][0] + joined[0]
        elif leads or len({name[0] for name in names}) == 1:
            self._subject = names[0][0]
        else:
            self._subject = ""

    def _is_name(self, name: re.Match[str], text: str, language: str) -> bool:
        """Whether the capitals that open a sentence are a name's: known from elsewhere, several, or followed by a verb."""
        if name[0] in self._known or " " in name[0]:
            return True
        following = WORD.match(text, name.end() + 1)
        return (
            following is not None
            and finite([name[0], following[0]], 1, language)
            and not name[0].endswith("s")
        )


def _is_opener(name: str, at: int, openers: frozenset[str]) -> bool:
    """Whether a capital is only that of the sentence's first word."""
    return at <= 2 and name.lower() in openers


def _leads(text: str, name: re.Match[str], openers: frozenset[str]) -> bool:
    """Whether a name stands where the subject stands: first, but for an article."""
    before = text[: name.start()].strip(" «“\"'").lower()
    return before in ("", "le", "la", "les", "l", "l'", "the") or (
        not before and name[0].lower() not in openers
    )


class LeadIns:
    """Remembers, piece by piece, the words that lead into the list that the next pieces may be items of."""

    def __init__(self, document: Document) -> None:
        """Nothing leads into anything yet."""
        self._document = document
        self._open: list[tuple[int, str]] = []

    def over(self, piece: Piece) -> str:
        """The words that this piece hangs on, if it is an item: those before the list that end in a colon; else nothing."""
        block = self._document.blocks[piece.block]
        level = max(block.level, 1) if block.kind is BlockKind.ITEM else 0
        while self._open and self._open[-1][0] >= level:
            self._open.pop()
        words = " ".join(block.text[piece.start : piece.end].split())
        lead = next((said for _, said in reversed(self._open) if said), "") if level else ""
        leads = piece.role in (Role.TEXT, Role.HEADING) and words.endswith((":", "—", "-", "…"))
        self._open.append((level, words[-LONGEST_LEAD_IN:] if leads else ""))
        return lead


def announces_list(document: Document, layout: Layout, index: int) -> tuple[int, int] | None:
    """The span of what only leads into the list behind this piece ("Meta a annoncé :"), if it states no figure itself."""
    piece = layout.pieces[index]
    following = layout.pieces[index + 1] if index + 1 < len(layout.pieces) else None
    if following is None or document.blocks[following.block].kind is not BlockKind.ITEM:
        return None
    text = document.blocks[piece.block].text[piece.start : piece.end]
    end = piece.start + len(text.rstrip())
    start = piece.start + len(text) - len(text.lstrip())
    short = text.strip().endswith(":") and not any(map(str.isdigit, text)) and len(text) < SHORT_LEAD_IN
    return (start, end) if short else None
