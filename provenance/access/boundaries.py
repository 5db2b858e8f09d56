"""Word boundaries, after Unicode's default rules (https://unicode.org/reports/tr29/#Word_Boundaries, WB3 to WB13)."""

from __future__ import annotations

import unicodedata

_MID_LETTER = frozenset(":·\u0387\u055f\u05f4\u2027\ufe13\ufe55\uff1a")
_MID_NUMBER = frozenset(",;\u037e\u0589\u060c\u060d\u066c\u07f8\u2044\ufe10\ufe14\ufe50\ufe54\uff0c\uff1b")
_MID_BOTH = frozenset(".'’‘\u2024\ufe52\uff07\uff0e")
_JOINERS = frozenset("_\u203f\u2040\u2054\ufe33\ufe34\ufe4d\ufe4e\ufe4f\uff3f")


def is_boundary(text: str, at: int) -> bool:
    """Whether a word may begin or end before the character at `at`."""
    if at <= 0 or at >= len(text):
        return True
    before, after = _class(text[at - 1]), _class(text[at])
    if after == "extend":
        return text[at - 1] == "\n"
    if before == "extend":
        before = _before_extends(text, at)
    if before in ("letter", "number") and after in ("letter", "number"):
        return False
    if before == after == "katakana" or (
        "joiner" in (before, after) and {before, after} <= {"joiner", "letter", "number", "katakana"}
    ):
        return False
    return not _bridged(text, at, before, after)


def _bridged(text: str, at: int, before: str, after: str) -> bool:
    """Whether a mark within a word or number joins the two sides (`it's`, `3.5`)."""
    if text[at - 1] in _marks(after) and at >= 2:
        return _class(text[at - 2]) == after
    if text[at] in _marks(before) and at + 1 < len(text):
        return _class(text[at + 1]) == before
    return False


def _marks(kind: str) -> frozenset[str]:
    if kind == "letter":
        return _MID_LETTER | _MID_BOTH
    return _MID_NUMBER | _MID_BOTH if kind == "number" else frozenset()


def _before_extends(text: str, at: int) -> str:
    while at > 0 and _class(text[at - 1]) == "extend":
        at -= 1
    return _class(text[at - 1]) if at else "other"


def _class(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Mc", "Cf"):
        return "extend"
    if category == "Nd":
        return "number"
    if character in _JOINERS:
        return "joiner"
    if category[0] == "L" or category == "Nl":
        return _script(character)
    return "other"


def _script(character: str) -> str:
    """Ideographs and kana break by rules of their own; a boundary is allowed between ideographs and hiragana."""
    code = ord(character)
    if 0x30A0 <= code <= 0x30FF or 0xFF66 <= code <= 0xFF9F:
        return "katakana"
    if (
        0x3040 <= code <= 0x309F
        or 0x3400 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0x20000 <= code <= 0x3FFFF
    ):
        return "ideograph"
    return "letter"
