"""Records of visits as the case files spell them, and the case files themselves (title, ".", record, ".", expected, ".")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from provenance.model import Hop, Visit
from tests.support.visits import HTML, make_failure, make_hop, make_visit

CASES = Path(__file__).parent.parent / "cases"
_SENTENCE = (
    "the council said on tuesday that the work would start in spring and cost less than was feared because the ground is "
    "drier than the survey of last year had shown and the contractor agreed to a fixed price"
)


@dataclass(frozen=True)
class Case:
    """One case of a file."""

    title: str
    input: str
    expected: str


def read_cases(name: str) -> list[Case]:
    """The cases of a file below tests/cases."""
    pieces = re.split(r"^\.$\n?", (CASES / name).read_text("utf-8"), flags=re.M)
    triples = zip(pieces[::3], pieces[1::3], pieces[2::3])
    return [
        Case(title.strip().splitlines()[-1], text.removesuffix("\n"), wanted.strip())
        for title, text, wanted in triples
    ]


def read_record(text: str) -> Visit:
    """The visit that a record describes."""
    if text.startswith("FAIL "):
        _, kind, code, url = text.split()
        return make_visit(url=url, failure=make_failure(kind, code))
    head, _, body = text.partition("\n\n")
    hops: list[tuple[str, int, list[tuple[str, str]]]] = []
    for line in head.splitlines():
        if line.startswith("GET "):
            url = line.removeprefix("GET ")
        elif line.isdecimal():
            hops.append((url, int(line), []))
        else:
            name, _, value = line.partition(": ")
            hops[-1][2].append((name, value))
    content = (
        body.encode().decode("unicode_escape").encode("latin-1")
        if "\\x" in body
        else fill(body.strip("\n")).encode()
    )
    return make_visit(*(_hop(*hop, content if hop is hops[-1] else b"") for hop in hops))


def _hop(url: str, status: int, headers: list[tuple[str, str]], body: bytes) -> Hop:
    typed = any(name.lower() == "content-type" for name, _ in headers)
    return make_hop(url, status, body, tuple(headers if typed else [("Content-Type", HTML), *headers]))


def fill(text: str) -> str:
    """The text with `{{prose 300}}`, `{{words 80}}` and `{{links 20}}` written out."""
    return re.sub(r"\{\{(prose|words|links) (\d+)\}\}", lambda m: _FILLERS[m[1]](int(m[2])), text)


def words(count: int) -> str:
    """So many words of running text."""
    return " ".join(islice(cycle(_SENTENCE.split()), count)).capitalize() + "."


def prose(count: int) -> str:
    """So many words in paragraphs of at most forty."""
    return "".join(f"<p>{words(min(40, count - start))}</p>\n" for start in range(0, count, 40))


def links(count: int) -> str:
    """A list of links to other stories."""
    return (
        "<ul>"
        + "".join(f'<li><a href="/story/{n}">Another story number {n}</a></li>' for n in range(count))
        + "</ul>"
    )


_FILLERS = {"prose": prose, "words": words, "links": links}
