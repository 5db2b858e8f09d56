"""Adds up the words of a number."""

from __future__ import annotations

from decimal import Decimal

from provenance.language.facts.grammar import Grammar
from provenance.language.facts.numeral import HUNDRED, ONE


class Sum:
    """Adds up the parts of a number, refusing what cannot go on."""

    __slots__ = ("_grammar", "_last", "_total", "current", "figures", "scale")

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._total = Decimal(0)
        self._last = 0
        self.current: Decimal | None = None
        self.scale: Decimal | None = None
        self.figures = False

    @property
    def value(self) -> Decimal:
        """The sum so far."""
        return self._total + (self.current or 0)

    @property
    def ends_scale(self) -> bool:
        """Whether the last part was a hundred or a scale word, behind which "and" may stand."""
        return self._last == 100 or (self.current is None and self.scale is not None)

    @property
    def begun(self) -> bool:
        """Whether it holds anything yet."""
        return self.current is not None or self.scale is not None

    def add_figure(self, value: Decimal) -> bool:
        """Digits: at the start, or below the last scale word."""
        if (self.begun and value == 0) or (
            self.current is not None and not (self._last == 100 and value < 100)
        ):
            return False
        if self.scale is not None and value >= self.scale:
            return False
        self.figures = self.figures or not self.begun
        self.current = value + (self.current or 0)
        self._last = -1
        return True

    def add_word(self, value: int) -> bool:
        """A number word below a hundred."""
        if self.current is None:
            fits = self.scale is None or value < self.scale
        elif self._last == 100:
            fits = 0 < value < 100
        elif self._grammar.products.get(value) == self._last != 0:
            self.current += value * self._last - self._last
            self._last = value * self._last
            return True
        else:
            low, high = self._grammar.rooms.get(self._last, (1, 9 if 20 <= self._last < 100 else 0))
            fits = low <= value <= high
        if fits:
            self.current = (self.current or Decimal(0)) + value
            self._last = value
        return fits

    def multiply(self, scale: int) -> bool:
        """A scale word."""
        if scale == 100:
            if self.current is not None and (self.current >= 100 and not self.figures):
                return False
            self.current = HUNDRED if self.current is None else self.current * 100
            self._last = 100
            if self.scale is None:
                self.scale = HUNDRED
            return True
        if self.scale in (None, HUNDRED) or scale < (self.scale or 0):
            if self.current is None and self.begun:
                return False
            self._total += (ONE if self.current is None else self.current) * scale
        elif scale > (self.scale or 0) or self.current is None:
            self._total = self.value * scale
        else:
            return False
        self.current, self.scale, self._last = None, Decimal(scale), 0
        return True
