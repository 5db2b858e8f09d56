"""Holds the collected claims against the gold of ../shared/press, as its score.py does: `python -m tests.citations.measure_claims [-v]`."""

from __future__ import annotations

import json
import re
import statistics
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from provenance import documents
from provenance.citations import Collected, collect


def words(text: str) -> list[str]:
    """As score.py counts them."""
    level = re.sub(r"\s+", " ", text or "").strip().lower().replace("’", "'")
    return re.findall(r"\w+|[%$€£«»]", level)


@dataclass
class Measured:
    """What a gold file shows of the claims that were collected."""

    gold: int = 0
    missing: list[str] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)
    counts: list[tuple[str, int, int]] = field(default_factory=list)

    def __str__(self) -> str:
        """The figures, in a line."""
        right = sum(want == got for _, want, got in self.counts)
        return (
            f"not collected {len(self.missing)}/{self.gold} · claims with unlike verdicts {len(self.mixed)} · "
            f"length {statistics.median(self.ratios):.2f} times the gold's (median) · citation counts {right}/{len(self.counts)}"
        )


def measure(gold_file: Path, folder: Path) -> Measured:
    """The figures for the documents of a folder."""
    gold = json.loads(gold_file.read_text("utf-8"))
    collected = {
        entry["document"]: collect(
            documents.read(entry["document"], (folder / entry["document"]).read_bytes())
        )
        for entry in gold["documents"]
    }
    measured = Measured(gold=len(gold["claims"]))
    for entry in gold["documents"]:
        urls = {c.url for c in collected[entry["document"]].citations if c.url}
        measured.counts.append((entry["document"], entry["citations"], len(urls)))
    _cover(gold["claims"], collected, measured)
    return measured


def _cover(gold: list[dict], collected: dict[str, Collected], measured: Measured) -> None:
    claims = {name: [(words(c.text), c) for c in found.claims] for name, found in collected.items()}
    held = defaultdict(list)
    for entry in gold:
        quote = words(entry["quote"])
        ranked = []
        for at, (claim_words, _) in enumerate(claims[entry["document"]]):
            size = SequenceMatcher(None, quote, claim_words, autojunk=False).find_longest_match().size
            ranked.append((-size / len(quote), -size / max(1, len(claim_words)), at))
        best = min(ranked, default=(0, 0, -1))
        if -best[0] < 0.6:
            measured.missing.append(f"{entry['document'][:10]} {entry['quote']}")
            continue
        chosen = claims[entry["document"]][best[2]]
        held[entry["document"], best[2]].append(entry)
        measured.ratios.append(len(chosen[0]) / len(quote))
    for (name, at), entries in held.items():
        shared = set.intersection(*(set(entry["verdicts"]) for entry in entries))
        if not shared:
            quotes = " | ".join(f"{e['quote']} ({'/'.join(e['verdicts'])})" for e in entries)
            measured.mixed.append(f"{name[:10]} [{claims[name][at][1].text}] <- {quotes}")


if __name__ == "__main__":
    shared = Path(__file__).resolve().parents[3] / "shared"
    for gold_file, folder in (
        (shared / "press" / "seeds-gold.json", shared / "seeds"),
        (shared / "press" / "corpus" / "gold.json", shared / "press" / "corpus" / "documents"),
    ):
        result = measure(gold_file, folder)
        print(result)
        if "-v" in sys.argv:
            print(
                "\n".join(["  MISSING " + m for m in result.missing] + ["  MIXED " + m for m in result.mixed])
            )
            print("  " + str([c for c in result.counts if c[1] != c[2]]))
