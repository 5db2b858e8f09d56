"""How fast `collect` is, and how that grows: `python benchmarks/collect.py [COUNT…]` (10, 100, 1000 and 10,000 documents).

Makes Markdown documents of 8 KB, all different, runs the command over them, and prints seconds, documents a second, and
the peak memory of the run with its workers' largest.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZE = 8_000
"""Bytes of a document."""
SENTENCES = (
    "Le chiffre d'affaires de {name} a reculé de {n} % en {year}, à {m} millions d'euros.",
    "Selon [Reuters](https://reuters.example/{n}/{m}), le groupe vise {m} embauches d'ici à {year}.",
    "{name} said on Tuesday that it had sold {m} units, up {n}% from {year}[^{k}].",
    "L'entreprise n'a pas souhaité commenter, a-t-elle indiqué au *Monde*.",
)


def written(source: random.Random) -> str:
    """A document of about 8 KB."""
    paragraphs: list[str] = ["# Revue de presse\n"]
    notes = 0
    while sum(map(len, paragraphs)) < SIZE:
        notes += 1
        values = {"name": source.choice(["Norvia", "Harwick", "Lumenor"]), "n": source.randrange(2, 60),
                  "m": source.randrange(100, 9000), "year": source.randrange(2019, 2027), "k": notes}  # fmt: skip
        paragraphs.append(
            " ".join(sentence.format(**values) for sentence in source.sample(SENTENCES, 3)) + "\n"
        )
        paragraphs.append(f"[^{notes}]: https://norvia.example/{values['m']}\n")
    return "\n".join(paragraphs)


def measure(count: int) -> None:
    """Run `collect` over so many documents and print what it took."""
    source = random.Random(count)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            Path(folder, f"{number:05}.md").write_text(written(source), "utf-8")
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-m", "provenance", "collect", folder, "-o", os.devnull], check=True)
        seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1000
    load = os.getloadavg()[0]
    sys.stdout.write(
        f"{count:6} documents  {seconds:7.1f} s  {count / seconds:6.1f} documents/s  {peak} MB  load {load:.1f}\n"
    )


if __name__ == "__main__":
    for wanted in [int(word) for word in sys.argv[1:]] or [10, 100, 1000, 10_000]:
        measure(wanted)
