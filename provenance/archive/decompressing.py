"""WARC and ARC files of other tools as plain bytes: gzip, or Zstandard as the IIPC's "WARC-Zstandard 1.0" has it."""

from __future__ import annotations

import gzip
import struct
from typing import IO

import zstandard
from warcio.exceptions import ArchiveLoadFailed

BROKEN = (zstandard.ZstdError,)
"""What reading damaged Zstandard data raises, besides what gzip does."""
LARGEST_WINDOW = 1 << 26
"""Bytes that a Zstandard frame may ask us to hold in memory; its own default levels ask for 8 MB."""

_GZIP = b"\x1f\x8b"
_FRAME = b"\x28\xb5\x2f\xfd"
_DICTIONARY = b"\x5d\x2a\x4d\x18"
"""The skippable frame that holds the dictionary of all others, at the beginning of the file."""
_LARGEST_DICTIONARY = 1 << 24


def plain(stream: IO[bytes], magic: bytes) -> IO[bytes]:
    """The bytes of a file, decompressed where its first four bytes, `magic`, say that it is compressed."""
    if magic[:2] == _GZIP:
        return _Gzip(fileobj=stream)  # type: ignore[return-value]  # typeshed does not see a stream in it
    if magic not in (_FRAME, _DICTIONARY):
        return stream
    dictionary = _dictionary(stream) if magic == _DICTIONARY else None
    decompressor = zstandard.ZstdDecompressor(dict_data=dictionary, max_window_size=LARGEST_WINDOW)
    reader: IO[bytes] = decompressor.stream_reader(stream, read_across_frames=True)
    return reader


class _Gzip(gzip.GzipFile):
    """Decompresses ahead of warcio, which refuses a file that is one gzip member as a whole.

    Gives all that can be decompressed before it tells that the file breaks off, in a way that warcio lets through.
    """

    def read(self, size: int | None = -1) -> bytes:
        """Some of the next bytes."""
        try:
            return self.read1(-1 if size is None else size)
        except EOFError as error:
            raise ArchiveLoadFailed("the compressed data break off") from error


def _dictionary(stream: IO[bytes]) -> zstandard.ZstdCompressionDict:
    """The dictionary at the beginning of a file, which may itself be compressed; the stream then stands behind it."""
    head = stream.read(8)
    (size,) = struct.unpack("<I", head[4:]) if len(head) == 8 else (0,)
    data = stream.read(size) if size <= _LARGEST_DICTIONARY else b""
    if not size or len(data) < size:
        raise ArchiveLoadFailed("the Zstandard dictionary is not whole, or too large")
    if data.startswith(_FRAME):
        data = zstandard.ZstdDecompressor().decompress(data, max_output_size=_LARGEST_DICTIONARY)
    return zstandard.ZstdCompressionDict(data)
