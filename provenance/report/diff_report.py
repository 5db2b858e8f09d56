"""The difference between two audits as text, JSON and HTML."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from provenance.difference import Difference, Judged
from provenance.model import Finding, Source
from provenance.report.html_report import HARMLESS, asset
from provenance.report.marks import legible
from provenance.wording import say

FORMATS = ("text", "json", "html")


def render(difference: Difference, name: str) -> bytes:
    """The difference in one of `FORMATS`."""
    text = {"text": as_text, "json": as_json, "html": as_html}[name](difference)
    return text.encode("utf-8", "backslashreplace")


def sections(difference: Difference) -> Iterator[tuple[str, list[str]]]:
    """Every kind of change that there is, with a line a change."""
    yield "Claims that turned", [turned(a, b) for a, b in difference.turned]
    yield "Claims gained", [one_claim(one) for one in difference.gained]
    yield "Claims lost", [one_claim(one) for one in difference.lost]
    yield "Links that died", moves(difference.died)
    yield "Links that came back", moves(difference.came_back)
    yield "Links in another state", moves(difference.changed)
    yield "Sources newly cited", [source.url for source in difference.cited]
    yield "Sources no longer cited", [source.url for source in difference.uncited]
    yield "New findings", [one_finding(finding) for finding in difference.found]
    yield "Findings gone", [one_finding(finding) for finding in difference.mended]


def one_claim(one: Judged) -> str:
    """A claim with its place and verdict."""
    return f"{one.path}:{one.claim.place.line} {told(one)}: {one.claim.text}"


def told(one: Judged) -> str:
    """A verdict, and whether it needs a person."""
    return one.assessment.verdict.value + (" (needs a person)" if one.assessment.needs_review else "")


def turned(before: Judged, after: Judged) -> str:
    """A claim whose verdict changed."""
    return f"{after.path}:{after.claim.place.line} {told(before)} → {told(after)}: {after.claim.text}"


def moves(pairs: Sequence[tuple[Source, Source]]) -> list[str]:
    """Sources whose state changed."""
    return [f"{old.status.state.value} → {new.status.state.value}: {new.url}" for old, new in pairs]


def one_finding(finding: Finding) -> str:
    """A finding."""
    return f"{finding.rule} {say(finding.message)}"


def as_text(difference: Difference) -> str:
    """For the terminal."""
    lines = [f"{difference.earlier.id} → {difference.later.id}"]
    for title, changes in sections(difference):
        if changes:
            lines += ["", f"{title} ({len(changes)})", *(f"  {legible(change)}" for change in changes)]
    if difference.is_empty:
        lines.append("Nothing changed.")
    return "\n".join(lines) + "\n"


def as_json(difference: Difference) -> str:
    """For programs."""

    def claim(one: Judged) -> dict[str, Any]:
        return {"id": one.claim.id, "path": one.path, "line": one.claim.place.line, "text": one.claim.text,
                "verdict": one.assessment.verdict.value, "needs_review": one.assessment.needs_review}  # fmt: skip

    def move(pair: tuple[Source, Source]) -> dict[str, Any]:
        return {"url": pair[1].url, "before": pair[0].status.state.value, "after": pair[1].status.state.value}

    made = {
        "earlier": difference.earlier.id,
        "later": difference.later.id,
        "claims": {
            "gained": [claim(one) for one in difference.gained],
            "lost": [claim(one) for one in difference.lost],
            "turned": [{"before": claim(a), "after": claim(b)} for a, b in difference.turned],
        },
        "links": {
            "died": [move(pair) for pair in difference.died],
            "came_back": [move(pair) for pair in difference.came_back],
            "changed": [move(pair) for pair in difference.changed],
            "cited": [source.url for source in difference.cited],
            "uncited": [source.url for source in difference.uncited],
        },
        "findings": {
            "new": [one_finding(finding) for finding in difference.found],
            "gone": [one_finding(finding) for finding in difference.mended],
        },
    }
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def as_html(difference: Difference) -> str:
    """For a person: one page, no script."""
    body = "".join(
        f"<h2>{escape(title)} <span class='count'>{len(changes)}</span></h2><ul>"
        + "".join(f"<li class='message'>{escape(change)}</li>" for change in changes)
        + "</ul>"
        for title, changes in sections(difference)
        if changes
    )
    title = f"{escape(difference.earlier.id)} → {escape(difference.later.id)}"
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{title}</title><style>{asset('page.css')}</style></head><body>"
        f'<header class="masthead"><p class="kicker">What changed</p><h1>{title}</h1></header>'
        f"<main>{body or '<p>Nothing changed.</p>'}</main></body></html>\n"
    )
    return page.translate(HARMLESS)
