"""Labelled cases -> predictions: the verifier held against judgements made by people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from provenance.model import Access, Assessment, Claim, ExtractedText, Place, Scope, identify
from provenance.verify.align import Alignment
from provenance.verify.builtin import BuiltinVerifier
from provenance.verify.doubts import doubtful_spans, doubts
from provenance.verify.prepared import Prepared
from provenance.verify.weights import Weights

PASSAGES = 10
"""Passages that a prediction names; scores look at the first ten at most."""


def evaluate(
    cases: Iterable[Mapping[str, Any]], verifier: BuiltinVerifier | None = None
) -> Iterator[dict[str, Any]]:
    """A prediction for each case, in order (formats: DESIGN.md, section 7, last point).

    A case without a `source` is unverifiable. Passages are taken for one text in the order given.
    """
    checker = verifier or BuiltinVerifier()
    texts: dict[int, tuple[Prepared, list[int]]] = {}
    for case in cases:
        key = hash((case.get("source_language"), *case["source"]))
        if key not in texts:
            texts.clear()
            texts[key] = passages_of(case)
        text, starts = texts[key]
        yield _prediction(case, checker, text, starts)


def claim_of(case: Mapping[str, Any]) -> Claim:
    """The case's claim; the title of the page that it was made on is its context."""
    text = " ".join(str(case["claim"]).split())
    return Claim(
        id=str(case.get("id") or identify("c", text)),
        document="",
        text=text,
        start=0,
        end=len(text),
        place=Place(line=1, column=1),
        context=str(case.get("title") or ""),
        citations=(),
        scope=Scope.NONE,
        language=str(case.get("claim_language") or "en"),
        reference=case.get("claim_date"),
    )


def passages_of(case: Mapping[str, Any]) -> tuple[Prepared, list[int]]:
    """The case's source as one text, and where each passage begins in it."""
    starts, parts, at = [], [], 0
    for passage in case["source"]:
        line = str(passage).replace("\n", " ")
        starts.append(at)
        parts.append(line)
        at += len(line) + 1
    text = "\n".join(parts)
    return Prepared(
        ExtractedText(
            source="case",
            capture="",
            text=text,
            main_end=len(text),
            title="",
            language=str(case.get("source_language") or "en"),
            access=Access.WHOLE,
            published=case.get("source_date"),
        )
    ), starts


def _prediction(
    case: Mapping[str, Any], verifier: BuiltinVerifier, text: Prepared, starts: list[int]
) -> dict[str, Any]:
    claim = claim_of(case)
    found, alignment = verifier.ranked(claim, [text])
    return {
        "id": case["id"],
        **as_prediction(found, alignment, verifier.weights),
        "evidence": _passages(text, starts, alignment),
    }


def numbers_of(case: Mapping[str, Any], text: Prepared, alignment: Alignment | None) -> list[int]:
    """The case's passages that the sentences that bear on the claim are part of, best first."""
    starts = [0]
    for passage in case["source"]:
        starts.append(starts[-1] + len(str(passage)) + 1)
    return _passages(text, starts[:-1], alignment)


def _passages(text: Prepared, starts: list[int], alignment: Alignment | None) -> list[int]:
    number = _numbers(text, starts)
    order = alignment.places if alignment else []
    return list(dict.fromkeys(number[place.sentence] for place, _ in order))[:PASSAGES]


def as_prediction(found: Assessment, alignment: Alignment | None, weights: Weights) -> dict[str, Any]:
    """The parts of an assessment that are scored; the words least borne out are named whatever the verdict."""
    spans = doubtful_spans(alignment, doubts(alignment, weights.words)) if alignment else ()
    return {
        "verdict": found.verdict.value,
        "confidence": found.confidence,
        "support": found.support,
        "needs_review": found.needs_review,
        "unsupported": [list(span) for span in spans],
    }


def _numbers(text: Prepared, starts: list[int]) -> list[int]:
    """By sentence: the passage that it is part of."""
    numbers, passage = [], 0
    for start, _ in text.spans:
        while passage + 1 < len(starts) and starts[passage + 1] <= start:
            passage += 1
        numbers.append(passage)
    return numbers
