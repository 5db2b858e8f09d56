"""Mutates documents of every format and reads them: `python benchmarks/fuzz.py [COUNT] [SEED]` (20,000 and 1).

Each must be read or refused by one of our own errors, within a second, with offsets that hold in the document and in
what is collected from it. Prints the count by outcome, the slowest document, and exits with 1 if any of them failed;
a document that failed is written to the folder `reports/fuzz`.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from provenance.citations import Collected, collect  # noqa: E402 -- the tests stand beside the package
from provenance.documents import read  # noqa: E402 -- as above
from provenance.errors import ProvenanceError  # noqa: E402 -- as above
from provenance.model import Document  # noqa: E402 -- as above
from tests.documents import test_fuzz as fuzz  # noqa: E402 -- as above
from tests.documents.sound import check  # noqa: E402 -- as above

LIMIT = 1.0
"""Seconds of processor time that a document may take."""
FAILED = ROOT / "reports" / "fuzz"


def check_collected(document: Document, found: Collected) -> None:
    """Citations and claims stand within the text, and claims apart from each other."""
    size, last = len(document.text), 0
    for citation in found.citations:
        assert 0 <= citation.start <= citation.end <= size, "a citation stands within the text"
    for claim in found.claims:
        assert 0 <= claim.start <= claim.end <= size, "a claim stands within the text"
        assert last <= claim.start, "claims do not overlap"
        last = claim.end


def outcome(path: str, raw: bytes) -> str:
    """What became of a document: `read`, `refused`, or the name of what went wrong."""
    try:
        document = read(path, raw)
        check(document)
        check_collected(document, collect(document))
    except ProvenanceError:
        return "refused"
    except Exception as error:  # whatever it is, it is what we look for
        return f"{type(error).__name__}: {error}"[:120]
    return "read"


def main(count: int, seed: int) -> int:
    """Run, and say what came of it."""
    source = random.Random(seed)
    fuzz.FILES.update(
        {path.name: path.read_bytes() for path in (ROOT / "tests" / "cases").glob("documents-*.md")}
    )
    for path, raw in {
        **fuzz.FILES,
        "words.txt": b"xyzzy plugh frotz gnusto blorb nitfol zorkmid qwerty",
    }.items():
        outcome(path, raw)  # libraries and tables are loaded once, and no document's time
    outcomes: Counter[str] = Counter()
    slowest, slow = 0.0, 0
    for number in range(count):
        path, raw = fuzz.mutated(source)
        begun = time.process_time()
        result = outcome(path, raw)
        seconds = time.process_time() - begun
        slowest, slow = max(slowest, seconds), slow + (seconds > LIMIT)
        outcomes[result] += 1
        if result not in ("read", "refused") or seconds > LIMIT:
            FAILED.mkdir(parents=True, exist_ok=True)
            (FAILED / f"{seed}-{number}-{path}").write_bytes(raw)
    for result, times in outcomes.most_common():
        sys.stdout.write(f"{times:6}  {result}\n")
    sys.stdout.write(f"slowest {slowest:.2f} s of processor time; {slow} over {LIMIT:.0f} s\n")
    return 1 if slow or set(outcomes) - {"read", "refused"} else 0


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]] + [20_000, 1][len(sys.argv) - 1 :]
    sys.exit(main(*given))
