"""Case files for this room: the input is read as Markdown, or as the format that the title begins with ("[plain] …")."""

from __future__ import annotations

import re
from pathlib import Path

from provenance import documents
from provenance.citations import collect
from provenance.model import Citation, CitationKind, Document

_SUFFIXES = {"plain": ".txt", "html": ".html", "markdown": ".md"}


def read(title: str, text: str) -> Document:
    """The document of a case."""
    named = re.match(r"\[(plain|html|markdown)\]", title)
    return documents.read(f"case{_SUFFIXES[named[1] if named else 'markdown']}", text.encode())


def show_citations(document: Document) -> str:
    """A line for each citation: its kind, words and target, or what is wrong with it."""
    return "\n".join(_line(citation) for citation in collect(document).citations) or "(none)"


def _line(citation: Citation) -> str:
    if citation.problem:
        return f"{citation.kind} | {citation.label} | {citation.problem.code}"
    if citation.kind is CitationKind.ATTRIBUTION:
        return f"{citation.kind} | {citation.label} | {'tied' if citation.source else 'not tied'}"
    time = f" | {citation.archived_at:%Y-%m-%d}" if citation.archived_at else ""
    return f"{citation.kind} | {citation.label} | {citation.target}{time}"


def show_claims(document: Document) -> str:
    """A line for each claim: its scope and words, and its context behind an arrow where it has one."""
    claims = collect(document).claims
    return (
        "\n".join(f"{c.scope} | {c.text}" + (f" <- {c.context}" if c.context else "") for c in claims)
        or "(none)"
    )


def cases(name: str) -> list[tuple[str, str, str]]:
    """Title, input and expectation of each case of a file in tests/cases."""
    text = (Path(__file__).resolve().parents[1] / "cases" / name).read_text("utf-8")
    found = re.finditer(r"^([^\n.][^\n]*)\n\.\n(.*?)\n\.\n(.*?)\n\.$", text, re.MULTILINE | re.DOTALL)
    return [(case[1], case[2], case[3]) for case in found]
