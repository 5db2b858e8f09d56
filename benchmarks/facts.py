"""How fast the facts of sentences are found: python benchmarks/facts.py [FILE]; FILE has a sentence a line.

Without a file it takes the sentences of the case files, which hold more facts than running text does. Prints the CPU
time for 1,000 characters, sentences and facts a second for each language, the time to load the grammars, and where the
time goes.
"""

import cProfile
import pstats
import re
import sys
import time
from pathlib import Path

from provenance.language import facts

CASES = Path(__file__).resolve().parents[1] / "tests" / "cases"
ROUNDS = 5


def sentences(language: str) -> list[str]:
    """The sentences to read."""
    if len(sys.argv) > 1:
        return Path(sys.argv[1]).read_text("utf-8").splitlines()
    text = (CASES / f"facts.{language}.md").read_text("utf-8")
    return re.findall(r"^\w+: [^\n]+\n\.\n(.*?)\n\.\n", text, re.MULTILINE | re.DOTALL)


def measure(language: str) -> None:
    """Print the speed for a language: the best of some rounds, since other work disturbs a round but never helps it."""
    texts = sentences(language)
    start = time.perf_counter()
    facts.find("", language)
    loaded = time.perf_counter() - start
    best, found = float("inf"), 0
    for _ in range(ROUNDS):
        start = time.process_time()
        found = sum(len(facts.find(text, language)) for text in texts)
        best = min(best, time.process_time() - start)
    length = sum(map(len, texts)) / len(texts)
    cost = best / sum(map(len, texts)) * 1e6
    print(f"{language}: {cost:.2f} ms of CPU for 1,000 characters, {len(texts) / best:,.0f} sentences/s of {length:.0f} characters, "
          f"{found / best:,.0f} facts/s; grammar loaded in {loaded * 1000:.0f} ms")  # fmt: skip


def profile(language: str) -> None:
    """Print the functions that take the most time."""
    texts = sentences(language)
    with cProfile.Profile() as profiler:
        for text in texts:
            facts.find(text, language)
    pstats.Stats(profiler).sort_stats("tottime").print_stats(12)


if __name__ == "__main__":
    for code in facts.languages():
        measure(code)
    profile("fr")
