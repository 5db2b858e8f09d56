"""The SARIF 2.1.0 report (OASIS standard): findings for code scanning and editors."""

from __future__ import annotations

import json
from typing import IO, Any

from provenance.model import Audit
from provenance.report.marks import Placed, placed, uri
from provenance.report.passages import safe_link
from provenance.rules import rules

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


class SarifWriter:
    """`--format sarif`."""

    name = "sarif"
    suffix = ".sarif"

    def write(self, audit: Audit, out: IO[bytes]) -> None:
        """One run with a result a finding; those without a place in a document are results without a location."""
        codes = list(rules())
        run = {
            "tool": {
                "driver": {
                    "name": "provenance",
                    "version": audit.tool_version,
                    "rules": [one_rule(c) for c in codes],
                }
            },
            "columnKind": "unicodeCodePoints",
            "invocations": [{"executionSuccessful": True}],
            "results": [result(one, codes.index(one.finding.rule)) for one in placed(audit)],
        }
        log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
        out.write(json.dumps(log, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace") + b"\n")


def one_rule(code: str) -> dict[str, Any]:
    """A rule's descriptor."""
    one = rules()[code]
    level = {"level": one.severity.value}
    return {
        "id": code,
        "shortDescription": {"text": one.titles["en"]},
        "fullDescription": {"text": f"{one.what} {one.why}"},
        "help": {"text": one.do},
        "defaultConfiguration": level,
    }


def result(one: Placed, index: int) -> dict[str, Any]:
    """A finding as a result, its source among the related locations."""
    made: dict[str, Any] = {
        "ruleId": one.finding.rule,
        "ruleIndex": index,
        "level": one.finding.severity.value,
        "message": {"text": one.text},
        "partialFingerprints": {"provenance/v1": one.fingerprint},
    }
    if one.path:
        region = {"startLine": one.line, "startColumn": one.column}
        made["locations"] = [
            {"physicalLocation": {"artifactLocation": {"uri": uri(one.path)}, "region": region}}
        ]
    if one.finding.accepted:
        made["suppressions"] = [{"kind": "external", "justification": one.finding.accepted}]
    url = safe_link(one.source.url) if one.source else None
    if one.source and url:
        place = {"artifactLocation": {"uri": url}}
        made["relatedLocations"] = [{"physicalLocation": place, "message": {"text": one.source.title or url}}]
    return made
