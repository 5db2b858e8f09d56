"""Bad input gets one clear line and exit code 2, without a traceback."""

import sqlite3

import pytest

from tests.support.cli import provenance

CLAIM = "Le bénéfice a reculé de 8 % en 2025, selon la direction du groupe.\n"


@pytest.fixture
def folder(tmp_path):
    """A folder with one good document."""
    (tmp_path / "good.md").write_text(CLAIM, "utf-8")
    return tmp_path


def assert_one_line(run, *words):
    """The run could not do its work and says so in one line that holds these words."""
    assert run.returncode == 2, run.stderr
    assert len(run.stderr.strip().splitlines()) == 1, run.stderr
    assert run.stderr.startswith("provenance: ")
    for word in words:
        assert word in run.stderr


def test_a_path_that_does_not_exist(folder):
    """The line names the path."""
    assert_one_line(provenance("collect", "nope.md", cwd=folder), "nope.md")


def test_a_folder_with_nothing_readable_in_it(folder):
    """The line names the folder and says what would be readable."""
    (folder / "empty").mkdir()

    assert_one_line(provenance("collect", "empty", cwd=folder), "empty", ".md")


def test_a_file_that_is_not_text(folder):
    """A picture with a document's name is named."""
    (folder / "picture.md").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)

    assert_one_line(provenance("collect", "picture.md", cwd=folder), "picture.md")


def test_a_file_in_another_encoding_is_read_and_said_to_be(folder):
    """It is decoded by what it declares or what is detected, and the listing says which."""
    (folder / "latin.md").write_bytes(CLAIM.encode("latin-1") * 3)

    run = provenance("collect", "latin.md", cwd=folder)

    assert run.returncode == 0
    assert "bénéfice" in run.stdout
    assert "8859" in run.stdout or "1252" in run.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["rules", "PV999"], "PV"),
        (["collect", "good.md", "--format", "jsn"], "json"),
        (["audit", "good.md", "--fresh", "soon"], "fresh"),
        (["audit", "good.md", "--allow-network", "everything", "--cache", "c"], "everything"),
        (["report", "--cache", "nowhere"], "nowhere"),
        (["evaluate", "nowhere.jsonl", "--predictions", "out.jsonl"], "nowhere.jsonl"),
    ],
)
def test_an_unknown_rule_format_or_value(folder, words, told):
    """The line names what is wrong and what would be right."""
    (folder / "good.md").write_text(CLAIM + "\nSee http://www.example.org/.\n", "utf-8")

    assert_one_line(provenance(*words, cwd=folder), told)


def test_an_unknown_setting_in_the_environment(folder):
    """The line names the nearest right one."""
    run = provenance("collect", "good.md", cwd=folder, environ={"PROVENANCE_OFLINE": "1"})

    assert_one_line(run, "PROVENANCE_OFFLINE")


def test_a_damaged_catalogue(folder):
    """The line names the file and says that the WARC files are still readable."""
    (folder / "cache").mkdir()
    (folder / "cache" / "catalog.db").write_bytes(b"this is no database" * 100)

    assert_one_line(provenance("audit", "good.md", cwd=folder), "catalog.db")


def test_a_catalogue_of_a_newer_version(folder):
    """It is refused, not guessed at."""
    assert provenance("audit", "good.md", "-q", cwd=folder).returncode == 0
    with sqlite3.connect(folder / "cache" / "catalog.db") as db:
        table = next(name for (name,) in db.execute("select name from sqlite_master") if "migrations" in name)
        db.execute(
            f"update {table} set name = 'm999_of_the_future' where rowid = (select max(rowid) from {table})"
        )

    assert_one_line(provenance("audit", "good.md", "-q", cwd=folder), "newer")


def test_a_cache_that_is_a_file(folder):
    """A cache that cannot be a folder is named."""
    (folder / "cache").write_text("not a folder")

    assert_one_line(provenance("audit", "good.md", cwd=folder), "cache")


def test_a_report_that_cannot_be_written(folder):
    """The line names the place."""
    assert_one_line(provenance("audit", "good.md", "-o", "/dev/full/report.html", cwd=folder), "/dev/full")
