"""What visits came to, on its way into the catalogue."""

import time
from contextlib import contextmanager

from provenance.archive import Archive
from provenance.ledger import PACE, Ledger
from provenance.model import Access, ExtractedText
from provenance.store import Catalogue
from tests.store.rows import NOON, known

TEXT = ExtractedText(
    source="source-1", capture="capture-1", text="Words.", main_end=6, title="", language="en", access=Access.WHOLE
)  # fmt: skip


@contextmanager
def opened(folder):
    """An archive, its catalogue, and a ledger over both."""
    with Archive.open(folder, clock=lambda: NOON) as archive, Catalogue.open(folder) as catalogue:
        yield catalogue, Ledger(archive, catalogue)


def sources(folder):
    """What another process finds in the catalogue."""
    with Catalogue.open(folder, read_only=True) as catalogue:
        return {each.source for each in catalogue.all_known()}


def test_entries_that_come_close_together_are_written_down_in_one_go(tmp_path):
    """The first at once; those after it when the pace allows, and then all of them."""
    with opened(tmp_path) as (_, ledger):
        for name in "123":
            ledger.enter(known(name), [], None)
        assert sources(tmp_path) == {"source-1"}

        left = ledger.settle()
        assert 0 < left <= PACE
        time.sleep(left)
        assert ledger.settle() is None
        assert sources(tmp_path) == {"source-1", "source-2", "source-3"}


def test_closing_leaves_nothing_behind(tmp_path):
    """Whoever ends a run, by an interrupt too, closes its ledger."""
    with opened(tmp_path) as (_, ledger):
        ledger.enter(known("1"), [], None)
        ledger.enter(known("2"), [], None)
        ledger.close()
        assert sources(tmp_path) == {"source-1", "source-2"}


def test_a_text_comes_with_its_source(tmp_path):
    """Never a source that was read and whose text is missing."""
    with opened(tmp_path) as (catalogue, ledger):
        ledger.enter(known("1"), [], TEXT)
        assert catalogue.text("capture-1") == TEXT
