"""Visits as a fetcher would hand them over, and what the archive's tests look at."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from provenance.archive import Archive
from provenance.model import Body, Failure, FailureKind, Hop, Visit

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
PAGE = b"<!doctype html><title>Un titre</title><p>Un texte assez long pour une page.</p>" * 20


def hop(url="https://example.org/page", body=PAGE, status=200, at=NOON, **fields):
    """One answer."""
    given = {
        "reason": "OK",
        "headers": (("Content-Type", "text/html; charset=utf-8"), ("Server", "test")),
        "request_headers": (("Host", "example.org"), ("User-Agent", "provenance-test")),
        "seconds": 0.1,
        "address": "192.0.2.7",
    } | fields
    body = body if isinstance(body, Body) else Body.of(body)
    return Hop(url=url, at=at, status=status, body=body, **given)


def visit(*hops, failure=None, **fields):
    """A visit of these hops, or of one good page."""
    hops = hops if hops or failure else (hop(),)
    url = hops[0].url if hops else "https://example.org/page"
    return Visit(url=url, started_at=NOON, finished_at=NOON, hops=hops, failure=failure, **fields)


def failure(kind=FailureKind.DNS, code="nxdomain", detail="no such host"):
    """Why a visit failed."""
    return Failure(kind=kind, code=code, detail=detail)


def later(seconds):
    """A time after noon."""
    return NOON + timedelta(seconds=seconds)


def open_archive(folder, **settings):
    """The archive of a folder, at noon."""
    return Archive.open(folder, **({"clock": lambda: NOON} | settings))


def warcs(folder):
    """The WARC files of a cache folder."""
    return sorted((folder / "warc").iterdir())


def records(path):
    """The records of a WARC file as warcio reads them: (type, WARC headers, HTTP headers, body)."""
    found = []
    with Path(path).open("rb") as file:
        for record in ArchiveIterator(file):
            body = record.raw_stream.read()
            found.append((record.rec_type, record.rec_headers, record.http_headers, body))
    return found


def warcio_check(*paths):
    """What `warcio check` says; nothing where all is well."""
    command = [sys.executable, "-m", "warcio.cli", "check", *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr if done.returncode else ""
