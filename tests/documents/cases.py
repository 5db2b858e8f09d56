"""Case files: title, a line with a dot, input, a dot, what is read from it, a dot."""

import re
from pathlib import Path

from provenance.model import Document

FOLDER = Path(__file__).resolve().parents[1] / "cases"

_CASE = re.compile(
    r"^(?P<title>[^\n.][^\n]*)\n\.\n(?P<source>.*?)^\.\n(?P<expected>.*?)^\.$", re.MULTILINE | re.DOTALL
)


def cases(name: str) -> list[tuple[str, str, str]]:
    """Title, input and expectation of each case in a file."""
    text = (FOLDER / name).read_text("utf-8")
    return [(case["title"], case["source"], case["expected"]) for case in _CASE.finditer(text)]


def shown(document: Document) -> str:
    """The blocks of a document, a line each, with the links in them below."""
    lines = []
    for number, block in enumerate(document.blocks):
        name = block.kind.value + (f" {block.level}" if block.level else "")
        name += f" #{block.ordinal}" if block.ordinal is not None else ""
        name += f" [{block.note}]" if block.note is not None else ""
        lines.append(f"{name}: {block.text.replace(chr(10), '⏎')}".rstrip())
        for start, end in block.code:
            lines.append(f"    code: {block.text[start:end]}")
        for link in document.links:
            if link.block == number:
                target = f"[{link.note}]" if link.note is not None else f"<{link.url}>"
                lines.append(" ".join(["   ", f"{link.kind.value}:", *link.label.split(), target]))
    return "\n".join(lines) + "\n"
