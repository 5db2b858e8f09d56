"""The catalogue: sources and their history, captures, texts, audits and decisions, in one SQLite file."""

from __future__ import annotations

import dataclasses
import json
import re
import sqlite3
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Self

from sqlite_utils import Database

from provenance.errors import ArchiveDamaged, InputError
from provenance.model import Access, Capture, Decision, ExtractedText
from provenance.store.known import (
    AuditRow,
    Known,
    Past,
    Row,
    capture_row,
    decision_row,
    history_row,
    known_row,
    to_capture,
    to_decision,
    to_known,
    to_past,
    to_text,
)
from provenance.store.opening import explained, open_catalogue, open_read_only

_BATCH = 500
"""Values of one query; SQLite takes 999 at least."""
_CAPTURE_ID = re.compile(r"\bcapture-[0-9a-f]{12}\b")


class Catalogue:
    """The catalogue of a cache folder. For one thread at a time; every method raises ArchiveError and its kin."""

    NAME = "catalog.db"
    """Of its file in the folder."""

    def __init__(self, db: Database, path: Path) -> None:
        """Use `Catalogue.open`."""
        self._db = db
        self.path = path

    @classmethod
    def open(cls, folder: Path, *, read_only: bool = False) -> Catalogue:
        """The catalogue of a cache folder, made where it is missing (unless `read_only`)."""
        path = folder / cls.NAME
        return cls(open_read_only(path) if read_only else open_catalogue(path), path)

    def close(self) -> None:
        """Close the file."""
        with explained(self.path):
            self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside is kept, or nothing; many small writes in one are many times faster."""
        if self._db.conn.in_transaction:
            yield
            return
        with explained(self.path), self._db.atomic():
            yield

    def check(self) -> None:
        """Read the whole file; raises ArchiveDamaged where something in it is not as SQLite wrote it."""
        [first, *_] = self._rows("pragma integrity_check(1)")
        if first[0] != "ok":
            raise ArchiveDamaged(f"{self.path}: the catalogue is damaged ({first[0]}); put a copy of it back")
        with explained(self.path):
            for table, column in (("texts", "body"), ("audits", "report")):
                for row in self._db.conn.execute(f"select {column} from {table}"):
                    zlib.decompress(row[0])

    # --- sources -----------------------------------------------------------------------------------------------

    def remember(self, known: Known, captures: Sequence[Capture] = ()) -> None:
        """The state of a source after a visit, the captures that the visit made, and a row in its history.

        Remembering the same visit again (by its time) replaces what was remembered of it.
        """
        self.remember_all([(known, captures)])

    def remember_all(self, visited: Sequence[tuple[Known, Sequence[Capture]]]) -> None:
        """The states of several sources and the captures of each, as by `remember`."""
        made = {
            capture.id: capture_row(capture, known.source)
            for known, captures in visited
            for capture in [*([known.live] if known.live else []), *captures]
        }
        with self.transaction():
            self._insert("captures", list(made.values()))
            self._insert("sources", [known_row(known) for known, _ in visited])
            self._insert("history", [history_row(known) for known, _ in visited if known.checked_at])

    def known(self, source: str) -> Known | None:
        """The state of a source after its last visit."""
        rows = self._rows("select * from sources where source = ?", source)
        return to_known(rows[0], self.capture) if rows else None

    def known_among(self, sources: Iterable[str]) -> dict[str, Known]:
        """The states of those of these sources that were visited; many times faster than to ask for one after the other."""
        found: dict[str, Known] = {}
        left = iter(sources)
        while batch := tuple(islice(left, _BATCH)):
            places = ", ".join("?" * len(batch))
            rows = self._rows(f"select * from sources where source in ({places})", *batch)
            found |= {row["source"]: to_known(row, self.capture) for row in rows}
        return found

    def all_known(self, due: datetime | None = None) -> list[Known]:
        """Every source, or those alone whose next visit is due at that time; the longest overdue first."""
        where = "" if due is None else "where next_check_at is null or next_check_at <= ?"
        values = [] if due is None else [to_text(due)]
        rows = self._rows(f"select * from sources {where} order by next_check_at, source", *values)
        return [to_known(row, self.capture) for row in rows]

    def history(self, source: str) -> list[Past]:
        """The visits to a source, in the order in which they were made."""
        return [
            to_past(row)
            for row in self._rows("select * from history where source = ? order by rowid", source)
        ]

    def keep_rests(self, rests: Mapping[str, datetime]) -> None:
        """Until when hosts asked to be left alone; what one said last counts."""
        self._insert("hosts", [{"host": host, "retry_at": to_text(until)} for host, until in rests.items()])

    def rests(self, now: datetime) -> dict[str, datetime]:
        """The hosts that are to be left alone still, each with the time to come back."""
        rows = self._rows("select host, retry_at from hosts where retry_at > ?", to_text(now))
        return {row["host"]: datetime.fromisoformat(row["retry_at"]) for row in rows}

    # --- captures and texts ------------------------------------------------------------------------------------

    def keep_captures(self, source: str, captures: Sequence[Capture]) -> None:
        """Captures of a source whose state stays as it is."""
        self._insert("captures", [capture_row(capture, source) for capture in captures])

    def capture(self, capture: str) -> Capture | None:
        """The capture of that id."""
        rows = self._rows("select * from captures where id = ?", capture)
        return to_capture(rows[0]) if rows else None

    def captures(self, source: str | None = None) -> list[Capture]:
        """Every capture, or those of a source, oldest first."""
        where, values = ("where source = ?", [source]) if source else ("", [])
        rows = self._rows(f"select * from captures {where} order by captured_at, id", *values)
        return [to_capture(row) for row in rows]

    def stored(self, url: str, sha256: str | None) -> Capture | None:
        """An earlier capture by the URL that was asked: of that body, or the one that a "not modified" confirms."""
        if sha256 is None:
            found = self._rows(
                "select * from captures where url = ? and archive_url is null and status = 200 and kind = 'live' "
                "order by captured_at desc limit 1",
                url,
            )
        else:
            found = self._rows(
                "select * from captures where sha256 = ? and coalesce(archive_url, url) = ? and kind <> 'supplied' "
                "order by captured_at desc limit 1",
                sha256,
                url,
            )
        return to_capture(found[0]) if found else None

    def keep_text(self, text: ExtractedText) -> None:
        """What was read in a capture."""
        body = zlib.compress(
            json.dumps(dataclasses.asdict(text), ensure_ascii=False).encode("utf-8", "surrogatepass")
        )
        self._insert("texts", [{"capture": text.capture, "body": body}])

    def text(self, capture: str) -> ExtractedText | None:
        """What was read in the capture of that id."""
        rows = self._rows("select body from texts where capture = ?", capture)
        if not rows:
            return None
        with explained(self.path):
            fields = json.loads(zlib.decompress(rows[0]["body"]).decode("utf-8", "surrogatepass"))
        return ExtractedText(**(fields | {"access": Access(fields["access"])}))

    def in_use(self, without: Collection[str] = ()) -> set[str]:
        """The ids of captures that the state of a source or a kept audit rests on, as if the audits `without` were not kept."""
        rows = self._rows("select live, text_capture, read_capture from sources")
        used = {value for row in rows for value in row if value}
        for row in self._rows("select id from audits"):
            if row["id"] not in without:
                used.update(_CAPTURE_ID.findall((self.audit(row["id"]) or b"").decode("utf-8", "replace")))
        return used

    def move(self, captures: Iterable[Capture]) -> None:
        """Note where captures stand now in the archive."""
        with self.transaction(), explained(self.path):
            self._db.conn.executemany(
                "update captures set warc = ?, offset = ?, length = ? where id = ?",
                [(capture.warc, capture.offset, capture.length, capture.id) for capture in captures],
            )

    def forget(self, captures: Iterable[Capture]) -> None:
        """Drop captures, and what was read in them."""
        ids = [(capture.id,) for capture in captures]
        with self.transaction(), explained(self.path):
            self._db.conn.executemany("delete from captures where id = ?", ids)
            self._db.conn.executemany("delete from texts where capture = ?", ids)

    def forget_audits(self, audits: Iterable[AuditRow]) -> None:
        """Drop audits."""
        with self.transaction(), explained(self.path):
            self._db.conn.executemany("delete from audits where id = ?", [(audit.id,) for audit in audits])

    # --- audits and decisions ----------------------------------------------------------------------------------

    def keep_audit(self, audit: str, started_at: datetime, summary: str, report: bytes) -> None:
        """An audit, so that it can be reported again."""
        row = {
            "id": audit,
            "started_at": to_text(started_at),
            "summary": summary,
            "report": zlib.compress(report),
        }
        self._insert("audits", [row])

    def audit(self, audit: str | None = None) -> bytes | None:
        """The report of the newest audit, or of the one whose id is, or begins with, `audit`.

        Raises InputError where several begin so.
        """
        if audit is None:
            rows = self._rows("select id, report from audits order by started_at desc, rowid desc limit 1")
        else:
            rows = self._rows(
                "select id, report from audits where substr(id, 1, length(:id)) = :id "
                "or substr(id, instr(id, '-') + 1, length(:id)) = :id "
                "order by id = :id desc, started_at desc limit 2",
                {"id": audit},
            )
        if len(rows) > 1 and rows[0]["id"] != audit:
            raise InputError(
                f"{audit!r}: several audits begin so, {rows[0]['id']} and {rows[1]['id']} among them"
            )
        with explained(self.path):
            return zlib.decompress(rows[0]["report"]) if rows else None

    def audits(self) -> list[AuditRow]:
        """The audits that are kept, newest first."""
        rows = self._rows("select id, started_at, summary from audits order by started_at desc, rowid desc")
        return [
            AuditRow(
                id=row["id"], started_at=datetime.fromisoformat(row["started_at"]), summary=row["summary"]
            )
            for row in rows
        ]

    def keep_decision(self, decision: Decision, seen: int | None = None) -> bool:
        """What a person decided; earlier decisions stay in the catalogue.

        With `seen`, the number of the last decision on the same thing that the person had before them (0 for none),
        nothing is kept and the answer is False where another one was made since.
        """
        row = decision_row(decision) | {"seen": seen}
        with explained(self.path):
            cursor = self._db.conn.execute(
                "insert into decisions (claim, verdict, note, author, at, fingerprint, passage, withdrawn) "
                "select :claim, :verdict, :note, :author, :at, :fingerprint, :passage, :withdrawn where :seen is null or :seen = "
                "(select coalesce(max(rowid), 0) from decisions where fingerprint = :fingerprint)",
                row,
            )
            return bool(cursor.rowcount)

    def decisions(self) -> list[Decision]:
        """The last decision on each thing that was decided on, in the order in which they were made."""
        rows = self._rows(
            "select rowid, * from decisions where rowid in (select max(rowid) from decisions "
            "group by case fingerprint when '' then claim else fingerprint end) and not withdrawn"
        )
        return [to_decision(row) for row in rows]

    def decided(self, fingerprint: str) -> list[Decision]:
        """Every decision on one thing, in the order in which they were made, withdrawals among them."""
        rows = self._rows("select rowid, * from decisions where fingerprint = ? order by rowid", fingerprint)
        return [to_decision(row) for row in rows]

    def last_decision(self) -> int:
        """The number of the newest decision, 0 where there is none: it changes whenever `decisions` does."""
        return int(self._rows("select coalesce(max(rowid), 0) from decisions")[0][0])

    # --- SQL ---------------------------------------------------------------------------------------------------

    def _rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        named = values[0] if values and isinstance(values[0], dict) else values
        with explained(self.path):
            return self._db.conn.execute(sql, named).fetchall()

    def _insert(self, table: str, rows: Sequence[Row]) -> None:
        """Insert rows of the same columns, each in the place of the row of its key, where there is one."""
        if not rows:
            return
        names = ", ".join(rows[0])
        places = ", ".join(f":{name}" for name in rows[0])
        with explained(self.path):
            self._db.conn.executemany(f"insert or replace into {table} ({names}) values ({places})", rows)
