"""Reading a PDF: the text page by page, links and metadata."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pypdfium2

from provenance.page.pdf_layout import link_rectangles

_HYPHEN = re.compile(r"(?<=[^\W\d_])(?:[-\u2010\u00ad]|\ufffe|\x02)\r?\n(?=[a-zà-ÿ])")
_MADE_BY_PROGRAM = re.compile(
    r"\.(?:docx?|odt|pptx?|xlsx?|pdf|indd|qxd|tex|dvi|p65)$|^(?:untitled|microsoft word|document\d*$|layout \d)",
    re.I,
)
"""Titles that say how a file was made, and not what it is about."""
_PAGES = 2000
_CHARACTERS = 5_000_000
_LINKED_PAGES = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Pdf:
    """What is readable in a PDF."""

    pages: tuple[str, ...]
    """The text of each page, line breaks as set, words divided at a line's end joined again."""
    title: str
    links: tuple[str, ...]
    metadata: dict[str, str]
    """`author` where it is there. The date is not: many sites make their PDFs anew for each reader."""


def read_pdf(data: bytes) -> Pdf | None:
    """The content of a PDF, or none where it is damaged or locked beyond reading."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return None
    try:
        pages = tuple(_pages(document))
        links = _links(document)
        title, author = _metadata(document, "Title"), _metadata(document, "Author")
    finally:
        document.close()
    named = "" if _MADE_BY_PROGRAM.search(title) else title
    return Pdf(pages=pages, title=named, links=links, metadata={"author": author} if author else {})


def _pages(document: pypdfium2.PdfDocument) -> list[str]:
    texts: list[str] = []
    total = 0
    for number in range(min(len(document), _PAGES)):
        text = _page_text(document, number)
        total += len(text)
        if total > _CHARACTERS:
            break
        texts.append(text)
    return texts


def _page_text(document: pypdfium2.PdfDocument, number: int) -> str:
    try:
        page = document[number]
        text = page.get_textpage().get_text_bounded()
    except pypdfium2.PdfiumError:
        return ""
    return _HYPHEN.sub("", text).replace("\r\n", "\n").replace("\0", "").replace("\ufffe", "").strip()


def _metadata(document: pypdfium2.PdfDocument, key: str) -> str:
    try:
        return str(document.get_metadata_value(key) or "").strip()
    except (pypdfium2.PdfiumError, UnicodeDecodeError):
        return ""


def _links(document: pypdfium2.PdfDocument) -> tuple[str, ...]:
    """The targets of link annotations, each once, in order; those of damaged pages are passed over."""
    found: dict[str, None] = {}
    for number in range(min(len(document), _LINKED_PAGES)):
        try:
            found.update((url, None) for url, *_ in link_rectangles(document, document[number]))
        except pypdfium2.PdfiumError:
            continue
    return tuple(found)
