"""Undoing the content codings of a response (RFC 9110 section 8.4): gzip, deflate, br, zstd, also several on top of each other."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable

import brotli
import zstandard

from provenance.model import Body, Headers

_STEP = 64 * 1024


def decode(body: Body, headers: Headers, limit: int = 20_000_000) -> bytes:
    """The bytes of a body with its content codings undone, at most `limit` of them.

    Never raises: a damaged or cut coding gives what could be read, an unknown one the bytes as they are.
    """
    data = body.read() if body.size <= limit else _head(body, limit)
    for coding in reversed(_codings(headers)):
        undo = _DECODERS.get(coding)
        if undo and data:
            data = undo(data, limit)
    return data[:limit]


def _head(body: Body, limit: int) -> bytes:
    with body.open() as stream:
        return stream.read(limit)


def _codings(headers: Headers) -> list[str]:
    """The codings in the order in which they were applied; several headers count as one list."""
    named = (value for name, value in headers if name.lower() == "content-encoding")
    return [coding.strip().lower() for value in named for coding in value.split(",")]


def _inflate(data: bytes, limit: int) -> bytes:
    """zlib data, or raw deflate data, which some servers send under the same name."""
    return _zlib(data, limit, zlib.MAX_WBITS) or _zlib(data, limit, -zlib.MAX_WBITS) or data


def _gunzip(data: bytes, limit: int) -> bytes:
    """Gzip members one after another; a body that is not gzip at all (a false header) is taken as it is."""
    return _zlib(data, limit, zlib.MAX_WBITS | 16) if data[:2] == b"\x1f\x8b" else data


def _zlib(data: bytes, limit: int, window: int) -> bytes:
    """Fed piece by piece, so that damage late in the data does not cost what came before it."""
    out = bytearray()
    engine = zlib.decompressobj(window)
    for start in range(0, len(data), _STEP):
        piece = data[start : start + _STEP]
        while piece and len(out) < limit:
            try:
                out += engine.decompress(piece, limit - len(out))
            except zlib.error:
                return bytes(out)
            piece = engine.unconsumed_tail
            if engine.eof:
                piece, engine = engine.unused_data, zlib.decompressobj(window)
    return bytes(out)


def _unbrotli(data: bytes, limit: int) -> bytes:
    out = bytearray()
    engine = brotli.Decompressor()
    for start in range(0, len(data), _STEP):
        piece = data[start : start + _STEP]
        try:
            out += engine.process(piece, output_buffer_limit=_STEP)
            while len(out) < limit and not engine.can_accept_more_data() and not engine.is_finished():
                out += engine.process(b"", output_buffer_limit=_STEP)
        except brotli.error:
            break
        if len(out) >= limit or engine.is_finished():
            break
    return bytes(out)


def _unzstd(data: bytes, limit: int) -> bytes:
    out = bytearray()
    reader = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data), read_across_frames=True)
    try:
        while len(out) < limit and (piece := reader.read(min(_STEP, limit - len(out)))):
            out += piece
    except zstandard.ZstdError:
        pass
    return bytes(out)


_DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
