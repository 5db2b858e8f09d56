"""A language more is a file more."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import provenance
from provenance.language import facts
from provenance.language.facts.finder import read as read_facts
from provenance.language.facts.loading import read as read_grammar

SPANISH = """
decimal = ","
day_first = true
of_needed = true
plural = "s"
and_adds = [1, 2, 3]
[numbers]
un = 1
dos = 2
tres = 3
diez = 10
quince = 15
veinte = 20
treinta = 30
cuarenta = 40
doscientos = 200
[scales]
cien = 100
mil = 1000
"millón" = 1000000
millones = 1000000
[bare]
scales = ["mil", "cien"]
[collectives]
docena = 12
decena = 10
[collectives_exact]
words = ["docena"]
[words]
one = ["un", "una"]
and = ["y"]
of = ["de", "del", "de los"]
to = ["a", "y"]
between = ["entre"]
percent = ["por ciento"]
[before]
"~" = ["unos", "cerca de", "alrededor de"]
">" = ["más de"]
[units]
km = ["kilómetro"]
year = ["año"]
[currencies]
EUR = ["euro"]
USD = ["dólar", "dólares"]
[months]
3 = ["marzo"]
5 = ["mayo"]
[weekdays]
2 = ["martes"]
[relative]
"month -1" = ["el mes pasado"]
[dates]
of = ["de", "del"]
[date_bounds]
">=" = ["desde"]
[year_leads]
words = ["en", "desde", "de"]
[names]
common = ["el", "la", "los", "en", "un", "una"]
titles = ["sr.", "sra."]
[polarity]
negative = ["no", "nunca", "sin"]
[quotations]
verbs = ["dijo"]
[stops]
words = ["en", "el", "la", "y", "que", "a"]
"""


@pytest.fixture(scope="module")
def spanish(tmp_path_factory):
    """A small Spanish grammar, read from a file of its own."""
    file = tmp_path_factory.mktemp("grammar") / "grammar.es.toml"
    file.write_text(SPANISH, "utf-8")
    return read_grammar("es", tomllib.loads(file.read_text("utf-8")))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Unos 3.200 empleados", [("quantity", "3200", None, "~")]),
        ("Más de 14,3 millones de euros", [("quantity", "14300000", "EUR", ">")]),
        ("treinta y dos kilómetros", [("quantity", "32", "km", "=")]),
        ("una docena de barcos", [("quantity", "12", None, "=")]),
        ("doscientos mil dólares", [("quantity", "200000", "USD", "=")]),
        ("El 12 de mayo de 2023", [("date", "2023-05-12", None, "=")]),
        ("desde 1999", [("date", "1999", None, ">=")]),
        ("El mes pasado", [("date", "2025-10", None, "=")]),
        ("No pagó el rescate", [("polarity", "negative", None, "=")]),
        ("El Sr. Aznar", [("name", "aznar", "person", "=")]),
        ("quince por ciento", [("quantity", "15", "%", "=")]),
    ],
)
def test_a_third_language_needs_only_a_file(spanish, text, expected):
    """Spanish is read by the same code with a grammar file of its own."""
    found = read_facts(text, spanish, "2025-11-07")
    assert [(f.kind.value, str(f.value), f.unit, f.comparator) for f in found] == expected


def test_a_language_without_a_file_gives_what_needs_no_words():
    """Figures with signs and codes, ISO dates and quotations are read in any language."""
    found = facts.find("„Das ist alles“, sagte er: 14.3 % und EUR 200 am 2025-07-14.", "de")
    assert [(f.kind.value, str(f.value)) for f in found if f.kind != "name"] == [
        ("quotation", "Das ist alles"),
        ("quantity", "14.3"),
        ("quantity", "200"),
        ("date", "2025-07-14"),
    ]


def test_the_languages_are_listed():
    """The languages with a grammar are those with a file."""
    assert facts.languages() == ("en", "fr")


def test_a_file_beside_the_others_is_all_that_a_language_takes(tmp_path):
    """With a grammar file put into the package, the language is listed, read by `find`, and covered by the verifier."""
    package = tmp_path / "provenance"
    shutil.copytree(Path(provenance.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    (package / "language" / "facts" / "grammar.es.toml").write_text(SPANISH, "utf-8")
    code = (
        "from provenance.language import facts; from provenance.verify.builtin import LANGUAGES;"
        "print(facts.languages(), sorted(LANGUAGES));"
        "print([(f.kind.value, str(f.value), f.unit) for f in facts.find('Unos quince kilómetros desde 1999', 'es')])"
    )
    run = [sys.executable, "-c", code]
    out = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=True).stdout.splitlines()
    assert out[0] == "('en', 'es', 'fr') ['en', 'es', 'fr']"
    assert out[1] == "[('quantity', '15', 'km'), ('date', '1999', None)]"
