"""Undoing content codings."""

import gzip
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.model import Body
from provenance.page import decode

TEXT = b"<p>The council met on Tuesday.</p>" * 500
CODED = {
    "gzip": gzip.compress(TEXT),
    "x-gzip": gzip.compress(TEXT),
    "deflate": zlib.compress(TEXT),
    "br": brotli.compress(TEXT),
    "zstd": zstandard.compress(TEXT),
    "identity": TEXT,
}


def fast_brotli(data: bytes) -> bytes:
    """Brotli at a quality that servers use."""
    return brotli.compress(data, quality=4)


def undo(data: bytes, *codings: str, limit: int = 20_000_000) -> bytes:
    """The body decoded, with a header for each coding."""
    return decode(Body.of(data), tuple(("Content-Encoding", coding) for coding in codings), limit)


@pytest.mark.parametrize("coding", CODED)
def test_every_coding_is_undone(coding):
    """Each coding that we ask for gives back what was coded."""
    assert undo(CODED[coding], coding) == TEXT


def test_raw_deflate_is_undone():
    """Some servers send raw deflate data under the name of the zlib format."""
    engine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    assert undo(engine.compress(TEXT) + engine.flush(), "deflate") == TEXT


def test_stacked_codings_are_undone_last_first():
    """Codings named in one header or in several are undone in the reverse order."""
    stacked = brotli.compress(gzip.compress(TEXT))
    assert undo(stacked, "gzip, br") == undo(stacked, "gzip", "br") == TEXT


def test_gzip_members_follow_each_other():
    """A gzip body of several members is read to its end."""
    assert undo(gzip.compress(TEXT) + gzip.compress(TEXT), "gzip") == TEXT * 2


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_is_cut_at_the_limit(coding):
    """However far a body would expand, no more than the limit comes out."""
    zeros = b"\0" * 30_000_000
    bomb = {
        "gzip": gzip.compress,
        "deflate": zlib.compress,
        "br": fast_brotli,
        "zstd": zstandard.compress,
    }[coding](zeros)
    assert len(undo(bomb, coding, limit=100_000)) == 100_000


def test_a_false_header_gives_the_body_as_it_is():
    """A body that is not compressed, whatever its header says, is taken as it is."""
    assert undo(TEXT, "gzip") == TEXT
    assert undo(TEXT, "deflate") == TEXT


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_a_cut_body_gives_its_beginning(coding):
    """What came before the cut can be read."""
    noise = b"".join(str(n * 7919).encode() for n in range(60_000))
    whole = {"gzip": gzip.compress, "deflate": zlib.compress, "br": fast_brotli}[coding](noise)
    begun = undo(whole[: len(whole) // 2], coding)
    assert noise.startswith(begun)
    assert len(begun) > 10_000


def test_a_spooled_body_is_read_from_its_file(tmp_path):
    """A large body stays in its file, and only its head is read where that is all that is wanted."""
    file = tmp_path / "body"
    file.write_bytes(TEXT)
    body = Body(size=len(TEXT), sha256="", file=file)
    assert decode(body, ()) == TEXT
    assert decode(body, (), limit=10) == TEXT[:10]


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip, br", "nonsense"]),
    st.booleans(),
)
def test_no_bytes_make_it_fail(data, coding, magic):
    """Whatever is claimed of whatever bytes, something comes back and the limit holds."""
    assert len(undo((CODED["gzip"][:12] if magic else b"") + data, coding, limit=500)) <= 500
