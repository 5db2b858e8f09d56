"""Reading captures back, and what happens where they are damaged."""

import tempfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.archive import read
from provenance.archive.heads import clean_url, parse_head
from provenance.errors import ArchiveDamaged
from tests.archive.visits import PAGE, hop, later, open_archive, visit, warcs

TOKENS = st.text("abcdefghijklmnopqrstuvwxyzXYZ-0123456789", min_size=1, max_size=20).filter(
    lambda name: name.lower() not in ("transfer-encoding", "set-cookie", "set-cookie2")
)
VALUES = st.text(
    st.characters(min_codepoint=0x21, max_codepoint=0xFF, exclude_categories=["Cc"]), max_size=60
)
CLEAN = VALUES.map(lambda value: value.strip(" \t\xa0\x85"))


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(100, 999), st.lists(st.tuples(TOKENS, CLEAN), max_size=8), st.binary(max_size=3000)
        ),
        min_size=1,
        max_size=4,
    )
)
def test_what_was_written_is_what_is_read(answers):
    """Status, headers and body of any visit come back byte for byte."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        hops = [
            hop(url=f"https://example.org/{n}", status=status, headers=tuple(headers), body=body)
            for n, (status, headers, body) in enumerate(answers)
        ]
        with open_archive(folder) as archive:
            captures = [archive.write(visit(each)) for each in hops]
        for wanted, capture in zip(hops, captures):
            stored = read(folder, capture)
            assert (stored.status, stored.headers, stored.body) == (
                wanted.status,
                wanted.headers,
                wanted.body,
            )


@pytest.fixture
def kept(tmp_path):
    """An archive with two pages: its folder and its captures."""
    with open_archive(tmp_path) as archive:
        captures = [archive.write(visit(hop(url=f"https://example.org/{n}"))) for n in range(2)]
    return tmp_path, captures


def test_a_changed_byte_is_noticed(kept):
    """A capture whose bytes changed is not given back as if it were whole."""
    folder, captures = kept
    file = warcs(folder)[0]
    data = bytearray(file.read_bytes())
    data[captures[0].offset + captures[0].length // 2] ^= 0xFF
    file.write_bytes(data)
    with pytest.raises(ArchiveDamaged, match="fsck"):
        read(folder, captures[0])
    assert read(folder, captures[1]).body.data == PAGE


@pytest.mark.parametrize(
    "wrong",
    [{"warc": "none.warc.gz"}, {"offset": 5}, {"offset": 10**9}, {"offset": 0}, {"sha256": "0" * 64}],
)
def test_a_capture_that_points_wrong_says_so(kept, wrong):
    """A missing file, an offset into nothing or at another record, another digest: one clear error each."""
    folder, captures = kept
    with pytest.raises(ArchiveDamaged, match=r"^\S.*$"):
        read(folder, replace(captures[0], **wrong))


def test_a_revisit_of_a_lost_record_says_so(kept):
    """A revisit whose body was damaged is damaged too."""
    folder, captures = kept
    with open_archive(folder, earlier=lambda *_: captures[0]) as archive:
        again = archive.write(visit(hop(url=captures[0].url, at=later(2))))
    file = warcs(folder)[0]
    data = bytearray(file.read_bytes())
    data[captures[0].offset + captures[0].length // 2] ^= 0xFF
    file.write_bytes(data)
    with pytest.raises(ArchiveDamaged):
        read(folder, again)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400).map(lambda data: b"HTTP/1.1 200 OK\r\n" + data))
def test_any_bytes_behind_a_status_line_are_read_as_some_head(data):
    """The parser of heads ends, and raises nothing, on any bytes."""
    head = parse_head(BytesIO(data))
    assert head.status == 200
    assert all(isinstance(name, str) and isinstance(value, str) for name, value in head.headers)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80))
def test_a_url_in_a_record_is_one_word(text):
    """Whatever a URL holds, what is written of it has no space and no line break."""
    for url in (text, "https://" + text, "https://example.org/" + text):
        assert not any(c in clean_url(url) for c in " \r\n\t\0")


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://anna:pw@example.org/a@b", "https://example.org/a@b"),
        ("https://a@b:c@example.org?x", "https://example.org?x"),
        ("https://example.org/@anna", "https://example.org/@anna"),
        ("//anna@[::1/", "//[::1/"),
    ],
)
def test_a_user_name_in_a_url_is_not_kept(url, clean):
    """The part before the `@` of a host goes; an `@` elsewhere stays."""
    assert clean_url(url) == clean
