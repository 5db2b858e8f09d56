"""Writes what visits came to into the catalogue: many at a time, and only what the archive holds on the disk already."""

from __future__ import annotations

import time
from collections.abc import Sequence

from provenance.archive import Archive
from provenance.model import Capture, ExtractedText
from provenance.store import Catalogue, Known

PACE = 0.25
"""Seconds between two times of writing down, at least. What a `kill -9` comes before has to be fetched again."""

Entry = tuple[Known, Sequence[Capture], ExtractedText | None]


class Ledger:
    """Entries on their way into the catalogue. For the one thread that drives a run."""

    def __init__(self, archive: Archive, catalogue: Catalogue) -> None:
        """Both stay open as long as entries are made."""
        self._archive, self._catalogue = archive, catalogue
        self._waiting: list[Entry] = []
        self._written_at = 0.0

    def enter(self, known: Known, captures: Sequence[Capture], text: ExtractedText | None) -> None:
        """Note the state of a source, the captures of its visit, and the text that was read, if one was."""
        self._waiting.append((known, captures, text))
        self.settle()

    def settle(self) -> float | None:
        """Write down what waits if it is time to; else how many seconds are left until then (None: nothing waits)."""
        left = self._written_at + PACE - time.monotonic()
        if self._waiting and left > 0:
            return left
        self.close()
        return None

    def close(self) -> None:
        """Write down all that waits: each source with its captures and its text, or not at all."""
        if not self._waiting:
            return
        entries, self._waiting = self._waiting, []
        self._archive.sync()
        with self._catalogue.transaction():
            self._catalogue.remember_all([(known, captures) for known, captures, _ in entries])
            for _, _, text in entries:
                if text:
                    self._catalogue.keep_text(text)
        self._written_at = time.monotonic()
