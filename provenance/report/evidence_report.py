"""The evidence as W3C Web Annotations (JSON-LD): each passage as an annotation of its source, with both selectors."""

from __future__ import annotations

import json
from typing import IO, Any

from provenance.model import Assessment, Audit, Claim, CopyKind, Evidence, Source

CONTEXT = "http://www.w3.org/ns/anno.jsonld"


class AnnotationsWriter:
    """`--format annotations`."""

    name = "annotations"
    suffix = ".jsonld"

    def write(self, audit: Audit, out: IO[bytes]) -> None:
        """An AnnotationCollection with one page."""
        sources = {source.id: source for source in audit.sources}
        items = [
            annotation(claim, assessment, evidence, sources[evidence.source], number)
            for claim, assessment in zip(audit.claims, audit.assessments, strict=True)
            for number, evidence in enumerate(assessment.evidence)
            if evidence.source in sources
        ]
        page = {
            "type": "AnnotationPage",
            "id": f"urn:provenance:{audit.id}:1",
            "startIndex": 0,
            "items": items,
        }
        collection = {
            "@context": CONTEXT,
            "id": f"urn:provenance:{audit.id}",
            "type": "AnnotationCollection",
            "label": "Evidence of a provenance audit",
            "total": len(items),
            "first": page,
        }
        out.write(
            json.dumps(collection, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace") + b"\n"
        )


def annotation(
    claim: Claim, assessment: Assessment, evidence: Evidence, source: Source, number: int
) -> dict[str, Any]:
    """One passage, assessed by what it says of the claim."""
    quote = {
        "type": "TextQuoteSelector",
        "exact": evidence.exact,
        "prefix": evidence.prefix,
        "suffix": evidence.suffix,
    }
    position = {"type": "TextPositionSelector", "start": evidence.start, "end": evidence.end}
    target: dict[str, Any] = {"source": source.url, "selector": [quote, position]}
    read = source.read_from
    if read.captured_at:
        target["state"] = {"type": "TimeState", "sourceDate": read.captured_at.strftime("%Y-%m-%dT%H:%M:%SZ")}
        if read.kind is CopyKind.WEB_ARCHIVE and read.url:
            target["state"]["cached"] = read.url
    body = {"type": "TextualBody", "value": claim.text, "format": "text/plain", "language": claim.language}
    tag = {"type": "TextualBody", "purpose": "tagging", "value": assessment.verdict.value}
    return {
        "id": f"urn:provenance:{claim.id}:{number}",
        "type": "Annotation",
        "motivation": "assessing",
        "body": [body, tag],
        "target": target,
    }
