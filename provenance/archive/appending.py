"""A WARC file that is appended to, visit by visit."""

from __future__ import annotations

import os
from pathlib import Path

SYNC_EVERY = 8 << 20
"""Bytes after which the file is forced to the disk: what a power cut may take. A killed process loses nothing."""
_BUFFER = 1 << 20


class WarcFile:
    """A file in which what was written counts once it is committed, and can be cut off until then."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("ab", buffering=0)
        self.size = self._file.tell()
        """Bytes of whole, committed visits."""
        self._written = self.size
        self._synced = self.size
        self._buffer = bytearray()

    @property
    def position(self) -> int:
        """Where the next byte goes."""
        return self._written + len(self._buffer)

    def write(self, data: bytes) -> None:
        """Append; goes to the file by the megabyte."""
        self._buffer += data
        if len(self._buffer) >= _BUFFER:
            self._spill()

    def _spill(self) -> None:
        pending = memoryview(bytes(self._buffer))
        while pending:
            count = self._file.write(pending)
            self._written += count
            pending = pending[count:]
        self._buffer.clear()

    def commit(self) -> None:
        """Hand everything to the operating system: from here on it outlives this process."""
        self._spill()
        self.size = self._written
        if self.size - self._synced >= SYNC_EVERY:
            self.sync()

    def sync(self) -> None:
        """Force everything to the disk: from here on it outlives a power cut."""
        if self._synced != self.size:
            os.fsync(self._file.fileno())
            self._synced = self.size

    def roll_back(self) -> None:
        """Cut off what was not committed."""
        self._buffer.clear()
        self._file.truncate(self.size)
        self._written = self.size

    def close(self) -> None:
        """Sync and close."""
        try:
            self.sync()
        finally:
            self._file.close()
