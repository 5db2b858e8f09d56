"""Writes visits into the archive: one writer for a cache folder, every visit whole or not at all."""

from __future__ import annotations

import hashlib
import os
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Self

from provenance.archive import captures, records
from provenance.archive.appending import WarcFile
from provenance.archive.folder import Lock, next_name, refuse, warc_files, warc_folder
from provenance.archive.heads import clean_url
from provenance.archive.members import write_member
from provenance.archive.reading import references_to
from provenance.archive.scan import whole_until
from provenance.errors import ArchiveDamaged
from provenance.model import Capture, CopyKind, Hop, Visit

ROLL_AT = 1 << 30
"""Bytes after which a new file is begun: 1 GB, the size that ISO 28500 recommends."""
_REMEMBERED = 4096

Lookup = Callable[[str, str | None], Capture | None]
"""Finds an earlier capture by the URL that was asked: one with that SHA-256, or, for None, the one that a server's
"not modified" confirms. `store.Catalogue.stored` is such a function."""


def _none_earlier(_url: str, _sha256: str | None) -> None:
    return None


class Archive:
    """The archive of a cache folder, open for writing. For one thread."""

    def __init__(
        self, folder: Path, clock: Callable[[], datetime], lock: Lock, earlier: Lookup, roll_at: int
    ) -> None:
        """Use `Archive.open`."""
        self.folder = folder
        self._clock = clock
        self._lock = lock
        self._earlier = earlier
        self._roll_at = roll_at
        self._file: WarcFile | None = None
        self._recent: OrderedDict[tuple[str, str | None], Capture] = OrderedDict()

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        clock: Callable[[], datetime],
        wait: float = 0,
        earlier: Lookup = _none_earlier,
        roll_at: int = ROLL_AT,
    ) -> Archive:
        """Take the lock of the cache folder and mend what an interrupted run left there.

        `earlier` lets a body that is in the archive already become a revisit. Raises ArchiveBusy where another
        process has the lock for longer than `wait` seconds, ArchiveError where the folder cannot be written to.
        """
        try:
            warc_folder(folder).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise refuse(error, folder) from error
        archive = cls(folder, clock, Lock(folder, wait), earlier, roll_at)
        try:
            archive._resume()
        except OSError as error:
            archive._lock.release()
            raise refuse(error, warc_folder(folder)) from error
        return archive

    def write(
        self,
        visit: Visit,
        *,
        kind: CopyKind = CopyKind.LIVE,
        original_url: str | None = None,
        captured_at: datetime | None = None,
    ) -> Capture | None:
        """Keep a visit; gives the capture of its answer, or None where it failed before there was one.

        For a web archive's copy, `original_url` and `captured_at` are the page's own URL and the archive's time.
        Raises ArchiveError where the disk is full or read-only; then nothing of the visit is kept.
        """
        capture, beside = None, None
        with self.whole() as file:
            for hop in visit.hops:
                capture, beside = self._write_hop(file, visit, hop, beside)
            if visit.failure:
                self.put(file, records.failure(visit, visit.failure, beside))
        if capture is None or not captures.is_answered(visit):
            return None
        self._remember(capture)
        return captures.as_copy(capture, kind, original_url, captured_at)

    def write_supplied(self, url: str, data: bytes, content_type: str, who: str) -> Capture:
        """Keep what a person supplied as the content of a URL that only they can read."""
        at, record_id = self._clock(), records.new_id()
        with self.whole() as file:
            place = self.put(file, records.resource(url, at, content_type, data, record_id))
            self.put(file, records.supplier(url, at, who, record_id))
        return captures.of_resource(url, at, content_type, hashlib.sha256(data).hexdigest(), len(data), place)

    def write_imported(self, hop: Hop, file: str, record_id: str) -> Capture:
        """Keep an answer that another tool captured, as it stands in a record of one of its files."""
        visit = Visit(url=hop.url, started_at=hop.at, finished_at=hop.at, hops=(hop,))
        with self.whole() as out:
            capture, own_id = self._write_answer(out, visit, hop, None)
            self.put(out, records.imported(hop, own_id, file, record_id))
        self._remember(capture)
        return replace(capture, kind=CopyKind.EARLIER)

    def begin_anew(self) -> None:
        """Go on in a new file."""
        file, self._file = self._file, None
        if file:
            file.close()

    def sync(self) -> None:
        """Force what was written to the disk, before something else is made to rely on it."""
        if self._file:
            self._file.sync()

    def close(self) -> None:
        """Sync, close and give back the lock."""
        file, self._file = self._file, None
        try:
            if file:
                file.close()
        except OSError as error:
            raise refuse(error, warc_folder(self.folder)) from error
        finally:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _write_hop(self, file: WarcFile, visit: Visit, hop: Hop, beside: str | None) -> tuple[Capture, str]:
        capture, record_id = self._write_answer(file, visit, hop, beside)
        self.put(file, records.request(hop, record_id))
        return capture, record_id

    def _write_answer(
        self, file: WarcFile, visit: Visit, hop: Hop, beside: str | None
    ) -> tuple[Capture, str]:
        record_id = records.new_id()
        known, references = self._stored_before(hop)
        if known:
            place = self.put(file, records.revisit(hop, record_id, beside, references))
        else:
            place = self.put(file, records.response(hop, record_id, beside, records.cut_by(visit, hop)))
        return captures.of_hop(hop, place, known if hop.status == 304 else None), record_id

    def _stored_before(self, hop: Hop) -> tuple[Capture | None, list[tuple[str, str]]]:
        """The capture that has this answer's body already, and the headers that point to its record."""
        not_modified = hop.status == 304
        if not not_modified and (not hop.body.size or hop.body.truncated):
            return None, []
        key = (clean_url(hop.url), None if not_modified else hop.body.sha256)
        known = self._recent.get(key) or self._earlier(*key)
        if not known:
            return None, []
        try:
            references = references_to(self.folder, known)
        except ArchiveDamaged:
            return None, []  # then this body is worth keeping
        profile = records.NOT_MODIFIED if not_modified else records.IDENTICAL
        return known, [("WARC-Profile", profile), *references]

    def _remember(self, capture: Capture) -> None:
        """Within a run, before the catalogue knows it."""
        keys = [(capture.url, capture.sha256), (capture.url, None)]
        for key in keys if capture.status == 200 else keys[:1]:
            self._recent[key] = capture
            self._recent.move_to_end(key)
        while len(self._recent) > _REMEMBERED:
            self._recent.popitem(last=False)

    def put(self, file: WarcFile, record: records.Record) -> captures.Place:
        """Append a record inside `whole`; where it went."""
        start = file.position
        write_member(file, record.pieces())
        return file.path.name, start, file.position - start

    @contextmanager
    def whole(self) -> Iterator[WarcFile]:
        """The file to write to; what was written is committed at the end, or cut off where something failed."""
        try:
            file = self._file or self._begin()
            try:
                yield file
                file.commit()
            except BaseException:
                with suppress(OSError):
                    file.roll_back()
                raise
            self._lock.mark(file.path.name, file.size)
            if file.size >= self._roll_at:
                self._file = None
                file.close()
        except OSError as error:
            raise refuse(error, warc_folder(self.folder)) from error

    def _begin(self) -> WarcFile:
        now = self._clock().astimezone(UTC)
        path = warc_folder(self.folder) / next_name(self.folder, now)
        file = WarcFile(path)
        try:
            self.put(file, records.warcinfo(path.name, now, f"provenance {version('provenance-audit')}"))
            file.commit()
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        self._file = file
        return file

    def _resume(self) -> None:
        """Go on with the newest file, an unfinished record cut off; after any other damage, begin a new one."""
        mark, files = self._lock.previous, warc_files(self.folder)
        name, length = mark.warc, mark.length
        if files and files[-1].stat().st_size < self._roll_at:
            newest = files[-1]
            if _mend(newest, length if name == newest.name else 0):
                self._file = WarcFile(newest)
                name, length = newest.name, self._file.size
        self._lock.mark(name, length)


def _mend(newest: Path, known_whole: int) -> bool:
    """Cut an unfinished tail off; whether the file may be appended to."""
    size = newest.stat().st_size
    if size == known_whole and size:
        return True
    end, clean = whole_until(newest, known_whole if known_whole <= size else 0)
    if clean and not end:
        newest.unlink()  # stopped before it held anything
    elif clean and end < size:
        os.truncate(newest, end)
    return clean and end > 0
