"""From a page to the text that claims are held against."""

from __future__ import annotations

from provenance.extract.article import Article, read_article
from provenance.extract.metadata import byline_of, published_on, publisher_of, title_of
from provenance.extract.set_pages import paragraphs_of
from provenance.language.detect import detect
from provenance.model import Access, ExtractedText
from provenance.page import Page, fold

_SURE = 0.9
_ENOUGH = 200
_SAMPLE = 4000
_TITLE = 150


def extract(page: Page, *, source: str, capture: str, access: Access) -> ExtractedText:
    """The readable text of a page: title, main text, then what else of the article is readable, a paragraph a line.

    `access` is kept as handed in, but is `none` where there is nothing to read. Comments, offers, navigation and other
    stories are in neither part.
    """
    title, article = _titled(page)
    main = [title, *article.main] if title else article.main
    readable = bool(article.main or article.rest)
    text = "\n".join([*main, *article.rest]) if readable else ""
    return ExtractedText(
        source=source,
        capture=capture,
        text=text,
        main_end=len("\n".join(main)) if readable else 0,
        title=title,
        language=_language(page, text),
        access=access if readable else Access.NONE,
        url=page.url,
        byline=byline_of(page),
        publisher=publisher_of(page),
        published=published_on(page),
    )


def _titled(page: Page) -> tuple[str, Article]:
    """Title and text; a page of set lines without a title takes its first line for one, where that is short."""
    title = title_of(page)
    if page.tree is not None:
        return title, read_article(page, title)
    lines = (
        paragraphs_of(page.pages)
        if page.kind == "pdf"
        else [fold(line) for line in page.text.split("\n") if line.strip()]
    )
    if lines and (lines[0] == title or (not title and page.kind == "pdf" and len(lines[0]) <= _TITLE)):
        return lines[0], Article(lines[1:], [])
    return title, Article(lines, [])


def _language(page: Page, text: str) -> str:
    """The language that the text is found to be in; where it is too short to be sure of, the one that the page declares."""
    found, score = detect(text[:_SAMPLE]) if text else ("", 0.0)
    if page.language and (len(text) < _ENOUGH or score < _SURE):
        return page.language
    return found or page.language or "en"
