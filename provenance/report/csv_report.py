"""The CSV report: one row a claim (RFC 4180, UTF-8 with a byte order mark, as spreadsheets want it)."""

from __future__ import annotations

import csv
import io
from typing import IO

from provenance.model import Audit
from provenance.report.tabular import rows


class CsvWriter:
    """`--format csv`."""

    name = "csv"
    suffix = ".csv"

    def write(self, audit: Audit, out: IO[bytes]) -> None:
        """Header and rows."""
        out.write(b"\xef\xbb\xbf")
        for row in rows(audit):
            line = io.StringIO()
            csv.writer(line).writerow(row)
            out.write(line.getvalue().encode("utf-8", "backslashreplace"))
