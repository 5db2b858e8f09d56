"""Which reader a file is for: by its name, and by what is in it."""

from __future__ import annotations

from pathlib import PurePath

from provenance.documents.decode import decode
from provenance.documents.docx import DocxReader
from provenance.documents.html import HtmlReader
from provenance.documents.markdown import MarkdownReader
from provenance.documents.notebook import NotebookReader
from provenance.documents.pdf import PdfReader
from provenance.documents.plain import PlainReader, looks_like_markdown
from provenance.errors import InputError
from provenance.model import Document
from provenance.protocols import Reader

READERS: tuple[Reader, ...] = (
    MarkdownReader(),
    HtmlReader(),
    PlainReader(),
    DocxReader(),
    PdfReader(),
    NotebookReader(),
)

FILE_LIMIT = 200_000_000
"""Bytes of the largest file that is looked at."""

_BY_NAME = {reader.name: reader for reader in READERS}
_BY_SUFFIX = {suffix: reader for reader in READERS for suffix in reader.suffixes}
_MEDIA = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/markdown": "markdown",
    "text/plain": "plain",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/x-ipynb+json": "notebook",
}


def read(path: str, raw: bytes, *, hint: str | None = None) -> Document:
    """The document in these bytes, by the reader that the hint (a reader's name or a media type), the suffix, or the
    content asks for; raises `InputError` for what cannot be read."""
    if len(raw) > FILE_LIMIT:
        raise InputError(
            f"{path}: the file has {len(raw) // 1_000_000} MB; at most {FILE_LIMIT // 1_000_000} MB are read"
        )
    return _choose(path, raw, hint).read(path, raw)


def _choose(path: str, raw: bytes, hint: str | None) -> Reader:
    media = (hint or "").split(";")[0].strip().lower()
    named = _BY_NAME.get(_MEDIA.get(media, media)) or _BY_SUFFIX.get(PurePath(path).suffix.lower())
    if named is not None and named.name != "plain":
        return named
    return _sniffed(path, raw)


def _sniffed(path: str, raw: bytes) -> Reader:
    """The reader for bytes whose name tells nothing."""
    if raw.startswith(b"%PDF-"):
        return _BY_NAME["pdf"]
    if raw.startswith(b"PK\x03\x04") and b"word/" in raw:
        return _BY_NAME["docx"]
    head = raw[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return _BY_NAME["html"]
    text, _, _ = decode(path, raw[:400_000])
    return _BY_NAME["markdown" if looks_like_markdown(text) else "plain"]
