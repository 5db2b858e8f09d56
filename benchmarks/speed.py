"""Times `recheck` against lychee on the loopback web of ../shared/linkbench, in one run, and prints the ratios.

Of each program: wall time, CPU seconds and peak memory of its whole process tree (proportional set size: a page that
processes share counts once). Root is needed for the network namespace. lychee is left out where it is not installed.

    .venv/bin/python benchmarks/speed.py
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

SHARED = Path(os.environ.get("PROVENANCE_SHARED", Path(__file__).resolve().parents[2] / "shared"))
INSIDE = "HERE"
"""The variable that ns.sh sets inside of its namespace."""
SAMPLE = 0.1
TICKS = os.sysconf("SC_CLK_TCK")
OURS = [sys.executable, "-c", "from provenance.cli import main; main()", "recheck"]
LIMITS = ["--concurrency", "256", "--host-concurrency", "10", "--host-interval", "0"]
NETWORK = ["--allow-network", "127.0.0.0/8", "--ignore-robots", "--no-archive-fallback", "--fail-on", "never"]
RAISED = ["--max-concurrency", "256", "--host-concurrency", "10", "--host-request-interval", "0ms"]
"""lychee's own limits, set to ours."""


@dataclass(frozen=True)
class Measured:
    """What a program took."""

    name: str
    wall: float
    cpu: float
    megabytes: float
    code: int


def descendants(root: int) -> list[int]:
    """A process and all that it started, directly or not."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(folder.name))
    found = [root]
    for process in found:
        found.extend(children.get(process, []))
    return found


def cpu_seconds(process: int) -> float:
    """What a process used so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory(process: int) -> float:
    """Its proportional set size in MB."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:"))


def measure(name: str, command: list[str]) -> Measured:
    """Run a command to its end."""
    begun, peak, used = time.monotonic(), 0.0, {}
    with Path(f"{name.replace(' ', '-')}.log").open("wb") as log:
        running = subprocess.Popen(command, stdout=log, stderr=log)
        while running.poll() is None:
            total = 0.0
            for process in descendants(running.pid):
                try:
                    used[process] = cpu_seconds(process)
                    total += memory(process)
                except (OSError, StopIteration):
                    continue  # it ended meanwhile
            peak = max(peak, total)
            time.sleep(SAMPLE)
    return Measured(name, time.monotonic() - begun, sum(used.values()), peak, running.returncode)


def ours(page: str, cache: str) -> Measured:
    """`recheck` of a page of links into a new cache."""
    with tempfile.TemporaryDirectory() as folder:
        places = ["--cache", f"{folder}/{cache}", "--format", "json", "-o", f"{folder}/report.json"]
        return measure(f"provenance {page}", [*OURS, page, *LIMITS, *NETWORK, *places])


def compare(page: str) -> None:
    """One page by both programs."""
    results = [ours(page, "cache")]
    if lychee := shutil.which("lychee", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}"):
        quiet = [lychee, "--no-progress", "--insecure"]
        results += [measure(f"lychee {page}", [*quiet, page])]
        results += [measure(f"lychee at our limits {page}", [*quiet, *RAISED, page])]
    print(f"{page}: load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for one in results:
        ratio = f"{results[0].wall / one.wall:5.2f} times" if one is not results[0] else ""
        print(
            f"  {one.name:34} {one.wall:7.2f} s  {one.cpu:6.2f} CPU s  {one.megabytes:6.0f} MB  exit {one.code}  {ratio}"
        )
    sys.stdout.flush()


def main() -> None:
    """Go into the namespace, and measure there."""
    if INSIDE in os.environ:
        for page in sys.argv[1:] or ["speed.md", "mix.md"]:
            compare(page)
        return
    with tempfile.NamedTemporaryFile("w", suffix=".sh") as script:
        script.write(f"exec {sys.executable} {Path(__file__).resolve()} {' '.join(sys.argv[1:])}\n")
        script.flush()
        environment = {**os.environ, "PYTHON": sys.executable}
        subprocess.run(
            ["bash", str(SHARED / "linkbench" / "ns.sh"), script.name], env=environment, check=True
        )


if __name__ == "__main__":
    main()
