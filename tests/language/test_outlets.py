"""The table of outlets."""

import pytest

from provenance import urls
from provenance.errors import SettingsError
from provenance.language.outlets import Outlets


def names(text: str) -> list[str]:
    """The outlets that a text names."""
    return [mention.outlet.name for mention in Outlets.load().find(text)]


def test_the_table_is_large_enough():
    """At least 250 outlets, agencies and institutions are known, each with a domain that somebody registered."""
    outlets = Outlets.load().all
    assert len([o for o in outlets if o.kind not in ("company", "platform")]) >= 250
    assert [d for o in outlets for d in o.domains if urls.registrable_domain(d) != d] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("selon le Wall Street Journal et le WSJ", ["Wall Street Journal", "Wall Street Journal"]),
        ("dit au Monde, aux Échos et du Figaro", ["Le Monde", "Les Échos", "Le Figaro"]),
        ("l’AFP, l’Équipe et L'Obs", ["Agence France-Presse", "L'Équipe", "L'Obs"]),
        ("The Times of India is not The Times", ["Times of India", "The Times"]),
        ("le monde des affaires et le point de vue", []),
        ("Reutersville and the BBCs", []),
        ("la Banque\nmondiale", ["World Bank"]),
    ],
)
def test_names_are_found_in_prose(text, expected):
    """Names are found with their articles and contractions, the longest first; case and word ends count."""
    assert names(text) == expected


def test_a_mention_spans_its_words():
    """The span of a mention slices back to the name as written."""
    text = "D'après l’Agence France-Presse, oui."
    assert [text[m.start : m.end] for m in Outlets.load().find(text)] == ["Agence France-Presse"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://www.theguardian.com/world", "The Guardian"),
        ("edition.cnn.com", "CNN"),
        ("https://fr.news.yahoo.com/a.html", "Yahoo Finance"),
        ("news.bbc.co.uk", "BBC"),
    ],
)
def test_an_address_tells_its_outlet(address, expected):
    """Whose site an address belongs to is known by its registrable domain."""
    assert Outlets.load().by_domain(address).name == expected


def test_an_unknown_address_has_no_outlet():
    """An address that nobody in the table registered gives none."""
    assert Outlets.load().by_domain("https://a.example/") is None


def test_a_desk_adds_its_own(tmp_path):
    """A desk's own file comes before the built-in table."""
    path = tmp_path / "ours.toml"
    path.write_text(
        '[newspaper]\n"La Gazette" = { also = ["Gazette"], at = ["gazette.example", "bbc.com"] }\n', "utf-8"
    )
    outlets = Outlets.load(path)
    assert [m.outlet.name for m in outlets.find("selon la Gazette et Reuters")] == ["La Gazette", "Reuters"]
    assert outlets.by_domain("bbc.com").name == "La Gazette"


@pytest.mark.parametrize("content", ["not toml [", "kind = 3\n", '[newspaper]\n"A" = { also = ["B"] }\n'])
def test_a_broken_file_is_named(tmp_path, content):
    """A table that cannot be used is an error that names the file."""
    path = tmp_path / "ours.toml"
    path.write_text(content, "utf-8")
    with pytest.raises(SettingsError, match=r"ours\.toml"):
        Outlets.load(path)
