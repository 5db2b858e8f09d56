"""Where a page has its news from: the outlet that it says reported it first."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from provenance.language.outlets import Mention, Outlets
from provenance.model import ExtractedText
from provenance.urls import registrable_domain

HEAD = 6000
"""Characters of a page that are searched: a page names its origin early, or in a last line that still falls in here."""
KINDS = frozenset({"agency", "newspaper", "broadcaster", "magazine", "news-site"})
"""Kinds of outlet that news comes from."""


@cache
def _marks(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands before the name of an outlet that reported something, and what stands after it."""
    table = tomllib.loads(files(__package__).joinpath("origins.toml").read_text("utf-8"))
    marks = table.get(language) or table["en"]
    before = re.compile(rf"(?:{'|'.join(marks['before'])})\s*$", re.I)
    return before, re.compile(rf"^\s*,?\s*(?:{'|'.join(marks['after'])})\b", re.I)


def origin(text: ExtractedText, outlets: Outlets) -> str | None:
    """The name of the outlet that the page says its news came from; none where it names none but its own."""
    own = registrable_domain(text.url) if text.url else ""
    head = text.text[:HEAD]
    before, after = _marks(text.language)
    for mention in outlets.find(head):
        if (
            mention.outlet.kind not in KINDS
            or own in mention.outlet.domains
            or mention.outlet.name == text.publisher
        ):
            continue
        if _reported(head, mention, before, after):
            return mention.outlet.name.removeprefix("The ")
    return None


def _reported(text: str, mention: Mention, before: re.Pattern[str], after: re.Pattern[str]) -> bool:
    lead = re.sub(
        r"\b(?:the|le|la|les|l['’])\s*$", "", text[max(0, mention.start - 60) : mention.start], flags=re.I
    )
    return bool(before.search(lead) or after.match(text[mention.end : mention.end + 60]))
