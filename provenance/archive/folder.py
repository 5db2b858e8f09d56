"""The `warc` folder: names of its files, which one is written to, and the lock that one writer holds."""

from __future__ import annotations

import fcntl
import json
import os
import re
import socket
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from provenance.errors import ArchiveBusy, ArchiveError

_NAME = re.compile(r"provenance-\d{14}-(\d{5,})\.warc\.gz")
_LOCK_SIZE = 512
_POLL = 0.1


def warc_folder(folder: Path) -> Path:
    """Where the WARC files of a cache folder stand."""
    return folder / "warc"


def warc_files(folder: Path) -> list[Path]:
    """The WARC files of a cache folder that this program wrote, oldest first."""
    found = [(int(match[1]), file) for file in _listing(folder) if (match := _NAME.fullmatch(file.name))]
    return [file for _, file in sorted(found)]


def next_name(folder: Path, at: datetime) -> str:
    """The name of the next file. Its number orders the files: a clock may go backwards, a number does not."""
    files = warc_files(folder)
    number = int(_NAME.fullmatch(files[-1].name)[1]) + 1 if files else 1  # type: ignore[index]  # they all match
    return f"provenance-{at:%Y%m%d%H%M%S}-{number:05d}.warc.gz"


def refuse(error: OSError, what: Path) -> ArchiveError:
    """An error of the file system as one clear line."""
    reason = error.strerror or str(error)
    return ArchiveError(
        f"{what}: {reason}. What was finished before is kept; "
        "make room or make the folder writable, or choose another one with --cache."
    )


def _listing(folder: Path) -> list[Path]:
    try:
        return list(warc_folder(folder).iterdir())
    except FileNotFoundError:
        return []


@dataclass(frozen=True, slots=True)
class Mark:
    """What the lock file says: who writes, and up to where the newest file is known to be whole."""

    pid: int = 0
    host: str = ""
    warc: str = ""
    length: int = 0


class Lock:
    """An exclusive lock on a cache folder (flock: it ends with its process, however that ends)."""

    def __init__(self, folder: Path, wait: float) -> None:
        """Take it; waits up to `wait` seconds, then raises ArchiveBusy."""
        self._path = folder / "lock"
        try:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise refuse(error, self._path) from error
        try:
            self._take(time.monotonic() + wait)
        except BaseException:
            os.close(self._file)
            raise
        self._pid, self._host = os.getpid(), json.dumps(socket.gethostname())
        self.previous = self._read()

    def _take(self, until: float) -> None:
        while True:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise self._busy() from None
            time.sleep(_POLL)

    def _busy(self) -> ArchiveBusy:
        holder = self._read()
        return ArchiveBusy(
            f"{self._path.parent}: process {holder.pid or 'unknown'} on {holder.host or 'this machine'} is writing "
            "to this archive. Wait for it to end, or use another folder with --cache."
        )

    def _read(self) -> Mark:
        try:
            return Mark(**json.loads(os.pread(self._file, _LOCK_SIZE, 0)))
        except (ValueError, TypeError):
            return Mark()

    def mark(self, warc: str, length: int) -> None:
        """Write down up to where the newest file is whole, so that the next run need not read it all."""
        mark = f'{{"pid": {self._pid}, "host": {self._host}, "warc": "{warc}", "length": {length}}}'
        # Always as long as the last one, so that no moment leaves half of two.
        os.pwrite(self._file, mark.ljust(_LOCK_SIZE).encode(), 0)

    def release(self) -> None:
        """Give it back."""
        os.close(self._file)
