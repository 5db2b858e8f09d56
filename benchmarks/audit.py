"""Times `audit` of 2,000 real-sized pages against trafilatura alone on the same pages and cores, and prints the ratio.

The 181 pages of ../shared/peers/extraction are served under 2,000 addresses on loopback. Both sides use as many
processes as there are cores; ours also fetches, archives, judges links, reads documents and writes a report.

    .venv/bin/python benchmarks/audit.py [PAGES]
"""

from __future__ import annotations

import asyncio
import gzip
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path

SHARED = Path(os.environ.get("PROVENANCE_SHARED", Path(__file__).resolve().parents[2] / "shared"))
PAGES = SHARED / "peers" / "extraction" / "html"
HOSTS = [f"127.0.2.{number}" for number in range(1, 41)]
PORT = 8099
COMMAND = [sys.executable, "-c", "from provenance.cli import main; main()", "audit"]
FLAGS = [
    "--concurrency",
    "64",
    "--host-concurrency",
    "4",
    "--host-interval",
    "0",
    "--allow-network",
    "127.0.0.0/8",
    "--ignore-robots",
    "--no-archive-fallback",
    "--fail-on",
    "never",
    "--format",
    "json",
]


def bodies() -> list[bytes]:
    """The pages, unpacked."""
    return [gzip.decompress(file.read_bytes()) for file in sorted(PAGES.glob("*.gz"))]


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Serve `/NUMBER` on one connection for as long as it lasts."""
    while head := await reader.readline():
        while (await reader.readline()).strip():
            pass
        body = SERVED[int(head.split()[1][1:]) % len(SERVED)]
        fields = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(fields.encode() + body)
        await writer.drain()
    writer.close()


async def serve() -> None:
    """Serve on every host until the process is ended."""
    servers = [await asyncio.start_server(answer, host, PORT) for host in HOSTS]
    await asyncio.gather(*(server.serve_forever() for server in servers))


@contextmanager
def web() -> Iterator[None]:
    """The pages on loopback, served by a process of its own."""
    server = multiprocessing.get_context("fork").Process(target=lambda: asyncio.run(serve()), daemon=True)
    server.start()
    time.sleep(1.0)
    yield
    server.terminate()


def extract(body: bytes) -> int:
    """What trafilatura alone does with a page."""
    import trafilatura

    return len(trafilatura.extract(body) or "")


def alone(count: int) -> float:
    """Seconds for trafilatura on all cores, its start left out."""
    with ProcessPoolExecutor() as pool:
        list(pool.map(extract, SERVED[:4]))
        begun = time.monotonic()
        list(pool.map(extract, islice(cycle(SERVED), count), chunksize=16))
        return time.monotonic() - begun


def audited(count: int) -> float:
    """Seconds for an audit of a document that cites every page."""
    with tempfile.TemporaryDirectory() as folder, web():
        links = [f"- [Page {n}](http://{HOSTS[n % len(HOSTS)]}:{PORT}/{n})\n" for n in range(count)]
        (document := Path(folder) / "links.md").write_text("# Links\n\n" + "".join(links))
        places = ["--cache", f"{folder}/cache", "-o", f"{folder}/report.json"]
        begun = time.monotonic()
        subprocess.run([*COMMAND, str(document), *FLAGS, *places], check=True)
        return time.monotonic() - begun


SERVED = bodies()


def main() -> None:
    """Measure both, and again the first: a machine with other work to do changes its pace."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    first, ours, second = alone(count), audited(count), alone(count)
    theirs = (first + second) / 2
    print(
        f"{count} pages of {sum(map(len, SERVED)) // len(SERVED) // 1000} kB on {os.cpu_count()} cores,",
        end=" ",
    )
    print(f"load {os.getloadavg()[0]:.1f}")
    print(f"trafilatura alone {theirs:.1f} s ({first:.1f}, {second:.1f}), audit {ours:.1f} s:", end=" ")
    print(f"{ours / theirs:.2f} times")


if __name__ == "__main__":
    main()
