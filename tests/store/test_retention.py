"""What may go from an archive, and that nothing else goes."""

import json
from dataclasses import replace

import pytest

from provenance.archive import Archive, read, verify
from provenance.errors import ArchiveDamaged
from provenance.model import CopyKind
from provenance.retention import Limits, prune, would_prune
from provenance.store import Catalogue, prunable
from tests.archive.visits import failure, hop, records, visit, warcio_check, warcs
from tests.store.rows import NOON, capture, days, known


def test_age_takes_what_was_made_before_a_time():
    """Everything older goes, and nothing else."""
    captures = [capture(str(n), captured_at=days(n)) for n in range(5)]
    assert prunable(captures, set(), before=days(2)) == captures[:2]


def test_size_takes_the_oldest_until_the_rest_fits():
    """Records of 5 bytes each: two fit into 12."""
    captures = [capture(str(n), captured_at=days(n)) for n in range(5)]
    assert prunable(captures, set(), most_bytes=12) == captures[:3]
    assert prunable(captures, set(), before=days(4), most_bytes=12) == captures[:4]
    assert prunable(captures, set(), most_bytes=25) == []


def test_what_is_in_use_or_supplied_stays():
    """Neither age nor size takes what something rests on, nor what cannot be fetched again."""
    captures = [capture(str(n), captured_at=days(n)) for n in range(3)]
    captures[1] = replace(captures[1], kind=CopyKind.SUPPLIED)
    assert prunable(captures, {captures[0].id}, before=days(9), most_bytes=0) == captures[2:]


@pytest.fixture
def folder(tmp_path):
    """Ten visits to one page (each body seen twice), a failed one, a supplied text; the last state is known."""
    with (
        Archive.open(tmp_path, clock=lambda: NOON, roll_at=4000) as archive,
        Catalogue.open(tmp_path) as catalogue,
    ):
        for n in range(10):
            moved = hop(url="https://example.org/old", at=days(n), status=301, body=b"")
            made = archive.write(visit(moved, hop(at=days(n), body=f"body {n // 2}".encode() * 300)))
            catalogue.remember(known(checked_at=days(n), live=made), [made])
        archive.write(visit(failure=failure()))
        supplied = archive.write_supplied("https://example.org/s", b"words", "text/plain", "Anna")
        catalogue.remember(known("s", live=None), [supplied])
    return tmp_path


def state(folder):
    """The captures of the catalogue after a check of the whole archive."""
    with Catalogue.open(folder) as catalogue:
        captures = catalogue.captures()
    assert not list(verify(folder, captures))
    assert warcio_check(*warcs(folder)) == ""
    return captures


def test_pruning_takes_old_visits_and_leaves_the_rest_readable(folder):
    """Old bodies and their redirects are gone from the files; what is kept reads as before, revisits included."""
    before = {c.id: read(folder, c).body.data for c in state(folder)}
    chosen = prune(folder, Limits(before=days(7)), clock=lambda: NOON).captures
    assert len(chosen) == 7
    after = {c.id: read(folder, c).body.data for c in state(folder)}
    assert after == {key: data for key, data in before.items() if key not in {c.id for c in chosen}}
    bodies = b"".join(
        body for file in warcs(folder) for kind, _, _, body in records(file) if kind == "response"
    )
    assert b"body 0" not in bodies
    # Day 7 is a revisit of day 6: the record of day 6 stays under it, its row does not.
    assert b"body 3" in bodies
    kinds = [kind for file in warcs(folder) for kind, *_ in records(file)]
    assert (kinds.count("revisit"), kinds.count("resource")) == (2, 1)


def test_pruning_for_size_stops_at_what_is_in_use(folder):
    """Asked for nothing at all, it leaves the copy that the source is read from and what was supplied."""
    prune(folder, Limits(most_bytes=0), clock=lambda: NOON)
    assert [c.kind for c in state(folder)] == [CopyKind.SUPPLIED, CopyKind.LIVE]


def test_what_an_audit_rests_on_stays(folder):
    """A kept audit keeps its captures; once the audit is dropped, they may go."""
    with Catalogue.open(folder) as catalogue:
        first = next(c for c in catalogue.captures() if c.captured_at == days(0) and c.kind is CopyKind.LIVE)
        report = json.dumps({"evidence": [{"capture": first.id}]}).encode()
        catalogue.keep_audit("audit-1", days(0), "", report)
    assert first.id not in {c.id for c in would_prune(folder, Limits(before=days(9))).captures}
    with Catalogue.open(folder) as catalogue:
        catalogue.keep_audit("audit-2", days(2), "", b"{}")
    limits = Limits(before=days(9), audits_before=days(1))
    assert first.id in {c.id for c in would_prune(folder, limits).captures}
    gone = prune(folder, limits, clock=lambda: NOON)
    assert [audit.id for audit in gone.audits] == ["audit-1"]
    assert first.id not in {c.id for c in state(folder)}
    assert [c.id for c in gone.captures] == [c.id for c in gone.captures if c.captured_at < days(9)]


def test_the_newest_audit_is_never_dropped(folder):
    """However old it is; without captures to take out, the others go all the same."""
    with Catalogue.open(folder) as catalogue:
        for number in (1, 2):
            catalogue.keep_audit(f"audit-{number}", days(number), "", b"{}")
    prune(folder, Limits(audits_before=days(99)), clock=lambda: NOON)
    with Catalogue.open(folder, read_only=True) as catalogue:
        assert [audit.id for audit in catalogue.audits()] == ["audit-2"]


def test_a_dry_run_changes_nothing(folder):
    """The list is that of the real run, and the files stay as they are."""
    files = {file: file.read_bytes() for file in warcs(folder)}
    wanted = would_prune(folder, Limits(before=days(7))).captures
    assert {file: file.read_bytes() for file in warcs(folder)} == files
    assert prune(folder, Limits(before=days(7)), clock=lambda: NOON).captures == wanted


def test_pruning_again_finds_nothing(folder):
    """What was taken out is gone from the catalogue too."""
    prune(folder, Limits(before=days(7)), clock=lambda: NOON)
    files = warcs(folder)
    assert prune(folder, Limits(before=days(7)), clock=lambda: NOON).captures == []
    assert warcs(folder) == files


def test_a_damaged_archive_is_not_pruned(folder):
    """Where a file is damaged nothing is moved: what cannot be read would be lost."""
    file = warcs(folder)[0]
    data = bytearray(file.read_bytes())
    data[900] ^= 0xFF
    file.write_bytes(data)
    with pytest.raises(ArchiveDamaged, match="fsck"):
        prune(folder, Limits(before=days(7)), clock=lambda: NOON)
    assert file.read_bytes() == data
