"""DOCX: the file of a word processor, opened by python-docx; what is in its paragraphs is read in `wordml`."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from provenance.documents.compose import Origin, document
from provenance.documents.titles import with_titles
from provenance.errors import InputError
from provenance.model import Document

if TYPE_CHECKING:
    from docx.document import Document as DocxFile

UNPACKED_LIMIT = 60_000_000
"""Bytes that the XML of the file may have once unpacked; that of a long book has ten million."""

PARTS_LIMIT = 5000
"""Files that the package may hold."""


class DocxReader:
    """Reads the files of word processors in Office Open XML."""

    name = "docx"
    suffixes: tuple[str, ...] = (".docx", ".docm")

    def read(self, path: str, raw: bytes) -> Document:
        """The document; raises `InputError` for what is no DOCX, is damaged, or would unpack beyond reason."""
        from provenance.documents.wordml import Body  # here, because python-docx is slow to load

        file = _open(path, raw)
        body = Body(file)
        composer = body.composed()
        if not body.text.strip():
            raise InputError(f"{path}: the DOCX holds no text")
        composer.blocks = with_titles(composer.blocks)
        origin = Origin.of(path, raw, format=self.name, encoding="docx")
        origin.title = _title(file)
        return document(origin, body.text, composer)


def _open(path: str, raw: bytes) -> DocxFile:
    import docx  # here, as above

    damaged = f"{path}: this is no DOCX that can be opened; save it anew from a word processor"
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise InputError(damaged) from error
    size = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    if size > UNPACKED_LIMIT or len(parts) > PARTS_LIMIT:
        raise InputError(
            f"{path}: the DOCX would unpack to {size // 1_000_000} MB in {len(parts)} parts;"
            f" at most {UNPACKED_LIMIT // 1_000_000} MB of text are read"
        )
    try:
        return docx.Document(io.BytesIO(raw))
    except Exception as error:  # python-docx raises nearly anything on damaged packages
        raise InputError(damaged) from error


def _title(file: DocxFile) -> str:
    try:
        return " ".join((file.core_properties.title or "").split())
    except Exception:  # the same, for damaged properties: a title is only an extra
        return ""
