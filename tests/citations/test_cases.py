"""The case files of citations and claims."""

import pytest

from tests.citations.cases import cases, read, show_citations, show_claims

CITATIONS = cases("citations.md")
CLAIMS = cases("claims.md")


def test_there_are_cases():
    """The files hold as many cases as were asked for, so that none is silently left out."""
    assert len(CITATIONS) >= 150
    assert len(CLAIMS) + len(cases("sentences.md")) >= 120


@pytest.mark.parametrize(("title", "text", "expected"), CITATIONS, ids=[case[0] for case in CITATIONS])
def test_citations(title, text, expected):
    """A document cites what its case says, and nothing else."""
    assert show_citations(read(title, text)) == expected


@pytest.mark.parametrize(("title", "text", "expected"), CLAIMS, ids=[case[0] for case in CLAIMS])
def test_claims(title, text, expected):
    """A document claims what its case says, with that scope and context."""
    assert show_claims(read(title, text)) == expected
