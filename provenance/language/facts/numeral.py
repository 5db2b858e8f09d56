"""A number as a text wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

ONE = Decimal(1)
HUNDRED = Decimal(100)
# Beyond so many digits a Decimal of the usual precision cannot be rounded to a whole number.
_PRECISE = Decimal("1e27")


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeral:
    """A number in a text, from token `start` to before token `end`."""

    value: Decimal
    start: int
    end: int
    scale: Decimal = ONE
    """The last scale word in it."""
    figures: bool = False
    """Written in digits."""
    fraction: bool = False
    article: bool = False
    """Nothing but a word that is an article too (un, one, a)."""
    about: bool = False
    """Written as a noun that means "about" (une quinzaine)."""
    least: bool = False
    """A plural without a number (des milliers, dozens)."""

    @property
    def whole(self) -> bool:
        """Whether it is a whole number without a scale word."""
        return not self.fraction and self.scale == ONE and self.value == self.value.to_integral_value()


def plain(value: Decimal) -> Decimal:
    """The same value without an exponent or trailing zeros."""
    if value == value.to_integral_value():
        return value.quantize(ONE) if abs(value) < _PRECISE else Decimal(int(value))
    return value.normalize()
