"""schema.org ClaimReview, for the claims that a person has decided, and for no other."""

from __future__ import annotations

import json
from typing import IO, Any

from provenance.model import Audit, Claim, Decision, Verdict

RATINGS = {
    Verdict.CONTRADICTED: 1,
    Verdict.NOT_FOUND: 2,
    Verdict.PARTIAL: 3,
    Verdict.SUPPORTED: 5,
}
"""On the scale of 1 to 5 that Google's documentation of ClaimReview gives; what could not be checked has no rating."""


class ClaimReviewWriter:
    """`--format claimreview`."""

    name = "claimreview"
    suffix = ".claimreview.jsonld"

    def write(self, audit: Audit, out: IO[bytes]) -> None:
        """A graph of reviews."""
        claims = {claim.id: claim for claim in audit.claims}
        titles = {document.id: document.title or document.path for document in audit.documents}
        reviews = [
            review(claims[decision.claim], decision, titles[claims[decision.claim].document])
            for decision in audit.decisions
            if decision.claim in claims and decision.verdict
        ]
        graph = {"@context": "https://schema.org", "@graph": reviews}
        out.write(json.dumps(graph, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace") + b"\n")


def review(claim: Claim, decision: Decision, title: str) -> dict[str, Any]:
    """One decided claim."""
    made: dict[str, Any] = {
        "@type": "ClaimReview",
        "claimReviewed": claim.text,
        "datePublished": decision.at.strftime("%Y-%m-%d"),
        "author": {"@type": "Person", "name": decision.author},
        "reviewBody": decision.note,
        "itemReviewed": {"@type": "Claim", "appearance": {"@type": "CreativeWork", "name": title}},
    }
    if decision.verdict in RATINGS:
        rating = {
            "@type": "Rating",
            "ratingValue": RATINGS[decision.verdict],
            "bestRating": 5,
            "worstRating": 1,
        }
        made["reviewRating"] = rating | {"alternateName": decision.verdict.value}
    return made
