"""Word processors' files and PDFs: what is read, and what is refused with a clear line."""

import io
import zipfile

import pytest

from provenance.documents import read
from provenance.errors import InputError
from tests.documents import made
from tests.documents.cases import shown

WORD = """\
heading 1: L’usine d’Aubrac
paragraph: Selon Les Échos, l’usine a coûté 1,2 Md€, dit-on.²
    inline: Les Échos <https://lesechos.example/aubrac>
    note: 1 [1]
paragraph: Voir le champ
    inline: le champ <https://champ.example>
item 1: un point
item 1 #1: premier
item 1 #2: second
quote: « Oui. »
cell: 2025
cell: 84 cas
note [1]: Comptes 2025, rapport annuel.
    inline: rapport annuel <https://corvane.example/rapport>
"""

REPORT = """\
heading 2: Les comptes de l'usine
paragraph: Selon Les Echos, l'usine a coûté 1,2 milliard d'euros en trois ans, ce qui est bien⏎davantage que prévu¹, a dit la direction.
    inline: Les Echos <https://lesechos.example/aubrac>
paragraph: Un second paragraphe commence ici, et il continue sur la page qui suit, parce que⏎la place manque.
item 1: un point
"""


def test_a_docx_is_read_with_links_notes_and_lists():
    """Hyperlinks, fields and footnotes are links; deleted words are gone and inserted ones are there."""
    assert shown(read("a.docx", made.word())) == WORD


def test_a_pdf_is_read_in_paragraphs():
    """Running heads and page numbers are left out, a paragraph goes on over the page, a raised figure is told from a number."""
    assert shown(read("a.pdf", made.report())) == REPORT


def test_a_divided_word_is_joined():
    """A word that a hyphen divides at the end of a line is one word again, and maps to both lines."""
    lines = [(72, 700, 11, "Les comptes de l'entre-"), (72, 686, 11, "prise sont publics.")]
    document = read("a.pdf", made.pdf(lines))
    assert document.blocks[0].text == "Les comptes de l'entreprise sont publics."


def test_formats_are_told_by_content_where_the_name_tells_nothing():
    """A file without a known ending is read as what it is."""
    assert read("a", made.word()).format == "docx"
    assert read("a", made.report()).format == "pdf"
    assert read("a", b"<!DOCTYPE html><p>Texte").format == "html"
    assert read("a", b"# Titre\n\nTexte.").format == "markdown"
    assert read("a", b"Texte.").format == "plain"
    assert read("https://a.example/x", b"<p>Texte", hint="text/html; charset=utf-8").format == "html"


def _zip(**parts: bytes) -> bytes:
    made_of = io.BytesIO()
    with zipfile.ZipFile(made_of, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/") + ".xml", content)
    return made_of.getvalue()


REFUSED = {
    "empty": ("a.md", b""),
    "only white space": ("a.txt", b" \n\t\n"),
    "binary": ("a.txt", bytes(range(256)) * 40),
    "NULs": ("a.md", b"\0" * 5000),
    "damaged PDF": ("a.pdf", b"%PDF-1.4\nnothing"),
    "PDF without text": ("a.pdf", made.pdf([])),
    "no zip": ("a.docx", b"PK\x03\x04 nothing of the kind"),
    "zip without a document": ("a.docx", _zip(word__other=b"<a/>")),
    "zip bomb": ("a.docx", _zip(word__document=b"<w>" + b" " * 70_000_000 + b"</w>")),
    "no JSON": ("a.ipynb", b"{"),
    "JSON of another kind": ("a.ipynb", b'{"a": [1]}'),
    "deep JSON": ("a.ipynb", b"[" * 100_000),
    "notebook without words": ("a.ipynb", b'{"cells": []}'),
    "image": ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(200)),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_in_one_clear_line(case):
    """The line names the file and says what is wrong with it."""
    path, raw = REFUSED[case]
    with pytest.raises(InputError, match=rf"^{path}: ") as caught:
        read(path, raw)
    assert "\n" not in str(caught.value)
