"""Whether a fragment leads to something on its page: element ids and text directives, by the web platform's rules.

Ids: https://html.spec.whatwg.org/multipage/browsing-the-web.html#find-a-potential-indicated-element
Text directives: https://wicg.github.io/scroll-to-text-fragment/#find-a-range-from-a-text-directive
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from provenance.access.directives import directives, find_range
from provenance.access.rendered import rendered
from provenance.model import FragmentState
from provenance.page import Page

_DELIMITER = ":~:"
_BY_SCRIPT = re.compile(r"[/!]|L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?$|\w+=")
"""Routes of single-page sites, line numbers of code browsers, and settings of viewers: made or read by script."""
_PDF_PAGE = re.compile(r"(?:.*&)?page=(\d+)(?:&.*)?$", re.I)


def fragment(page: Page | None, fragment: str) -> FragmentState:
    """What a fragment (with or without its `#`) points to on a page; `unknown` where script makes or reads it, or without a page."""
    fragment = fragment.removeprefix("#")
    if page is None or page.kind == "binary":
        return FragmentState.UNKNOWN
    element, delimiter, directive = fragment.partition(_DELIMITER)
    texts = directives(directive)
    if page.kind == "pdf" and not texts:
        return _pdf_page(page, element)
    text = rendered(page.tree) if page.tree is not None else page.text
    if any(find_range(text, directive) for directive in texts):
        return FragmentState.FOUND
    if element or not delimiter:
        return _element(page, element)
    return FragmentState.UNKNOWN if page.scripted else FragmentState.MISSING


def _element(page: Page, name: str) -> FragmentState:
    """An id or anchor name, as spelled or percent-decoded; "" and "top" are the top of any page."""
    decoded = unquote(name)
    if decoded.lower() in ("", "top") or page.ids & {name, decoded, f"user-content-{decoded}"}:
        return FragmentState.FOUND
    if page.scripted or page.kind != "html" or _BY_SCRIPT.match(decoded):
        return FragmentState.UNKNOWN
    return FragmentState.MISSING


def _pdf_page(page: Page, name: str) -> FragmentState:
    """`#page=7` of a PDF."""
    match = _PDF_PAGE.match(name)
    if not match:
        return FragmentState.UNKNOWN
    return FragmentState.FOUND if 1 <= int(match[1]) <= len(page.pages) else FragmentState.MISSING
