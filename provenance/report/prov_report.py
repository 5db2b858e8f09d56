"""The W3C PROV-JSON report: which claim rests on which passage of which capture, and what made each."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import IO, Any

from provenance.model import Assessment, Audit, Claim, Source

NAMESPACE = "https://provenance.invalid/id/"


class ProvWriter:
    """`--format prov`."""

    name = "prov"
    suffix = ".prov.json"

    def write(self, audit: Audit, out: IO[bytes]) -> None:
        """One PROV document (PROV-JSON, W3C member submission 2013)."""
        made: dict[str, dict[str, Any]] = defaultdict(dict)
        made["prefix"] = {"p": NAMESPACE}
        made["agent"]["p:provenance"] = {
            "prov:type": typed("prov:SoftwareAgent"),
            "p:version": audit.tool_version,
        }
        made["activity"][f"p:{audit.id}"] = {
            "prov:startTime": audit.started_at.isoformat(),
            "prov:endTime": audit.finished_at.isoformat(),
        }
        link(made, "wasAssociatedWith", activity=f"p:{audit.id}", agent="p:provenance")
        for document in audit.documents:
            made["entity"][f"p:{document.id}"] = {"p:path": document.path, "p:sha256": document.sha256}
            link(made, "used", activity=f"p:{audit.id}", entity=f"p:{document.id}")
        for source in audit.sources:
            of_source(made, source)
        for claim, assessment in zip(audit.claims, audit.assessments, strict=True):
            of_claim(made, audit, claim, assessment)
        out.write(json.dumps(made, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace") + b"\n")


def typed(name: str) -> dict[str, str]:
    """A qualified name as a value."""
    return {"$": name, "type": "prov:QUALIFIED_NAME"}


def link(made: dict[str, dict[str, Any]], relation: str, **ends: str) -> None:
    """A relation between two things that were made."""
    made[relation][f"_:{relation}{len(made[relation]) + 1}"] = {
        f"prov:{end}": name for end, name in ends.items()
    }


def of_source(made: dict[str, dict[str, Any]], source: Source) -> None:
    """The page, the visit to it and the capture that was read."""
    made["entity"][f"p:{source.id}"] = {"prov:location": source.url, "p:state": source.status.state.value}
    read = source.read_from
    if not read.capture or not source.checked_at:
        return
    visit = f"p:visit-{source.id}"
    made["activity"][visit] = {"prov:endTime": source.checked_at.isoformat()}
    made["entity"][f"p:{read.capture}"] = {"p:kind": read.kind.value, "prov:location": read.url or source.url}
    link(made, "used", activity=visit, entity=f"p:{source.id}")
    link(made, "wasGeneratedBy", entity=f"p:{read.capture}", activity=visit)


def of_claim(made: dict[str, dict[str, Any]], audit: Audit, claim: Claim, assessment: Assessment) -> None:
    """The claim, which stands in its document, and the evidence, which was taken from its capture."""
    made["entity"][f"p:{claim.id}"] = {"prov:value": claim.text, "p:verdict": assessment.verdict.value}
    link(made, "wasDerivedFrom", generatedEntity=f"p:{claim.id}", usedEntity=f"p:{claim.document}")
    for number, evidence in enumerate(assessment.evidence):
        if f"p:{evidence.capture}" not in made["entity"]:
            continue
        name = f"p:{claim.id}-evidence-{number}"
        made["entity"][name] = {
            "prov:value": evidence.exact,
            "p:start": evidence.start,
            "p:end": evidence.end,
        }
        link(made, "wasDerivedFrom", generatedEntity=name, usedEntity=f"p:{evidence.capture}")
        link(made, "wasGeneratedBy", entity=name, activity=f"p:{audit.id}")
        link(made, "wasInfluencedBy", influencee=f"p:{claim.id}", influencer=name)
