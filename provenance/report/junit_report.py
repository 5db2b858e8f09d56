"""The JUnit XML report: a test suite a document, a test case a claim, for the test tab of a CI server."""

from __future__ import annotations

from typing import IO
from xml.etree import ElementTree as ET

from provenance.model import Audit, Severity, Verdict
from provenance.report.marks import Placed, legible, placed


class JunitWriter:
    """`--format junit`."""

    name = "junit"
    suffix = ".xml"

    def write(self, audit: Audit, out: IO[bytes]) -> None:
        """A claim with an error fails, one that could not be checked is skipped, the others pass."""
        by_claim: dict[str, list[Placed]] = {}
        for one in placed(audit):
            by_claim.setdefault(one.finding.claim or "", []).append(one)
        root = ET.Element("testsuites", name="provenance")
        for document in audit.documents:
            suite = ET.SubElement(root, "testsuite", name=legible(document.path))
            for claim, assessment in zip(audit.claims, audit.assessments, strict=True):
                if claim.document != document.id:
                    continue
                name = legible(f"{claim.place.line}:{claim.place.column} {claim.text}")
                case = ET.SubElement(suite, "testcase", classname=legible(document.path), name=name)
                errors = [
                    o
                    for o in by_claim.get(claim.id, [])
                    if o.finding.severity is Severity.ERROR and not o.finding.accepted
                ]
                for one in errors[:1]:
                    failure = ET.SubElement(case, "failure", type=one.finding.rule, message=one.text)
                    failure.text = "\n".join(f"{o.finding.rule}: {o.text}" for o in errors)
                if not errors and assessment.verdict is Verdict.UNVERIFIABLE:
                    ET.SubElement(case, "skipped", message="no readable source")
            count(suite)
        out.write(ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")


def count(suite: ET.Element) -> None:
    """The counts that readers expect in a suite's attributes."""
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("skipped", str(len(suite.findall("testcase/skipped"))))
    suite.set("errors", "0")
