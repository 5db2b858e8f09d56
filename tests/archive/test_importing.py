"""Taking in what other tools captured."""

import gzip
import random
import struct
import tempfile
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from provenance.archive import Problem, import_file, read, verify
from provenance.errors import InputError
from provenance.model import CopyKind
from provenance.wording import say
from tests.archive.visits import PAGE, hop, later, open_archive, records, visit, warcio_check, warcs


def import_all(folder, file):
    """Import a file into a fresh archive; the captures and the problems."""
    with open_archive(folder) as archive:
        found = list(import_file(archive, Path(file)))
    problems = [each for each in found if isinstance(each, Problem)]
    assert all(say(problem.message, language) for problem in problems for language in ("en", "fr"))
    return [each for each in found if not isinstance(each, Problem)], problems


@pytest.fixture
def foreign(tmp_path):
    """A WARC as another tool writes it: chunked bodies, its own digests, other schemes."""
    path = tmp_path / "foreign.warc.gz"
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        head = StatusAndHeaders("200 OK", [("Transfer-Encoding", "chunked")], protocol="HTTP/1.1")
        for url in ("http://example.net/a", "dns:example.net", "http://example.net/b"):
            body = BytesIO(b"5\r\nhello\r\n0\r\n\r\n")
            record = writer.create_warc_record(
                url, "response", payload=body, http_headers=head, length=15, warc_headers_dict={}
            )
            writer.write_record(record)
    return path


def test_an_answer_keeps_its_url_its_date_and_its_body(tmp_path, foreign):
    """An imported capture is an earlier capture, and its chunks are undone."""
    captures, problems = import_all(tmp_path / "cache", foreign)
    assert not problems
    assert [capture.url for capture in captures] == ["http://example.net/a", "http://example.net/b"]
    assert {capture.kind for capture in captures} == {CopyKind.EARLIER}
    assert read(tmp_path / "cache", captures[0]).body.data == b"hello"


def test_a_record_says_where_it_came_from(tmp_path, foreign):
    """Beside each imported answer stand the file and the record that it was made from."""
    import_all(tmp_path / "cache", foreign)
    [_, answer, origin, *_] = records(warcs(tmp_path / "cache")[0])
    assert b"importedFrom: foreign.warc.gz" in origin[3]
    assert origin[1]["WARC-Refers-To"] == answer[1]["WARC-Record-ID"]


def test_what_we_wrote_we_can_import(tmp_path):
    """Responses, revisits and supplied texts of one archive come over into another."""
    with open_archive(tmp_path / "one") as archive:
        archive.write(visit())
        archive.write(visit(hop(at=later(5))))
        archive.write_supplied("https://example.org/s", b"words", "text/plain", "Anna")
    captures, problems = import_all(tmp_path / "two", warcs(tmp_path / "one")[0])
    assert not problems
    assert [read(tmp_path / "two", capture).body.data for capture in captures] == [PAGE, PAGE, b"words"]
    assert not list(verify(tmp_path / "two", captures))
    assert warcio_check(*warcs(tmp_path / "two")) == ""


def test_a_large_answer_comes_over_whole(tmp_path):
    """A body that does not fit into memory twice is written from a file, which is gone afterwards."""
    body = random.Random(1).randbytes(3 << 20)
    with open_archive(tmp_path / "one") as archive:
        archive.write(visit(hop(body=body)))
    tempfile.tempdir = str(tmp_path)
    try:
        [capture], _ = import_all(tmp_path / "two", warcs(tmp_path / "one")[0])
    finally:
        tempfile.tempdir = None
    assert read(tmp_path / "two", capture).body.data == body
    assert {file.name for file in tmp_path.iterdir()} == {"one", "two"}


def test_a_large_answer_that_is_passed_over_leaves_no_file(tmp_path):
    """What was spooled for a record that fails its digest is deleted."""
    body = b"a" * (3 << 20)
    with open_archive(tmp_path / "one") as archive:
        archive.write(visit(hop(body=body)))
    file = tmp_path / "one.warc"
    file.write_bytes(gzip.decompress(warcs(tmp_path / "one")[0].read_bytes()).replace(b"aaaa", b"aaab", 1))
    tempfile.tempdir = str(tmp_path)
    try:
        captures, problems = import_all(tmp_path / "two", file)
    finally:
        tempfile.tempdir = None
    assert (captures, len(problems)) == ([], 1)
    assert {found.name for found in tmp_path.iterdir()} == {"one", "two", "one.warc"}


@pytest.mark.parametrize("dictionary", ["none", "raw", "compressed"])
def test_a_file_compressed_by_zstandard_is_read(tmp_path, foreign, dictionary):
    """A frame a record, with a dictionary before them or without, gives the same captures as gzip."""
    plain = gzip.decompress(foreign.read_bytes())
    records = [b"WARC/" + part for part in plain.split(b"WARC/")[1:] if part]
    made = zstandard.train_dictionary(2048, [record[n:] for record in records for n in range(40)])
    head = {"none": b"", "raw": made.as_bytes(), "compressed": zstandard.compress(made.as_bytes())}[
        dictionary
    ]
    compressor = zstandard.ZstdCompressor(dict_data=made if head else None)
    frames = b"".join(compressor.compress(record) for record in records)
    file = tmp_path / "foreign.warc.zst"
    file.write_bytes((b"\x5d\x2a\x4d\x18" + struct.pack("<I", len(head)) + head if head else b"") + frames)
    captures, problems = import_all(tmp_path / "zstd", file)
    same, _ = import_all(tmp_path / "gzip", foreign)
    assert not problems
    assert [capture.id for capture in captures] == [capture.id for capture in same]


def test_a_zstandard_file_that_breaks_off_gives_what_came_before(tmp_path, foreign):
    """Wherever it ends, it is either no archive yet, or gives its whole records."""
    whole = zstandard.compress(gzip.decompress(foreign.read_bytes()))
    file = tmp_path / "cut.warc.zst"
    for end in range(4, len(whole), 7):
        file.write_bytes(whole[:end])
        try:
            captures, _ = import_all(tmp_path / f"cache-{end}", file)
        except InputError:
            continue
        assert len(captures) <= 2


def test_importing_twice_gives_the_same_ids(tmp_path, foreign):
    """An id comes from content, so a second import adds nothing to the catalogue."""
    first, _ = import_all(tmp_path / "cache", foreign)
    second, _ = import_all(tmp_path / "cache", foreign)
    assert [capture.id for capture in first] == [capture.id for capture in second]


@pytest.mark.parametrize("name", ["text.txt", "empty.warc", "no-warc.wacz", "cut.zip", "gone.warc"])
def test_what_is_no_archive_is_refused(tmp_path, name):
    """A text, an empty or missing file, a ZIP without WARC: one clear line that names it."""
    file = tmp_path / name
    if name == "no-warc.wacz":
        with zipfile.ZipFile(file, "w") as package:
            package.writestr("readme.txt", "nothing here")
    elif name != "gone.warc":
        file.write_bytes(
            {"text.txt": b"Dear reader,\n\nnothing.", "cut.zip": b"PK\x03\x04rest"}.get(name, b"")
        )
    with pytest.raises(InputError, match=name):
        import_all(tmp_path / "cache", file)


def test_a_file_that_breaks_off_gives_what_stands_before(tmp_path, foreign):
    """Of a file that ends in the middle of a record, the whole ones are kept and the end is told."""
    data = foreign.read_bytes()
    foreign.write_bytes(data[:-150])
    captures, problems = import_all(tmp_path / "cache", foreign)
    assert [capture.url for capture in captures] == ["http://example.net/a"]
    assert [problem.message.code for problem in problems] == ["archive-import-stopped"]


def test_a_file_that_is_one_gzip_member_is_read(tmp_path, foreign):
    """Some tools compress a WARC as a whole, which others refuse to read."""
    plain = gzip.decompress(foreign.read_bytes())
    foreign.write_bytes(gzip.compress(plain))
    captures, problems = import_all(tmp_path / "cache", foreign)
    assert (len(captures), problems) == (2, [])


def test_a_changed_record_is_passed_over(tmp_path, foreign):
    """An answer that does not have the digest that stands in it is no evidence."""
    plain = gzip.decompress(foreign.read_bytes()).replace(b"hello", b"hullo", 1)
    foreign.with_suffix("").write_bytes(plain)
    captures, problems = import_all(tmp_path / "cache", foreign.with_suffix(""))
    assert [capture.url for capture in captures] == ["http://example.net/b"]
    assert [problem.message.code for problem in problems] == ["archive-import-record"]


SAMPLES = {
    "cc.warc.gz": 1,
    "example-bad-non-chunked.warc.gz": 2,
    "example-iana.org-chunked.warc": 1,
    "example-resource.warc.gz": 1,
    "example-space-in-url.arc": 1,
    "example-wget-bad-target-uri.warc.gz": 1,
    "example.arc": 1,
    "example.arc.gz": 1,
    "example.warc": 2,
    "example.warc.gz": 2,
    "post-test.warc.gz": 3,
}


@pytest.mark.shared
def test_every_sample_of_warcio_and_jwarc_is_read_without_a_crash(shared, tmp_path):
    """Good samples give their answers, broken ones what can be read of them, and the archive stays whole."""
    files = [*(shared / "peers/warcio").rglob("*.*arc*"), *(shared / "peers/jwarc").rglob("*.warc*")]
    files = [file for file in files if file.is_file()]
    assert len(files) > 15
    found = Counter()
    captures = []
    for file in files:
        got, _ = import_all(tmp_path, file)
        captures += got
        found[file.name] += len(got)
    assert {name: found[name] for name in SAMPLES} == SAMPLES
    assert not list(verify(tmp_path, captures))


def a_warc(*, compressed):
    """The bytes of a WARC with two answers."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=compressed)
    head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    for n in range(2):
        writer.write_record(
            writer.create_warc_record(
                f"http://example.net/{n}", "response", payload=BytesIO(PAGE[:200]), http_headers=head
            )
        )
    return out.getvalue()


GOOD = [a_warc(compressed=True), a_warc(compressed=False), zstandard.compress(a_warc(compressed=False))]


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_broken_file_never_breaks_us(data):
    """Whatever is changed in a WARC, importing ends with captures, problems or one clear refusal."""
    # Drawn as shares of the length, which differs from run to run by the ids in the records.
    broken = bytearray(GOOD[data.draw(st.integers(0, 2))])
    for _ in range(data.draw(st.integers(1, 6))):
        at = int(data.draw(st.floats(0, 1)) * len(broken))
        broken[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "broken.warc"
        file.write_bytes(broken)
        try:
            captures, _ = import_all(Path(name) / "cache", file)
        except InputError:
            return
        for capture in captures:
            read(Path(name) / "cache", capture)
