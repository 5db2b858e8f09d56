"""Which findings count, and who says so."""

import io
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from provenance import pipeline
from provenance.errors import SettingsError
from provenance.model import Severity
from provenance.report import writer
from tests.support.demo import NOON, noon, settings_for, web

URL = "http://www.northshore-times.example/2026/09/ardence-state-aid-approved"
CLAIM = "La Commission a autorisé une aide publique de 210 millions d’euros"


@pytest.fixture
def audit(tmp_path):
    """Audits a document that is written for the test."""
    with web() as opened:

        def run(text, clock=noon, **settings):
            (tmp_path / "aide.md").write_text(text, "utf-8")
            wanted = replace(settings_for(opened, tmp_path / "cache"), **settings)
            return pipeline.audit([str(tmp_path / "aide.md")], wanted, clock=clock)

        yield run


def codes(audit):
    """The codes of the findings, and whether each is accepted."""
    return [(finding.rule, finding.accepted) for finding in audit.findings]


def test_a_comment_on_the_line_accepts_its_finding_with_the_reason(audit):
    """The finding stays in the report, and counts no longer."""
    made = audit(
        f"{CLAIM} ([Times]({URL})). <!-- provenance: ignore PV102 the archive's copy is enough -->\n"
    )

    assert ("PV102", "the archive's copy is enough") in codes(made)


def test_a_comment_on_a_line_of_its_own_speaks_for_the_next_paragraph(audit):
    """One comment above a paragraph covers it, and nothing after it."""
    made = audit(
        "<!-- provenance: ignore PV101 common knowledge -->\n\nLe groupe emploie 1 150 personnes.\n\n"
        "Il a été fondé en 2014 par deux ingénieurs.\n"
    )

    assert [c for c in codes(made) if c[0] == "PV101"] == [("PV101", "common knowledge"), ("PV101", None)]


def test_a_comment_without_a_reason_does_not_count_and_is_told_of(audit):
    """The reason is mandatory."""
    made = audit(f"{CLAIM} ([Times]({URL})). <!-- provenance: ignore PV102 -->\n")

    assert ("PV102", None) in codes(made)
    assert "PV002" in dict(codes(made))


def test_rules_are_selected_and_ignored_by_code_or_family(audit):
    """`--select PV1` keeps a family, `--ignore PV102` drops a rule."""
    text = f"{CLAIM} ([Times]({URL})).\n\nSources :\n"

    assert set(dict(codes(audit(text, select=("PV1",))))) == {"PV102", "PV105"}
    assert set(dict(codes(audit(text, select=("PV1",), ignore=("PV102",))))) == {"PV105"}
    assert set(dict(codes(audit(text, select=("PV1",), paths={"*aide.md": {"ignore": ["PV105"]}})))) == {
        "PV102"
    }


def test_the_desk_sets_severities(audit):
    """A rule can be made an error, or a note."""
    made = audit("Sources :\n", severities={"PV105": "error"})

    assert [f.severity for f in made.findings if f.rule == "PV105"] == [Severity.ERROR]


@pytest.mark.parametrize(
    "settings", [{"select": ("PV9",)}, {"ignore": ("XX1",)}, {"severities": {"PV101": "fatal"}}]
)
def test_a_rule_or_severity_that_does_not_exist_is_an_error(audit, settings):
    """A misspelt code must not hide findings in silence."""
    with pytest.raises(SettingsError):
        audit("Sources :\n", **settings)


def test_a_baseline_accepts_what_is_known_until_its_day(audit, tmp_path):
    """Known findings count no longer, new ones do, and after the last day the known ones do again."""
    text = f"{CLAIM} ([Times]({URL})).\n\nSources :\n"
    out = io.BytesIO()
    writer("baseline").write(audit(text), out)
    (tmp_path / "baseline.json").write_bytes(out.getvalue())
    given = {"baseline": tmp_path / "baseline.json"}

    known = audit("Un premier paragraphe.\n\n" + text, **given)
    assert all(reason for rule, reason in codes(known) if rule in ("PV102", "PV105"))

    fresh = audit("Le groupe emploie 1 150 personnes.\n\n" + text, **given)
    assert ("PV101", None) in codes(fresh)

    late = audit(text, clock=lambda: NOON + timedelta(days=91), **given)
    assert all(reason is None for _, reason in codes(late))


def test_a_baseline_that_cannot_be_read_is_named(audit, tmp_path):
    """A broken file is an error, not an empty baseline."""
    (tmp_path / "baseline.json").write_text(json.dumps({"findings": [{"rule": "PV101"}]}))

    with pytest.raises(SettingsError, match=r"baseline\.json"):
        audit("Sources :\n", baseline=tmp_path / "baseline.json")
