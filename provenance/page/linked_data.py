"""The JSON-LD of a page, read with the patience that real pages need."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from lxml.html import HtmlElement

_WRAPPING = re.compile(
    r"^\s*(?:<!--|//<!\[CDATA\[|/\*<!\[CDATA\[\*/|<!\[CDATA\[)|(?:-->|//\]\]>|/\*\]\]>\*/|\]\]>)\s*;?\s*$"
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_DEPTH = 12


def read(tree: HtmlElement) -> tuple[dict[str, object], ...]:
    """Every top-level object of the page's `application/ld+json` scripts, lists and `@graph` taken apart."""
    scripts = [script for script in tree.iter("script") if "ld+json" in script.get("type", "").lower()]
    return tuple(found for script in scripts for found in _objects(_parse(script.text or ""), 0))


def _parse(text: str) -> object:
    """The value in a script; one with stray commas or several values after another is read as far as it goes."""
    text = _WRAPPING.sub("", _WRAPPING.sub("", text)).strip().removesuffix(";")
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            return json.JSONDecoder(strict=False).raw_decode(attempt)[0]
        except (ValueError, RecursionError):
            continue
    return None


def _objects(value: object, depth: int) -> Iterator[dict[str, object]]:
    if depth > _DEPTH:
        return
    if isinstance(value, list):
        for part in value:
            yield from _objects(part, depth + 1)
    elif isinstance(value, dict):
        graph = value.get("@graph")
        if isinstance(graph, list):
            yield from _objects(graph, depth + 1)
        if set(value) - {"@graph", "@context", "@id"}:
            yield value
