"""The rules: complete, and explained."""

import re
from pathlib import Path

import pytest

from provenance.errors import SettingsError
from provenance.rules import explain, rule, rules

FINDINGS = Path(__file__).resolve().parents[1] / "provenance"


def test_every_rule_says_what_why_an_example_and_what_to_do():
    """An editor who looks a code up is told enough to act."""
    for one in rules().values():
        for words in (one.what, one.why, one.example, one.do, one.titles["en"], one.titles["fr"]):
            assert words.strip()
        assert one.do in explain(one.code)


def test_every_code_that_the_program_uses_is_a_rule():
    """No finding has a code that cannot be looked up."""
    used = {
        code
        for file in FINDINGS.rglob("*.py")
        for code in re.findall(r'"(PV\d{3})"', file.read_text("utf-8"))
    }

    assert len(used) > 15
    assert used <= set(rules())


@pytest.mark.shared
def test_the_rules_of_the_design_are_there_with_their_severities(shared):
    """Codes and severities are those of DESIGN.md section 6."""
    section = (shared / "DESIGN.md").read_text("utf-8").split("## 6.")[1].split("## 7.")[0]
    letters = dict(re.findall(r"`(PV\d{3})` [^·]*?\b([EWN])(?= |,|$|\.)", section.replace("\n", " ")))

    assert len(letters) > 20
    for code, letter in letters.items():
        assert rule(code).severity.value[0].upper() == letter, code


def test_an_unknown_code_names_the_nearest():
    """A mistyped code is not met with silence."""
    with pytest.raises(SettingsError, match="PV201"):
        rule("PV2O1")
