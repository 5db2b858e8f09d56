"""How long the review page takes to answer with a large audit: `python -m benchmarks.review [CLAIMS]`.

Serves the demonstration's audit, repeated to that many claims (5,000), on loopback; prints the median and the slowest
of fifty answers, in milliseconds, for the queue, a claim, a filter, and a decision with the page that follows it.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from provenance import demo, pipeline
from tests.review.editor import Editor, at_work
from tests.support.demo import noon, settings_for, web
from tests.support.many import repeated

TIMES = 50


def timed(name: str, work: Callable[[int], object]) -> None:
    """Do it so many times and print how long it took."""
    took = []
    for number in range(TIMES):
        begun = time.perf_counter()
        work(number)
        took.append((time.perf_counter() - begun) * 1000)
    print(f"{name}: median {statistics.median(took):.0f} ms, slowest {max(took):.0f} ms")


def main(claims: int) -> None:
    """Ask for pages as an editor does."""
    with web() as opened, demo.documents() as documents, tempfile.TemporaryDirectory() as cache:
        settings = settings_for(opened, Path(cache))
        # no two claims say the same: one decision would settle all that do
        small = pipeline.audit(documents, settings, clock=noon)
        large = repeated(small, claims)
        audit = replace(large, claims=tuple(replace(c, context=c.id) for c in large.claims))
        begun = time.perf_counter()
        with at_work(audit, replace(settings, offline=True)) as page:
            editor = Editor(page.url)
            print(f"{claims} claims: on the desk after {time.perf_counter() - begun:.1f} s")
            ids = [claim.id for claim in audit.claims]
            timed("queue", lambda number: editor.get(f"/?page={number + 1}"))
            timed("filter", lambda _: editor.get("/?show=all&verdict=contradicted"))
            timed("claim", lambda number: editor.get(f"/claim/{ids[number * 7]}"))
            forms = [editor.form(f"/claim/{ids[number * 7]}") for number in range(TIMES)]

            def decide(number: int) -> None:
                claim = ids[number * 7]
                fields = {**forms[number], "author": "NQ", "note": "", "verdict": "supported"}
                answer = editor.post(f"/claim/{claim}/decide", fields)
                assert answer.status == 303, answer.status
                editor.get(answer.place)

            timed("decision and the next claim", decide)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
