"""Kills audits of 300 links at random moments and looks at what is left.

After each `kill -9`: `provenance fsck` passes, no source that was known before is missing, every capture of the
catalogue reads back, and the run asked its server for nothing that was kept before it.

    .venv/bin/python benchmarks/kill.py --kills 200
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

from provenance.archive import read
from provenance.store import Catalogue

LINKS = 300
HOSTS = 10
SLOWEST = 0.2
START = 60.0
COMMAND = [sys.executable, "-c", "from provenance.cli import main; main()"]
NETWORK = (
    "--allow-network 127.0.0.0/8 --ignore-robots --no-archive-fallback --host-interval 0 --concurrency 16"
)


class Pages(BaseHTTPRequestHandler):
    """Pages of some paragraphs each, after a short while; counts what was asked."""

    protocol_version = "HTTP/1.1"
    asked: ClassVar[Counter[str]] = Counter()

    def do_GET(self) -> None:
        """One page."""
        url = f"http://{self.headers['Host']}{self.path}"
        self.asked[url] += 1
        time.sleep(random.uniform(0, SLOWEST))
        text = f"<p>Page {self.path} says that 42 million people read it in 2024.</p>" * 80
        body = f"<!doctype html><title>Page {self.path}</title><article>{text}</article>".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """A server that does not mind clients that are killed."""

    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Say nothing."""


def urls(port: int) -> list[str]:
    """The links, spread over loopback addresses."""
    return [f"http://127.0.0.{n % HOSTS + 1}:{port}/page/{n}" for n in range(LINKS)]


def kept(cache: Path) -> set[str]:
    """The URLs that the catalogue has a capture of; each capture is read."""
    if not (cache / "catalog.db").exists():
        return set()
    with Catalogue.open(cache, read_only=True) as catalogue:
        for capture in catalogue.captures():
            read(cache, capture)
        return {known.url for known in catalogue.all_known() if known.live}


def run_and_kill(document: Path, cache: Path, seconds: float) -> bool:
    """Start an audit and kill it some seconds after its first request; whether it was still running."""
    command = [*COMMAND, "audit", str(document), "--cache", str(cache), "--quiet", *NETWORK.split()]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        until = time.monotonic() + START
        while not Pages.asked and process.poll() is None and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(seconds)
        running = process.poll() is None
        process.kill()
        process.wait()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    return running


def fsck(cache: Path) -> str:
    """What fsck finds; nothing where all is well."""
    command = [*COMMAND, "fsck", "--cache", str(cache)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return f"{done.stdout}{done.stderr}" if done.returncode else ""


def main() -> None:
    """Kill as often as asked, print what went wrong, exit with 1 if anything did."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument(
        "--longest", type=float, default=3.0, help="seconds from the first request to the latest kill"
    )
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    server = Server(("0.0.0.0", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    wrong: list[str] = []
    running = finished = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        document = folder / "links.md"
        lines = [
            f"In 2024, 42 million people read [page {n}]({url})."
            for n, url in enumerate(urls(server.server_port))
        ]
        document.write_text("\n\n".join(lines), "utf-8")
        caches = iter(folder / f"cache-{n}" for n in range(options.kills + 1))
        cache = next(caches)
        for number in range(1, options.kills + 1):
            before = kept(cache)
            Pages.asked.clear()
            running += run_and_kill(document, cache, chance.uniform(0, options.longest))
            found = fsck(cache) if cache.exists() else ""
            after = kept(cache)
            again = before & set(Pages.asked)
            wrong += [f"kill {number}: fsck: {found.strip()}"] if found else []
            wrong += [f"kill {number}: {len(before - after)} sources are missing"] if before - after else []
            wrong += [f"kill {number}: {len(again)} pages were fetched again"] if again else []
            print(f"kill {number}: {len(before)} → {len(after)} of {LINKS} kept", file=sys.stderr, flush=True)
            if len(after) == LINKS:
                finished += 1
                cache = next(caches)
    print("\n".join(wrong) or "nothing was lost, damaged, or fetched again")
    print(
        f"{options.kills} kills, {running} of them of a running audit; {finished} times all links were kept"
    )
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
