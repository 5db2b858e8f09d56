"""HTML as a list of events with exact offsets: tolerant, linear in time, and without recursion.

Parsers that build a tree (lxml, html5lib) forget where a text stood; `html.parser` keeps it but is quadratic on hostile
input. Only what a reader of documents needs is here: which elements are open, and where each tag and text begins and ends.
"""

from __future__ import annotations

import html
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from importlib.resources import files

_TABLE = tomllib.loads(files("provenance.documents").joinpath("elements.toml").read_text("utf-8"))


def named(group: str) -> frozenset[str]:
    """The element names of a group of elements.toml."""
    return frozenset(_TABLE[group])


VOID = named("void")
RAW = named("raw")
BLOCKS = named("blocks")
FENCES = named("fences")
CLOSED_BY = {name: frozenset(closers) for name, closers in _TABLE["closed_by"].items()}

LIMIT = 200_000
"""Events that are read of a document: those of some two megabytes of text with many links."""

_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<[!?][^>]*(?:>|\Z)"
    r"|</(?P<close>[a-zA-Z][^\s/>]*)[^>]*(?:>|\Z)"
    r"""|<(?P<open>[a-zA-Z][^\s/>]*)(?P<rest>(?:[^>"']++|"[^"]*"|'[^']*'|["'])*+)(?:>|\Z)""",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"""([^\s=/>"'][^\s=/>]*+)(?:\s*+=\s*+(?:"([^"]*)"|'([^']*)'|["']?+([^\s>"']++)))?""", re.DOTALL
)


@dataclass(slots=True, eq=False)
class Element:
    """An element with the offsets of its start tag `[start, inner)` and end tag `[inner_end, end)`, empty where implied."""

    name: str
    rest: str
    """Its attributes as written."""
    start: int
    inner: int
    parent: Element | None
    inner_end: int = 0
    end: int = 0
    _attributes: dict[str, str] | None = field(default=None, repr=False)

    @property
    def attributes(self) -> dict[str, str]:
        """Names in lower case, entities decoded; the first of two counts."""
        if self._attributes is None:
            self._attributes = {}
            for name, double, single, bare in _ATTRIBUTE.findall(self.rest):
                self._attributes.setdefault(name.lower(), html.unescape(double or single or bare))
        return self._attributes

    def get(self, name: str) -> str:
        """The value of an attribute, empty where there is none."""
        return self.attributes.get(name, "") if self.rest else ""

    def ancestors(self) -> Iterator[Element]:
        """The elements around it, innermost first."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent


class EventKind(Enum):
    """What happens at a place of the markup."""

    OPEN = 1
    TEXT = 2
    CLOSE = 3


@dataclass(slots=True, frozen=True)
class Event:
    """A start tag, an end tag (perhaps implied) or a run of text, at `[start, end)` of the markup."""

    kind: EventKind
    element: Element | None
    """None for a text outside every element."""
    start: int
    end: int


@dataclass(slots=True, frozen=True)
class Parsed:
    """The events of a page or a piece of one, in order; every `OPEN` has its `CLOSE`, well nested."""

    events: list[Event]
    cut: bool
    """Whether there were more than are read."""


def parse(text: str) -> Parsed:
    """The events of HTML, `LIMIT` of them at most."""
    parser = _Parser(text)
    parser.run()
    return Parsed(parser.events, parser.cut)


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.events: list[Event] = []
        self.cut = False
        self.stack: list[Element] = []
        self.open: Counter[str] = Counter()

    def run(self) -> None:
        at, size = 0, len(self.text)
        while at < size:
            if len(self.events) > LIMIT:
                self.cut, size = True, at
                break
            tag = _TAG.search(self.text, at)
            if tag is None:
                break
            self._text(at, tag.start())
            at = tag.end()
            if tag["open"]:
                at = self._start(tag["open"].lower(), tag["rest"], tag.start(), at)
            elif tag["close"]:
                self._end(tag["close"].lower(), tag.start(), at)
        self._text(at, size)
        while self.stack:
            self._pop(size, size)

    def _text(self, start: int, end: int) -> None:
        if end > start:
            self.events.append(Event(EventKind.TEXT, self.stack[-1] if self.stack else None, start, end))

    def _start(self, name: str, rest: str, start: int, inner: int) -> int:
        self._imply(name, start)
        element = Element(name, rest, start, inner, self.stack[-1] if self.stack else None)
        self.events.append(Event(EventKind.OPEN, element, start, inner))
        self.stack.append(element)
        self.open[name] += 1
        if name in VOID or rest.endswith("/"):
            self._pop(inner, inner)
        elif name in RAW:
            close = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(self.text, inner)
            if close or name in ("script", "style"):
                stop = close.start() if close else len(self.text)
                self._text(inner, stop)
                return stop
        return inner

    def _imply(self, name: str, at: int) -> None:
        """End the elements that this start tag ends without saying so."""
        if name not in BLOCKS and name != "a":
            return
        while self.stack:
            for depth, element in enumerate(reversed(self.stack), 1):
                if name in CLOSED_BY.get(element.name, ()):
                    self._close_innermost(depth, at)
                    break
                if element.name in FENCES or depth > 8:
                    return
            else:
                return

    def _close_innermost(self, count: int, at: int) -> None:
        for _ in range(count):
            self._pop(at, at)

    def _end(self, name: str, start: int, end: int) -> None:
        if not self.open[name]:
            return
        while self.stack[-1].name != name:
            self._pop(start, start)
        self._pop(start, end)

    def _pop(self, inner_end: int, end: int) -> None:
        element = self.stack.pop()
        element.inner_end, element.end = inner_end, end
        self.open[element.name] -= 1
        self.events.append(Event(EventKind.CLOSE, element, inner_end, end))
