"""WACZ packages: whole, indexed, and replayed by the tools that others use."""

import contextlib
import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
import requests
from warcio.archiveiterator import ArchiveIterator

from provenance.archive import import_file, read, wacz
from provenance.archive.cdx import surt
from provenance.errors import ArchiveError
from provenance.model import CopyKind
from tests.archive.visits import NOON, PAGE, hop, later, open_archive, visit, warcio_check

COPY = "https://archive.example/web/20250101000000id_/https://example.org/lost"


@pytest.fixture
def package(tmp_path):
    """A package of a redirected page, a revisit and a web archive's copy, from an archive that holds more."""
    folder = tmp_path / "cache"
    with open_archive(folder) as archive:
        archive.write(visit(hop(url="https://example.org/other")))
        first = archive.write(visit(hop(url="https://www.example.org/é?b=2&a=1")))
        moved = archive.write(
            visit(
                hop(url="https://example.org/old", status=301, headers=(("Location", "/new"),), body=b""),
                hop(url="https://example.org/new", body=PAGE + b"new"),
            )
        )
        again = archive.write(visit(hop(url="https://www.example.org/é?b=2&a=1", at=later(90))))
        copy = archive.write(
            visit(hop(url=COPY, body=PAGE + b"copy")),
            kind=CopyKind.WEB_ARCHIVE,
            original_url="https://example.org/lost",
            captured_at=later(-(86400 * 300)),
        )
    out = tmp_path / "evidence.wacz"
    # The first of the page is not asked for: it comes along because the revisit rests on it.
    wacz.write(folder, out, [moved, again, copy], {moved.id: "Un titre"}, created=NOON)
    assert first not in (moved, again, copy)
    return out


def test_a_package_holds_what_belongs_to_its_captures_and_no_more(package, tmp_path):
    """Redirects, requests and the body under a revisit come along; other pages do not."""
    with zipfile.ZipFile(package) as opened:
        warc = opened.read("archive/data.warc.gz")
        assert opened.getinfo("archive/data.warc.gz").compress_type == zipfile.ZIP_STORED
    (tmp_path / "data.warc.gz").write_bytes(warc)
    assert warcio_check(tmp_path / "data.warc.gz") == ""
    kinds = [record.rec_type for record in ArchiveIterator(BytesIO(warc))]
    assert kinds[0] == "warcinfo"
    assert sorted(kinds[1:]) == ["request"] * 5 + ["response"] * 4 + ["revisit"]


def test_every_index_line_points_at_its_record(package):
    """Offset and length of a line cut out exactly one record, of that URL or of a copy of that page."""
    with zipfile.ZipFile(package) as opened:
        warc = opened.read("archive/data.warc.gz")
        lines = opened.read("indexes/index.cdx").decode().splitlines()
    assert lines == sorted(lines)
    urls = set()
    for line in lines:
        fields = json.loads(line.split(" ", 2)[2])
        start, length = int(fields["offset"]), int(fields["length"])
        [record] = ArchiveIterator(BytesIO(warc[start : start + length]))
        assert record.rec_headers["WARC-Target-URI"] in (fields["url"], COPY)
        urls.add(fields["url"])
    assert {"https://example.org/old", "https://example.org/lost", COPY} <= urls


def test_the_description_fits_the_files(package):
    """Sizes and digests of every file stand in the description, and its own digest beside it."""
    with zipfile.ZipFile(package) as opened:
        description = opened.read("datapackage.json")
        for entry in json.loads(description)["resources"]:
            data = opened.read(entry["path"])
            assert entry["bytes"] == len(data)
            assert entry["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        digest = json.loads(opened.read("datapackage-digest.json"))
        pages = [json.loads(line) for line in opened.read("pages/pages.jsonl").splitlines()]
    assert digest["hash"] == f"sha256:{hashlib.sha256(description).hexdigest()}"
    assert [page["title"] for page in pages[1:]] == ["Un titre", pages[2]["url"], pages[3]["url"]]


def test_a_package_can_be_imported_again(package, tmp_path):
    """What was exported comes back, each answer with its bytes."""
    with open_archive(tmp_path / "other") as archive:
        captures = list(import_file(archive, package))
    bodies = [read(tmp_path / "other", capture).body.data for capture in captures]
    assert sorted(bodies, key=len) == sorted([b"", PAGE, PAGE, PAGE + b"new", PAGE + b"copy"], key=len)


def test_the_same_captures_make_the_same_package(package, tmp_path):
    """With a fixed clock a package is byte for byte the same; a place that cannot be written to is named."""
    folder = tmp_path / "cache"
    with open_archive(folder) as archive:
        capture = archive.write(visit(hop(url="https://example.org/x")))
    for name in ("one", "two"):
        wacz.write(folder, tmp_path / name, [capture], {}, created=NOON)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    with pytest.raises(ArchiveError, match="nowhere"):
        wacz.write(folder, tmp_path / "nowhere" / "x.wacz", [capture], {}, created=NOON)


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.Example.org/Path/?b=2&a=1", "org,example)/path?a=1&b=2"),
        ("http://example.org:80", "org,example)/"),
        ("http://example.org:8080/a", "org,example:8080)/a"),
        ("https://www2.example.co.uk/", "uk,co,example)/"),
        ("https://example.org/%C3%A9t%c3%a9%20x", "org,example)/%c3%a9t%c3%a9%20x"),
        ("http://127.0.0.1/x", "127.0.0.1)/x"),
        ("https://example.org/a?", "org,example)/a"),
        ("https://example.org/web/https://x.example//a", "org,example)/web/https:/x.example/a"),
    ],
)
def test_the_key_of_a_url(url, key):
    """One key for every spelling of a page, as the Internet Archive makes it."""
    assert surt(url) == key


# --- the tools of others, where they are installed -------------------------------------------------------------


def tool(name):
    """The path of a command, beside this interpreter, on the path, or in the folder that REPLAY_TOOLS names."""
    places = [os.environ.get("REPLAY_TOOLS", ""), str(Path(sys.executable).parent), os.environ["PATH"]]
    found = shutil.which(name, path=os.pathsep.join(filter(None, places)))
    if not found:
        pytest.skip(f"{name} is not installed (pip install pywb wacz, or name its folder by REPLAY_TOOLS)")
    return found


def test_our_index_is_that_of_cdxj_indexer(package, tmp_path):
    """Keys, times, offsets and lengths are those that the reference indexer gives for the same records."""
    with zipfile.ZipFile(package) as opened:
        (tmp_path / "data.warc.gz").write_bytes(opened.read("archive/data.warc.gz"))
        ours = opened.read("indexes/index.cdx").decode().splitlines()
    command = [tool("cdxj-indexer"), str(tmp_path / "data.warc.gz")]
    theirs = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()

    def places(lines):
        parts = [line.split(" ", 2) for line in lines]
        fields = [(key, stamp, json.loads(rest)) for key, stamp, rest in parts]
        return {
            (key, stamp, values["offset"], values["length"], values["digest"])
            for key, stamp, values in fields
        }

    assert theirs
    assert places(theirs) <= places(ours)
    assert len(ours) == len(theirs) + 1  # the lost page, under its own address


def test_wacz_validate_finds_nothing(package):
    """The reference implementation accepts the package."""
    done = subprocess.run(
        [tool("wacz"), "validate", "-f", str(package)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@contextlib.contextmanager
def wayback(folder):
    """pywb serving a folder with a collection; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [tool("wayback"), "-p", str(port), "-b", "127.0.0.1"]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            for _ in range(100):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
                    break
                time.sleep(0.2)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def test_pywb_replays_the_package(package, tmp_path):
    """Responses, revisits and the copy of a lost page replay under their URL and date."""
    manager = tool("wb-manager")
    for arguments in (["init", "c"], ["add", "--unpack-wacz", "c", str(package)]):
        subprocess.run([manager, *arguments], cwd=tmp_path, check=True, capture_output=True)
    with wayback(tmp_path) as address:
        for stamp, url, body in [
            ("20261121120000", "https://www.example.org/é?b=2&a=1", PAGE),
            ("20261121120130", "https://www.example.org/é?b=2&a=1", PAGE),
            ("20261121120000", "https://example.org/new", PAGE + b"new"),
            ("20260125120000", "https://example.org/lost", PAGE + b"copy"),
        ]:
            got = requests.get(f"{address}/c/{stamp}id_/{url}", timeout=20, allow_redirects=False)
            assert (got.status_code, got.content) == (200, body), (stamp, url)
