"""How real hosts answer, and what is made of it."""

import pytest

from provenance.model import LinkState
from tests.support.records import Case, read_cases, read_record
from tests.support.visits import judged

SITUATIONS = read_cases("access-situations.md")


def test_there_are_situations():
    """The case file is read, and holds what the issue asks for: at least 60 situations, with every state that a visit can show."""
    assert len(SITUATIONS) >= 60
    states = {case.expected.split()[0] for case in SITUATIONS}
    assert {state.value for state in LinkState} - states <= {"malformed", "timeout", "unvisited"}


@pytest.mark.parametrize("case", SITUATIONS, ids=[case.title for case in SITUATIONS])
def test_situation(case: Case):
    """Each recorded answer shows the state and the sub-code that stand beside it, with evidence that fits a line."""
    found = judged(read_record(case.input))
    assert f"{found.state} {found.code}" == case.expected
    assert len(found.evidence) <= 200
    assert "\n" not in found.evidence
