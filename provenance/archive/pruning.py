"""Takes captures out of the archive for good: the files that hold them are written anew without them.

Nothing is deleted before the new files are on the disk and the catalogue points to them:

    rewritten = rewrite(archive, kept, dropped)
    with catalogue.transaction(): …            # forget what was dropped, note where the rest moved
    rewritten.remove_old()

A process that is killed in between leaves files that nothing points to, and never a capture without its record.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from warcio.recordloader import ArcWarcRecordLoader

from provenance.archive.folder import warc_files
from provenance.archive.members import open_member
from provenance.archive.reading import OFFSET, WARC
from provenance.archive.records import Record
from provenance.archive.scan import Found, Gap, scan, visits
from provenance.archive.writer import Archive
from provenance.errors import ArchiveDamaged
from provenance.model import Body, Capture

Spot = tuple[str, int]
"""A file and an offset in it."""


@dataclass(frozen=True, slots=True)
class Rewritten:
    """What became of the archive."""

    moved: list[Capture]
    """The kept captures that stand in another place now."""
    old: list[Path]
    """Files that nothing needs any more."""

    @property
    def size(self) -> int:
        """Bytes of the old files."""
        return sum(file.stat().st_size for file in self.old)

    def remove_old(self) -> None:
        """Delete the old files."""
        for file in self.old:
            file.unlink(missing_ok=True)


def rewrite(archive: Archive, kept: Iterable[Capture], dropped: Iterable[Capture]) -> Rewritten:
    """Write every file from the first one that holds a dropped capture anew, without the visits that are not kept.

    A visit stays where one of its captures is kept, or where a kept revisit rests on it, or where no capture was
    made of it (why a visit failed is worth keeping). Raises ArchiveDamaged, and changes nothing, where a file has
    damage: what cannot be read cannot be moved; `fsck` says where.
    """
    rows: dict[Spot, list[Capture]] = {}
    for capture in kept:
        rows.setdefault((capture.warc, capture.offset), []).append(capture)
    gone = {(capture.warc, capture.offset) for capture in dropped} - rows.keys()
    files = warc_files(archive.folder)
    first = next(
        (n for n, file in enumerate(files) if any(warc == file.name for warc, _ in gone)), len(files)
    )
    old = files[first:]
    gone -= _rested_on(old, gone)
    if not gone:
        return Rewritten([], [])
    archive.begin_anew()
    places: dict[Spot, tuple[str, int, int]] = {}
    for file in old:
        for visit in visits(file):
            if not any((file.name, found.offset) in gone for found in visit) and visit[0].type != "warcinfo":
                places |= _copy(archive, file, visit, places)
    archive.begin_anew()
    moved = [_moved(capture, place) for spot, place in places.items() for capture in rows.get(spot, [])]
    return Rewritten(moved, old)


def _rested_on(files: Iterable[Path], gone: set[Spot]) -> set[Spot]:
    """Those of the dropped records whose body a revisit needs that is not dropped."""
    needed: set[Spot] = set()
    for file in files:
        for found in scan(file):
            if isinstance(found, Gap):
                raise ArchiveDamaged(
                    f"{file.name}: damaged at {found.offset}; nothing was taken out. Run `provenance fsck`, and mend "
                    "the file or put a copy of it back before pruning"
                )
            if found.type == "revisit" and (file.name, found.offset) not in gone:
                needed.add((found.fields[WARC.lower()], int(found.fields[OFFSET.lower()])))
    return needed & gone


def _copy(
    archive: Archive, file: Path, visit: list[Found], places: dict[Spot, tuple[str, int, int]]
) -> dict[Spot, tuple[str, int, int]]:
    """Copy a visit to the file that is being written; where its records went."""
    copied = {}
    with file.open("rb") as source, archive.whole() as out:
        for found in visit:
            origin = (found.fields.get(WARC.lower(), ""), int(found.fields.get(OFFSET.lower(), "-1")))
            if origin in places:
                place = archive.put(out, _pointing_to(source, found.offset, places[origin]))
            else:
                source.seek(found.offset)
                place = (out.path.name, out.position, found.length)
                out.write(source.read(found.length))
            copied[file.name, found.offset] = place
    return copied


def _pointing_to(source: BinaryIO, offset: int, place: tuple[str, int, int]) -> Record:
    """A revisit whose original has moved."""
    stream = open_member(source, offset)[1]
    record = ArcWarcRecordLoader().parse_record_stream(stream, known_format="warc", no_record_parse=True)
    moved = {WARC: place[0], OFFSET: str(place[1])}
    fields = [(n, moved.get(n, v)) for n, v in record.rec_headers.headers if n != "Content-Length"]
    return Record(fields, record.raw_stream.read(), Body.of(b""))


def _moved(capture: Capture, place: tuple[str, int, int]) -> Capture:
    return replace(capture, warc=place[0], offset=place[1], length=place[2])
