"""What counts as a change of a page, and which words left it."""

from dataclasses import replace

import pytest

from provenance.drift import left
from provenance.model import Access, ExtractedText

ARTICLE = (
    "Ardence opens its plant in Valmer",
    "Updated 12 May 2026, 14:03",
    "The plant will employ 2,300 people. It will produce 16 GWh of cells a year, the company said on Monday.",
    "It cost 1.2 billion euros, of which the state paid a quarter, according to the ministry.",
)
OLD = ExtractedText(
    source="s-1", capture="capture-1", text="\n".join(ARTICLE), main_end=len("\n".join(ARTICLE)),
    title=ARTICLE[0], language="en", access=Access.WHOLE,
)  # fmt: skip


def changed(*lines, furniture=""):
    """The page with other lines, and something after its main text."""
    text = "\n".join(lines)
    return replace(OLD, text=f"{text}\n{furniture}", main_end=len(text), capture="capture-2")


@pytest.mark.parametrize(
    "new",
    [
        OLD,
        changed(ARTICLE[0], "Updated 13 June 2026, 09:40", *ARTICLE[2:]),
        changed(
            *ARTICLE, furniture="We and our 812 partners store cookies on your device, if you accept it."
        ),
        changed(*ARTICLE[:2], ARTICLE[2].replace(". It", ".\nIt"), ARTICLE[3]),
        changed(ARTICLE[0], ARTICLE[3].upper(), ARTICLE[2].replace(" ", "  ")),
        changed(*ARTICLE[:2], f"{ARTICLE[3]} {ARTICLE[2]}"),
        changed(*ARTICLE[:3], furniture=ARTICLE[3]),
    ],
    ids=["same", "stamp", "banner", "split", "case", "order", "moved"],
)
def test_what_is_no_drift(new):
    """A date stamp, a banner, paragraphs split, joined, moved, in other letters: the page says what it said."""
    assert left(OLD, new) == []


@pytest.mark.parametrize(
    ("new", "words"),
    [
        (changed(*ARTICLE[:2], ARTICLE[2].replace("2,300", "1,700"), ARTICLE[3]), ["The plant will employ 2,300 people."]),
        (changed(*ARTICLE[:3]), [ARTICLE[3]]),
        (changed(*ARTICLE[:2]), list(ARTICLE[2:])),
    ],
    ids=["figure", "paragraph", "two"],
)  # fmt: skip
def test_the_words_that_left_are_named(new, words):
    """Of a paragraph that changed, the sentences that changed; of one that left, all of it."""
    assert left(OLD, new) == words
