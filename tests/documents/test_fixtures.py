"""What holds for every reader on every fixture: places are exact, and nothing that cites is lost."""

import json
from pathlib import Path

import pytest

from provenance.documents import READERS, expand, load, read
from provenance.model import BlockKind
from provenance.wording import say
from tests.documents import made
from tests.documents.sound import check, check_places

FOLDER = Path(__file__).resolve().parents[1] / "fixtures" / "documents"
FILES = {Path(path).name: Path(path).read_bytes() for path in expand([str(FOLDER)])} | {
    "usine.docx": made.word(),
    "rapport.pdf": made.report(),
}


@pytest.mark.parametrize("name", FILES)
def test_every_character_is_at_its_place(name):
    """Each character of each block is the one that stands at its place in the document."""
    document = read(name, FILES[name])
    check(document)
    check_places(document)


def test_every_reader_has_a_fixture():
    """No format goes untested."""
    assert {read(name, raw).format for name, raw in FILES.items()} == {reader.name for reader in READERS}


@pytest.mark.parametrize("name", FILES)
def test_a_span_of_words_leads_back_to_the_same_words(name):
    """Any word of a block maps to a span of the document that holds it, but for raised figures and entities."""
    document = read(name, FILES[name])
    for block in document.blocks:
        at = 0
        for word in block.text.split():
            start = block.text.index(word, at)
            at = start + len(word)
            low, high = block.map.span(start, at)
            if word.isascii() and word.isalpha():
                assert document.text[low:high].replace("\u00ad\n", "") == word


def test_lines_and_columns_are_those_of_the_author():
    """A place is told as an editor shows it: line and column of the file, front matter included."""
    document = load(str(FOLDER / "revue.md"))
    link = next(link for link in document.links if link.label == "Corvane")
    line = document.text.splitlines()[document.locate(link.start).line - 1]
    assert line[document.locate(link.start).column - 1 :].startswith("[Corvane][corvane]")


def test_a_pdf_is_located_by_page_and_line_of_the_page():
    """Lines of a paged document count within the page."""
    document = read("rapport.pdf", FILES["rapport.pdf"])
    place = document.locate(document.text.index("la place manque"))
    assert (place.page, place.line, place.column) == (2, 2, 1)


def test_a_notebook_is_located_by_cell():
    """The cells of a notebook are its pages."""
    document = load(str(FOLDER / "cahier.ipynb"))
    assert document.locate(document.links[-1].start).page == 3


def test_metadata_tell_title_language_and_date():
    """Front matter and the head of a page are believed before anything is guessed."""
    told = {name: read(name, raw) for name, raw in FILES.items()}
    assert told["revue.md"].title == "L’usine d’Aubrac : un an de retard"
    assert (told["revue.md"].language, told["revue.md"].published) == ("fr", "2026-03-14")
    assert (told["brief.md"].title, told["brief.md"].published) == ("Morning brief", "2026-11-14")
    assert (told["page.html"].language, told["page.html"].published) == ("fr", "2026-11-12")
    assert told["rapport.pdf"].published == "2025-05-19"
    assert told["usine.docx"].title == "L’usine d’Aubrac"


def test_languages_are_detected_where_they_are_not_told():
    """A text without metadata has the language that it is written in."""
    assert read("a.txt", FILES["lignes.txt"]).language == "fr"
    assert read("a.txt", FILES["wrapped.txt"]).language == "en"


def test_a_block_in_another_language_says_so():
    """A long English paragraph of a French text carries its own language."""
    text = (FOLDER / "lignes.txt").read_text("utf-8") + (
        "\nThe bank said on Tuesday that it would close some of its branches before the merger with Northmere is done.\n"
    )
    document = read("a.txt", text.encode())
    assert [block.language for block in document.blocks if block.language] == ["en"]


def test_a_guessed_encoding_is_told():
    """A text that is not UTF-8 is read all the same, and the reader says by which guess."""
    document = read("latin.txt", FILES["latin.txt"])
    assert "reculé de 3 % cet été, selon l’Insee" in document.text
    assert [remark.code for remark in document.remarks] == ["documents-encoding-guessed"]
    assert "cp1252" in say(document.remarks[0], "fr")


@pytest.mark.parametrize("name", FILES)
def test_no_link_comes_from_code(name):
    """URLs in code, in outputs of cells and in scripts are no citations."""
    document = read(name, FILES[name])
    assert not [link for link in document.links if "code.example" in link.url or "sortie.example" in link.url]
    for block in document.blocks:
        if block.kind is not BlockKind.CODE:
            marked = "".join(block.text[start:end] for start, end in block.code)
            assert block.text.count("code.example") == marked.count("code.example")


def test_documents_of_equal_content_have_equal_ids():
    """An id comes from path and content, so that a second run gives the same."""
    first, second = (read("a.md", b"Texte.") for _ in range(2))
    assert first == second
    assert first.id != read("b.md", b"Texte.").id != read("b.md", b"Autre.").id


def test_notebooks_of_version_three_have_their_cells_in_worksheets():
    """Old notebooks keep their cells in a sheet, and the source of code as its input."""
    cells = [
        {"cell_type": "markdown", "source": ["Un [lien](https://a.example)."]},
        {"cell_type": "code", "input": "1"},
    ]
    document = read("a.ipynb", json.dumps({"nbformat": 3, "worksheets": [{"cells": cells}]}).encode())
    assert [block.kind for block in document.blocks] == [BlockKind.PARAGRAPH, BlockKind.CODE]
    assert document.links[0].url == "https://a.example"
