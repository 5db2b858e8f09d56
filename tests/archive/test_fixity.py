"""What `verify` finds, and what it leaves alone."""

from dataclasses import replace

import pytest

from provenance.archive import verify
from provenance.wording import say
from tests.archive.visits import failure, hop, later, open_archive, visit, warcs


@pytest.fixture
def kept(tmp_path):
    """An archive with every kind of record: its folder and its captures."""
    with open_archive(tmp_path) as archive:
        captures = [archive.write(visit(hop(url=f"https://example.org/{n}"))) for n in range(4)]
        captures.append(archive.write(visit(hop(url="https://example.org/0", at=later(9)))))
        captures.append(
            archive.write(visit(hop(url="https://example.org/1", status=304, body=b"", at=later(9))))
        )
        captures.append(archive.write_supplied("https://example.org/s", b"words", "text/plain", "Anna"))
        archive.write(visit(failure=failure()))
    return tmp_path, captures


def codes(folder, captures, **settings):
    """The codes of the problems, and the captures that they affect."""
    found = list(verify(folder, captures, **settings))
    assert all(say(problem.message, language) for problem in found for language in ("en", "fr"))
    return {(problem.message.code, problem.capture) for problem in found}


def damage(folder, offset):
    """Change one byte of the newest file."""
    file = warcs(folder)[-1]
    data = bytearray(file.read_bytes())
    data[offset] ^= 0xFF
    file.write_bytes(data)


def test_a_good_archive_has_no_problem(kept):
    """Silent when all is well."""
    assert codes(*kept) == set()


def test_a_changed_byte_is_found_with_the_captures_that_it_affects(kept):
    """Damage in a record names it, its capture and the revisit that rests on it; all others are still checked."""
    folder, captures = kept
    damage(folder, captures[0].offset + captures[0].length // 2)
    assert codes(folder, captures) == {
        ("archive-gap", None),
        ("archive-no-record", captures[0].id),
        ("archive-capture-damaged", captures[4].id),
    }


def test_damage_where_no_capture_is_found_is_told_too(kept):
    """A request record is evidence as well."""
    folder, captures = kept
    damage(folder, captures[0].offset + captures[0].length + 30)
    assert codes(folder, captures) == {("archive-gap", None)}


def test_rows_that_do_not_fit_their_records_are_found(kept):
    """Another digest, another URL, an offset between records, an offset behind the end, a file that is not there."""
    folder, captures = kept
    wrong = [
        replace(captures[0], id="digest", sha256="0" * 64),
        replace(captures[1], id="url", url="https://example.org/other"),
        replace(captures[2], id="between", offset=captures[2].offset + 5),
        replace(captures[3], id="behind", offset=10**9),
        replace(captures[3], id="no-file", warc="gone.warc.gz"),
        replace(captures[6], id="supplied", sha256="0" * 64),
        replace(captures[4], id="revisit", sha256="0" * 64),
    ]
    assert codes(folder, wrong) == {
        ("archive-capture-digest", "digest"),
        ("archive-no-record", "url"),
        ("archive-no-record", "between"),
        ("archive-no-record", "behind"),
        ("archive-file-missing", "no-file"),
        ("archive-capture-digest", "supplied"),
        ("archive-capture-damaged", "revisit"),
    }


def test_an_unfinished_tail_is_told_and_cut_only_when_asked(kept):
    """What an interrupted run left is reported; with `repair` it is cut off, and nothing else is."""
    folder, captures = kept
    file = warcs(folder)[0]
    whole = file.stat().st_size
    file.write_bytes(file.read_bytes() + file.read_bytes()[:150])
    assert codes(folder, captures) == {("archive-tail", None)}
    [problem] = verify(folder, captures, repair=True)
    assert problem.mended
    assert file.stat().st_size == whole
    assert codes(folder, captures) == set()


def test_a_tail_with_a_capture_in_it_is_a_loss(kept):
    """A file that lost a record which the catalogue relies on is never called a mere tail, nor cut."""
    folder, captures = kept
    file = warcs(folder)[0]
    file.write_bytes(file.read_bytes()[: captures[6].offset + 20])
    assert codes(folder, captures, repair=True) == {
        ("archive-gap", None),
        ("archive-no-record", captures[6].id),
    }
    assert file.stat().st_size == captures[6].offset + 20


def test_an_empty_folder_has_no_problem(tmp_path):
    """There is nothing wrong with an archive that has not begun."""
    assert codes(tmp_path, []) == set()
