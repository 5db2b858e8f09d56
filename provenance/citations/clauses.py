"""Parts a sentence into the statements that it makes."""

from __future__ import annotations

Span = tuple[int, int]


def split(text: str, sentence: Span, language: str, marks: list[Span]) -> list[Span]:
    """The spans of the statements of a sentence, in order, without overlap; `marks` are spans that are no words."""
    return [sentence]
