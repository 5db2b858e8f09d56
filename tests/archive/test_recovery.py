"""What becomes of an archive whose writer is stopped, or that cannot be written to."""

import os
import random
import resource
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from provenance.archive import read, verify
from provenance.errors import ArchiveBusy, ArchiveError
from provenance.model import Capture, CopyKind
from tests.archive.visits import NOON, PAGE, hop, later, open_archive, records, visit, warcio_check, warcs

ROOT = Path(__file__).resolve().parents[2]
KILLS = 12


def reported(line):
    """The capture that a line of `killed.py` reports."""
    warc, offset, sha256, n = line.split()
    return Capture(
        id=n,
        url=f"https://example.org/{n}",
        captured_at=NOON,
        kind=CopyKind.LIVE,
        status=200,
        content_type="",
        sha256=sha256,
        size=0,
        warc=warc,
        offset=int(offset),
        length=0,
    )


def run_and_kill(folder, seconds):
    """Start a writer, kill it after a while, and give the captures that it had reported."""
    command = [sys.executable, "-m", "tests.archive.killed", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout.readline() == "open\n"
        time.sleep(seconds)
        process.kill()
        lines = process.stdout.read().split("\n")
    return [reported(line) for line in lines[:-1]]


def test_a_killed_writer_loses_nothing_that_it_reported(tmp_path):
    """After kill -9 at random moments every reported visit is there, the next run opens, and all records are whole."""
    chance = random.Random(4)
    captures = []
    for _ in range(KILLS):
        captures += run_and_kill(tmp_path, chance.uniform(0, 0.06))
        with open_archive(tmp_path, wait=5):
            assert not list(verify(tmp_path))
    assert len(captures) > KILLS
    assert not list(verify(tmp_path, captures))
    assert warcio_check(*warcs(tmp_path)) == ""


def test_a_tail_cut_anywhere_is_mended(tmp_path):
    """Wherever in its last visit a file ends, opening cuts back to the last whole record and goes on behind it."""
    with open_archive(tmp_path) as archive:
        first = archive.write(visit())
        second = archive.write(visit(hop(url="https://example.org/2")))
    [file] = warcs(tmp_path)
    whole = file.read_bytes()
    for end in range(second.offset, len(whole), 41):
        file.write_bytes(whole[:end])
        with open_archive(tmp_path) as archive:
            third = archive.write(visit(hop(url="https://example.org/3")))
        assert warcs(tmp_path) == [file]
        assert read(tmp_path, first).body.data == read(tmp_path, third).body.data == PAGE
        assert not list(verify(tmp_path, [first, third]))
    assert warcio_check(file) == ""


@pytest.mark.parametrize("size", [0, 20])
def test_a_file_that_was_stopped_before_it_held_anything_goes(tmp_path, size):
    """A writer that was killed as it began a file leaves nothing behind that anybody has to look at."""
    with open_archive(tmp_path) as archive:
        archive.write(visit())
    [file] = warcs(tmp_path)
    begun = file.with_name("provenance-20261121130000-00002.warc.gz")
    begun.write_bytes(file.read_bytes()[:size])
    with open_archive(tmp_path) as archive:
        capture = archive.write(visit(hop(url="https://example.org/2")))
    assert not begun.exists()
    assert read(tmp_path, capture).body.data == PAGE
    assert all(records(path)[0][0] == "warcinfo" for path in warcs(tmp_path))


def test_damage_that_is_no_unfinished_tail_is_not_cut(tmp_path):
    """Foreign bytes at the end of a file stay for a person to look at; a new file is begun."""
    with open_archive(tmp_path) as archive:
        archive.write(visit())
    [file] = warcs(tmp_path)
    data = file.read_bytes() + bytes(500)
    file.write_bytes(data)
    with open_archive(tmp_path) as archive:
        archive.write(visit(hop(url="https://example.org/2")))
    assert file.read_bytes() == data
    assert len(warcs(tmp_path)) == 2


def test_a_second_writer_is_told_who_holds_the_archive(tmp_path):
    """Two runs on one cache: the second one names the process of the first."""
    with open_archive(tmp_path):
        with pytest.raises(ArchiveBusy, match=f"process {os.getpid()} "):
            open_archive(tmp_path)
        with pytest.raises(ArchiveBusy):
            open_archive(tmp_path, wait=0.2)
    open_archive(tmp_path).close()


def test_a_second_writer_may_wait(tmp_path):
    """With `wait`, the second run goes on as soon as the first one ends."""
    command = [sys.executable, "-m", "tests.archive.killed", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        process.stdout.readline()
        process.kill()
        with open_archive(tmp_path, wait=10) as archive:
            assert archive.write(visit())


def test_reading_needs_no_lock(tmp_path):
    """What a run has written can be read while it goes on."""
    with open_archive(tmp_path) as archive:
        capture = archive.write(visit())
        assert read(tmp_path, capture).body.data == PAGE


def test_a_clock_that_goes_backwards_orders_nothing(tmp_path):
    """Files are ordered by their number, so a clock set back does not lose the newest one."""
    captures = []
    for days in (0, -400, -20):
        moment = NOON + timedelta(days=days)
        with open_archive(tmp_path, clock=lambda moment=moment: moment, roll_at=1500) as archive:
            captures += [
                archive.write(
                    visit(hop(url=f"https://example.org/{days}/{n}", at=moment, body=os.urandom(900)))
                )
                for n in range(3)
            ]
    assert [file.name[-12:-8] for file in sorted(warcs(tmp_path), key=lambda f: f.name[-13:])] == [
        f"{n:04d}" for n in range(1, len(warcs(tmp_path)) + 1)
    ]
    assert not list(verify(tmp_path, captures))


def test_the_visit_that_does_not_fit_on_the_disk_leaves_no_trace(tmp_path):
    """A write that fails is one clear line; what was kept before is whole, and writing goes on once there is room."""
    with open_archive(tmp_path) as archive:
        first = archive.write(visit())
        size = warcs(tmp_path)[0].stat().st_size
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 3000, before[1]))
        try:
            with pytest.raises(ArchiveError, match="--cache"):
                archive.write(visit(hop(url="https://example.org/big", body=os.urandom(3_000_000))))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert warcs(tmp_path)[0].stat().st_size == size
        second = archive.write(visit(hop(url="https://example.org/2")))
    assert not list(verify(tmp_path, [first, second]))


def test_a_folder_that_cannot_be_written_to_says_so(tmp_path):
    """A cache folder inside a file, or that is a file, gives one line that names it."""
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "cache"):
        with pytest.raises(ArchiveError, match="file"):
            open_archive(folder)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_says_so(tmp_path):
    """A cache folder without the right to write gives one line that names it."""
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(ArchiveError, match="ermission"):
            open_archive(tmp_path / "cache")
    finally:
        tmp_path.chmod(0o755)


def test_an_archive_goes_on_with_its_newest_file(tmp_path):
    """A second run appends to the file of the first, under one warcinfo."""
    for n in range(3):
        with open_archive(tmp_path) as archive:
            archive.write(visit(hop(url=f"https://example.org/{n}", at=later(n))))
    [file] = warcs(tmp_path)
    assert [kind for kind, *_ in records(file)] == ["warcinfo"] + ["response", "request"] * 3
