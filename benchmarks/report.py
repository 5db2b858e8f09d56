"""How long the HTML report of a large audit takes to write and to open: `python -m benchmarks.report [CLAIMS]`.

Writes the demonstration's audit, repeated to that many claims (5,000), in a process of its own; prints seconds, peak
memory (MB), the file's size (MB), the seconds until Chromium has loaded and laid it out, and the milliseconds that a
filter takes at once after that, while most claims are not built yet, and when they are.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from provenance import demo, pipeline
from provenance.report import write_file, writer
from tests.support.browser import browser, missing
from tests.support.demo import noon, settings_for, web
from tests.support.many import repeated

FILTER = """const form = document.querySelector('.filters'), at = performance.now();
form.elements.review.checked = true;
form.dispatchEvent(new Event('input', {bubbles: true}));
document.body.offsetHeight;
return performance.now() - at"""


def write(claims: int, place: Path) -> None:
    """Write the report and print what it took."""
    with web() as opened, demo.documents() as documents, tempfile.TemporaryDirectory() as cache:
        audit = repeated(pipeline.audit(documents, settings_for(opened, Path(cache)), clock=noon), claims)
    before = peak()
    begun, worked = time.perf_counter(), time.process_time()
    write_file(audit, writer("html"), place)
    took, worked = time.perf_counter() - begun, time.process_time() - worked
    size = place.stat().st_size / 1e6
    print(
        f"{claims} claims: written in {took:.2f} s ({worked:.2f} s of processor time), {size:.1f} MB; peak memory {before:.0f} → {peak():.0f} MB"
    )


def peak() -> float:
    """The most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def read(place: Path) -> None:
    """Open the report in Chromium and print how long that took."""
    if missing():
        print(f"not opened: {missing()} is not installed here")
        return
    with browser() as window:
        window.open("about:blank")  # the browser is there; what counts is the page
        begun = time.perf_counter()
        window.open(place.as_uri())
        window.run("return document.body.offsetHeight")
        took = time.perf_counter() - begun
        first = window.run(FILTER)
        while window.run("return document.querySelector('.claims .later') !== null"):
            time.sleep(0.1)
        built = time.perf_counter() - begun
        print(
            f"opened in {took:.2f} s; filtered in {first:.0f} ms at once; all built after {built:.1f} s, "
            f"then filtered in {window.run(FILTER):.0f} ms"
        )


if __name__ == "__main__":
    wanted = sys.argv[1] if len(sys.argv) > 1 else "5000"
    if len(sys.argv) > 2:
        write(int(wanted), Path(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "report.html"
            subprocess.run([sys.executable, "-m", "benchmarks.report", wanted, str(report)], check=True)
            read(report)
