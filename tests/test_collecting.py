"""Many documents are read by worker processes, and come out as if they had been read one after the other."""

from provenance.collecting import MANY, collect_all
from provenance.config import Settings


def test_many_documents_keep_their_order_and_a_bad_one_is_a_finding(tmp_path):
    """The order is that of the names, and a file that cannot be read stops no other."""
    for number in range(MANY + 2):
        (tmp_path / f"{number:03}.md").write_text(f"Norvia a perdu {number + 2} % en 2025.\n", "utf-8")
    (tmp_path / "007.md").write_bytes(b"")

    found = collect_all([str(tmp_path)], Settings())

    wanted = [f"Norvia a perdu {number + 2} % en 2025" for number in range(MANY + 2) if number != 7]
    assert [claim.text for claim in found.claims] == wanted
    assert len(found.unread) == 1
