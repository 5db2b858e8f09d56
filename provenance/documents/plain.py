"""Plain text: paragraphs, lists and titles by their layout alone."""

from __future__ import annotations

import re

from provenance.documents import frontmatter
from provenance.documents.compose import Composer, Origin, document
from provenance.documents.decode import decode
from provenance.documents.lines import Line, breaks_are_hard, entries, lines_of
from provenance.documents.titles import with_titles
from provenance.model import BlockKind, Document

_ITEM = re.compile(r"[ \t]*(?:[-*•‣▪◦·–—][ \t\u00a0]+|(\d{1,3})[.)][ \t\u00a0]+)(?=\S)")
_MARKS = re.compile(
    r"^(?:#{1,6} \S|```|~~~|\[\^[^\]\s]+\]:|\[[^\]\n]+\]:[ \t]*<?\w+:|\|?[ \t]*:?-{3,}:?[ \t]*\|)"
    r"|\[[^\]\n]{1,400}\](?:\([^)\s]{0,2000}\)|\[[^\]\n]{0,400}\])|\*\*\w[^*\n]{0,400}\*\*"
    r"|<https?://[^<>\s]+>|\[\^[^\]\s]{1,100}\]|</?[a-z]+[ >]",
    re.MULTILINE,
)
_BULLET = re.compile(r"^[ \t]*[-*+] +\S", re.MULTILINE)
_INDENTED = re.compile(r"^(?: {4}|\t)[ \t]*\S.{40}", re.MULTILINE)
_SNIFFED = 200_000


def looks_like_markdown(text: str) -> bool:
    """Whether a text that is not said to be Markdown carries its marks."""
    head = text[:_SNIFFED]
    if len(_INDENTED.findall(head)) > 1 and not head.startswith("---"):
        return False
    bullets = len(_BULLET.findall(head)) > 1
    return bullets or bool(frontmatter.read(head).end) or _MARKS.search(head) is not None


class PlainReader:
    """Reads plain text files."""

    name = "plain"
    suffixes: tuple[str, ...] = (".txt", ".text")

    def read(self, path: str, raw: bytes) -> Document:
        """The document; short lines without an end above longer ones are headings."""
        text, encoding, remarks = decode(path, raw)
        origin = Origin.of(path, raw, format=self.name, encoding=encoding)
        origin.remarks = remarks
        composer = compose(text)
        composer.blocks = with_titles(composer.blocks)
        return document(origin, text, composer)


def compose(text: str) -> Composer:
    """The paragraphs and list items of a text."""
    lines = lines_of(text, 0, len(text))
    hard, begin = breaks_are_hard(lines, loose=True), entries(lines)
    composer = Composer()
    before: Line | None = None
    for index, line in enumerate(lines):
        if not line.text.strip():
            composer.finish()
        else:
            _take(composer, line, None if hard or index in begin else before)
        before = line
    composer.finish()
    return composer


def _take(composer: Composer, line: Line, before: Line | None) -> None:
    """Read a line that is not blank; `before` is the line that it may go on from."""
    item = _ITEM.match(line.text)
    if item:
        composer.begin(BlockKind.ITEM, line.start, level=1, ordinal=int(item[1]) if item[1] else None)
    elif before is None or not composer.writing or _indents(before, line):
        composer.begin(BlockKind.PARAGRAPH, line.start)
    else:
        composer.add("\n", before.start + len(before.text), line.start)
    at = item.end() if item else len(line.text) - len(line.text.lstrip())
    composer.add(line.text[at:], line.start + at, line.start + len(line.text))


def _indents(before: Line, line: Line) -> bool:
    """Whether a line begins a paragraph by standing in from the one before."""
    return line.text.startswith(("  ", "\t")) and not before.text.startswith((" ", "\t", "-", "*", "•"))
