"""The words around a quantity: what bounds or weakens it, and what it counts."""

from __future__ import annotations

from provenance.language.facts.grammar import Grammar
from provenance.language.facts.measures import Measure
from provenance.language.facts.tokens import Tokens
from provenance.language.facts.units import dimension

_LONGEST_NOUN = 4
_BREATH = 2  # characters of space; more is a gap of a layout


class Surroundings:
    """Reads the words around the quantities of one text."""

    __slots__ = ("_grammar", "_taken", "_tokens")

    def __init__(self, tokens: Tokens, grammar: Grammar, taken: bytearray) -> None:
        self._tokens = tokens
        self._grammar = grammar
        self._taken = taken

    def behind(self, index: int) -> tuple[str | None, int]:
        """The comparator at a token ("or more", "environ"), and the token after it."""
        tokens = self._tokens
        found = self._grammar.after.at(tokens, index)
        if not found or (tokens.words[index] == "+" and tokens.is_figure(index + 1)):
            return None, index
        return found

    def before(self, measure: Measure) -> str:
        """The comparator before a measure, past one article; else what the number itself says."""
        tokens, table, start = self._tokens, self._grammar.before, measure.start
        found = table.before(tokens, start)
        if found is None and (article := self._grammar.words["articles"].before(tokens, start)):
            found = table.before(tokens, article[1])
        if found and not self._is_during(found, measure):
            return str(found[0])
        numeral = measure.numeral
        return ">=" if numeral.least else "~" if numeral.about else "="

    def _is_during(self, found: tuple[str, int], measure: Measure) -> bool:
        """ "over three years" says how long, not how much more."""
        word = self._tokens.words[found[1]]
        return word in self._grammar.words["during"] and dimension(measure.unit) == "time"

    def counts(self, index: int) -> bool:
        """Whether a word stands at a token that can be what is counted."""
        return self._belongs(index, index)

    def noun(self, index: int, measure: Measure) -> tuple[int, int]:
        """What is counted: the tokens from behind the number to one that cannot belong to a name for things."""
        tokens = self._tokens
        start = self._grammar.words["of"].skip(tokens, index)
        if start == index and self._needs_of(measure):
            return index, index
        start += tokens.words[start] in ("-", "'")
        end = start
        while end - start < _LONGEST_NOUN and self._belongs(start, end):
            end += 1
        while end > start and tokens.words[end - 1] in self._grammar.words["of"]:
            end -= 1
        return start, end

    def _needs_of(self, measure: Measure) -> bool:
        if measure.unit in ("ordinal", "times"):
            return measure.unit == "times"
        return self._grammar.of_needed and (measure.numeral.fraction or measure.unit is not None)

    def _belongs(self, start: int, index: int) -> bool:
        tokens, grammar = self._tokens, self._grammar
        word = tokens.words[index]
        if (
            not word[:1].isalpha()
            or word in grammar.stops
            or self._taken[index]
            or tokens.words[index + 1] == "'"
        ):
            return False
        if index == start:
            return True
        if word in grammar.numbers:
            return False
        near = tokens.starts[index] - tokens.ends[index - 1] <= _BREATH
        verb = word.endswith(grammar.verb_endings) and not word.endswith(grammar.noun_endings)
        return near and not verb
