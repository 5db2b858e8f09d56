"""WACZ 1.1.1 packages: captures with everything that belongs to them in one file, to mail or to replay.

Written here because the `wacz` package needs AGPL code. The records are copied as they are, byte for byte.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from provenance.archive import cdx
from provenance.archive.folder import refuse, warc_folder
from provenance.archive.reading import OFFSET, WARC, read, references_to
from provenance.archive.scan import Found, scan
from provenance.model import Capture

_WARC_NAME = "archive/data.warc.gz"
_INDEX_NAME = "indexes/index.cdx"  # the ending that both pywb and ReplayWeb.page look for
_PAGES_NAME = "pages/pages.jsonl"
_MIME_OF_REVISIT = "warc/revisit"
_BLOCK = 1 << 20
_FIRST = datetime(1980, 1, 1, tzinfo=UTC)
"""ZIP knows no earlier time."""


@dataclass(frozen=True, slots=True)
class _Copied:
    """A record in the package."""

    found: Found
    offset: int


def write(
    folder: Path, out: Path, captures: Sequence[Capture], titles: Mapping[str, str], *, created: datetime
) -> None:
    """Write the captures to a package, each a page of it; `titles` gives the titles of pages by capture id.

    Redirects on the way, requests, and the bodies that revisits refer to come along. Raises ArchiveDamaged where a
    capture cannot be read, ArchiveError where `out` cannot be written.
    """
    for capture in captures:
        read(folder, capture)
    try:
        with TemporaryFile() as warc, zipfile.ZipFile(out, "w") as package:
            copied = list(_copy_records(folder, captures, warc))
            files = {_WARC_NAME: _store(package, _WARC_NAME, created, warc)}
            index = "".join(sorted(_index_lines(captures, copied)))
            pages = "".join(_page_lines(captures, titles))
            for name, text in ((_INDEX_NAME, index), (_PAGES_NAME, pages)):
                files[name] = _deflate(package, name, created, text)
            _describe(package, files, created)
    except OSError as error:
        raise refuse(error, out) from error


def _copy_records(folder: Path, captures: Sequence[Capture], warc: IO[bytes]) -> Iterator[_Copied]:
    wanted: dict[str, set[int]] = {}
    for capture in captures:
        wanted.setdefault(capture.warc, set()).add(capture.offset)
        origin = dict(references_to(folder, capture))
        wanted.setdefault(origin[WARC], set()).add(int(origin[OFFSET]))
    for name in sorted(wanted):
        path = warc_folder(folder) / name
        with path.open("rb") as file:
            for found in _visits_with(path, wanted[name]):
                start = warc.tell()
                file.seek(found.offset)
                warc.write(file.read(found.length))
                yield _Copied(found, start)


def _visits_with(path: Path, offsets: set[int]) -> Iterator[Found]:
    """The records of the visits in which one of these stands, and the first of the file, which says who wrote it."""
    visit: list[Found] = []
    for found in scan(path):
        if not isinstance(found, Found):
            continue
        if "warc-concurrent-to" not in found.fields:
            yield from _if_wanted(visit, offsets)
            visit = []
        visit.append(found)
    yield from _if_wanted(visit, offsets)


def _if_wanted(visit: list[Found], offsets: set[int]) -> Iterable[Found]:
    if visit and (visit[0].type == "warcinfo" or any(found.offset in offsets for found in visit)):
        return visit
    return []


def _index_lines(captures: Sequence[Capture], copied: list[_Copied]) -> Iterator[str]:
    by_place = {(capture.warc, capture.offset): capture for capture in captures}
    for record in copied:
        found = record.found
        if found.type not in ("response", "revisit", "resource"):
            continue
        url, at = found.fields["warc-target-uri"], datetime.fromisoformat(found.fields["warc-date"])
        fields = _place(record)
        yield cdx.line(url, at, fields)
        # The copy that a web archive gave answers for the page itself too, at the archive's own time.
        capture = by_place.get((found.file, found.offset))
        if capture and capture.archive_url:
            yield cdx.line(capture.url, capture.captured_at, fields)


def _place(record: _Copied) -> dict[str, object]:
    found = record.found
    fields: dict[str, object] = {"mime": _MIME_OF_REVISIT if found.type == "revisit" else found.mime}
    if found.type != "revisit":
        fields["status"] = found.status or 200
    return fields | {
        "digest": found.fields.get("warc-payload-digest", ""),
        "length": found.length,
        "offset": record.offset,
        "filename": Path(_WARC_NAME).name,
    }


def _page_lines(captures: Sequence[Capture], titles: Mapping[str, str]) -> Iterator[str]:
    yield json.dumps({"format": "json-pages-1.0", "id": "pages", "title": "All pages"}) + "\n"
    for capture in captures:
        at = capture.captured_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        page = {"id": capture.id, "url": capture.url, "ts": at, "title": titles.get(capture.id, capture.url)}
        yield json.dumps(page, ensure_ascii=False) + "\n"


def _entry_of_zip(name: str, created: datetime, compression: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, max(created.astimezone(UTC), _FIRST).timetuple()[:6])
    entry.compress_type = compression
    return entry


def _store(package: zipfile.ZipFile, name: str, created: datetime, content: IO[bytes]) -> dict[str, object]:
    """Put a file in uncompressed, as the format asks for WARC files; its entry in the description."""
    sha256, size = hashlib.sha256(), 0
    content.seek(0)
    with package.open(_entry_of_zip(name, created, zipfile.ZIP_STORED), "w", force_zip64=True) as out:
        while block := content.read(_BLOCK):
            sha256.update(block)
            size += out.write(block)
    return _entry(name, sha256.hexdigest(), size)


def _deflate(package: zipfile.ZipFile, name: str, created: datetime, text: str) -> dict[str, object]:
    data = text.encode("utf-8", "replace")
    package.writestr(_entry_of_zip(name, created, zipfile.ZIP_DEFLATED), data)
    return _entry(name, hashlib.sha256(data).hexdigest(), len(data))


def _entry(name: str, sha256: str, size: int) -> dict[str, object]:
    return {"name": Path(name).name, "path": name, "hash": f"sha256:{sha256}", "bytes": size}


def _describe(package: zipfile.ZipFile, files: Mapping[str, dict[str, object]], created: datetime) -> None:
    description = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "created": created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "software": f"provenance {version('provenance-audit')}",
        "resources": list(files.values()),
    }
    entry = _deflate(package, "datapackage.json", created, json.dumps(description, indent=2))
    digest = {"path": entry["path"], "hash": entry["hash"]}
    _deflate(package, "datapackage-digest.json", created, json.dumps(digest, indent=2))
