"""What a reader brings to a claim from around it: the lead-in of a list, and the name that "elle" or "the company" stands for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from provenance.citations.layout import Layout, Piece, Role
from provenance.citations.marks import plain
from provenance.citations.verbs import WORD, finite
from provenance.language.places import is_place
from provenance.model import BlockKind, Document

LONGEST_LEAD_IN = 300
"""Characters: a longer paragraph before a list keeps only its last sentence's end."""
SHORT_LEAD_IN = 80
"""Characters: a longer line before a list says something itself."""

_NAME = r"[A-ZÀ-ÖØ-Þ][\w.&-]*\w(?:(?: (?:de|du|des|von|van|of|&))? [A-ZÀ-ÖØ-Þ][\w&-]*)*"
_LEADING_NAME = re.compile(rf"\W*(?:(?:le|la|les|the) |l')?(?P<name>{_NAME})")
_CAPITALISED = re.compile(r"[A-ZÀ-ÖØ-Þ][\w&-]+")
_AMID = re.compile(r"[a-zà-öø-ÿ,;'] |[ldLD]'")
"""What stands before a capital within a sentence: it is a name's."""
_PERSON = re.compile(r"[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+(?= ([A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+))")
_WITHIN = re.compile(r"[a-zà-öø-ÿ,;] ")
_JOINED = re.compile(rf"(?:, {_NAME})*,? (?:et|and|&) {_NAME}")
_INTRODUCTION = re.compile(r"\w[^,;:«“\"()A-ZÀ-ÖØ-Þ]{2,60}, ")
_BEFORE_VERB = re.compile(r"[ ,]")
_FIRST = re.compile(r"\W*((?:l'|L')?[^\W\d_]+(?:-[^\W\d_]+)*(?:\s+[^\W\d_]+)?)")
_QUOTES = ("«", "“", '"', "‘")
_KINDS = ("persons", "things", "pronouns", "plurals", "nouns", "places", "possessives")


@cache
def _table(language: str) -> dict[str, list[str]]:
    table = tomllib.loads(files(__package__).joinpath("context.toml").read_text("utf-8"))
    words: dict[str, list[str]] = table.get(language, {})
    return words


@cache
def _lists(language: str) -> dict[str, frozenset[str]]:
    """The words of a language that stand for somebody, by kind, and those that open sentences."""
    return {name: frozenset(_table(language).get(name, ())) for name in (*_KINDS, "openers")}


@cache
def _impersonal(language: str) -> re.Pattern[str]:
    """How sentences begin in which "il" or "it" stands for nobody."""
    return re.compile("|".join(_table(language).get("impersonal", ["(?!)"])), re.IGNORECASE)


class Antecedents:
    """Remembers the subject of the sentence before, where it is a name; whatever leaves doubt makes it forget."""

    def __init__(self, document: Document) -> None:
        """Nobody has been spoken of; the document shows which capitals are names', and which names people's."""
        texts = [plain(block.text) for block in document.blocks]
        self._known = {match[0] for text in texts for match in _preceded(_CAPITALISED, text, _AMID)}
        self._people = {match[1] for text in texts for match in _preceded(_PERSON, text, _WITHIN)}
        self._subject = ""
        self._several = False

    def forget(self) -> None:
        """A new part begins: pronouns do not reach back over it."""
        self._subject = ""

    def of(self, sentence: str, language: str) -> str:
        """Whom the sentence's opening pronoun or "l'entreprise" stands for, as "elle = Norvia"; empty where that is not plain."""
        lists, written = _lists(language), plain(sentence)
        level = _main_clause(written, language)
        opening = _FIRST.match(level)
        quoted = level.startswith(_QUOTES)
        if not opening or not self._subject or quoted or _impersonal(language).match(level):
            return ""
        both = opening[1].lower()
        for words in (both, both.split()[0]):
            kind = next((kind for kind in _KINDS if words in lists[kind]), "")
            if level != written and words in lists["possessives"]:
                return ""  # what stands in between may be what it belongs to
            if kind:
                return f"{words} = {self._subject}" if self._agrees(kind) else ""
        return ""

    def learn(self, sentence: str, language: str) -> None:
        """Take note of the subject of a sentence: the name or names that stand before its verb; a pronoun keeps the one before."""
        lists = _lists(language)
        text = _main_clause(plain(sentence), language)
        opening = _FIRST.match(text)
        if not opening or text.startswith(_QUOTES):
            self._subject = ""
            return
        first = opening[1].split()[0]
        if any(words in lists[kind] for words in (opening[1].lower(), first.lower()) for kind in _KINDS):
            return
        at = opening.start(1)
        if first.lower() in lists["openers"]:
            text = text[:at] + first.lower() + text[at + len(first) :]
        name = _LEADING_NAME.match(text)
        joined = _JOINED.match(text, name.end()) if name else None
        end = joined.end() if joined else name.end() if name else 0
        sure = name is not None and (" " in name["name"] or name["name"] in self._known)
        if name and sure and _BEFORE_VERB.match(text, end) and self._has_verb(text, end, language):
            self._subject, self._several = text[name.start("name") : end], joined is not None
        else:
            self._subject = ""

    def _agrees(self, kind: str) -> bool:
        """Whether a word of this kind may stand for the subject: one or several, a person, a place, or neither."""
        if (kind == "plurals") != self._several:
            return False
        if kind in ("nouns", "places") and is_place(self._subject) != (kind == "places"):
            return False
        person = " " in self._subject or self._subject in self._people
        return not person if kind in ("nouns", "things", "places") else person or kind != "persons"

    def _has_verb(self, text: str, end: int, language: str) -> bool:
        """Whether a verb, or an apposition between commas and then a verb, follows the name."""
        if text[end : end + 1] == ",":
            closing = text.find(",", end + 1)
            end = closing + 1 if closing >= 0 else len(text)
        words = WORD.findall(text, end)[:3]
        return any(finite(words, at, language) for at in range(len(words)))


def _main_clause(text: str, language: str) -> str:
    """A sentence without its introduction ("En 2025, …"), where that has neither a name nor a verb of its own."""
    introduction = _INTRODUCTION.match(text)
    words = WORD.findall(introduction[0]) if introduction else []
    if not introduction or not any(word.lower() in _lists(language)["openers"] for word in words[:1]):
        return text
    return (
        text if any(finite(words, at, language) for at in range(len(words))) else text[introduction.end() :]
    )


def _preceded(pattern: re.Pattern[str], text: str, before: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The matches right behind two characters of a kind; a look-behind would be tried at every character."""
    for match in pattern.finditer(text):
        start = match.start()
        if start > 1 and before.match(text, start - 2, start):
            yield match


class LeadIns:
    """Remembers, piece by piece, the words that lead into the list that the next pieces may be items of."""

    def __init__(self, document: Document) -> None:
        """Nothing leads into anything yet."""
        self._document = document
        self._open: list[tuple[int, str]] = []
        self._ordered = False

    def over(self, piece: Piece) -> str:
        """The words that this piece hangs on, if it is an item: those before the list that end in a colon; else nothing."""
        block = self._document.blocks[piece.block]
        level = max(block.level, 1) if block.kind is BlockKind.ITEM else 0
        while self._open and self._open[-1][0] >= level:
            following = self._open.pop()[0] == level == 1
            if following and self._ordered is not (block.ordinal is not None):
                self._open = []  # another list begins, and nothing leads into it
        self._ordered = block.ordinal is not None
        words = block.text[piece.start : piece.end].rstrip()
        lead = next((said for _, said in reversed(self._open) if said), "") if level else ""
        leads = piece.role in (Role.TEXT, Role.HEADING) and words.endswith((":", "—", "-", "…"))
        self._open.append((level, " ".join(words.split())[-LONGEST_LEAD_IN:] if leads else ""))
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
