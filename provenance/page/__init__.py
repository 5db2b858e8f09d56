"""Bytes to `Page`: one parse of HTML or PDF, and what the stages ask of it (title, headings, forms, metadata, links, texts)."""

from provenance.page.blocks import TextBlock, blocks_of, count_words, fold, is_note_mark
from provenance.page.codings import decode
from provenance.page.page import Form, Heading, Page
from provenance.page.parsing import parse
from provenance.page.pdf import Pdf, read_pdf
from provenance.page.refresh import refresh_target

__all__ = [
    "Form",
    "Heading",
    "Page",
    "Pdf",
    "TextBlock",
    "blocks_of",
    "count_words",
    "decode",
    "fold",
    "is_note_mark",
    "parse",
    "read_pdf",
    "refresh_target",
]
