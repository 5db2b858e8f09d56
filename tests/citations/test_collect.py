"""What holds for every document, whatever it says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance import documents, urls
from provenance.citations import collect
from provenance.errors import InputError
from provenance.model import CitationKind, Document
from provenance.wording import say
from tests.citations.cases import cases

# fmt: off
PARTS = st.sampled_from([
    "# Sources", "## ", "\n\n", "\n", "- ", "1. ", "[1]", "[^1]", "[^1]: ", "¹", "Selon ", "Reuters", ", ",
    "; ", " : ", " \u2014 ", "« ", " »", "\u201c", "\u201d", "\"", "(", ")", "[", "]", "<", ">", "`", "*",
    "https://a.example/b", "www.b.example", "http://", "//h/x", "[lien](https://c.example)", "[vide]()",
    "doi:10.1000/x", "arXiv:2302.13971", "ISBN 0-306-40615-2", "-> ", "Link: ", "\u2026 ",
    "Le groupe a perdu 3 %", ". ", "et ", ", contre 5 % en 2025", ", qui a gagné 4 millions", "source ici",
    "Références :", "\u00a0", "\u202f", "\u2028", "\u0000", "\ud800", "😀", "é", "e\u0301", "M. ", "etc. ",
])
# fmt: on
TEXTS = st.lists(st.one_of(PARTS, st.text(max_size=8)), max_size=60).map("".join)


def check(document: Document) -> None:
    """Every span lies in the text, claims are in order and apart, ids are unique, citations lead on or say why not."""
    found = collect(document)
    size = len(document.text)
    citations = {citation.id: citation for citation in found.citations}
    assert len(citations) == len(found.citations)
    for citation in found.citations:
        assert 0 <= citation.start <= citation.end <= size
        assert citation.place == document.locate(citation.start)
        assert (citation.problem is not None) == (citation.kind is CitationKind.DANGLING)
        if citation.problem:
            assert say(citation.problem, "fr") != say(citation.problem, "en")
        if citation.target:
            assert citation.source == urls.source_id(citation.target)
    last = 0
    for claim in found.claims:
        assert last <= claim.start < claim.end <= size
        assert claim.text == " ".join(claim.text.split())
        assert set(claim.citations) <= set(citations)
        last = claim.end
    assert len({claim.id for claim in found.claims}) == len(found.claims)


@settings(max_examples=80, deadline=None)
@given(text=TEXTS, suffix=st.sampled_from([".md", ".txt", ".html"]))
def test_no_text_breaks_it(text, suffix):
    """Whatever stands in a document, collecting it ends with sound spans and no exception."""
    raw = ("x " + text).encode("utf-8", "surrogatepass")
    try:
        document = documents.read(f"any{suffix}", raw)
    except InputError:
        return  # a reader may refuse what is no text
    check(document)


@pytest.mark.shared
def test_real_documents_are_sound(shared):
    """The seeds and the corpus give sound spans."""
    press = shared / "press" / "corpus" / "documents"
    for path in (*sorted((shared / "seeds").iterdir()), *sorted(press.iterdir())):
        check(documents.read(path.name, path.read_bytes()))


def test_collecting_twice_gives_the_same():
    """Ids come from content: the same document gives the same citations and claims."""
    raw = b"Profit fell 8% ([Reuters](https://a.example/1)), while revenue rose 3%."
    assert collect(documents.read("a.md", raw)) == collect(documents.read("a.md", raw))


def test_claims_carry_the_date_of_the_document():
    """Relative dates count from the day the document was published."""
    raw = b"---\ndate: 2026-03-04\n---\n\nProfit fell 8% last month."
    assert [claim.reference for claim in collect(documents.read("a.md", raw)).claims] == ["2026-03-04"]


def test_a_span_of_a_claim_holds_its_words():
    """Where no markup stands in it, the text of the document between start and end reads like the claim."""
    text = next(text for title, text, _ in cases("claims.md") if title.startswith("Trois faits"))
    document = documents.read("a.md", text.encode())
    assert [document.text[c.start : c.end] for c in collect(document).claims] == [
        c.text for c in collect(document).claims
    ]


def test_a_long_line_is_collected_in_linear_time():
    """A megabyte on a single line is read to its end, every figure of it."""
    line = "Le groupe a perdu 3 % en mars, contre 5 % en avril, soit 2 points de moins. " * 2000
    found = collect(documents.read("a.txt", line.encode()))
    assert len(found.claims) > 4000


def test_a_long_bracket_is_no_trap():
    """A bracket of thousands of words within a sentence is passed over at once."""
    text = "Le groupe a perdu 3 %, " + "(" + "a " * 1400 + ") 5 12, et il a gagné 4 %."
    assert collect(documents.read("a.txt", text.encode())).claims
