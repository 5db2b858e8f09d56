"""Finds names: runs of capitalised words with their particles, initials and numbers, judged where a sentence begins."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.language.facts.grammar import Grammar
from provenance.language.facts.measures import Measures
from provenance.language.facts.numeral import ONE
from provenance.language.facts.tokens import CAPITAL, DIGIT, TITLE, Tokens
from provenance.model import Fact, FactKind

_OPENERS = frozenset('.!?…:;«»"“”„([•*#|>—')
_LONGEST = 8
# A text in which so many of its longer words are capitalised is a headline: its capitals say nothing.
_HEADLINE_SHARE, _HEADLINE_WORDS = 0.85, 5


class Names:
    """Finds the names of one text; those with a number in them (Llama 4, GPT-4.5, A320) take their tokens."""

    __slots__ = ("_grammar", "_headline", "_measures", "_taken", "_tokens", "_within")

    def __init__(self, tokens: Tokens, grammar: Grammar, taken: bytearray, measures: Measures) -> None:
        self._tokens = tokens
        self._grammar = grammar
        self._taken = taken
        self._measures = measures
        self._within: frozenset[str] | None = None
        self._headline = _is_headline(tokens, grammar)

    def find(self) -> Iterator[Fact]:
        """Every name, in order."""
        tokens, past = self._tokens, 0
        for at in tokens.marked(CAPITAL | DIGIT):
            if at < past or self._taken[at]:
                continue
            end = self._generation(at) if tokens.marks[at] & DIGIT else self._run(at)
            start = self._without_title(at, end)
            if end <= start:
                past = end
            elif self._is_name(start, end):
                yield self._fact(start, end, titled=start > at or self._follows_title(at))
                past = end

    def _fact(self, start: int, end: int, titled: bool) -> Fact:
        tokens = self._tokens
        if any(tokens.marks[at] & DIGIT for at in range(start, end)):
            self._taken[start:end] = b"\1" * (end - start)
        return Fact(
            kind=FactKind.NAME,
            text=tokens.slice(start, end),
            start=tokens.starts[start],
            end=tokens.ends[end - 1],
            value=self._key(start, end, titled),
            unit="person" if titled else None,
        )

    def _key(self, start: int, end: int, titled: bool) -> str:
        """The name for comparing: folded words, without signs, a leading article, or a form of company."""
        words: list[str] = []
        for at in range(start, end):
            word = self._tokens.words[at]
            before = self._tokens.words[at - 1] if at > start and self._tokens.glued(at) else ""
            if (word[0].isdecimal() and before.isalpha()) or (word.isalpha() and before[:1].isdecimal()):
                words[-1] += word
            elif word[0].isalnum():
                words.append(word)
        while len(words) > 1 and words[-1] in self._grammar.sets["name_suffixes"]:
            words.pop()
        while len(words) > 1 and words[0] in self._grammar.sets["articles"] and not titled:
            words.pop(0)
        return " ".join(words)

    # --- where a name ends --------------------------------------------------------------------------------------

    def _run(self, index: int) -> int:
        """The token after the capitalised run that starts here."""
        tokens = self._tokens
        end = self._word(index)
        while end < tokens.count and end - index < _LONGEST:
            after = self._continued(index, end)
            if after == end:
                break
            end = after
        return end

    def _word(self, index: int) -> int:
        """Past one capitalised word, its hyphened and apostrophed parts, its glued digits, or an initial's point."""
        tokens, end = self._tokens, index + 1
        if len(tokens.raws[index]) == 1 and tokens.raws[end] == "." and tokens.glued(end):
            return end + 1 if tokens.marks[end + 1] & CAPITAL else end
        while True:
            word = tokens.words[end]
            if not tokens.glued(end) or end >= tokens.count:
                return end
            if word in ("-", "'", "&") and tokens.glued(end + 1) and self._joins(index, end):
                end += 2
            elif (
                word[:1].isdecimal()
                and not self._taken[end]
                and tokens.raws[end - 1].isalpha()
                and not self._is_code(end - 1)
            ):
                end += 2 if tokens.glued(end + 1) and tokens.words[end + 1].isalpha() else 1
            else:
                return end

    def _joins(self, start: int, sign: int) -> bool:
        """Whether a hyphen or apostrophe belongs to the name: Jean-Pierre, O'Brien, L'Oréal, GPT-4.5; not "Meta's"."""
        tokens = self._tokens
        after = tokens.raws[sign + 1]
        if self._taken[sign + 1]:
            return False
        if tokens.words[sign] == "'":
            single = sign - start == 1 and len(tokens.raws[start]) <= 2
            return single and tokens.is_capital(sign + 1) and not self._is_common(start)
        if after in self._grammar.sets["common"]:
            return False  # "Avez-vous"
        return (
            after[:1].isdecimal() or tokens.is_capital(sign + 1) or (after[:1].islower() and len(after) > 2)
        )

    def _continued(self, start: int, end: int) -> int:
        """Past the next word of the name, with the particles before it; the same token where the name is over."""
        tokens = self._tokens
        if tokens.starts[end] - tokens.ends[end - 1] > 1 or self._taken[end]:
            return end
        if end - start == 1 and tokens.words[start] in self._grammar.sets["heads"]:
            return self._adjectives(end) if self._adjectives(end) > end else self._behind(start, end)
        if tokens.words[end - 1] in self._grammar.sets["head_adjectives"]:
            state = tokens.words[start] in self._grammar.sets["states"]
            return self._particles(start, end) if state else end  # République démocratique du Congo
        return self._behind(start, end)

    def _behind(self, start: int, end: int) -> int:
        """Past a capitalised word, a number, or particles and what they lead to."""
        tokens = self._tokens
        if tokens.marks[end] & CAPITAL and tokens.raws[end][0].isalpha():
            return self._word(end) if not self._breaks(end) else end
        if tokens.marks[end] & DIGIT:
            barred = self._is_code(end - 1) or tokens.words[end - 1] in self._grammar.sets["known"]
            return end if barred else self._number(end)
        if tokens.words[end] == "&" and tokens.is_capital(end + 1):
            return self._word(end + 1)
        return self._particles(start, end)

    def _adjectives(self, index: int) -> int:
        """Past the small adjectives of an institution: "Banque centrale européenne", "Union européenne"."""
        words = self._tokens.words
        while words[index] in self._grammar.sets["head_adjectives"]:
            index += 1
        return index

    def _breaks(self, index: int) -> bool:
        """A title within a run starts another name ("Meta CEO Mark Zuckerberg")."""
        tokens = self._tokens
        return bool(tokens.marks[index] & TITLE and self._grammar.names["titles"].at(tokens, index))

    def _is_code(self, index: int) -> bool:
        """Whether a token is a currency, so that the number behind it is money (USD 200, MEUR 60)."""
        raw, codes = self._tokens.raws[index], self._grammar.international.codes
        return raw in codes or raw[1:] in codes

    def _number(self, index: int) -> int:
        """A number that belongs to a name (Llama 4, Gemini 2.0): it has no unit, no scale, and counts nothing."""
        tokens = self._tokens
        if len(tokens.words[index]) > 4:
            return index
        measure = self._measures.at(index)
        if measure is None or measure.unit or measure.scale != ONE or measure.end != index + 1:
            return index
        after = tokens.words[index + 1]
        if (
            (after == "-" and tokens.is_figure(index + 2))
            or (after in ("-", "%") and tokens.glued(index + 1))
            or self._is_counted(index + 1)
        ):
            return index
        return index + 1

    def _is_counted(self, index: int) -> bool:
        word = self._tokens.words[index]
        plural = word.endswith(("s", "x")) and self._tokens.raws[index].islower() and len(word) > 3
        return (plural and word not in self._grammar.stops) or word in self._grammar.sets["counted"]

    def _particles(self, start: int, end: int) -> int:
        """Past "de la", "of", "von": always between parts of a person's name, of an institution only behind its noun."""
        tokens, sets, at = self._tokens, self._grammar.sets, end
        while at - end < 3 and tokens.words[at] in sets["linking"]:
            at += 1
        if at == end or not tokens.marks[at] & CAPITAL or self._taken[at] or self._breaks(at):
            return end
        noble = tokens.words[end] in sets["person_particles"]
        alone = tokens.words[end] in ("de", "d") and end - start == 1 and tokens.raws[start].istitle()
        if noble or alone or tokens.words[end - 1] in sets["heads"] or tokens.words[start] in sets["heads"]:
            return self._word(at)
        return end

    def _generation(self, index: int) -> int:
        """5G, 4K, 3D: a small number that touches one capital letter."""
        tokens = self._tokens
        small = tokens.words[index].isdecimal() and len(tokens.words[index]) == 1
        raw = tokens.raws[index + 1]
        if small and raw in ("G", "K", "D") and tokens.glued(index + 1):
            return index + 2
        return index

    # --- what is a name -----------------------------------------------------------------------------------------

    def _without_title(self, start: int, end: int) -> int:
        """Past the titles that a run begins with, and the particles that tied them to it ("Sénateur de l'Arizona")."""
        if not self._tokens.marks[start] & TITLE:
            return start
        titles, begin = self._grammar.names["titles"], start
        while start < end and (found := titles.at(self._tokens, start)):
            if self._tokens.words[found[1]] == "-" and self._tokens.glued(found[1]):
                break  # Saint-Denis
            start = found[1]
        noble = self._grammar.sets["person_particles"]
        while (
            begin < start < end
            and not self._tokens.is_capital(start)
            and self._tokens.words[start] not in noble
        ):
            start += 1
        return start

    def _follows_title(self, index: int) -> bool:
        return self._grammar.names["titles"].before(self._tokens, index) is not None

    def _is_common(self, index: int) -> bool:
        return self._tokens.raws[index].lower() in self._grammar.sets["common"]

    def _is_name(self, start: int, end: int) -> bool:
        """A run that is more than capitals for another reason: a sentence's first word, a headline, a lone letter."""
        tokens = self._tokens
        raw = tokens.raws[start]
        if tokens.marks[start] & DIGIT:
            return True
        if raw.isupper() and tokens.marks[start + 1] & DIGIT and tokens.glued(start + 1):
            return True  # A320neo, COP30
        if raw in self._grammar.international.symbols and not (raw.isupper() or raw.istitle()):
            return False  # kWh
        shouted = (raw.isupper() and len(raw) > 1) or not (raw[1:].islower() or len(raw) == 1)
        if self._headline and not shouted:
            return False
        if end - start == 1 and (len(raw) == 1 or raw.upper() in self._grammar.international.codes):
            return False
        alone = end - start == 1
        known = tokens.words[start] in self._grammar.sets["known"]
        if not self._opens(start):
            return not (alone and (known or self._is_common(start)))
        if self._is_common(start) or (alone and known):
            return False
        return not alone or shouted or self._stands_alone(start)

    def _opens(self, index: int) -> bool:
        """Whether a sentence begins at the token."""
        if index == 0:
            return True
        tokens = self._tokens
        before = tokens.words[index - 1]
        if before in _OPENERS or "\n" in tokens.text[tokens.ends[index - 1] : tokens.starts[index]]:
            return not self._follows_title(index)
        return before == "-" and not tokens.glued(index)

    def _stands_alone(self, index: int) -> bool:
        """A first word of a sentence: a name where it has no common ending, or stands capitalised elsewhere."""
        raw = self._tokens.raws[index]
        return not raw.lower().endswith(self._grammar.common_endings) or raw in self._inner()

    def _inner(self) -> frozenset[str]:
        """The words that stand capitalised within a sentence of the text."""
        if self._within is None:
            tokens = self._tokens
            places = (at for at in range(tokens.count) if tokens.marks[at] & CAPITAL and not self._opens(at))
            self._within = frozenset(tokens.raws[at] for at in places)
        return self._within


def _is_headline(tokens: Tokens, grammar: Grammar) -> bool:
    """Whether every longer word is capitalised, as English headlines are, and it is no mere list of names."""
    if (
        not grammar.title_case
        or not tokens.seen & CAPITAL
        or tokens.words[tokens.count - 1] in (".", "!", "?")
    ):
        return False
    if len(tokens.marked(CAPITAL)) < _HEADLINE_WORDS:
        return False
    longer = [
        mark & CAPITAL
        for raw, mark in zip(tokens.raws, tokens.marks, strict=True)
        if len(raw) > 3 and raw.isalpha()
    ]
    capitals = sum(map(bool, longer))
    return capitals >= _HEADLINE_WORDS and capitals >= _HEADLINE_SHARE * len(longer) > 3 * tokens.words.count(
        ","
    )
