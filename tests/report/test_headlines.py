"""What an editor looks at first."""

from dataclasses import replace

from provenance.model import Message, Severity
from provenance.report.headlines import OF_A_KIND, SHOWN_FIRST, headlines, parted


def test_everything_found_about_a_claim_is_one_entry(audit):
    """A figure that differs is not reported as a contradiction and a figure, one below the other."""
    entries = headlines(audit)
    claims = [entry.finding.claim for entry in entries if entry.finding.claim and not entry.lines]

    assert len(claims) == len(set(claims))
    assert any({"PV201", "PV401"} <= set(entry.rules) for entry in entries)


def test_no_finding_is_lost(audit):
    """Every rule that the audit found is named by some entry."""
    named = {rule for entry in headlines(audit) for rule in entry.rules}

    assert named == {finding.rule for finding in audit.findings}


def test_claims_without_a_source_are_one_entry_a_document(audit):
    """With a link to each line."""
    entries = [entry for entry in headlines(audit) if entry.lines]
    documents = [entry.finding.document for entry in entries]

    assert entries
    assert len(documents) == len(set(documents))
    assert all(list(dict(entry.lines)) == sorted(dict(entry.lines)) for entry in entries)


def test_a_hundred_doubts_do_not_hide_a_lost_link(audit):
    """Of one rule, a few stand on the first screen; errors all do, as far as it goes."""
    one = next(entry for entry in headlines(audit) if entry.finding.severity is Severity.NOTE)
    many = [replace(one, message=Message(code=f"report-{n}")) for n in range(100)]
    other = replace(one, finding=replace(one.finding, rule="PV103"))

    first, others = parted([*many, other])

    assert other in first
    assert len(first) == OF_A_KIND + 1 <= SHOWN_FIRST
    assert len(first) + len(others) == 101
