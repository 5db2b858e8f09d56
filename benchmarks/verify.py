"""Where the verifier's time goes: python benchmarks/verify.py

Prints pages made ready a second, claims judged a second against a page that is ready, the same by step, the time that an
import takes and the memory in use, on one core, over pages of the project's own making.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from provenance.language import facts
from provenance.language.words import analyse
from provenance.verify import BuiltinVerifier, prepare
from provenance.verify.align import align
from provenance.verify.doubts import doubts
from provenance.verify.features import features
from provenance.verify.retrieve import rank, terms_of
from provenance.verify.weights import learned
from tests.support.verifying import claim_of, text_of
from tests.verify.pages import samples


def per_second(work: Callable[[], object], count: int, rounds: int = 3) -> float:
    """How many of `count` things a second the best of some rounds does."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return count / best


def main() -> None:
    """Measure and print."""
    made = samples(60)
    pages = list(dict.fromkeys(sample.page for sample in made))
    long_pages = ["\n".join(pages[i : i + 6]) for i in range(0, len(pages) - 6, 2)]
    claims = [claim_of(sample.claim, sample.language) for sample in made[:300]]
    ready = prepare(text_of(long_pages[0]))
    verifier = BuiltinVerifier()
    verifier.verify(claims[0], [ready])
    code = "import time; t = time.perf_counter(); import provenance.verify; print(time.perf_counter() - t)"
    taken = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    print(f"import: {float(taken):.2f} s")
    print(f"a page: {len(ready)} sentences, {sum(len(w) for w in ready.words)} words")
    print(
        f"pages made ready: {per_second(lambda: [prepare(text_of(p)) for p in long_pages], len(long_pages)):.0f}/s"
    )
    print(
        f"claims judged: {per_second(lambda: [verifier.verify(c, [ready]) for c in claims], len(claims)):.0f}/s"
    )
    analysed = [(analyse(c.text, c.language), analyse(c.context, c.language)) for c in claims]
    aligned, words = [align(c, [ready]) for c in claims], learned().words
    steps: dict[str, Callable[[], object]] = {
        "words": lambda: [analyse(c.text, c.language) for c in claims],
        "facts of the claim": lambda: [facts.find(c.text, c.language) for c in claims],
        "terms": lambda: [terms_of(a, b, [ready]) for a, b in analysed],
        "retrieval": lambda: [rank(terms_of(a, b, [ready]), [ready], 12) for a, b in analysed],
        "alignment, with all of the above": lambda: [align(c, [ready]) for c in claims],
        "doubts and features": lambda: [features(a, doubts(a, words)) for a in aligned],
    }
    for name, work in steps.items():
        print(f"  {name}: {1e6 / per_second(work, len(claims)):.0f} µs a claim")
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
