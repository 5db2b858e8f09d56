"""Putting an article together: its main paragraphs, then what else of it can be read, without the page's furniture."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from provenance.extract.furniture import Furniture, listed, points_elsewhere
from provenance.extract.main_text import MainText, letters
from provenance.extract.paragraphs import Paragraph, paragraphs
from provenance.page import Page, count_words, fold

_PROSE_WORDS = 12
_LINKED = 0.5
_CONTAINER_SHARE = 0.85
_NEXT_TO_NOTHING = 350
_TOO_LITTLE = 0.4
"""Where trafilatura keeps fewer characters than that, and less than this share of the running text, our own choice stands."""
_REPEATED = 40
_SEVERAL = 2
_DATA_RATIO = 1.5
_TAGS = re.compile(r"<[^>]{1,300}>")


@dataclass(frozen=True, slots=True)
class Article:
    """The text of an article in two parts, a paragraph an entry."""

    main: list[str]
    rest: list[str]


def read_article(page: Page, title: str) -> Article:
    """The article of an HTML page; both parts empty where there is none. `title` is left out of them."""
    everything = paragraphs(page)
    kept = MainText(page)
    in_main = {p for p in everything if kept.holds(p.text)}
    furniture = _furniture(everything, in_main, page.tree)
    ours = [p for p in everything if not furniture.holds(p.element) and not points_elsewhere(p.block)]
    main = _main(ours, in_main)
    rest = _rest(ours, main)
    bare = letters(title)
    article = Article(_once([p.text for p in ours if p in main], {bare}), [])
    seen = {letters(text) for text in article.main} | {bare}
    article.rest.extend(_once([p.text for p in ours if p in rest], seen))
    return _from_data(page, article)


def _furniture(everything: list[Paragraph], in_main: set[Paragraph], root: HtmlElement) -> Furniture:
    held, prose = _held(in_main), _held(p for p in everything if _is_prose(p))
    furniture = Furniture(held, prose, root)
    furniture.mark(listed((p.block for p in everything), held, prose))
    return furniture


def _held(chosen: Iterable[Paragraph]) -> dict[HtmlElement, int]:
    """How many characters of the chosen paragraphs stand below each element."""
    held: dict[HtmlElement, int] = {}
    for paragraph in chosen:
        at: HtmlElement | None = paragraph.element
        while at is not None:
            held[at] = held.get(at, 0) + len(paragraph.text)
            at = at.getparent()
    return held


def _is_prose(paragraph: Paragraph) -> bool:
    block = paragraph.block
    return paragraph.row or (block.words >= _PROSE_WORDS and block.linked < _LINKED * len(block.text))


def _main(ours: list[Paragraph], in_main: set[Paragraph]) -> set[Paragraph]:
    """Trafilatura's paragraphs and what belongs with them; where it found next to nothing, our own choice in their place."""
    chosen = [p for p in ours if p in in_main]
    length, wanted = _length(chosen), _length(p for p in ours if _is_prose(p))
    if not chosen or (length < _NEXT_TO_NOTHING and length < _TOO_LITTLE * wanted):
        chosen = _fullest(ours) or ours
    return {*chosen, *_alike(ours, chosen)} if chosen else set()


def _length(chosen: Iterable[Paragraph]) -> int:
    return sum(len(p.text) for p in chosen)


def _fullest(ours: list[Paragraph]) -> list[Paragraph]:
    """The prose under the element with the most of it directly below."""
    groups: dict[HtmlElement, list[Paragraph]] = {}
    for paragraph in filter(_is_prose, ours):
        groups.setdefault(paragraph.element.getparent(), []).append(paragraph)
    return max(groups.values(), key=_length, default=[])


def _alike(ours: list[Paragraph], chosen: list[Paragraph]) -> Iterator[Paragraph]:
    """Prose of the article that is set like its main text, and what stands between the paragraphs of that under the same element."""
    region = _region(_container(set(chosen)))
    prose = [p for p in chosen if _is_prose(p)]
    forms, stories = {_form(p) for p in prose}, {_story(p) for p in chosen}
    parents = {_parent(p) for p in chosen}
    around = parents | {parent.getparent() for parent in parents if parent is not None}
    first, last = ours.index(chosen[0]), ours.index(chosen[-1])
    for number, paragraph in enumerate(ours):
        if _story(paragraph) not in stories or (region is not None and not _below(paragraph.element, region)):
            continue
        parent, between = _parent(paragraph), first < number < last
        alike = _is_prose(paragraph) and (_form(paragraph) in forms or (between and parent in around))
        if alike or (between and parent in parents):
            yield paragraph


def _parent(paragraph: Paragraph) -> HtmlElement | None:
    """The element that a paragraph stands in beside others; for a row, the one that its table stands in."""
    at = (
        next(paragraph.element.iterancestors("table"), paragraph.element)
        if paragraph.row
        else paragraph.element
    )
    return at.getparent()


def _story(paragraph: Paragraph) -> HtmlElement | None:
    """The `article` element that a paragraph belongs to, if any."""
    return next(paragraph.element.iterancestors("article"), None)


def _form(paragraph: Paragraph) -> tuple[str, ...]:
    """How a paragraph is set: its element's and its parent's names and classes."""
    parent = paragraph.element.getparent()
    pair = (paragraph.element, parent) if parent is not None else (paragraph.element,)
    return tuple(f"{e.tag}.{e.get('class', '')}" for e in pair)


def _container(chosen: set[Paragraph]) -> HtmlElement | None:
    """The innermost element that holds nearly all of the chosen paragraphs."""
    held = _held(chosen)
    total = _length(chosen)
    holding = [element for element, length in held.items() if length >= _CONTAINER_SHARE * total]
    return max(holding, key=lambda element: sum(1 for _ in element.iterancestors()), default=None)


def _below(element: HtmlElement, container: HtmlElement) -> bool:
    return element is container or any(ancestor is container for ancestor in element.iterancestors())


def _rest(ours: list[Paragraph], main: set[Paragraph]) -> set[Paragraph]:
    """Captions, standfirsts, lists, tables and boxes around the main text: what is left in the article's own region."""
    container = _container(main)
    region, stories = _region(container), {None, *map(_story, main)}
    left = (p for p in ours if p not in main and p.block.linked < _LINKED * len(p.text))
    return {
        p
        for p in left
        if region is None
        or (_below(p.element, region) and _story(p) in stories and not _is_card(p.element, container, region))
    }


def _is_card(element: HtmlElement, container: HtmlElement | None, region: HtmlElement) -> bool:
    """Whether a paragraph stands in one of several like boxes with links outside the main text: the teaser of another story."""
    if container is None or _below(element, container):
        return False
    at = element
    while at is not None and at is not region:
        parent = at.getparent()
        alike = (
            [s for s in parent if s.tag == at.tag and s.get("class") == at.get("class")]
            if parent is not None
            else []
        )
        if at.tag not in ("p", "tr", "td") and len(alike) >= _SEVERAL and at.find(".//a[@href]") is not None:
            return True
        at = parent
    return False


def _region(container: HtmlElement | None) -> HtmlElement | None:
    """The `article` or `main` around a container, else the element around it."""
    if container is None or container.tag in ("article", "main", "body"):
        return container
    for ancestor in container.iterancestors():
        if ancestor.tag in ("article", "main") or ancestor.get("role") in ("main", "article"):
            return ancestor
    parent = container.getparent()
    return parent if parent is not None and parent.tag != "html" else container


def _once(texts: list[str], seen: set[str]) -> list[str]:
    """The texts without empty ones and without long ones that stood before (pages repeat them for small screens)."""
    seen = set(seen)
    kept: list[str] = []
    for text in texts:
        key = letters(text)
        if not key or (key in seen and (len(key) >= _REPEATED or not kept)):
            continue
        seen.add(key)
        kept.append(text)
    return kept


def _from_data(page: Page, article: Article) -> Article:
    """The article, or the one that the page's JSON-LD holds where that is clearly the fuller one."""
    body = html.unescape(page.article_body)
    if count_words(fold(body)) <= max(60, _DATA_RATIO * sum(map(count_words, article.main))):
        return article
    lines = [fold(_TAGS.sub(" ", line)) for line in re.split(r"\n+|</p>|<br\s*/?>", body)]
    return Article([line for line in lines if line], article.rest)
