"""What is read from small texts, case by case."""

import pytest

from provenance.documents import read
from tests.documents.cases import cases, shown
from tests.documents.sound import check

FILES = {
    "documents-markdown.md": "case.md",
    "documents-html.md": "case.html",
    "documents-plain.md": "case.txt",
}
ALL = [(FILES[name], *case) for name in FILES for case in cases(name)]


@pytest.mark.parametrize(("path", "title", "source", "expected"), ALL, ids=[f"{c[0]}: {c[1]}" for c in ALL])
def test_a_text_is_read_as_its_case_says(path, title, source, expected):
    """Blocks and links of a text are those that a person would name."""
    document = read(path, source.encode())
    check(document)
    assert shown(document) == expected


def test_no_case_file_is_empty():
    """A case file that the pattern no longer matches does not pass unseen."""
    assert [len(cases(name)) >= 12 for name in FILES] == [True, True, True]
    assert len(ALL) >= 85
