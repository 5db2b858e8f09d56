"""Where a report is written: a file whole or not at all, and what is no file as it is."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from provenance.errors import ReportError
from provenance.report import write_bytes


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path):
    """A place that is no file gets the bytes, and no file is put in its stead (`-o /dev/null` once did that)."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as pool:
        read = pool.submit(pipe.read_bytes)
        write_bytes(b"Rapport", pipe)

        assert read.result() == b"Rapport"
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_link_goes_on_leading_to_its_file(tmp_path):
    """Writing through a symbolic link changes the file that it leads to."""
    place, link = tmp_path / "rapport.txt", tmp_path / "lien.txt"
    link.symlink_to(place)

    write_bytes(b"Rapport", link)

    assert link.is_symlink()
    assert place.read_bytes() == b"Rapport"


def test_a_folder_is_no_place(tmp_path):
    """A report cannot take the place of a folder; the error says so."""
    with pytest.raises(ReportError, match="cannot be written"):
        write_bytes(b"Rapport", tmp_path)
