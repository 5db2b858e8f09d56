"""The HTML report: one file for an editor, without network, readable without JavaScript."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import IO

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from provenance.model import Audit, Verdict
from provenance.report.view import WORST_FIRST, safe_link, view, worded
from provenance.rules import rules
from provenance.wording import say

GLYPHS = {
    "supported": "✓",
    "partially-supported": "◐",
    "contradicted": "✕",
    "not-found": "∅",
    "unverifiable": "?",
}
"""Colour is never alone: each verdict has a sign of its own."""
SHOWN_FIRST = 12
"""Findings of the first screen; the others are folded."""
OBEYED = [
    *range(0x09),
    0x0B,
    0x0C,
    *range(0x0E, 0x20),
    *range(0x7F, 0xA0),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
]
HARMLESS = dict.fromkeys(OBEYED, "\ufffd")
"""Control characters, and the overrides of direction that make text look like other text, show as a replacement mark."""


class HtmlWriter:
    """`--format html`."""

    name = "html"
    suffix = ".html"

    def write(self, audit: Audit, out: IO[bytes]) -> None:
        """The page, piece by piece, so that a report of thousands of claims is never whole in memory."""
        page = view(audit)
        script = asset("page.js")
        template = environment().get_template("page.html.j2")
        stream = template.generate(
            page=page,
            style=Markup(asset("page.css")),
            script=Markup(script),
            script_hash=csp_hash(script),
            verdict_bar=tuple(bar(page.verdicts)),
            shown_first=SHOWN_FIRST,
            all_verdicts=WORST_FIRST,
            rules=rules(),
        )
        for piece in stream:
            out.write(piece.translate(HARMLESS).encode("utf-8", "backslashreplace"))


@cache
def environment() -> Environment:
    """Jinja2 with everything escaped and nothing undefined."""
    made = Environment(
        loader=PackageLoader("provenance", "report"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
    )
    made.globals |= {
        "say": say,
        "worded": worded,
        "safe": safe_link,
        "day": day,
        "minute": minute,
        "glyphs": GLYPHS,
    }
    return made


@cache
def asset(name: str) -> str:
    """A file that is put into the page whole."""
    return files("provenance.report").joinpath(name).read_text("utf-8")


def csp_hash(script: str) -> str:
    """The source expression that lets this script run and no other (CSP Level 3, hash-source)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class BarPiece:
    """A stretch of a bar of 1000 units."""

    name: str
    start: int
    width: int


def bar(counts: Sequence[tuple[Verdict, int]]) -> Iterator[BarPiece]:
    """The bar of verdicts, in proportion."""
    total, at = sum(count for _, count in counts), 0
    for verdict, count in counts:
        end = at + count
        start = at * 1000 // total
        yield BarPiece(name=verdict.value, start=start, width=end * 1000 // total - start)
        at = end


def day(at: datetime | None) -> str:
    """A date as ISO 8601 writes it."""
    return at.strftime("%Y-%m-%d") if at else "–"


def minute(at: datetime) -> str:
    """A time to the minute, in UTC."""
    return at.strftime("%Y-%m-%d %H:%M UTC")
