"""Alternatives: things of which one excludes the other, one named in the claim and another in the sentence that says it."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from provenance.language.words import Words
from provenance.verify.checks import Case
from provenance.verify.retrieve import Place

LONGEST = 4
"""Words of the longest member of a group."""

Group = tuple[int, int]
"""The number of a group and that of a member in it."""


@cache
def _members() -> dict[str, tuple[Group, ...]]:
    """By words, folded and one space apart: the members of groups that they name."""
    table = tomllib.loads(files(__package__).joinpath("alternatives.toml").read_text("utf-8"))
    found: dict[str, tuple[Group, ...]] = {}
    for number, group in enumerate(table["groups"]):
        for place, member in enumerate(group):
            for words in member:
                found[words] = (*found.get(words, ()), (number, place))
    return found


def alternatives(case: Case, place: Place) -> tuple[tuple[int, str], ...]:
    """A word of the claim (by index) whose group the sentence has another member of, and not this one, with the words there."""
    text = case.texts[place.text]
    words, sentence = text.words[place.sentence], text.sentence(place.sentence)
    mine, theirs = _named(case.words), _named(words)
    for (group, member), (first, _) in mine.items():
        others = {m: at for (g, m), at in theirs.items() if g == group}
        claimed = {m for g, m in mine if g == group}
        if member in others or len(claimed) > 1 or not others:
            continue
        start, end = next(iter(others.values()))
        return ((first, sentence[words.spans[start][0] : words.spans[end][1]]),)
    return ()


def _named(words: Words) -> dict[Group, tuple[int, int]]:
    """The members that a text names, with the positions of their first and last word."""
    members, found = _members(), dict[Group, tuple[int, int]]()
    for first in range(len(words)):
        for last in range(first, min(first + LONGEST, len(words))):
            for group in members.get(" ".join(words.folded[first : last + 1]), ()):
                found.setdefault(group, (first, last))
    return found
