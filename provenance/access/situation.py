"""What a visit and its page show, put so that the rules can ask for it."""

from __future__ import annotations

import re
from functools import cached_property
from urllib.parse import urlsplit

from provenance import urls
from provenance.model import Hop, LinkState, LinkStatus, Visit
from provenance.page import Page

WALL_STATUSES = frozenset({401, 403, 405, 406, 418, 429, 503, 999})
"""Statuses with which hosts serve their walls."""
_THIN_PROSE = 130
_THIN_WORDS = 450
"""A page with fewer words of running text, and fewer words at all, has little text of its own: the wordiest challenge
(Imperva's) has about 120, a consent page of a large group about 300; the shortest article of 181 real ones has 90 and 299."""
_TEXT_LOOKED_AT = 4000
_SCRIPTS, _SCRIPT_LOOKED_AT = 40, 2000
_EVIDENCE = 200
_TITLE = 300
_TYPOGRAPHIC = (("’", "'"), ("‘", "'"), ("\u00a0", " "), ("\u202f", " "))


class Situation:
    """A visit with its page; only asked for what a rule needs, so that good pages cost little."""

    def __init__(self, visit: Visit, hop: Hop, page: Page | None) -> None:
        self.visit = visit
        self.hop = hop
        self.page = page
        self.status = hop.status

    def found(self, state: LinkState, code: str, evidence: str) -> LinkStatus:
        """The link status, its evidence on one line and cut to size."""
        return LinkStatus(state=state, code=code, evidence=" ".join(evidence.split())[:_EVIDENCE])

    @cached_property
    def asked(self) -> str:
        """The URL that was visited; for a web archive's copy, the original's."""
        return original(self.visit.url)

    @cached_property
    def answered(self) -> str:
        """The URL that answered in the end."""
        return original(self.hop.url)

    @cached_property
    def sent_on(self) -> bool:
        """Whether another page answered than the one asked for."""
        if self.visit.url == self.hop.url:
            return False
        return urls.canonical(self.asked) != urls.canonical(self.answered)

    @cached_property
    def path(self) -> str:
        """Path and query of the URL that answered."""
        parts = urlsplit(self.answered)
        return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")

    @cached_property
    def thin(self) -> bool:
        """Whether the page has little text of its own, so that what it says is about itself."""
        if self.status in WALL_STATUSES:
            return True
        return self.page is not None and self.page.prose < _THIN_PROSE and self.page.words < _THIN_WORDS

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """Title and main headings, typographic apostrophes made plain."""
        if self.page is None:
            return ()
        headings = [h.text for h in self.page.headings if h.level <= 2][:4]
        return tuple(plain(text[:_TITLE]) for text in (self.page.title, *headings) if text)

    @cached_property
    def text(self) -> str:
        """The first of the visible text, and what readers without script are told."""
        return plain(f"{self.page.text[:_TEXT_LOOKED_AT]}\n{self.page.noscript[:1000]}") if self.page else ""

    @cached_property
    def scripts(self) -> str:
        """Script addresses, inline scripts and ids, one a line."""
        return (
            "\n".join((*self.page.scripts, *sorted(self.page.ids), *self.page.classes)) if self.page else ""
        )

    @cached_property
    def headers(self) -> str:
        """The final answer's headers, a line each."""
        return "\n".join(f"{name}: {value}" for name, value in self.hop.headers)


def original(url: str) -> str:
    """The URL that a web archive's address stands for; any other as it is."""
    unwrapped = urls.unwrap_archive(url)
    return unwrapped[0] if unwrapped else url


def plain(text: str) -> str:
    """Typographic apostrophes and no-break spaces made plain, as the tables spell them."""
    if text.isascii():
        return text
    for odd, usual in _TYPOGRAPHIC:
        text = text.replace(odd, usual)
    return text


def around(match: re.Match[str], original: str = "") -> str:
    """What a pattern found, with a few words around it, within its line; in the letters of the original that was searched in lower case."""
    text = original if len(original) == len(match.string) else match.string
    start = max(text.rfind("\n", 0, match.start()) + 1, match.start() - 40)
    line_end = text.find("\n", match.end())
    end = min(line_end if line_end >= 0 else len(text), match.end() + 60)
    return text[start:end].strip()
