"""HTML pages, whole or in part: the author's text apart from navigation, with exact places in the source."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from provenance.documents import frontmatter, marks, markup
from provenance.documents.compose import Composer, Origin, document
from provenance.documents.decode import decode
from provenance.documents.flow import Flow, Piece
from provenance.documents.markup import Element
from provenance.model import Document, LinkKind

_PIECE = re.compile(
    r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?|[ \t\r\n\f]+|[^& \t\r\n\f]+|&"
)
_WORDS = re.compile(r"[^& \t\r\n\f]+(?: [^& \t\r\n\f]+)* ?")
_JSON_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{4,40})"')
_DATES = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "citation_publication_date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "pubdate",
    "publish-date",
    "parsely-pub-date",
    "date",
    "time",
)
"""Names of metadata that hold the day of publication, surest first; `time` is the page's first `<time datetime>`."""


class HtmlReader:
    """Reads HTML files."""

    name = "html"
    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml")

    def read(self, path: str, raw: bytes) -> Document:
        """The document; what a site puts around the text is `furniture`."""
        text, encoding, remarks = decode(path, raw)
        origin = Origin.of(path, raw, format=self.name, encoding=encoding)
        origin.remarks = remarks
        parsed = markup.parse(text)
        events = parsed.events
        found = marks.look(events, text)
        page = marks.Marks(
            references=found.references,
            notes=found.notes,
            dropped=found.dropped,
            furniture=marks.furniture(events, text, found.notes),
        )
        composer = Composer()
        composer.cut = events[-1].end if parsed.cut else None
        Flow(composer, _Placer(text), page, text).read(events)
        _tell(origin, marks.elements(events), text)
        return document(origin, text, composer)


class _Placer:
    """The markup is the document: every event stands where it says."""

    def __init__(self, text: str) -> None:
        self.text = text

    def enter(self, element: Element) -> int:
        """Where the start tag begins."""
        return element.start

    def leave(self, element: Element) -> int:
        """Where the end tag ends."""
        return element.end

    def pieces(self, start: int, end: int, verbatim: bool) -> Iterator[Piece]:
        """Entities decoded, white space folded to a space unless `verbatim`."""
        at = start
        while at < end:
            words = _WORDS.match(self.text, at, end)
            if words:
                yield words[0], at, words.end()
                at = words.end()
                continue
            match = _PIECE.match(self.text, at, end)
            if match is None:
                return
            piece, at = match[0], match.end()
            if piece[0] == "&":
                yield html.unescape(piece) or piece, match.start(), at
            elif verbatim:
                yield piece, match.start(), at
            else:
                yield " ", match.start(), at

    def link(self, element: Element) -> tuple[LinkKind, str]:
        """The `href` as written."""
        return LinkKind.INLINE, element.get("href")


def _tell(origin: Origin, elements: Sequence[Element], text: str) -> None:
    """Fill in what the page says of itself: title, language, date of publication."""
    metadata: dict[str, str] = {}
    for element in elements:
        if element.name == "html":
            origin.language = origin.language or frontmatter.code(
                element.get("lang") or element.get("xml:lang")
            )
        elif element.name == "title" and not origin.title:
            origin.title = " ".join(html.unescape(text[element.inner : element.inner_end]).split())
        elif element.name == "meta":
            key = element.get("property") or element.get("name") or element.get("itemprop")
            metadata.setdefault(key.lower(), element.get("content"))
        elif element.name == "script" and "ld+json" in element.rest:
            date = _JSON_DATE.search(text, element.inner, element.inner_end)
            metadata.setdefault("datepublished", date[1] if date else "")
        elif element.name == "time":
            metadata.setdefault("time", element.get("datetime"))
    dates = [metadata[key] for key in _DATES if metadata.get(key)]
    origin.published = dates[0] if dates else None
    origin.title = origin.title or metadata.get("og:title", "")
