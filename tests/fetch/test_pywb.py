"""Against a real Memento server: pywb, serving a WARC that this project wrote. Skipped where pywb is not installed (`pip install pywb`)."""

import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from provenance.archive import Archive
from provenance.fetch import Archives, ArchiveSite, Client
from tests.fetch.conftest import now

PAGE = "<html><title>Kept</title><p>What the page said then.</p></html>"


@pytest.fixture
def pywb(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """A function that has pywb serve WARC files, and gives the base URL of the collection."""
    manager, server = shutil.which("wb-manager"), shutil.which("wayback")
    if not (manager and server):
        pytest.skip("pywb is not installed")
    root = tmp_path / "pywb"
    root.mkdir()
    running = []

    def serve(*warcs: Path) -> str:
        for command in (["init", "kept"], ["add", "kept", *map(str, warcs)]):
            subprocess.run([manager, *command], cwd=root, check=True, capture_output=True)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        command = [server, "-b", "127.0.0.1", "-p", str(port)]
        running.append(subprocess.Popen(command, cwd=root, stderr=subprocess.DEVNULL))
        for _ in range(100):
            time.sleep(0.2)
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return f"http://127.0.0.1:{port}/kept"
        raise AssertionError("pywb did not start")

    yield serve
    for process in running:
        process.terminate()
        process.wait()


def test_a_copy_comes_back_byte_by_byte(web, client: Client, tmp_path, pywb):
    """What was visited and archived is found in pywb by its TimeMap, and its copy has the same bytes."""
    web.page("/kept", PAGE)
    with Archive.open(tmp_path / "cache", clock=now) as archive:
        archive.write(client.visit(web.url("/kept")))
    base = pywb(*(tmp_path / "cache" / "warc").glob("*.warc.gz"))
    archives = Archives(client, [ArchiveSite(base=base, interval=0.0)])
    (copy,) = archives.candidates(web.url("/kept"), date(2025, 1, 1))
    assert copy.original == web.url("/kept")
    assert client.visit(copy.url).final.body.read() == PAGE.encode()
    assert archives.candidates(web.url("/never-kept"), None) == []
