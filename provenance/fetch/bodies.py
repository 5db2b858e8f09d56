"""Reading a body as it comes, within a size, into memory or a spooled file."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import BinaryIO

from provenance.errors import ArchiveError
from provenance.model import Body

IN_MEMORY = 256 * 1024
"""Bytes up to which a body stays in memory."""

Piece = Callable[[], Awaitable[bytes]]


async def receive(piece: Piece, cap: int, spool: Path) -> tuple[Body, Exception | None]:
    """The body (content coding kept) from its pieces, up to b"", and what broke it off, if something did.

    At most `cap` bytes are kept. Raises `ArchiveError` where the spool cannot be written.
    """
    sink = _Sink(spool)
    error: Exception | None = None
    cut = False
    try:
        while not cut:
            data, error = await _next(piece)
            if not data:
                break
            cut = sink.size + len(data) > cap
            sink.write(data[: cap - sink.size])
    except OSError as failed:
        sink.discard()
        raise ArchiveError(
            f"{spool}: cannot be written ({failed.strerror}); make room or choose another --cache"
        ) from failed
    except BaseException:
        sink.discard()
        raise
    return sink.finish(truncated=cut or error is not None), error


async def _next(piece: Piece) -> tuple[bytes, Exception | None]:
    """The next piece, empty at the end; apart from it what broke the stream, which `failures.classify` can name."""
    try:
        return await piece(), None
    except Exception as broken:
        return b"", broken


class _Sink:
    """Collects bytes, in memory until there are too many."""

    def __init__(self, spool: Path) -> None:
        self.spool, self.size, self.digest = spool, 0, hashlib.sha256()
        self.out: BinaryIO = io.BytesIO()
        self.file: Path | None = None

    def write(self, chunk: bytes) -> None:
        self.digest.update(chunk)
        self.size += len(chunk)
        if self.size > IN_MEMORY and not self.file:
            self._move_to_file()
        self.out.write(chunk)

    def _move_to_file(self) -> None:
        self.spool.mkdir(parents=True, exist_ok=True)
        held = self.out
        number, name = tempfile.mkstemp(dir=self.spool, prefix="body-")
        self.file, self.out = Path(name), os.fdopen(number, "wb")
        self.out.write(held.getvalue() if isinstance(held, io.BytesIO) else b"")

    def discard(self) -> None:
        with contextlib.suppress(OSError):  # what was not written yet fails again
            self.out.close()
        if self.file:
            self.file.unlink(missing_ok=True)

    def finish(self, truncated: bool) -> Body:
        data = self.out.getvalue() if isinstance(self.out, io.BytesIO) else b""
        self.out.close()
        return Body(
            size=self.size, sha256=self.digest.hexdigest(), data=data, file=self.file, truncated=truncated
        )
