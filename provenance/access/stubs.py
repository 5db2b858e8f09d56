"""Whether a page shows only the beginning of an article that its publisher sells."""

from __future__ import annotations

from lxml import cssselect, etree

from provenance.access.situation import Situation, around, plain
from provenance.access.tables import offers
from provenance.model import LinkState, LinkStatus
from provenance.page import Page, count_words, fold

_PREVIEW = 650
"""Words of running text beyond which a page that shows an offer is taken for the whole article; Substack's and Medium's
previews reach 500."""
_UNDECLARED_PREVIEW = 300
"""The same where the page does not declare itself closed."""
_SHORT = 130
"""A page that declares itself closed and has fewer words than this needs no offer to be a stub."""
_DELIVERED = 150
"""Words within the element that a page declares as its closed part, from which on the text was delivered after all."""
_OFFER = 400
"""Characters of the longest paragraph that is taken for an offer."""
_LOCKED = frozenset({"locked", "paid", "premium", "subscriber", "metered-locked"})


def judge_stub(situation: Situation) -> LinkStatus | None:
    """Paywalled where the page is closed (or offers a subscription in place of text) and what it shows is short."""
    page = situation.page
    assert page is not None
    if page.prose >= _PREVIEW:
        return None
    declared = _declared(page)
    if declared and delivered(page):
        return None
    offer = _offer(page, "gate") or (_offer(page, "hint") if declared else "")
    if declared and (offer or page.prose < _SHORT):
        return situation.found(LinkState.PAYWALLED, "json-ld", offer or declared)
    if offer and page.prose < _UNDECLARED_PREVIEW:
        return situation.found(LinkState.PAYWALLED, "offer", offer)
    return None


def _declared(page: Page) -> str:
    """Where the page says that it is not free, in its own words."""
    for data in page.json_ld:
        if _is_false(data.get("isAccessibleForFree")) or any(
            _is_false(p.get("isAccessibleForFree")) for p in _parts(data)
        ):
            return "isAccessibleForFree: false"
    for name in ("article:content_tier", "og:article:content_tier", "content_tier", "access"):
        if page.meta.get(name, "").lower() in _LOCKED:
            return f"{name}: {page.meta[name]}"
    return ""


def _is_false(value: object) -> bool:
    return value is False or (
        isinstance(value, str)
        and value.strip().lower() in ("false", "http://schema.org/false", "https://schema.org/false")
    )


def _parts(data: dict[str, object]) -> list[dict[str, object]]:
    parts = data.get("hasPart")
    listed = parts if isinstance(parts, list) else [parts]
    return [part for part in listed if isinstance(part, dict)]


def delivered(page: Page) -> bool:
    """Whether the closed part stands in the page all the same: enough words in it, in the elements that it names or in its JSON-LD."""
    if count_words(fold(page.article_body)) > max(2 * _DELIVERED, 1.5 * page.prose):
        return True
    for data in page.json_ld:
        selectors = [
            part.get("cssSelector") for part in _parts(data) if _is_false(part.get("isAccessibleForFree"))
        ]
        if any(
            _words_in(page, selector) >= _DELIVERED for selector in selectors if isinstance(selector, str)
        ):
            return True
    return False


def _words_in(page: Page, selector: str) -> int:
    """Words of running text in the elements that a selector names; 0 for one that makes no sense."""
    if page.tree is None:
        return 0
    try:
        elements = set(cssselect.CSSSelector(selector)(page.tree))
    except (cssselect.SelectorError, etree.XPathError, ValueError):
        return 0
    return sum(
        b.words
        for b in page.blocks
        if b.words >= 12 and elements.intersection((b.element, *b.element.iterancestors()))
    )


def _offer(page: Page, table: str) -> str:
    """The sentence that offers the rest of the text to subscribers, in a paragraph or heading of the page that shows."""
    whole = plain(page.text).lower()
    likely = [(clue, pattern) for clue, pattern in offers(table) if clue in whole]
    for block in page.blocks if likely else ():
        if block.hidden or len(block.text) > _OFFER:
            continue
        text = plain(block.text)
        for clue, pattern in likely:
            if clue in text.lower() and (match := pattern.search(text)):
                return around(match)
    return ""
