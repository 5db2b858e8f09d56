"""Documents made to hurt: deep, long, or repeated; they are read, and what is lost is told."""

import pytest

from provenance.documents import read
from tests.documents import made
from tests.documents.sound import check

DEEP = 10_000
HOSTILE = {
    "deep divs": ("a.html", "<div>" * DEEP + "fin"),
    "deep quotes of unclosed inline tags": ("a.html", "<p>" + "<b><i>" * DEEP + "fin"),
    "deep quotes": ("a.md", ">" * 3000 + " fin"),
    "deep lists": ("a.md", "".join("  " * depth + "- a\n" for depth in range(120))),
    "one long line": ("a.txt", "mot " * 500_000),
    "one long line of Markdown": ("a.md", "mot *gras* " * 10_000),
    "unclosed brackets": ("a.md", "[" * 50_000 + "fin"),
    "unclosed links": ("a.md", "[a](" * 20_000),
    "broken links": ("a.md", "[a](b c) " * 5_000 + "\n\n" + "[a](b c)\n\n" * 3_000),
    "unclosed attributes": ("a.html", '<a href="' * 20_000),
    "unclosed comments": ("a.html", "<p>fin<!--" * 20_000),
    "unclosed scripts": ("a.html", "fin<script>" * 20_000),
    "marks of notes": ("a.html", "<p>" + "<sup><a href='#n'>1</a></sup>x" * 2_000 + "<p id=n>note"),
    "many definitions": (
        "a.md",
        "".join(f"[a{n}]: https://a.example/{n}\n" for n in range(5_000)) + "\n[a1] fin",
    ),
    "many notes": ("a.md", "".join(f"x[^{n}]\n\n[^{n}]: y\n\n" for n in range(1_000))),
    "raw tags that comrak moves": ("a.md", "<b>x</b> <i>y</i> " * 3_000),
    "many front matters": ("a.md", "---\n" * 5_000 + "fin"),
    "components": ("a.mdx", "<A b={" * 5_000 + "\n\nfin"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_documents_are_read(case):
    """Neither depth nor length nor repetition stops a reader or takes it out of bounds."""
    path, text = HOSTILE[case]
    document = read(path, text.encode())
    check(document)
    assert document.blocks


def test_a_pdf_with_many_objects_is_read():
    """Thousands of links on thousands of lines are found on their own lines."""
    pages = [
        [(72, 800 - 12 * line, 10, f"Ligne {chr(97 + line % 26) * (page + 1)} {line}.") for line in range(60)]
        for page in range(30)
    ]
    links = tuple((page, f"https://a.example/{page}/{line}", (70, 798 - 12 * line, 95, 808 - 12 * line))
                  for page in range(30) for line in range(60))  # fmt: skip
    document = read("a.pdf", made.pdf(*pages, links=links))
    check(document)
    assert len(document.links) == 1800
    assert {link.label for link in document.links} == {"Ligne"}
