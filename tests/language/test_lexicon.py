"""What the lexicon holds, and how words find their groups."""

import json
from pathlib import Path
from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.language import lexicon
from provenance.language.lexicon.forms import fold
from provenance.language.lexicon.groups import index
from provenance.language.words import analyse


def together(french: str, english: str) -> bool:
    """Whether a word of the one expression shares a group with a word of the other."""
    ours = frozenset().union(*lexicon.concepts(french.split(), "fr"))
    theirs = frozenset().union(*lexicon.concepts(english.split(), "en"))
    return bool(ours & theirs)


def groups_of(word: str, language: str) -> frozenset[int]:
    """The groups of one word."""
    return lexicon.concepts([word], language)[0]


def test_size():
    """The lexicon holds at least 4,000 French words and as many English ones, expressions not counted."""
    for language in ("fr", "en"):
        words = index().vocabularies[language].words
        assert len(words) >= 4000, language


def test_every_group_has_both_languages():
    """No line lacks a column: a group without a French or an English word would bridge nothing."""
    empty = [group.where for group in index().groups if not all(group.words.values())]
    assert index().groups
    assert not empty


def test_no_group_repeats_a_word():
    """A word stands once in a group."""
    twice = [g.where for g in index().groups for words in g.words.values() if len(set(words)) < len(words)]
    assert not twice


def test_senses_of_a_line_are_groups_of_their_own():
    """A semicolon parts senses: each word of the one column shares a group with each sense, the senses share none."""
    for sense in ("leave", "drop"):
        assert together("abandonner", sense)
    senses = [set(g.words["en"]) for g in index().groups if "abandonner" in g.words["fr"]]
    assert not any({"surrender", "scrap"} <= sense for sense in senses)


def test_marks_are_known():
    """A mark is a direction, a name, or the contrary of a name."""
    odd = [(g.where, m) for g in index().groups for m in g.marks if m[0] == "+" and m not in {"+up", "+down"}]
    assert not odd


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("retardé", "postponed"),
        ("reportée", "delay"),
        ("repoussaient", "put off"),
        ("ajournement", "pushed back"),
        ("mis en œuvre", "implemented"),
        ("licenciements", "layoffs"),
        ("a pris ses fonctions", "took office"),
        ("hausse", "rose"),
        ("effondrées", "plummeted"),
        ("organisées", "organised"),
        ("défense", "defence"),
        ("chef de l État", "head of state"),
        ("banques centrales", "central bank"),
        ("chevaux", "horse"),
        ("yeux", "eyes"),
        ("journaux", "newspaper"),
        ("achètera", "bought"),
        ("appellent", "called"),
        ("commençait", "began"),
        ("envoie", "sent"),
        ("actrice", "actor"),
        ("nouvelle", "new"),
        ("IA", "AI"),
        ("américaines", "US"),
        ("panaméens", "Panama"),
        ("Nations unies", "UN"),
        ("londonienne", "London"),
    ],
)
def test_inflected_words_meet(french, english):
    """Inflected words and expressions of the two languages that say the same share a group."""
    assert together(french, english)


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("porte", "harbor"),
        ("marché", "walked"),
        ("hausse", "fell"),
        ("accepté", "rejected"),
        ("a", "AI"),
        ("nous", "US"),
        ("lion", "tiger"),
        ("cocaïne", "cannabis"),
        ("lundi", "Tuesday"),
        ("premier", "second"),
    ],
)
def test_different_words_stay_apart(french, english):
    """Words that only look or sound related share no group."""
    assert not together(french, english)


def test_expression_counts_for_all_its_words():
    """Each word of an expression belongs to the expression's group, and a word between may be an article."""
    with_article = lexicon.concepts(["le", "chef", "de", "l", "État", "parle"], "fr")
    common = with_article[1] & with_article[4]
    assert common & frozenset().union(*lexicon.concepts(["head", "of", "state"], "en"))
    assert not common & with_article[5]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_capitals_and_accents_do_not_matter(language):
    """A word in capitals, or typed without accents, finds the groups of the word."""
    word = {"fr": "élection", "en": "election"}[language]
    assert groups_of(word, language) == groups_of(word.upper(), language) != frozenset()
    assert groups_of(fold(word), language) == groups_of(word, language)


def test_directions():
    """Rising words point up, falling ones down, others nowhere."""
    for language, word, wanted in [
        ("fr", "augmenté", "up"),
        ("en", "rose", "up"),
        ("fr", "dégringole", "down"),
        ("en", "plunged", "down"),
        ("en", "bank", None),
    ]:
        found = {lexicon.direction(group) for group in groups_of(word, language)} - {None}
        assert found == ({wanted} if wanted else set()), word


@pytest.mark.parametrize(
    ("one", "other"),
    [("rise", "fall"), ("accept", "refuse"), ("win", "lose"), ("guilty", "innocent"), ("hire", "dismiss")],
)
def test_opposites_hold_both_ways(one, other):
    """Antonyms point at each other, across languages too."""
    for a, b in ((one, other), (other, one)):
        contrary = frozenset().union(*(lexicon.opposites(group) for group in groups_of(a, "en")))
        assert contrary & groups_of(b, "en")


def test_nothing_is_its_own_opposite():
    """No group is marked as the contrary of itself."""
    assert all(number not in index().opposites.get(number, ()) for number in range(len(index().groups)))


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("qualité", "quality"),
        ("économique", "economic"),
        ("étude", "study"),
        ("forêt", "forest"),
        ("hôpital", "hospital"),
        ("gouvernement", "government"),
        ("démocratie", "democracy"),
        ("universités", "universities"),
        ("traditionnel", "traditional"),
    ],
)
def test_cognates(french, english):
    """Words that differ by regular correspondences are alike, in either order."""
    assert lexicon.cognate(french, english) >= 0.8
    assert lexicon.cognate(english, french) == lexicon.cognate(french, english)


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("actuellement", "actually"),
        ("librairie", "library"),
        ("nation", "notion"),
        ("pour", "poor"),
        ("délai", "delay"),
        ("blessé", "blessed"),
        ("travaux", "travel"),
        ("économie", "ecology"),
        ("infection", "injection"),
        ("évaluation", "evacuation"),
        ("hier", "hire"),
        ("livre", "liver"),
        ("billion", "billion"),
    ],
)
def test_false_friends(french, english):
    """Words that only look alike are not cognates."""
    assert lexicon.cognate(french, english) < 0.8


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("fr", ["prendre", "prend", "pris", "prise", "prenait", "prendra"]),
        ("fr", ["cheval", "chevaux"]),
        ("fr", ["œil", "yeux"]),
        ("en", ["rise", "rose", "risen", "rising", "rises"]),
        ("en", ["organise", "organized", "organising"]),
        ("en", ["labour", "labor"]),
    ],
)
def test_normal_form(language, forms):
    """All inflections and spellings of a word have one normal form."""
    expected = {"fr": {"prise"}, "en": set()}[language]  # the noun `prise` is a word of its own
    assert len({lexicon.normal(form, language) for form in forms if form not in expected}) == 1


def test_stopwords():
    """Function words are listed, words with content are not; another language has none."""
    assert {"le", "de", "qui"} <= lexicon.stopwords("fr")
    assert {"the", "of", "which"} <= lexicon.stopwords("en")
    assert not {"hausse", "banque"} & lexicon.stopwords("fr")
    assert lexicon.stopwords("fi") == frozenset()


def test_language_without_a_column():
    """Words of a language that the lexicon does not have belong to no group, and are only folded."""
    assert lexicon.concepts(["Häuser"], "de") == [frozenset()]
    assert lexicon.normal("Häuser", "de") == "hauser"


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(max_size=15), max_size=12), st.sampled_from(["fr", "en", "xx"]))
def test_any_tokens_are_taken(tokens, language):
    """Whatever the tokens, there is one set for each, and asking again gives the same."""
    found = lexicon.concepts(tokens, language)
    assert len(found) == len(tokens)
    assert lexicon.concepts(tokens, language) == found


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=20), st.text(max_size=20))
def test_likeness_is_a_share(a, b):
    """Likeness lies between 0 and 1 and does not depend on the order; normal forms never fail."""
    assert 0 <= lexicon.cognate(a, b) == lexicon.cognate(b, a) <= 1
    assert isinstance(lexicon.normal(a, "fr") + lexicon.normal(b, "en"), str)


@pytest.mark.shared
def test_bridge_to_translated_news(shared: Path):
    """Most content words of French news meet a word of the English sentence that they translate, few one of the sentence
    after it (floor and ceiling; benchmarks/lexicon.py measures the whole)."""
    cases = (shared / "bench/verify/ntrex-fr-en-dev.jsonl").read_text("utf-8").splitlines()[:300]
    met, by_chance = [], []
    for case in map(json.loads, cases):
        source, evidence = case["source"], case["evidence"][0]
        french = analyse(case["claim"], "fr")
        for found, sentences in (
            (met, [source[i] for i in evidence]),
            (by_chance, [source[(evidence[-1] + 1) % len(source)]]),
        ):
            english = analyse(" ".join(sentences), "en")
            theirs = frozenset().union(*english.concepts)
            found += [
                bool(concepts & theirs)
                or folded in english.folded
                or any(lexicon.cognate(word, other) >= 0.8 for other in english.raw)
                for word, folded, concepts, full in zip(
                    french.raw, french.folded, french.concepts, french.content, strict=True
                )
                if full
            ]
    assert mean(met) >= 0.78
    assert mean(by_chance) <= 0.20
