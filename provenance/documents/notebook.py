"""Jupyter notebooks: the Markdown cells are read as Markdown, code cells are code, outputs are left out; cells are pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from provenance.documents import markdown
from provenance.documents.compose import Composer, Origin, document
from provenance.documents.decode import decode
from provenance.documents.lines import Layout
from provenance.errors import InputError
from provenance.model import BlockKind, Document


class NotebookReader:
    """Reads notebooks of format 3 and 4."""

    name = "notebook"
    suffixes: tuple[str, ...] = (".ipynb",)

    def read(self, path: str, raw: bytes) -> Document:
        """The document; raises `InputError` for what is no notebook or has no words in it."""
        text, encoding, remarks = decode(path, raw)
        try:
            cells = list(_cells(json.loads(text)))
        except (ValueError, RecursionError) as error:
            raise InputError(f"{path}: this is no notebook (its JSON cannot be read: {error})") from error
        whole, starts = _joined(cells)
        if not whole.strip():
            raise InputError(f"{path}: the notebook has no cell with words in it")
        origin = Origin.of(path, raw, format=self.name, encoding=encoding)
        origin.page_starts, origin.remarks = tuple(starts), remarks
        composer = Composer()
        for (kind, source), start in zip(cells, starts):
            if kind == "markdown":
                end = start + len(source)
                composer.extend(markdown.compose(whole, Layout.of(whole, start, end, loose=False)))
            elif kind == "code":
                composer.begin(BlockKind.CODE, start)
                composer.add(source, start, start + len(source))
        return document(origin, whole, composer)


def _cells(notebook: Any) -> Iterator[tuple[str, str]]:
    """The kind and source of each cell; raises `ValueError` for JSON of another shape."""
    if not isinstance(notebook, dict):
        raise ValueError("no cells in it")
    sheets = notebook.get("worksheets")
    cells = notebook.get("cells") or [
        cell for sheet in (sheets if isinstance(sheets, list) else []) if isinstance(sheet, dict)
        for cell in _list(sheet.get("cells"))
    ]  # fmt: skip
    if not isinstance(cells, list) or ("cells" not in notebook and not cells):
        raise ValueError("no cells in it")
    for cell in cells:
        if isinstance(cell, dict):
            source = cell.get("source", cell.get("input", ""))
            lines = [str(line) for line in source] if isinstance(source, list) else [str(source)]
            yield str(cell.get("cell_type")), "".join(lines)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _joined(cells: list[tuple[str, str]]) -> tuple[str, list[int]]:
    """The cells one under another, and where each begins."""
    starts: list[int] = []
    at = 0
    for _, source in cells:
        starts.append(at)
        at += len(source) + 1
    return "\n".join(source for _, source in cells), starts
