"""The measuring material: fixtures of a link checker, seeds, and the documents of the press corpus."""

import re
from pathlib import Path

import pytest

from provenance.documents import expand, load, read
from provenance.errors import InputError
from provenance.model import BlockKind
from tests.documents.sound import check

NOT_CITED = {
    "TEST.md": ["https://licensebuttons.net/p/zero/1.0/88x31.png"],
    "TEST_CODE_BLOCKS.md": ["http://127.0.0.1/bash", "http://127.0.0.1/block"],
    "TEST_HTML5.html": ["https://example.com/css/style_full_url.css", "https://example.com/head/home"],
    "TEST_HTML5_CUSTOM_ELEMENTS.html": [
        "https://example.com/citations",
        "https://example.com/even-weirder-src",
    ],
    "TEST_HTML5_MINIFIED.html": ["https://example.com/favicon.ico", "https://fonts.externalsite.com"],
    "TEST_QUARTO.qmd": ["https://cdn.posit.co/r/rhel-10/pkgs/R-${R_VERSION}-1-1.$(arch"],
    "TEST_VERBATIM.html": [
        "http://www.example.com/pre",
        "http://www.example.com/pre/a",
        "http://www.example.com/script",
    ],
}
"""URLs of the fixtures that no person would call a citation: images, code, style sheets, scripts, heads of pages."""

_URL = re.compile(r"https?://[^\s\"'<>)\]`]+")


@pytest.mark.shared
def test_no_url_of_a_link_checkers_fixtures_is_lost(shared):
    """Every URL that a person would call a citation is a link or stands whole in a block; no other does."""
    lost = {}
    for path in expand([str(shared / "peers" / "lychee" / "fixtures")]):
        try:
            document = load(path)
        except InputError:
            continue
        check(document)
        words = "\n".join(block.text for block in document.blocks if block.kind is not BlockKind.CODE)
        kept = " ".join(link.url for link in document.links) + words
        missing = sorted(url for url in set(_URL.findall(document.text)) if url.rstrip(".,") not in kept)
        if missing:
            lost[path.rsplit("/", 1)[-1]] = missing
    assert lost == NOT_CITED


@pytest.mark.shared
def test_no_document_becomes_one_paragraph(shared):
    """Titles and paragraphs of the seeds are told apart, even where every line is a paragraph and nothing marks a title."""
    counts = {}
    for path in expand([str(shared / "seeds")]):
        document = load(path)
        check(document)
        kinds = [block.kind for block in document.blocks]
        counts[path.rsplit("/", 1)[-1][:3]] = (
            kinds.count(BlockKind.HEADING),
            kinds.count(BlockKind.PARAGRAPH),
        )
        assert document.language == "fr"
    assert counts == {"000": (8, 7), "001": (5, 9), "002": (2, 5), "003": (6, 6)}


@pytest.mark.shared
def test_the_press_corpus_is_read_whole(shared):
    """Every document of the corpus has its language, and no word of it is lost."""
    languages = []
    for path in expand([str(shared / "press" / "corpus" / "documents")]):
        document = load(path)
        check(document)
        languages.append(document.language)
        if document.format == "plain":
            shown = "".join("".join(block.text for block in document.blocks).split())
            assert shown == "".join(document.text.split())
    assert languages == ["fr", "fr", "fr", "fr", "fr", "en", "en"]


@pytest.mark.shared
def test_a_mutilated_press_document_is_read_or_refused(shared):
    """Half a document is a document."""
    for path in expand([str(shared / "press" / "corpus" / "documents")]):
        raw = Path(path).read_bytes()
        for cut in range(1, len(raw), len(raw) // 7):
            check(read(path, raw[:cut]))
