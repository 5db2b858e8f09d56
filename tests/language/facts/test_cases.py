"""What the grammars find in sentences of news style: the case files are the specification."""

import re
from pathlib import Path

import pytest

from provenance.language import facts
from provenance.model import Fact

CASES = Path(__file__).resolve().parents[2] / "cases"
TURNS = ("polarity", "hedge", "direction", "comparison")


def cases(language: str) -> list[tuple[str, str, str]]:
    """Title, text and expectation of each case."""
    text = (CASES / f"facts.{language}.md").read_text("utf-8")
    found = re.finditer(r"^(\w+: [^\n]+)\n\.\n(.*?)\n\.\n(.*?)\n\.$", text, re.MULTILINE | re.DOTALL)
    return [(case[1], case[2], case[3]) for case in found]


def line(fact: Fact) -> str:
    """A fact as the case files write it."""
    value = "?" if fact.value is None else "" if fact.kind == "quotation" else str(fact.value)
    high = f"..{fact.high}" if fact.high is not None else ""
    comparator = "" if fact.comparator == "=" else fact.comparator
    parts = (
        fact.kind.value,
        f"[{fact.text}]",
        value + high,
        fact.unit,
        comparator,
        f"({fact.of})" if fact.of else "",
    )
    return " ".join(part for part in parts if part)


FRENCH, ENGLISH = cases("fr"), cases("en")


def test_there_are_cases():
    """The files hold their cases, so that none is silently left out."""
    assert len(FRENCH) >= 290
    assert len(ENGLISH) >= 280


@pytest.mark.parametrize(
    ("language", "title", "text", "expected"),
    [("fr", *case) for case in FRENCH] + [("en", *case) for case in ENGLISH],
    ids=[f"fr-{case[0]}" for case in FRENCH] + [f"en-{case[0]}" for case in ENGLISH],
)
def test_cases(language, title, text, expected):
    """A sentence holds the facts that its case says."""
    kind = title.split(":")[0]
    kinds = TURNS if kind == "turn" else (kind,)
    date = re.search(r"\((\d{4}-\d{2}-\d{2})\)$", title)
    found = [fact for fact in facts.find(text, language, date[1] if date else None) if fact.kind in kinds]
    assert "\n".join(map(line, found)) == expected.replace("(none)", "")
