"""A look over the whole markup before it is read: which elements are marks of notes, notes, ways back, and furniture."""

from __future__ import annotations

import html
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from provenance.documents.markup import Element, Event, EventKind, named

NOTE_HOLDERS = named("note_holders")

_MARK = re.compile(r"[\s[(]*(\d{1,3}|[a-z]|[ivx]{1,5}|[*†‡§¶]{1,3})[\s\])]*")
_BACK = re.compile(r"[\s\[\]()↩↑↵⏎^⤴⬆⇑\ufe0e\ufe0f]+|[\s(\[]*(?:retour|back|haut)[\s)\]]*", re.IGNORECASE)
_TAGS = re.compile(r"<[^>]*>")
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
_SHARE = 0.5
"""An element with more of the page's text than this is not furniture, whatever its class says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What was found; elements are compared by identity."""

    references: Mapping[Element, str]
    """Marks in the text that point to a note, with the label of that note."""
    notes: Mapping[Element, str]
    """Elements that define a note, with its label."""
    dropped: frozenset[Element]
    """Ways back from a note to its mark, and what a reader does not see."""
    furniture: frozenset[Element]
    bare: frozenset[Element] = frozenset()
    """Links that the author wrote as bare URLs: text for us."""


def elements(events: Iterable[Event]) -> list[Element]:
    """Every element, in the order of their start tags."""
    return [event.element for event in events if event.kind is EventKind.OPEN and event.element is not None]


def look(events: Sequence[Event], markup: str) -> Marks:
    """Find the marks of HTML written by a person (note syntax of Markdown is known to its parser)."""
    every = elements(events)
    by_id = {element.get("id"): element for element in every if "id" in element.rest}
    references: dict[Element, str] = {}
    notes: dict[Element, str] = {}
    for element in every:
        if element.name != "a" or "#" not in element.rest:
            continue
        href = element.get("href")
        label = _label(markup, element)
        target = by_id.get(href[1:]) if href.startswith("#") else None
        if target is None or label is None or not _is_reference(element, target):
            continue
        outer = element.parent
        raised = outer is not None and outer.name == "sup" and _label(markup, outer) == label
        references[outer if raised and outer is not None else element] = label
        notes.setdefault(target, label)
    dropped = {element for element in every if _is_way_back(element, markup, notes) or _is_hidden(element)}
    return Marks(references=references, notes=notes, dropped=frozenset(dropped), furniture=frozenset())


def _label(markup: str, element: Element) -> str | None:
    """The label of a note mark, if the element's words look like one."""
    if element.inner_end - element.inner > 400:
        return None
    words = html.unescape(_TAGS.sub("", markup[element.inner : element.inner_end]))
    match = _MARK.fullmatch(words)
    return match[1] if match else None


def _is_reference(mark: Element, target: Element) -> bool:
    """A mark stands before its note, and a note is an element that can hold one."""
    return mark.start < target.start and target.name in NOTE_HOLDERS


def _is_way_back(element: Element, markup: str, notes: Mapping[Element, str]) -> bool:
    if element.name != "a" or not element.get("href").startswith("#"):
        return False
    if "footnote-backref" in element.rest or "doc-backlink" in element.rest:
        return True
    words = html.unescape(_TAGS.sub("", markup[element.inner : min(element.inner_end, element.inner + 200)]))
    inside = any(above in notes for above in _near(element))
    return inside and (bool(_BACK.fullmatch(words)) or _MARK.fullmatch(words) is not None)


def _near(element: Element) -> list[Element]:
    """The element and up to six around it."""
    found = [element]
    while len(found) < 7 and found[-1].parent is not None:
        found.append(found[-1].parent)
    return found


def _is_hidden(element: Element) -> bool:
    rest = element.rest
    if "hidden" not in rest and "none" not in rest:
        return False
    attributes = element.attributes
    styled = "display:none" in attributes.get("style", "").replace(" ", "").lower()
    return "hidden" in attributes or attributes.get("aria-hidden") == "true" or styled


# --- furniture of whole pages -----------------------------------------------------------------------------------


@cache
def _rules() -> dict[str, frozenset[str]]:
    table = tomllib.loads(files("provenance.documents").joinpath("furniture.toml").read_text("utf-8"))
    return {name: frozenset(words) for name, words in table.items()}


def furniture(events: Sequence[Event], markup: str, notes: Mapping[Element, str]) -> frozenset[Element]:
    """The elements of a page that are navigation, menus, share bars, comments, forms and the like."""
    share, headed = _shares(events, markup)
    holders = {above for note in notes for above in _near(note)}
    found = set()
    for element in share:
        if element in holders or share[element] > _SHARE:
            continue
        if _by_element(element, headed) or _by_class(element):
            found.add(element)
    return frozenset(found)


def _shares(events: Sequence[Event], markup: str) -> tuple[dict[Element, float], set[Element]]:
    """For each element the share of the page's characters in it, and the elements that hold the page's `h1`."""
    before: dict[Element, int] = {}
    held: dict[Element, int] = {}
    headed: set[Element] = set()
    total = 0
    for event in events:
        element = event.element
        if event.kind is EventKind.TEXT:
            if element is None or element.name not in ("script", "style", "title"):
                total += len(markup[event.start : event.end].strip())
        elif element is None:
            continue
        elif event.kind is EventKind.OPEN:
            before[element] = total
            if element.name == "h1":
                headed.update(_near(element))
        else:
            held[element] = total - before[element]
    return {element: count / (total or 1) for element, count in held.items()}, headed


def _by_element(element: Element, headed: set[Element]) -> bool:
    rules = _rules()
    if element.name in rules["elements"]:
        return True
    if "role" in element.rest and element.get("role") in rules["roles"]:
        return True
    if element.name not in rules["outside_article"] or element in headed:
        return False
    return not any(above.name in ("article", "blockquote", "figure") for above in _near(element)[1:])


def _by_class(element: Element) -> bool:
    if element.name in ("html", "body", "main", "article", "a", "p", "h1") or not element.rest:
        return False
    if "class" not in element.rest and "id" not in element.rest:
        return False
    words = _WORDS.findall(f"{element.get('class')} {element.get('id')}")
    return any(word.lower() in _rules()["words"] for word in words)
