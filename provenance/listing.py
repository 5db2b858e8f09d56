"""What `collect` prints, document by document as they are read: ten thousand of them need no more memory than ten."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from provenance.collecting import Result, collect_each, documents_at
from provenance.config import Settings
from provenance.errors import InputError
from provenance.report.collection_report import listing
from provenance.report.text_report import encoded


def listed(paths: Sequence[str], settings: Settings) -> Iterator[bytes]:
    """The lines of each document, and last a line for each that cannot be read.

    Raises `InputError` where none of them can be read.
    """
    read, unread = 0, []
    for shown in collect_each(documents_at(paths, settings), settings, lines_of):
        if isinstance(shown, InputError):
            unread.append(shown)
        else:
            read += 1
            yield shown
    if not read:
        raise unread[0]
    yield encoded(map(str, unread))


def lines_of(result: Result) -> bytes | InputError:
    """The lines of one document, made where it was read."""
    if isinstance(result, InputError):
        return result
    document, collected = result
    return listing(document, collected.citations, collected.claims)
