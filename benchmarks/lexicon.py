"""How far the lexicon reaches: the share of a French text's content words that meet a word of the English text.

    python benchmarks/lexicon.py [CASES.jsonl] [--misses N]

CASES are those of ../shared/bench/verify (`claim` in French, `source` in English, `evidence`: the sentences that the
claim translates). A French word is bridged where an English word of the evidence shares a concept with it, has the
same letters, or is its cognate, and a number or name where the same stands there. Also prints the speed of look-up.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from pathlib import Path
from statistics import mean

from provenance.language import lexicon, names
from provenance.language.lexicon.forms import fold
from provenance.language.lexicon.groups import index
from provenance.language.words import analyse

CASES = Path(__file__).resolve().parents[2] / "shared/bench/verify/ntrex-fr-en-dev.jsonl"
COGNATE = 0.8

Word = tuple[str, frozenset[int]]


def words(text: str, language: str) -> list[Word]:
    """The words and numbers of a text with their concepts."""
    found = analyse(text, language)
    return list(zip(found.raw, found.concepts, strict=True))


def content(text: str, language: str) -> list[Word]:
    """The same without those that the verifier holds for empty: function words and expressions that work as one."""
    found = analyse(text, language)
    return [word for word, full in zip(zip(found.raw, found.concepts, strict=True), found.content) if full]


def bridged(word: str, concepts: frozenset[int], english: list[Word]) -> bool:
    """Whether one of the English words can stand for the French one."""
    folded = fold(word)
    digits = re.sub(r"\D", "", word)
    for other, theirs in english:
        if concepts & theirs or folded == fold(other) or (digits and digits == re.sub(r"\D", "", other)):
            return True
        if lexicon.cognate(word, other) >= COGNATE or (word[0].isupper() and names.same(word, other)):
            return True
    return False


def share(french: list[Word], english: list[Word]) -> list[bool]:
    """For each French word whether it is bridged."""
    return [bridged(word, concepts, english) for word, concepts in french]


def measure(path: Path, most: int) -> None:
    """Print the share of French content words that are bridged, beside another sentence's, and the commonest misses."""
    met: list[bool] = []
    by_chance: list[bool] = []
    known: list[bool] = []
    misses: Counter[str] = Counter()
    for case in map(json.loads, path.read_text("utf-8").splitlines()):
        if case["claim_language"] != "fr" or not case.get("evidence"):
            continue
        source, evidence = case["source"], case["evidence"][0]
        french = content(case["claim"], "fr")
        found = share(french, words(" ".join(source[i] for i in evidence), "en"))
        met += found
        by_chance += share(french, words(source[(evidence[-1] + 1) % len(source)], "en"))
        known += [bool(concepts) or not word.islower() or ok for (word, concepts), ok in zip(french, found)]
        misses.update(word.lower() for (word, _), ok in zip(french, found) if not ok)
    print(f"{len(met)} French content words")
    print(f"{mean(met):.4f} meet a word of the sentence that they translate")
    print(f"{mean(by_chance):.4f} meet a word of the sentence after it")
    print(f"{mean(known):.4f} are in the lexicon, written with a capital or digit, or meet a cognate")
    for word, count in misses.most_common(most):
        print(f"{count:4} {word}")


def speed(path: Path) -> None:
    """Print how many tokens a second `concepts` looks up once its cache is warm."""
    texts = [json.loads(line)["claim"] for line in path.read_text("utf-8").splitlines()]
    tokens = [analyse(text, "fr").raw for text in texts]
    for sentence in tokens:
        lexicon.concepts(sentence, "fr")
    start = time.process_time()
    for sentence in tokens:
        lexicon.concepts(sentence, "fr")
    count = sum(map(len, tokens))
    print(f"{count / (time.process_time() - start):,.0f} tokens/s once warm ({count} tokens)")


def main() -> None:
    """Measure the lexicon on the cases named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="?", type=Path, default=CASES)
    parser.add_argument("--misses", type=int, default=0, metavar="N", help="print the N commonest misses")
    args = parser.parse_args()
    start = time.process_time()
    read = index()
    print(f"{len(read.groups)} groups read in {time.process_time() - start:.3f} s of CPU")
    for language, vocabulary in read.vocabularies.items():
        print(f"{language}: {len(vocabulary.words)} words")
    measure(args.cases, args.misses)
    speed(args.cases)


if __name__ == "__main__":
    main()
