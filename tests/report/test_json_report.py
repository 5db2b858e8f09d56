"""The JSON report and its contract."""

import io
import json
from importlib.resources import files
from itertools import pairwise

import pytest
from jsonschema import Draft202012Validator

from provenance import codec
from provenance.errors import ReportError
from provenance.model import Audit, Basis, CitationKind, CopyKind, FactKind, LinkState, Scope, Verdict
from provenance.report.json_report import JsonWriter, to_json
from provenance.rules import rules

SCHEMA = json.loads(files("provenance.report").joinpath("audit.schema.json").read_text("utf-8"))


def test_the_report_holds_to_its_schema(audit):
    """What is written is what the contract promises."""
    Draft202012Validator.check_schema(SCHEMA)

    assert list(Draft202012Validator(SCHEMA).iter_errors(to_json(audit))) == []


def test_a_report_that_breaks_the_contract_is_refused_by_the_schema(audit):
    """The schema can fail: a state that does not exist, a missing key, a confidence over 1."""
    for path, value in (("state", "dead"), ("confidence", 2)):
        broken = json.loads(json.dumps(to_json(audit)))
        broken["sources" if path == "state" else "claims"][0][path] = value
        assert not Draft202012Validator(SCHEMA).is_valid(broken)


@pytest.mark.parametrize(
    ("definition", "key", "enumeration"),
    [
        ("citation", "kind", CitationKind),
        ("source", "state", LinkState),
        ("claim", "verdict", Verdict),
        ("claim", "scope", Scope),
        ("claim", "basis", Basis),
    ],
)
def test_the_schema_lists_the_values_of_the_model(definition, key, enumeration):
    """A new link state or verdict must be added to the contract too."""
    assert set(SCHEMA["$defs"][definition]["properties"][key]["enum"]) == {e.value for e in enumeration}


def test_the_schema_lists_every_rule_and_kind():
    """Rules, kinds of copies and kinds of facts are those of the program."""
    definitions = SCHEMA["$defs"]
    kinds = definitions["source"]["properties"]["read_from"]["properties"]["kind"]["enum"]
    facts = definitions["claim"]["properties"]["facts"]["items"]["properties"]["kind"]["enum"]

    assert set(definitions["finding"]["properties"]["rule"]["enum"]) == set(rules())
    assert set(kinds) == {kind.value for kind in CopyKind}
    assert set(facts) == {kind.value for kind in FactKind}


def test_ids_in_a_report_lead_somewhere(audit):
    """Citations, evidence and findings name documents, sources and claims that are there."""
    report = to_json(audit)
    documents, sources, claims, citations = (
        {item["id"] for item in report[key]} for key in ("documents", "sources", "claims", "citations")
    )

    assert {c["document"] for c in report["citations"]} <= documents
    assert {c["source"] for c in report["citations"]} - {None} <= sources
    assert {i for s in report["sources"] for i in s["cited_by"]} <= citations
    assert {e["source"] for c in report["claims"] for e in c["evidence"]} <= sources
    assert {f["claim"] for f in report["findings"]} - {None} <= claims
    assert len(claims) == len(report["claims"])


def test_claims_do_not_overlap_and_slice_back_to_their_words(audit):
    """Offsets point into the document's decoded text."""
    texts = {document.id: document.text for document in audit.documents}
    for document in audit.documents:
        own = sorted((c.start, c.end) for c in audit.claims if c.document == document.id)
        assert all(a_end <= b_start for (_, a_end), (b_start, _) in pairwise(own))
    for claim in audit.claims:
        assert claim.text.split()[0].strip("«“\"' ")[:4] in texts[claim.document][claim.start : claim.end]


def test_the_writer_writes_one_json_object(audit):
    """Standard output can be piped into any JSON reader."""
    out = io.BytesIO()
    JsonWriter().write(audit, out)

    assert json.loads(out.getvalue())["id"] == audit.id


def test_an_audit_survives_the_catalogue_whole(audit):
    """Encoding and decoding an audit gives the same audit."""
    assert codec.load(Audit, codec.dump(audit)) == audit


def test_an_audit_of_a_newer_format_is_refused(audit):
    """What a newer version wrote is not guessed at."""
    newer = codec.dump(audit).replace(b'"format":1', b'"format":999', 1)

    with pytest.raises(ReportError, match="install a newer one"):
        codec.load(Audit, newer)


def test_a_damaged_audit_is_told_of():
    """A stored audit that is no JSON gives one clear line."""
    with pytest.raises(ReportError, match="damaged"):
        codec.load(Audit, b"\x00garbage")


def test_an_audit_of_an_older_version_is_read(audit):
    """What an older version did not know yet has its default; what it knew and we do not is passed over."""
    held = json.loads(codec.dump(audit))
    for source in held["value"]["sources"]:
        del source["dead"], source["failing_since"], source["origin"]
        source["forgotten"] = True
    for assessment in held["value"]["assessments"]:
        del assessment["weights"], assessment["signals"]
    del held["value"]["decisions"]
    read = codec.load(Audit, json.dumps(held).encode())

    assert [claim.text for claim in read.claims] == [claim.text for claim in audit.claims]
    assert (read.decisions, read.sources[0].dead) == ((), False)


def test_a_stored_audit_that_lacks_what_every_version_has_is_refused_in_one_line(audit):
    """Not with a traceback."""
    held = json.loads(codec.dump(audit))
    del held["value"]["claims"]

    with pytest.raises(ReportError, match="cannot be read.*provenance audit"):
        codec.load(Audit, json.dumps(held).encode())
