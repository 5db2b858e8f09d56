"""check_demo.py JSON HTML: holds what `make demo` wrote against what the demonstration is there to show."""

import json
import sys
from pathlib import Path

report = json.loads(Path(sys.argv[1]).read_text("utf-8"))
html = Path(sys.argv[2]).read_text("utf-8")
states = {source["canonical_url"].split("/")[2]: source["state"] for source in report["sources"]}
reads = {source["canonical_url"].split("/")[2]: source["read_from"]["kind"] for source in report["sources"]}
rules = {finding["rule"] for finding in report["findings"]}
problems = []


def expect(what: str, got: object, want: object) -> None:
    """Note what is not as it should be."""
    if got != want:
        problems.append(f"{what}: want {want!r}, got {got!r}")


expect("documents", len(report["documents"]), 4)
expect("a moved page", states.get("www.ardence.example"), "moved")
expect("a page that is gone", states.get("www.northshore-times.example"), "gone")
expect("its copy", reads.get("www.northshore-times.example"), "web-archive")
expect("a preview", states.get("www.ledger-daily.example"), "paywalled")
expect("a bot challenge", states.get("www.wire-energy.example"), "blocked")
expect("its copy", reads.get("www.wire-energy.example"), "web-archive")
expect("a soft 404", states.get("www.metro-observer.example"), "soft-404")
expect("rules that must be found", {"PV105", "PV504", "PV201", "PV401"} - rules, set())
expect(
    "an altered figure",
    any(c["verdict"] == "contradicted" and "3 200" in c["text"] for c in report["claims"]),
    True,
)
expect("every claim is in the page", [c["id"] for c in report["claims"] if c["id"] not in html], [])
expect("scripts from elsewhere", 'src="http' in html, False)
if problems:
    sys.exit("the demonstration is not what it should be:\n" + "\n".join(problems))
sys.stdout.write("the demonstration shows what it is there to show\n")
