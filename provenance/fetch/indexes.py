"""The two ways in which web archives list the copies of a page: CDX (as JSON or text) and TimeMap (RFC 7089, link format)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

CDX_COLUMNS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
"""The columns of a CDX answer in text, where the query names none."""
LINK_FORMAT = "application/link-format"
"""RFC 6690: how a TimeMap is written; some archives offer it in other formats as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One copy of an index."""

    time: datetime
    original: str | None = None
    """The page's URL, as captured; None where the index does not say."""
    url: str | None = None
    """Of the unchanged bytes; None where it follows from time and original."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Another page of a TimeMap (RFC 7089 section 5), with the span of time that it says it covers."""

    url: str
    start: datetime | None = None
    end: datetime | None = None

    def away(self, wanted: datetime) -> timedelta:
        """How far a time lies outside of the span; nothing where the page does not say what it covers."""
        before = self.start - wanted if self.start else timedelta()
        after = wanted - self.end if self.end else timedelta()
        return max(before, after, timedelta())


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """What an archive lists of a page's copies, and where it lists more."""

    rows: tuple[Row, ...]
    pages: tuple[Page, ...] = ()


def read_cdx(text: str) -> Index:
    """The good copies of a CDX answer: a JSON table with a header, JSON lines (pywb), or text. Rows that cannot be read are left out."""
    return Index(rows=tuple(row for record in _records(text) if (row := _row(record))))


def _records(text: str) -> Iterator[dict[str, str]]:
    if text.lstrip().startswith("["):
        yield from _table(text)
        return
    for line in text.splitlines():
        if line.startswith("{"):
            yield from _json_line(line)
        else:
            cells = line.split(" ")
            if len(cells) == len(CDX_COLUMNS):
                yield dict(zip(CDX_COLUMNS, cells, strict=True))


def _table(text: str) -> Iterator[dict[str, str]]:
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError):
        return
    rows = [row for row in rows if isinstance(row, list) and all(isinstance(cell, str) for cell in row)]
    for row in rows[1:]:
        yield dict(zip(rows[0], row, strict=False))


def _json_line(line: str) -> Iterator[dict[str, str]]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return
    if isinstance(record, dict):
        yield {str(key): str(value) for key, value in record.items()}


def _row(record: dict[str, str]) -> Row | None:
    """A copy that is a page: status 200, or none (a revisit of one); never a redirect or an error."""
    time = _time(record.get("timestamp", ""))
    original = record.get("original") or record.get("url") or ""
    status = record.get("statuscode") or record.get("status") or "-"
    if time is None or not re.match(r"https?://", original) or status not in ("200", "-"):
        return None
    return Row(time=time, original=original)


def _time(stamp: str) -> datetime | None:
    if not re.fullmatch(r"\d{14}", stamp, re.ASCII):
        return None
    try:
        return datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


_LINK = re.compile(r'<([^<>]*)>((?:\s*;\s*[\w*-]+\s*=\s*(?:"[^"]*"|[^\s;,"]+))*)')
_PARAMETER = re.compile(r'([\w*-]+)\s*=\s*(?:"([^"]*)"|([^\s;,"]+))')


def read_timemap(text: str) -> Index:
    """The mementos of a TimeMap, and its other pages; links that cannot be read are left out."""
    links = [(match[1].strip(), _parameters(match[2])) for match in _LINK.finditer(text)]
    related = [(url, parameters.get("rel", "").split(), parameters) for url, parameters in links]
    original = next((url for url, rel, _ in related if "original" in rel), None)
    rows = (
        Row(time=time, original=original, url=_raw(url))
        for url, rel, parameters in related
        if "memento" in rel and (time := _date(parameters.get("datetime", "")))
    )
    pages = (
        Page(url=url, start=_date(parameters.get("from", "")), end=_date(parameters.get("until", "")))
        for url, rel, parameters in related
        if "timemap" in rel and "self" not in rel and parameters.get("type", LINK_FORMAT) == LINK_FORMAT
    )
    return Index(rows=tuple(rows), pages=tuple(pages))


def _parameters(text: str) -> dict[str, str]:
    return {match[1].lower(): match[2] or match[3] or "" for match in _PARAMETER.finditer(text)}


def _date(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _raw(url: str) -> str:
    """The unchanged copy beside a memento that is named by a timestamp (Wayback, pywb); other archives have only the one."""
    return re.sub(r"/(\d{14})(?:[a-z]{2}_)?/", r"/\1id_/", url, count=1)
