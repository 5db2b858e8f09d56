"""The extension points: one method each. Built-ins are a tuple in their package's front; others come by entry point."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, TYPE_CHECKING, Protocol

from provenance.model import Assessment, Audit, Claim, Document, ExtractedText, Visit

if TYPE_CHECKING:
    from provenance.page import Page


class Reader(Protocol):
    """Reads one format of document."""

    name: str
    """What `Document.format` says."""
    suffixes: tuple[str, ...]
    """File name endings in lower case, with their dot."""

    def read(self, path: str, raw: bytes) -> Document:
        """The document in these bytes; raises `InputError` where there is none."""


class Fetcher(Protocol):
    """Tries to read a URL."""

    def visit(self, url: str) -> Visit:
        """One visit, with every failure as a value."""


class Extractor(Protocol):
    """Finds the readable text of a page."""

    def extract(self, page: Page, *, source: str, capture: str) -> ExtractedText:
        """The text; empty, with access `none`, where there is nothing to read."""


class Verifier(Protocol):
    """Holds a claim against texts."""

    def verify(self, claim: Claim, texts: Sequence[ExtractedText]) -> Assessment:
        """The verdict with its evidence."""


class Writer(Protocol):
    """Writes an audit in one format."""

    name: str
    """What `--format` calls it."""
    suffix: str
    """File name ending, with its dot."""

    def write(self, audit: Audit, out: IO[bytes]) -> None:
        """The whole report, in UTF-8 where it is text."""
