"""The whole line, from documents to an audit, against the demonstration's web."""

import io
from dataclasses import replace

import pytest

from provenance import demo, pipeline, recheck
from provenance.errors import InputError, NetworkDown
from provenance.model import Basis, CopyKind, LinkState, Verdict
from provenance.report import writer
from tests.support.demo import noon, settings_for, web


@pytest.fixture(scope="module")
def audited(tmp_path_factory):
    """An audit of the bundled documents: the cache, the audit and what the web was asked for."""
    cache = tmp_path_factory.mktemp("cache")
    with web() as opened, demo.documents() as documents:
        settings = settings_for(opened, cache)
        first = pipeline.audit(documents, settings, clock=noon)
        asked = list(opened.asked)
        opened.asked.clear()
        second = pipeline.audit(documents, settings, clock=noon)
        again = list(opened.asked)
        offline = pipeline.audit(documents, replace(settings, offline=True), clock=noon)
    return {
        "first": first,
        "asked": asked,
        "second": second,
        "again": again,
        "offline": offline,
        "settings": settings,
    }


def rendered(audit, name="json"):
    """The report as bytes."""
    out = io.BytesIO()
    writer(name).write(audit, out)
    return out.getvalue()


def state_of(audit, host):
    """The link state of the source on a host."""
    return next(s.status.state for s in audit.sources if host in s.url)


@pytest.mark.parametrize(
    ("host", "state"),
    [
        ("ardence.example/press", LinkState.MOVED),
        ("northshore-times", LinkState.GONE),
        ("ledger-daily", LinkState.PAYWALLED),
        ("wire-energy", LinkState.BLOCKED),
        ("metro-observer", LinkState.SOFT_404),
        ("gazette-valmer", LinkState.OK),
    ],
)
def test_each_source_of_the_demonstration_is_in_the_state_it_plays(audited, host, state):
    """Moved, gone, walled and lost pages are told apart."""
    assert state_of(audited["first"], host) is state


def test_copies_of_web_archives_are_read_where_the_page_cannot_be(audited):
    """A page that is gone and one behind a challenge are read from the archive's copies."""
    read = {s.url.split("/")[2]: s.read_from.kind for s in audited["first"].sources}

    assert read["www.northshore-times.example"] is CopyKind.WEB_ARCHIVE
    assert read["www.wire-energy.example"] is CopyKind.WEB_ARCHIVE
    assert read["www.metro-observer.example"] is CopyKind.NONE


def test_an_altered_figure_is_contradicted(audited):
    """The document says 3 200 jobs where its source says 2,300."""
    verdicts = {
        claim.text: assessment.verdict
        for claim, assessment in zip(audited["first"].claims, audited["first"].assessments, strict=True)
    }

    assert [v for text, v in verdicts.items() if "3 200" in text] == [Verdict.CONTRADICTED]


def test_a_document_without_links_is_held_against_the_sources_of_the_others(audited):
    """Its claims have basis `elsewhere`, and say so."""
    audit = audited["first"]
    document = next(d.id for d in audit.documents if d.path.endswith("04-lettre-d-opinion.md"))
    bases = {
        assessment.basis
        for claim, assessment in zip(audit.claims, audit.assessments, strict=True)
        if claim.document == document
    }

    assert bases == {Basis.ELSEWHERE}


def test_sources_announced_and_not_given_are_a_finding(audited):
    """ "Sources :" with nothing after it is PV105, an outlet named without a link PV504."""
    assert {"PV105", "PV504"} <= {finding.rule for finding in audited["first"].findings}


def test_a_second_run_within_the_freshness_asks_for_nothing(audited):
    """What was visited today is not visited again."""
    assert audited["asked"]
    assert audited["again"] == []


@pytest.mark.parametrize("name", ["json", "html", "markdown"])
def test_two_runs_over_the_same_archive_are_the_same_to_the_byte(audited, name):
    """With a fixed clock nothing differs, not even the order."""
    assert rendered(audited["first"], name) == rendered(audited["second"], name)


def test_an_offline_run_gives_the_same_verdicts_from_the_archive(audited):
    """Everything that was fetched can be verified again without a socket."""
    verdicts = [a.verdict for a in audited["first"].assessments]

    assert [a.verdict for a in audited["offline"].assessments] == verdicts


def test_a_kept_audit_can_be_reported_again(audited):
    """The audit in the catalogue is the audit that was made."""
    assert pipeline.kept(None, audited["settings"]) == audited["offline"]
    assert pipeline.kept(audited["first"].id, audited["settings"]).claims == audited["first"].claims


def test_evidence_slices_back_to_its_words(audited):
    """Offsets of evidence point into the text that was read."""
    from provenance.store import Catalogue

    audit = audited["first"]
    evidence = [e for assessment in audit.assessments for e in assessment.evidence]
    with Catalogue.open(audited["settings"].cache, read_only=True) as catalogue:
        texts = {e.capture: catalogue.text(e.capture) for e in evidence}

    assert evidence
    for e in evidence:
        assert texts[e.capture].text[e.start : e.end].startswith(e.exact[:600])


def test_one_unreadable_document_does_not_stop_the_others(tmp_path):
    """It becomes a finding that names it."""
    (tmp_path / "good.md").write_text("The plant made 7 GWh of cells in 2025.\n", "utf-8")
    (tmp_path / "bad.md").write_bytes(b"\x00\x01\x02\xff" * 50)
    with web() as opened:
        audit = pipeline.audit([str(tmp_path)], settings_for(opened, tmp_path / "cache"), clock=noon)

    assert len(audit.documents) == 1
    assert [f.rule for f in audit.findings if f.rule == "PV001"] == ["PV001"]


def test_no_readable_document_at_all_is_an_error(tmp_path):
    """With nothing to audit, the one line says what is wrong."""
    (tmp_path / "bad.md").write_bytes(b"\x00\x01\x02\xff" * 50)
    with web() as opened, pytest.raises(InputError, match=r"bad\.md"):
        pipeline.audit([str(tmp_path / "bad.md")], settings_for(opened, tmp_path / "cache"))


def test_a_network_that_is_down_is_not_link_rot(tmp_path):
    """Where no host answers at all, recheck says so and records nothing as failed."""
    with web() as opened:
        settings = settings_for(opened, tmp_path / "cache")
    with demo.documents() as documents, pytest.raises(NetworkDown, match="nothing was recorded"):
        recheck.recheck(documents, replace(settings, max_retries=0), clock=noon)

    from provenance.store import Catalogue

    with Catalogue.open(settings.cache) as catalogue:
        assert catalogue.all_known() == []


def test_an_offline_run_opens_no_socket(audited, monkeypatch):
    """Not even a name is looked up."""
    import socket

    def refuse(*_args, **_kwargs):
        raise AssertionError("a socket was used")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    with demo.documents() as documents:
        audit = pipeline.audit(documents, replace(audited["settings"], offline=True), clock=noon)

    assert audit.assessments == audited["first"].assessments
