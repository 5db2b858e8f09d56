"""Audits that the tests of reports share."""

from dataclasses import replace

import pytest

from provenance import demo, pipeline
from provenance.model import Audit, Decision, Message, Verdict
from tests.support.demo import NOON, noon, settings_for, web

HOSTILE = "=cmd()|'/c' <script>alert(1)</script> \"'>&\u202e\x1b[31m\r\n::error::x\x07 é"
SCRIPT_URL = "javascript:alert(document.domain)"


@pytest.fixture(scope="session")
def audit(tmp_path_factory):
    """An audit of the demonstration, two of its claims decided by a person."""
    with web() as opened, demo.documents() as documents:
        made = pipeline.audit(documents, settings_for(opened, tmp_path_factory.mktemp("cache")), clock=noon)
    decided = (
        Decision(claim=made.claims[0].id, verdict=Verdict.SUPPORTED, note="read both", author="NQ", at=NOON),
        Decision(claim=made.claims[1].id, verdict=None, note="", author="NQ", at=NOON),
    )
    return replace(made, decisions=decided)


@pytest.fixture(scope="session")
def hostile(audit) -> Audit:
    """The same audit with markup, formulas, terminal escapes and script URLs wherever a text or a URL stands."""
    bad = Message.of("finding-attribution", outlet=HOSTILE)
    return replace(
        audit,
        documents=tuple(replace(d, title=HOSTILE, path=f"{HOSTILE}/{d.path}") for d in audit.documents),
        citations=tuple(replace(c, label=HOSTILE) for c in audit.citations),
        sources=tuple(
            replace(
                s,
                title=HOSTILE,
                publisher=HOSTILE,
                url=SCRIPT_URL,
                hops=(),
                origin=HOSTILE,
                read_from=replace(s.read_from, url=SCRIPT_URL),
                status=replace(s.status, evidence=HOSTILE, code=HOSTILE),
            )
            for s in audit.sources
        ),
        claims=tuple(replace(c, text=HOSTILE + c.text, context=HOSTILE) for c in audit.claims),
        assessments=tuple(
            replace(
                a,
                reason=bad,
                evidence=tuple(replace(e, exact=HOSTILE, prefix=HOSTILE, suffix=HOSTILE) for e in a.evidence),
            )
            for a in audit.assessments
        ),
        findings=tuple(replace(f, message=bad) for f in audit.findings),
        decisions=tuple(replace(d, note=HOSTILE, author=HOSTILE) for d in audit.decisions),
    )


@pytest.fixture(scope="session")
def huge(hostile) -> Audit:
    """The hostile audit, its first document, source, claim and passage a hundred kilobytes long."""
    long = HOSTILE + "é " * 50_000
    first = hostile.assessments[0]
    passage = replace(first.evidence[0], exact=long, prefix=long, suffix=long)
    return replace(
        hostile,
        documents=(replace(hostile.documents[0], title=long), *hostile.documents[1:]),
        citations=(replace(hostile.citations[0], label=long), *hostile.citations[1:]),
        sources=(
            replace(hostile.sources[0], title=long, publisher=long, published=long),
            *hostile.sources[1:],
        ),
        claims=(replace(hostile.claims[0], text=long), *hostile.claims[1:]),
        assessments=(replace(first, evidence=(passage,)), *hostile.assessments[1:]),
    )
