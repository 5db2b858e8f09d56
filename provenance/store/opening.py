"""Opens the SQLite file of a catalogue, and says in one line what is wrong with one that does not open."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlite_utils import Database

from provenance.errors import ArchiveBusy, ArchiveDamaged, ArchiveError, ArchiveTooNew
from provenance.store.migrations import migrations

_PATIENCE = 10.0
"""Seconds to wait for another process's transaction."""


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """What SQLite raises inside becomes one of our errors, with a line that says what to do."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise _inability(path, error) from error
    except (sqlite3.DatabaseError, zlib.error, UnicodeError, json.JSONDecodeError) as error:
        raise ArchiveDamaged(
            f"{path}: the catalogue is damaged ({error}). Put a copy of it back, or move it away: "
            "`provenance fsck --repair` makes a new one from the records in the warc folder beside it."
        ) from error


def open_catalogue(path: Path) -> Database:
    """The catalogue for writing, made or brought up to date where needed."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveError(f"{path.parent}: {error.strerror}; choose another folder with --cache") from error
    with explained(path):
        db = _connect(str(path), uri=False)
        try:
            db.conn.execute("pragma journal_mode = wal")
            db.conn.execute("pragma synchronous = normal")
            _refuse_newer(db, path)
            migrations.apply(db)
        except BaseException:
            db.close()
            raise
    return db


def open_read_only(path: Path) -> Database:
    """The catalogue for reading alone, from any process; one of an older version is brought up to date first."""
    if not path.exists():
        raise ArchiveError(
            f"{path.parent}: there is no archive here; name its folder with --cache, or make one with `provenance audit`"
        )
    with explained(path):
        db = _connect_read_only(path)
        try:
            _refuse_newer(db, path)
            return _up_to_date(db, path) if migrations.pending(db) else db
        except BaseException:
            db.close()
            raise


def _up_to_date(db: Database, path: Path) -> Database:
    """An older catalogue with the newer steps of the schema: in its file, or in memory where that cannot be written to."""
    try:
        open_catalogue(path).close()
    except ArchiveDamaged:
        raise
    except ArchiveError:
        copy = _connect(":memory:", uri=False)
        db.conn.backup(copy.conn)
        migrations.apply(copy)
        copy.conn.execute("pragma query_only = on")
        db.close()
        return copy
    db.close()
    return _connect_read_only(path)


def _connect(target: str, *, uri: bool) -> Database:
    # One writer thread at a time uses a connection, but it need not be the one that opened it.
    connection = sqlite3.connect(
        target, uri=uri, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
    )
    connection.row_factory = sqlite3.Row
    return Database(connection, execute_plugins=False)


def _connect_read_only(path: Path) -> Database:
    target = f"file:{quote(str(path.absolute()))}?mode=ro"
    db = _connect(target, uri=True)
    try:
        db.conn.execute("select count(*) from sqlite_master").fetchone()
    except sqlite3.OperationalError:
        # On a read-only file system SQLite cannot make the shared memory of a WAL; nobody can write there either.
        db.close()
        db = _connect(f"{target}&immutable=1", uri=True)
    return db


def _refuse_newer(db: Database, path: Path) -> None:
    known = {step.name for step in migrations._migrations}
    unknown = [step.name for step in migrations.applied(db) if step.name not in known]
    if unknown:
        raise ArchiveTooNew(
            f"{path}: was written by a newer version of this program (schema step {unknown[-1]}); "
            "install a newer one with `pip install -U provenance-audit`, or choose another folder with --cache"
        )


def _inability(path: Path, error: sqlite3.OperationalError) -> ArchiveError:
    reason = str(error)
    if "locked" in reason or "busy" in reason:
        return ArchiveBusy(
            f"{path}: another process is writing to it; wait for it to end, or use another --cache"
        )
    if "malformed" in reason or "no such table" in reason or "no such column" in reason:
        return ArchiveDamaged(f"{path}: the catalogue is damaged ({reason}); put a copy of it back")
    return ArchiveError(
        f"{path}: {reason}. What was finished before is kept; make room or make the folder writable, "
        "or choose another one with --cache."
    )
