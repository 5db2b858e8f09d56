"""Catalogues that cannot be opened say why, in one line, and are left as they are."""

import os
import random
import sqlite3

import pytest
from sqlite_utils import Database

from provenance.errors import ArchiveBusy, ArchiveDamaged, ArchiveError, ArchiveTooNew
from provenance.store import Catalogue, opening
from provenance.store.known import capture_row, known_row
from provenance.store.migrations import migrations
from tests.store.rows import NOON, capture, known


@pytest.fixture
def path(tmp_path):
    """The file of a catalogue that holds one source."""
    with Catalogue.open(tmp_path) as catalogue:
        catalogue.remember(known())
    return tmp_path / "catalog.db"


def change(path, sql):
    """Change the file behind the program's back."""
    connection = sqlite3.connect(path)
    connection.execute(sql)
    connection.commit()
    connection.close()


@pytest.mark.parametrize("read_only", [False, True])
def test_a_catalogue_of_a_newer_version_is_left_alone(path, read_only):
    """A schema step that we do not know means: install a newer version."""
    change(
        path,
        "insert into _sqlite_migrations (migration_set, name, applied_at) values ('provenance', 'm999_later', '')",
    )
    with pytest.raises(ArchiveTooNew, match="m999_later"):
        Catalogue.open(path.parent, read_only=read_only)


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("content", [b"not a database at all" * 99, b"SQLite format 3\0" + bytes(9000)])
def test_a_file_that_is_no_catalogue_is_called_damaged(path, content, read_only):
    """Foreign bytes in its place are named, and not written over."""
    path.write_bytes(content)
    with pytest.raises(ArchiveDamaged, match=r"catalog\.db"):
        Catalogue.open(path.parent, read_only=read_only)
    assert path.read_bytes() == content


def test_damage_inside_is_told_when_it_is_met(path):
    """A page of nonsense in the middle of the file becomes one clear error."""
    data = bytearray(path.read_bytes())
    for start in range(4096, len(data), 4096):
        data[start : start + 3000] = b"\xa5" * 3000
    path.write_bytes(data)
    with pytest.raises(ArchiveDamaged), Catalogue.open(path.parent, read_only=True) as catalogue:
        catalogue.known("source-1")


def test_a_check_reads_the_whole_file(path):
    """`check` says nothing of a good catalogue, and finds damage that no query has met."""
    with Catalogue.open(path.parent) as catalogue:
        catalogue.keep_audit("audit-1", NOON, "", random.randbytes(1 << 16))
        catalogue.check()
    whole = path.read_bytes()
    for start in (8192, len(whole) - 4096):
        path.write_bytes(whole[:start] + b"\xa5" * 4000 + whole[start + 4000 :])
        with pytest.raises(ArchiveDamaged), Catalogue.open(path.parent, read_only=True) as catalogue:
            catalogue.check()


def test_a_damaged_text_is_told(path):
    """A text that does not decompress is damage, not a crash."""
    with Catalogue.open(path.parent) as catalogue:
        change(path, "insert into texts values ('capture-1', x'00ff')")
        with pytest.raises(ArchiveDamaged):
            catalogue.text("capture-1")


def test_reading_where_nothing_is_says_so(tmp_path):
    """Reading makes no catalogue; the folder is named."""
    with pytest.raises(ArchiveError, match="no archive here"):
        Catalogue.open(tmp_path, read_only=True)
    assert not list(tmp_path.iterdir())


def test_a_reader_writes_nothing(path):
    """A catalogue opened for reading refuses to be written to."""
    with (
        Catalogue.open(path.parent, read_only=True) as catalogue,
        pytest.raises(ArchiveError, match="readonly"),
    ):
        catalogue.remember(known("2"))


def test_a_folder_that_cannot_be_made_says_so(tmp_path):
    """A cache folder inside a file gives one line that names it."""
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveError, match="--cache"):
        Catalogue.open(tmp_path / "file" / "cache")


def test_another_writer_is_told_of(path, monkeypatch):
    """Where another process is writing for too long, the catalogue says so."""
    monkeypatch.setattr(opening, "_PATIENCE", 0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("begin immediate")
    with Catalogue.open(path.parent) as catalogue, pytest.raises(ArchiveBusy):
        catalogue.remember(known("2"))
    other.close()


def test_a_full_disk_says_so(path):
    """Where there is no room, the line says that what was finished is kept."""
    with Catalogue.open(path.parent) as catalogue:
        catalogue._db.conn.execute("pragma max_page_count = 1")
        with pytest.raises(ArchiveError, match="full"):
            catalogue.keep_audit("audit-1", NOON, "", random.randbytes(1 << 20))
    with Catalogue.open(path.parent) as catalogue:
        assert catalogue.known("source-1")


@pytest.fixture
def older(tmp_path):
    """The file of a catalogue as the first version of the schema made it, with one source."""
    path = tmp_path / "catalog.db"
    database = Database(path)
    migrations.apply(database, stop_before="m002_what_was_decided_on")
    columns = database["sources"].columns_dict
    database["sources"].insert({name: value for name, value in known_row(known()).items() if name in columns})
    database["captures"].insert(capture_row(capture(), "source-1"))
    database.close()
    return path


@pytest.mark.parametrize("read_only", [False, True])
def test_an_older_catalogue_is_brought_up_to_date(older, read_only):
    """Missing schema steps are taken when the catalogue is opened, to read or to write; what it knows stays."""
    with Catalogue.open(older.parent, read_only=read_only) as catalogue:
        assert [each.source for each in catalogue.all_known()] == ["source-1"]
        assert catalogue.decisions() == []
        assert catalogue.rests(NOON) == {}
    assert not migrations.pending(Database(older))


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes wherever it likes")
def test_an_older_catalogue_on_a_read_only_disk_is_read(older):
    """Where the file cannot be brought up to date, a copy in memory is; it takes no writing."""
    older.chmod(0o444)
    older.parent.chmod(0o555)
    try:
        with Catalogue.open(older.parent, read_only=True) as catalogue:
            assert [each.source for each in catalogue.all_known()] == ["source-1"]
            with pytest.raises(ArchiveError):
                catalogue.remember(known("2"))
    finally:
        older.parent.chmod(0o755)


def test_the_steps_of_the_schema_are_numbered_in_order():
    """Schema steps are numbered without a gap, and each says what it does."""
    steps = migrations._migrations
    assert steps
    assert [step.name[:5] for step in steps] == [f"m{n:03d}_" for n in range(1, len(steps) + 1)]
    assert all(step.fn.__doc__ for step in steps)
