"""The verifier on small news of the project's own writing, in French and English."""

from pathlib import Path

import pytest

from provenance.model import Assessment
from provenance.wording import say
from tests.support.verifying import verdict_on

FILE = Path(__file__).parents[1] / "cases" / "verify.md"


def read_cases() -> list[tuple[str, str, str, str]]:
    """Title, source, claim and what is expected, a case each."""
    _, blocks = FILE.read_text("utf-8").split("\n\n", 1)
    parts = blocks.strip().removesuffix("\n.").split("\n.\n")
    cases = []
    for title, body, expected in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        source, claim = body.split("\n---\n")
        cases.append((title.strip(), source, claim, expected))
    return cases


CASES = read_cases()


def shown(found: Assessment) -> str:
    """The words of the source that the assessment puts before an editor's eyes."""
    return " ".join([say(found.reason), *(fact.source_text or "" for fact in found.facts)])


def test_there_are_cases():
    """The case file is not empty."""
    assert len(CASES) > 10


@pytest.mark.parametrize(("title", "source", "claim", "expected"), CASES, ids=[case[0] for case in CASES])
def test_case(title: str, source: str, claim: str, expected: str):
    """The verdict is the expected one, and the differing words of the source are shown."""
    verdict, _, words = expected.partition(" ")
    found = verdict_on(claim, source, title.split(" ")[0])
    assert found.verdict == verdict, say(found.reason)
    assert words in shown(found)
