"""From what a user names to files, and from files to documents."""

from __future__ import annotations

import difflib
import glob
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from provenance.documents.reading import FILE_LIMIT, READERS, read
from provenance.errors import InputError
from provenance.model import Document

STDIN = "-"
READABLE = frozenset(suffix for reader in READERS for suffix in reader.suffixes)


def expand(paths: Sequence[str]) -> list[str]:
    """The files that files, folders (searched to their depth), globs and `-` stand for: sorted, each once.

    Raises `InputError` for a path that is not there and for a folder or glob with nothing readable.
    """
    found: set[str] = set()
    for path in paths:
        found.update(_files(path))
    return sorted(found)


def load(path: str) -> Document:
    """The document in a file, or in standard input for `-`; raises `InputError` where it cannot be read."""
    try:
        if path == STDIN:
            raw = sys.stdin.buffer.read(FILE_LIMIT + 1)
        else:
            with Path(path).open("rb") as file:
                raw = file.read(FILE_LIMIT + 1)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error
    return read(path, raw)


def _files(path: str) -> list[str]:
    if path == STDIN:
        return [path]
    place = Path(path)
    if place.is_dir():
        return _folder(path)
    if place.exists():
        return [path]
    if glob.has_magic(path):
        names = glob.glob(path, recursive=True)  # noqa: PTH207 -- Path.glob takes no absolute pattern
        matches = [name for name in names if _is_document(Path(name))]
        if not matches:
            raise InputError(f"{path}: nothing readable matches; readable are {_readable()}")
        return matches
    raise InputError(f"{path}: there is no such file{_nearest(place)}")


def _folder(path: str) -> list[str]:
    found = []
    for folder, folders, names in os.walk(path):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [
            str(Path(folder, name)) for name in names if not name.startswith(".") and _is_readable(name)
        ]
    if not found:
        raise InputError(f"{path}: the folder holds nothing readable; readable are {_readable()}")
    return found


def _is_document(place: Path) -> bool:
    return place.is_file() and _is_readable(place.name)


def _is_readable(name: str) -> bool:
    return Path(name).suffix.lower() in READABLE


def _readable() -> str:
    return ", ".join(sorted(READABLE))


def _nearest(place: Path) -> str:
    """`; nearest is …` where the folder holds a name that is close."""
    folder = place.parent
    try:
        names = [entry.name for entry in folder.iterdir()]
    except OSError:
        return ""
    close = difflib.get_close_matches(place.name, names, n=1)
    return f"; nearest is {folder / close[0]}" if close else ""
