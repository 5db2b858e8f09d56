"""The HTML report: one file for an editor, without network, readable without JavaScript."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import datetime
from functools import cache, lru_cache
from importlib.resources import files
from typing import IO

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from provenance.model import Audit, Message
from provenance.report.charts import ages, row, states
from provenance.report.headlines import headlines, parted
from provenance.report.passages import safe_link
from provenance.report.phrases import spoken, unsettled
from provenance.report.view import WORST_FIRST, view, worded
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
TITLES_SHOWN = 6
"""Documents named in the headline."""
PIECES = 2000
"""Pieces of the template that are written at once."""
REMEMBERED = 4096
"""Messages kept ready: the interface says the same few hundred things for each claim."""
OBEYED = [
    *range(0x09),
    0x0B,
    0x0C,
    *range(0x0E, 0x20),
    *range(0x7F, 0xA0),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
]
OBEYED_MARK = re.compile(f"[{''.join(map(re.escape, map(chr, OBEYED)))}]")
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
        stream = template.stream(
            page=page,
            ui=page.language,
            style=Markup(asset("page.css")),
            script=Markup(script),
            script_hash=csp_hash(script),
            verdict_bar=tuple(row([(verdict.value, count) for verdict, count in page.verdicts])),
            headlines=parted(headlines(audit)),
            states=states(page.sources),
            state_bar=tuple(row(states(page.sources))),
            ages=ages(page.sources),
            outlet_numbers={name: at for at, name in enumerate(page.outlets)},
            titles_shown=TITLES_SHOWN,
            all_verdicts=WORST_FIRST,
            rules=rules(),
        )
        stream.enable_buffering(PIECES)
        for piece in stream:
            out.write(OBEYED_MARK.sub("\ufffd", piece).encode("utf-8", "backslashreplace"))


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
        "bilingual": bilingual,
        "interface": interface,
        "in_both": in_both,
        "worded": worded,
        "safe": safe_link,
        "day": day,
        "minute": minute,
        "glyphs": GLYPHS,
    }
    return made


@lru_cache(REMEMBERED)
def bilingual(message: Message, shown: str = "", settled: bool = True) -> Markup:
    """A message in both languages of the interface; what a person must settle is said as something to confirm."""
    said = spoken if settled else unsettled
    return in_both(said(message, "en"), said(message, "fr"), shown)


@lru_cache(REMEMBERED)
def interface(code: str, shown: str = "") -> Markup:
    """A message of the interface without values, in both languages."""
    return bilingual(worded(code), shown)


def in_both(english: str, french: str, shown: str) -> Markup:
    """The words of the language that is shown, the other's in `data-o` for the switch; both where none is given."""
    if not shown:
        both = Markup('<span class="en" lang="en">{}</span><span class="fr" lang="fr">{}</span>')
        return both.format(english, french)
    if english == french:
        return escape(english)
    here, other = (french, english) if shown == "fr" else (english, french)
    return Markup('<span data-o="{}">{}</span>').format(other, here)


@cache
def asset(name: str) -> str:
    """A file that is put into the page whole."""
    return files("provenance.report").joinpath(name).read_text("utf-8")


def csp_hash(script: str) -> str:
    """The source expression that lets this script run and no other (CSP Level 3, hash-source)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def day(at: datetime | None) -> str:
    """A date as ISO 8601 writes it."""
    return at.strftime("%Y-%m-%d") if at else "–"


def minute(at: datetime) -> str:
    """A time to the minute, in UTC."""
    return at.strftime("%Y-%m-%d %H:%M UTC")
