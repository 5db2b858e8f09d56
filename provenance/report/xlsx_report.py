"""The XLSX report: one row a claim. XlsxWriter writes it: every cell is a string, so that none is run as a formula."""

from __future__ import annotations

import io
from typing import IO

from provenance.model import Audit
from provenance.report.tabular import HEADER, rows

LONGEST = 32_767
"""Characters that a cell may hold (Excel specifications and limits)."""
WIDE = {"claim", "reason", "passage"}


class XlsxWriter:
    """`--format xlsx`."""

    name = "xlsx"
    suffix = ".xlsx"

    def write(self, audit: Audit, out: IO[bytes]) -> None:
        """One sheet with a header that stays and a filter on it."""
        import xlsxwriter  # here, because it is slow to load and few reports are sheets

        held = io.BytesIO()
        with xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False}) as book:
            book.set_properties({"created": audit.started_at.replace(tzinfo=None)})
            sheet = book.add_worksheet("claims")
            bold, wrapped = (
                book.add_format({"bold": True}),
                book.add_format({"text_wrap": True, "valign": "top"}),
            )
            last = 0
            for last, row in enumerate(rows(audit)):
                for column, cell in enumerate(row):
                    sheet.write_string(last, column, legible(cell), bold if last == 0 else wrapped)
            for column, name in enumerate(HEADER):
                sheet.set_column(column, column, 60 if name in WIDE else 16)
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, last, len(HEADER) - 1)
        out.write(held.getvalue())


def legible(cell: str) -> str:
    """The cell as a sheet can hold it: no lone surrogates, no more than it takes."""
    return cell.encode("utf-8", "replace").decode("utf-8")[:LONGEST]
