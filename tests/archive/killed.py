"""Run as a process of its own and killed: writes visits, and says on stdout which ones it reported."""

import sys
from pathlib import Path

from provenance.archive import Archive
from tests.archive.visits import NOON, hop, later, visit


def main(folder):
    """Write pages until somebody stops us."""
    with Archive.open(Path(folder), clock=lambda: NOON, wait=10, roll_at=60_000) as archive:
        print("open", flush=True)
        for n in range(100_000):
            body = (str(n) * 200).encode()
            capture = archive.write(visit(hop(url=f"https://example.org/{n}", at=later(n), body=body)))
            fields = (capture.warc, capture.offset, capture.sha256, n)
            print(*fields, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
