"""Reports: an audit written in the formats that people and programs read. One module a format."""

from __future__ import annotations

import difflib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

from provenance.errors import ReportError, SettingsError
from provenance.model import Audit
from provenance.protocols import Writer
from provenance.report.annotations import GithubWriter, GitlabWriter
from provenance.report.baseline import BaselineWriter
from provenance.report.claimreview_report import ClaimReviewWriter
from provenance.report.collection_report import CollectionWriter
from provenance.report.csl_report import CslWriter
from provenance.report.csv_report import CsvWriter
from provenance.report.evidence_report import AnnotationsWriter
from provenance.report.html_report import HtmlWriter
from provenance.report.json_report import JsonWriter
from provenance.report.junit_report import JunitWriter
from provenance.report.markdown_report import MarkdownWriter
from provenance.report.prov_report import ProvWriter
from provenance.report.sarif_report import SarifWriter
from provenance.report.text_report import TextWriter
from provenance.report.xlsx_report import XlsxWriter

WRITERS: tuple[Writer, ...] = (
    HtmlWriter(), JsonWriter(), MarkdownWriter(), TextWriter(), CollectionWriter(), CsvWriter(), XlsxWriter(),
    SarifWriter(), JunitWriter(), GithubWriter(), GitlabWriter(), ProvWriter(), AnnotationsWriter(), CslWriter(),
    ClaimReviewWriter(), BaselineWriter(),
)  # fmt: skip


def writer(name: str) -> Writer:
    """The writer of that name; raises `SettingsError` with the nearest where there is none."""
    names = {one.name: one for one in WRITERS}
    if name not in names:
        near = difflib.get_close_matches(name, names, n=1) or sorted(names)[:1]
        raise SettingsError(
            f"unknown format {name!r}: did you mean {near[0]}? Known are {', '.join(sorted(names))}"
        )
    return names[name]


def write_file(audit: Audit, one: Writer, path: Path) -> None:
    """Write a report to its place whole or not at all. Raises `ReportError` where that is impossible."""
    write_whole(path, lambda out: one.write(audit, out))


def write_bytes(data: bytes, path: Path) -> None:
    """Write what is a report already to its place, whole or not at all."""
    write_whole(path, lambda out: out.write(data))


def write_whole(path: Path, write: Callable[[IO[bytes]], object]) -> None:
    """Write to a file beside the place, then rename it: of two that write at once, one whole file stays.

    What is no file (`/dev/null`, a pipe) is written to as it is; a rename would put a file in its stead.
    """
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as out:
                write(out)
            return
        path = Path(os.path.realpath(path))
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as out:
                write(out)
            Path(temporary).chmod(0o644)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ReportError(
            f"{path}: cannot be written ({error.strerror or error}); choose another place with -o"
        ) from error
