"""path -> Document: reads what people write, and keeps for every word where it stands in the file.

    paths ── expand ──► files ── load ──► bytes ── read ──► Document

A reader turns bytes into blocks (what a person reads, in order) and links (what the markup points to). Every block has a
map back to the document's text, so that a line and a column can be told for each of its characters.
"""

from __future__ import annotations

from provenance.documents.paths import STDIN, expand, load
from provenance.documents.reading import READERS, read

__all__ = ["READERS", "STDIN", "expand", "load", "read"]
