"""Places hold behind whatever stands before them: nothing that is hard to place moves what follows."""

from pathlib import Path

import pytest

from provenance.documents import read
from tests.documents.sound import check, check_places

CASES = sorted((Path(__file__).resolve().parents[1] / "cases").glob("*.md"))
TAIL = "\n\nLe trafic a reculé.\n\nL’offre a suivi.\n"


@pytest.mark.parametrize(
    "before",
    [
        "Un fait.[^1]\n\n[^1]: [Un](https://a.example/1) et [deux](https://a.example/2).",
        '<p>Un fait<sup><a href="#n1">1</a></sup></p>\n<ol><li id="n1"><a href="https://a.example">Un</a></li></ol>\nfin.',
        '<aside>Un <b data-sourcepos="9:1-99:9">mot</b>.</aside>',
        "<p>Un fait.</p></div></body></html>\n.",
        "Un fait sans `fin [de](https://a.example/é_(x)) &nbsp;&hellip; \\* <b>gras",
    ],
)
@pytest.mark.parametrize("path", ["x.md", "x.txt"])
def test_what_follows_stands_where_it_is_written(before, path):
    """Notes, raw HTML, forged places and open marks leave the places behind them as they are."""
    document = read(path, (before + TAIL).encode())
    check(document)
    for words in ("Le trafic a reculé.", "L’offre a suivi."):
        block = next(block for block in document.blocks if block.text == words)
        assert document.text[block.start : block.end].strip() == words


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_long_files_of_mixed_markup_keep_their_places(path):
    """Files with Markdown, HTML and notes in turn lose no block on the way to their end."""
    document = read("x.md", path.read_bytes())
    check(document)
    check_places(document)


def test_there_are_long_files():
    """The folder of cases is found."""
    assert len(CASES) >= 8


def test_places_behind_an_escaped_bar_in_a_table_are_exact():
    """Links and words in a cell slice back to what stands there, however many escaped bars and accents come before them."""
    row = "| é \\| ü [z](https://a.example/3) \\| *w* | `c\\|d` **gras** [y](https://a.example/2) fin |"
    document = read("x.md", f"| a | b |\n|---|---|\n{row}\n".encode())

    assert [document.text[link.start : link.end] for link in document.links] == [
        "[z](https://a.example/3)",
        "[y](https://a.example/2)",
    ]
    for word in ("ü", "z", "w", "gras", "y", "fin"):
        block = next(block for block in document.blocks if word in block.text.split())
        at = block.text.index(word)
        start, end = block.map.span(at, at + len(word))
        assert document.text[start:end] == word
