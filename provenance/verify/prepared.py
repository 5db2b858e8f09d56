"""A source made ready once for any number of claims: sentences, words, an index of words, and facts on demand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cached_property

from provenance.language import facts, lexicon, sentences, words
from provenance.language.words import Words
from provenance.model import ExtractedText, Fact, FactKind

SAME_WORD, SAME_STEM, SAME_CONCEPT, SAME_START, SYNONYM = 1.0, 0.95, 0.85, 0.6, 0.55
"""How much a match counts by its kind: a text in the claim's language would rather repeat a word than say it otherwise
(synonyms at .85 put a hundredth fewer of WiCE's sentences first), a text in another has no choice."""
COGNATE = 0.72
"""From which likeness on (`lexicon.cognate`) two words of different languages are taken for the same."""
SENTENCE_LIMIT = 40_000
"""Sentences of one text that are read; a longer one (over 5 MB) is a data dump, and its tail is left out."""


class Postings(dict[int, list[tuple[int, float]]]):
    """By sentence: where a word of a claim is met, as (position among the sentence's words, strength 0–1)."""

    @cached_property
    def best(self) -> dict[int, float]:
        """By sentence: the greatest strength."""
        return {sentence: max(strength for _, strength in hits) for sentence, hits in self.items()}


class Prepared:
    """An extracted text with its sentences, words and (when first asked for) facts."""

    def __init__(self, text: ExtractedText) -> None:
        self.text = text
        self.language = text.language
        self.spans = _sentences(text)
        self.words = [words.analyse(text.text[a:b], text.language) for a, b in self.spans]
        self.word_count = sum(len(sentence) for sentence in self.words)
        self.heading = _headings(text, self.spans)
        """By sentence: the index of the short line above it that names what follows, or -1."""
        self._facts: dict[int, tuple[Fact, ...]] = {}
        self._of_kind: dict[tuple[int, FactKind], list[Fact]] = {}
        self._met: dict[tuple[str, str, frozenset[int]], Postings] = {}
        self.cache: dict[object, object] = {}
        """What other modules of this stage have worked out about this text."""

    def __len__(self) -> int:
        return len(self.spans)

    def sentence(self, index: int) -> str:
        """The words of a sentence, verbatim."""
        start, end = self.spans[index]
        return self.text.text[start:end]

    def facts(self, index: int) -> tuple[Fact, ...]:
        """The facts of a sentence; offsets count within it."""
        if index not in self._facts:
            found = facts.find(self.sentence(index), self.language, self.text.published)
            self._facts[index] = scaled(self.sentence(index), found, self.language)
        return self._facts[index]

    def mentions(self, kind: FactKind, sentences: Iterable[int]) -> Iterator[tuple[int, Fact]]:
        """Every fact of a kind in some sentences, in order; only these sentences are searched for facts."""
        for i in sentences:
            if (i, kind) not in self._of_kind:
                self._of_kind[i, kind] = [fact for fact in self.facts(i) if fact.kind is kind]
            for fact in self._of_kind[i, kind]:
                yield i, fact

    @cached_property
    def with_figures(self) -> list[int]:
        """The sentences that have a digit."""
        return [i for i, words in enumerate(self.words) if any(word[0].isdigit() for word in words.folded)]

    @cached_property
    def folded(self) -> str:
        """The text's words, folded, one space apart: for looking up a run of words."""
        return " " + " ".join(" ".join(w.folded) for w in self.words) + " "

    @cached_property
    def _index(self) -> _Index:
        return _Index(self.words)

    def met(self, word: str, stem: str, concepts: frozenset[int], language: str) -> Postings:
        """Where a word of a claim (folded, with its stem and concepts) is met in this text, and how surely."""
        key = (word, language, concepts)
        if key not in self._met:
            self._met[key] = self._index.meet(word, stem, concepts, same_language=language == self.language)
        return self._met[key]

    def contrary(self, concepts: frozenset[int]) -> Postings:
        """Where words stand that say the contrary of one with these concepts."""
        key = ("contrary", concepts)
        if key not in self.cache:
            found = Postings()
            opposed = {other for concept in concepts for other in lexicon.opposites(concept)} - concepts
            for other in sorted(opposed):
                for sentence, position in self._index.by_concept.get(other, ()):
                    found.setdefault(sentence, []).append((position, 1.0))
            self.cache[key] = found
        return self.cache[key]  # type: ignore[return-value]  # the cache holds many kinds of value


class _Index:
    def __init__(self, sentences_words: list[Words]) -> None:
        self.by_word: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self.by_stem: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self.by_concept: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self.by_start: dict[str, list[str]] = defaultdict(list)
        for i, sentence in enumerate(sentences_words):
            for j, word in enumerate(sentence.folded):
                if not sentence.content[j]:
                    continue
                if word not in self.by_word and not word[0].isdigit():
                    self.by_start[word[:2]].append(word)
                self.by_word[word].append((i, j))
                self.by_stem[sentence.stems[j]].append((i, j))
                for concept in sentence.concepts[j]:
                    self.by_concept[concept].append((i, j))

    def meet(self, word: str, stem: str, concepts: frozenset[int], *, same_language: bool) -> Postings:
        best: dict[tuple[int, int], float] = {}

        def add(places: list[tuple[int, int]], strength: float) -> None:
            for place in places:
                if best.get(place, 0.0) < strength:
                    best[place] = strength

        add(self.by_word.get(word, []), SAME_WORD)
        if same_language:
            add(self.by_stem.get(stem, []), SAME_STEM)
        meant = SYNONYM if same_language else SAME_CONCEPT
        for concept in concepts:
            add(self.by_concept.get(concept, []), meant)
        if not word[0].isdigit() and len(word) > 3:
            for other, strength in self._alike(word, same_language=same_language):
                add(self.by_word[other], strength)
        found = Postings()
        for (sentence, position), strength in sorted(best.items()):
            found.setdefault(sentence, []).append((position, strength))
        return found

    def _alike(self, word: str, *, same_language: bool) -> list[tuple[str, float]]:
        candidates = self.by_start.get(word[:2], [])
        if same_language:
            return [(other, SAME_START) for other in candidates if other != word and _same_start(word, other)]
        scored = [(other, lexicon.cognate(word, other)) for other in candidates]
        return [(other, SAME_CONCEPT * score) for other, score in scored if score >= COGNATE]


def is_row(sentence: str) -> bool:
    """Whether the sentence is a row of a table, as `extract` writes it: `head: cell; head: cell`."""
    cells = sentence.split("; ")
    return len(cells) > 1 and all(": " in cell for cell in cells)


def scaled(sentence: str, found: tuple[Fact, ...], language: str) -> tuple[Fact, ...]:
    """The facts of a sentence; in a row whose first head is a unit (`£ million`), its bare figures are of that unit."""
    if not is_row(sentence):
        return found
    head = sentence.split(":", 1)[0]
    sign, _, scale = head.rpartition(" ")
    unit = next((f for f in facts.find(f"{sign}1 {scale}", language) if f.kind is FactKind.QUANTITY), None)
    if unit is None or not isinstance(unit.value, Decimal) or unit.value < 1000:
        return found
    return tuple(
        replace(f, value=f.value * unit.value, unit=unit.unit)
        if f.kind is FactKind.QUANTITY and f.unit is None and isinstance(f.value, Decimal)
        else f
        for f in found
    )


def _same_start(a: str, b: str) -> bool:
    shorter, longer = sorted((len(a), len(b)))
    if shorter < 5:
        return False
    common = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), shorter)
    return common >= 5 and common >= 0.65 * longer


def _sentences(text: ExtractedText) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    at = 0
    for line in text.text.split("\n"):
        if line.strip():
            found += [(at + a, at + b) for a, b in sentences.split(line, text.language) if b > a]
        at += len(line) + 1
        if len(found) >= SENTENCE_LIMIT:
            break
    return found


def _headings(text: ExtractedText, spans: list[tuple[int, int]]) -> list[int]:
    """A heading is a line of at most twelve words that ends without a full stop; it names the lines below it."""
    current, above, heading = -1, -1, []
    lines = [0, *(match.end() for match in re.finditer("\n", text.text))]
    line_of = [bisect_right(lines, start) for start, _ in spans]
    for i, (start, end) in enumerate(spans):
        words_here = text.text[start:end]
        alone = line_of[i] != above and (i + 1 == len(spans) or line_of[i + 1] != line_of[i])
        if alone and words_here[-1:] not in '.!?»”"' and words_here.count(" ") < 12:
            heading.append(-1)
            current = i
        else:
            heading.append(current)
        above = line_of[i]
    return heading


def prepare(text: ExtractedText) -> Prepared:
    """The text, made ready to hold claims against; do it once a source and keep the result."""
    return Prepared(text)
