"""Which sentences are found for a claim, and in which order."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.language.words import analyse
from provenance.verify.prepared import prepare
from provenance.verify.retrieve import rank, terms_of
from tests.support.verifying import text_of


def found(claim: str, *pages: str, languages: str = "en-en", limit: int = 12) -> list[tuple[int, str]]:
    """The sentences found for a claim, best first, each with the number of its page."""
    mine, theirs = languages.split("-")
    texts = [prepare(text_of(page, theirs)) for page in pages]
    terms = terms_of(analyse(claim, mine), analyse("", mine), texts)
    return [
        (place.text, texts[place.text].sentence(place.sentence)) for place, _ in rank(terms, texts, limit)
    ]


def test_across_languages():
    """A French claim finds the English sentence that says it, by translation, figures and acronyms with dots."""
    page = "The weather was fine.\nThe U.N. put off the vote.\nThe fund grew to 2,500.5 million."
    assert found("L'ONU a reporté le vote.", page, languages="fr-en")[0] == (0, "The U.N. put off the vote.")
    assert found("Il atteint 2 500,5 millions.", page, languages="fr-en")[0][1].endswith("million.")


def test_the_word_itself_comes_first():
    """Where a page speaks the language of the claim, the claim's own word counts for more than a synonym."""
    page = "The vote was postponed.\nThe vote was delayed."
    assert found("The vote was delayed.", page)[0][1] == "The vote was delayed."


def test_neighbors_lend():
    """A sentence without a word of the claim is found where it stands beside one that has some, after that one."""
    page = "Nobody knew why.\nIt was a bad year.\nAcme closed plants in Ohio.\nSales fell."
    order = [sentence for _, sentence in found("Acme closed plants in Ohio as sales fell.", page)]
    assert order == ["Acme closed plants in Ohio.", "Sales fell.", "It was a bad year."]


def test_several_sources_are_one_search():
    """The page that says it is part of the answer."""
    assert found("Acme closed a plant.", "Rain fell.\nIt was cold.", "Acme closed a plant.")[0][0] == 1


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=4))
def test_each_sentence_once_and_none_worth_more_than_the_claim(claim: str, lines: list[str]):
    """No sentence comes twice, and its score is a share of the claim's."""
    texts = [prepare(text_of("\n".join(lines)))]
    ranked = rank(terms_of(analyse(claim, "en"), analyse("", "en"), texts), texts, 12)
    assert len({place for place, _ in ranked}) == len(ranked)
    assert all(0 <= score <= 1.2 for _, score in ranked)


@pytest.mark.shared
def test_sentence_that_a_claim_translates(shared: Path):
    """The English sentence that a French one translates is among the first three in at least .98 of cases (every fifth)."""
    cases = (shared / "bench/verify/ntrex-fr-en-dev.jsonl").read_text("utf-8").splitlines()[::5]
    hits = []
    for case in map(json.loads, cases):
        lines = [" ".join(line.split()) for line in case["source"]]
        best = [
            sentence for _, sentence in found(case["claim"], "\n".join(lines), languages="fr-en", limit=3)
        ]
        hits.append(any(sentence in lines[i] for sentence in best for i in case["evidence"][0]))
    assert sum(hits) / len(hits) >= 0.98
