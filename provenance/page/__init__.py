"""Bytes to `Page`: one parse of HTML or PDF, and what the stages ask of it (title, headings, forms, metadata, links, texts)."""

from provenance.page.blocks import TextBlock, blocks_of, count_words, fold
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
    "parse",
    "read_pdf",
    "refresh_target",
]
