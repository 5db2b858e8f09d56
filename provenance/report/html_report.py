"""The HTML report: one file for an editor, without network, readable without JavaScript."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from html import escape
from importlib.resources import files
from typing import IO

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from provenance.model import Audit, Source
from provenance.report.charts import ages, row, states
from provenance.report.headlines import headlines, parted
from provenance.report.passages import safe_link
from provenance.report.phrases import worded
from provenance.report.speech import Speech
from provenance.report.typesetting import Typesetter, pieces
from provenance.report.view import WORST_FIRST, Page, view
from provenance.rules import rules
from provenance.wording import say

PIECES = 50
"""Pieces of the template that are written at once."""
TITLES_SHOWN = 6
"""Documents named in the headline."""
AT_ONCE, LATER, ROWS = 60, 50, 100
"""Claims that a browser builds before it shows the page, claims that it builds at a time after that, and sources in
a table: of five thousand claims, a browser takes seconds to build what a reader may never scroll to."""
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
        setter = Typesetter(Speech(page.language), {name: at for at, name in enumerate(page.outlets)})
        template = environment().get_template("page.html.j2")
        stream = template.stream(
            page=page,
            ui=page.language,
            setter=setter,
            t=setter.speech.t,
            style=Markup(asset("page.css")),
            script=Markup(script),
            script_hash=csp_hash(script),
            verdict_bar=tuple(row([(verdict.value, count) for verdict, count in page.verdicts])),
            headlines=parted(headlines(audit)),
            claims=claims(page, setter),
            tables=batches(page.sources, ROWS),
            states=states(page.sources),
            state_bar=tuple(row(states(page.sources))),
            ages=ages(page.sources),
            titles_shown=TITLES_SHOWN,
            all_verdicts=WORST_FIRST,
            rules=rules(),
        )
        stream.enable_buffering(PIECES)
        for piece in stream:
            out.write(OBEYED_MARK.sub("\ufffd", piece).encode("utf-8", "backslashreplace"))


def claims(page: Page, setter: Typesetter) -> Iterator[Markup]:
    """Every claim under its document's title: the first ones as they are, the others in batches to be built later."""
    held: list[str] = []
    shown = 0
    for document in page.audit.documents:
        if document.id in page.claims.by_document:
            title = escape(document.title or document.path)
            path = f'<span class="place">{escape(page.names[document.id])}</span>'
            held.append(
                f'<h3 class="document" data-document="{document.id}" lang="{escape(document.language)}">{title} {path}</h3>\n'
            )
        for item in page.claims.of_document(document.id):
            held.append(setter.article(item))
            shown += 1
            if shown <= AT_ONCE:
                yield Markup("".join(held))
                held = []
            elif len(held) >= LATER:
                yield later("".join(held), len(held))
                held = []
    if held:
        yield later("".join(held), len(held))


def later(content: str, count: int) -> Markup:
    """Content that a browser with scripts builds when it is wanted, and one without at once (HTML, 4.12.2 noscript)."""
    return Markup(f'<div class="later" style="--n:{count}"><noscript>{content}</noscript></div>\n')


def batches(items: Sequence[Source], size: int) -> list[Sequence[Source]]:
    """The sources in order, so many at a time."""
    return [items[at : at + size] for at in range(0, len(items), size)]


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
        "minute": minute,
        "pieces": pieces,
        "later": later,
    }
    return made


@cache
def asset(name: str) -> str:
    """A file that is put into the page whole."""
    return files("provenance.report").joinpath(name).read_text("utf-8")


def csp_hash(script: str) -> str:
    """The source expression that lets this script run and no other (CSP Level 3, hash-source)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def minute(at: datetime) -> str:
    """A time to the minute, in UTC."""
    return at.strftime("%Y-%m-%d %H:%M UTC")
