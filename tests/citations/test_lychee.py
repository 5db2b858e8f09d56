"""Every link that a person would call a citation is found in lychee's fixtures, and no other."""

import re
from pathlib import Path

import pytest

from provenance import documents
from provenance.citations import collect
from provenance.errors import InputError

TABLE = Path(__file__).resolve().parents[1] / "cases" / "citations-lychee.md"
ROWS = re.findall(r"^\| (\S+) \| (.+?) \| [^|]+ \|$", TABLE.read_text("utf-8"), re.MULTILINE)[1:]
SUFFIXES = (".md", ".mdx", ".qmd", ".html", ".txt")


def cited(path: Path) -> str:
    """The distinct citations of a fixture, as the table spells them."""
    try:
        document = documents.read(path.name, path.read_bytes())
    except InputError:
        return "refused"
    words = {c.url or "!" + "_".join(c.label.split()) for c in collect(document).citations}
    return " ".join(sorted(words)) or "-"


@pytest.mark.shared
def test_every_fixture_is_in_the_table(shared):
    """The table names every document of the fixtures, so that none is left out."""
    root = shared / "peers" / "lychee" / "fixtures"
    found = [p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file() and p.suffix in SUFFIXES]
    assert sorted(found) == sorted(name for name, _ in ROWS)


@pytest.mark.shared
@pytest.mark.parametrize(("name", "expected"), ROWS, ids=[name for name, _ in ROWS])
def test_citations_of_a_fixture(shared, name, expected):
    """A fixture cites what the table says."""
    assert cited(shared / "peers" / "lychee" / "fixtures" / name) == expected
