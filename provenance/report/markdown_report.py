"""The Markdown report: for a pull request comment, or a mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from provenance.model import Audit, Severity
from provenance.report.phrases import decided, reasoned, spoken, told, worded
from provenance.report.view import ClaimView, view

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


class MarkdownWriter:
    """`--format markdown`."""

    name = "markdown"
    suffix = ".md"

    def write(self, audit: Audit, out: IO[bytes]) -> None:
        """Counts, findings, the claims that are not simply supported, and the sources."""
        text = "\n".join(lines(audit)) + "\n"
        out.write(text.encode("utf-8", "backslashreplace"))


def escaped(text: str) -> str:
    """Text on one line that Markdown shows as it is."""
    printable = "".join(c if c.isprintable() else " " for c in text)
    return SPECIAL.sub(r"\\\1", " ".join(printable.split()))


def lines(audit: Audit) -> Iterator[str]:
    """The report, line by line, in the language of the documents."""
    page = view(audit)

    def said(code: str, **values: object) -> str:
        return spoken(worded(code, **values), page.language)

    yield f"# {said('title')}"
    yield ""
    yield said("lead")
    yield ""
    counts = [f"**{n}** {said('verdict-' + verdict.value)}" for verdict, n in page.verdicts]
    yield " · ".join([*counts, f"**{page.review}** {said('review-count')}"])
    yield ""
    yield f"## {said('worst')}"
    yield ""
    for finding in page.worst:
        mark = {Severity.ERROR: "🔴", Severity.WARNING: "🟠", Severity.NOTE: "⚪"}[finding.severity]
        place = f" ({escaped(page.names[finding.document])}:{finding.line})" if finding.document else ""
        yield f"- {mark} **{finding.rule}** {escaped(told(finding, page.language))}{place}"
    if not page.worst:
        yield said("nothing-wrong")
    yield ""
    yield f"## {said('claims')}"
    for item in page.claims:
        yield from claim_lines(item, page.language)
    yield ""
    yield f"## {said('sources')}"
    yield ""
    for source in page.sources:
        state = said("state-" + source.status.state.value)
        yield f"- {escaped(source.title or source.url)} – {state} – `{source.url.replace('`', '%60')}`"


def claim_lines(item: ClaimView, language: str) -> Iterator[str]:
    """One claim with its verdict and the best passage."""
    verdict = spoken(worded("verdict-" + item.assessment.verdict.value), language)
    review = f" · {spoken(worded('review'), language)}" if item.assessment.needs_review else ""
    yield ""
    yield f"**{verdict}**{review} – {escaped(item.claim.text)} ({escaped(item.document.path)}:{item.claim.place.line})"
    yield ""
    yield escaped(reasoned(item.assessment, language))
    if item.passages:
        best = item.passages[0]
        words = "".join(piece.text for piece in best.pieces)
        yield ""
        yield f"> {escaped(words)} — {escaped(best.source.title or best.source.url)}"
    if item.decision:
        yield ""
        yield f"**{escaped(spoken(decided(item.decision), language))}**"
