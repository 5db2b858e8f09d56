"""Numbers in digits: groups, decimal marks, powers of ten."""

from __future__ import annotations

from decimal import Decimal

from provenance.language.facts.grammar import Grammar
from provenance.language.facts.numeral import ONE
from provenance.language.facts.tokens import Tokens

_LONGEST = 60  # digits of a figure that still counts as one


def figure(text: str, decimal: str) -> Decimal | None:
    """The value of digits with points and commas inside, read with the language's decimal mark; None for a list."""
    points, commas = text.count("."), text.count(",")
    if len(text) > _LONGEST:
        return None
    if points and commas:
        last = max(text.rfind("."), text.rfind(","))
        whole = text[:last].replace(".", "").replace(",", "")
        return Decimal(f"{whole}.{text[last + 1 :]}") if text.count(text[last]) == 1 else None
    mark = "." if points else ","
    groups = text.split(mark)
    if len(groups) == 1:
        return Decimal(text)
    if len(groups) == 2 and (
        mark == decimal or len(groups[1]) != 3 or groups[0] == "0" or len(groups[0]) > 3
    ):
        return Decimal(f"{groups[0]}.{groups[1]}")
    return Decimal("".join(groups)) if _is_grouped(groups) else None


def _is_grouped(groups: list[str]) -> bool:
    """Thousands, or the Indian way of twos with three at the end."""
    inner = {len(group) for group in groups[1:-1]}
    return len(groups[-1]) == 3 and len(groups[0]) <= 3 and inner in (set(), {3}, {2})


class Figures:
    """Reads the numbers of one text that are written in digits."""

    __slots__ = ("_grammar", "_tokens")

    def __init__(self, tokens: Tokens, grammar: Grammar) -> None:
        self._tokens = tokens
        self._grammar = grammar

    def at(self, index: int) -> tuple[Decimal | None, int]:
        """Digits from a token on: groups set off by spaces, decimals, powers of ten."""
        tokens, end = self._tokens, index + 1
        text = tokens.words[index]
        if len(text) <= 3 and text.isdecimal():
            while self._is_group(end):
                text += tokens.words[end]
                end += 1
                if not text[-3:].isdecimal() or not tokens.words[end - 1].isdecimal():
                    break
            while tokens.words[end] == "," and tokens.words[end + 1] == "000":
                text, end = text + "000", end + 2  # torn by a converter: "80 , 000"
        if text.isdecimal() and self._is_torn(end):
            text, end = f"{text}.{tokens.words[end + 1]}", end + 2
            return Decimal(text), end
        value = figure(text, self._grammar.decimal)
        return self._power(value, end) if value is not None else (None, end)

    def _is_torn(self, index: int) -> bool:
        """A decimal that a converter tore apart: "6 . 2 %", or "6. 2 %" where a unit shows that no sentence ended."""
        tokens, decimal = self._tokens, self._grammar.decimal
        if tokens.words[index] == decimal == "," and tokens.words[index + 1] == "0":
            return tokens.words[index + 2] in self._grammar.scales  # "2, 0 milliards"
        if tokens.words[index] != "." or not tokens.words[index + 1].isdecimal() or tokens.glued(index + 1):
            return False
        after = index + 2
        shown = tokens.words[after] in self._grammar.scales or tokens.words[after] == "%"
        return not tokens.glued(index) or shown

    def _is_group(self, index: int) -> bool:
        """Three digits, one space after the digits before them; decimals may follow the last group."""
        tokens = self._tokens
        word = tokens.words[index]
        if (
            not word[:3].isdecimal()
            or len(word[:3]) != 3
            or (len(word) > 3 and word[3] != self._grammar.decimal)
        ):
            return False
        return tokens.starts[index] == tokens.ends[index - 1] + 1 and word.count(self._grammar.decimal) <= 1

    def _power(self, value: Decimal, end: int) -> tuple[Decimal, int]:
        tokens, at = self._tokens, end
        if tokens.words[at] in ("x", "*") and tokens.words[at + 1] == "10" and tokens.words[at + 2] == "^":
            base, at = Decimal(10), at + 3
        elif tokens.words[at] == "^" and tokens.glued(at):
            base, at = value, at + 1
            value = ONE
        elif tokens.words[at] == "e" and tokens.glued(at) and tokens.glued(at + 1):
            base, at = Decimal(10), at + 1
        else:
            return value, end
        negative = False
        while tokens.words[at] in ("+", "-"):
            negative = tokens.words[at] == "-"
            at += 1
        power = tokens.words[at]
        if not power.isdecimal() or len(power) > 2:
            return (value if value != ONE else base), end
        return value * base ** (-int(power) if negative else int(power)), at + 1
