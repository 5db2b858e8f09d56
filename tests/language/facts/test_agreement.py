"""When two quantities say the same to an editor."""

import pytest

from provenance.language import facts
from provenance.language.facts.quantities import agree
from provenance.model import Fact


def quantity(text: str, language: str) -> Fact:
    """The one quantity of a text."""
    (found,) = [fact for fact in facts.find(text, language) if fact.kind == "quantity"]
    return found


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("environ 14 milliards de dollars", "$13.97 billion"),
        ("1,9 milliard de dollars", "$1.87bn"),
        ("14 milliards de dollars", "$14.3 billion"),
        ("2 000 milliards de paramètres", "nearly two trillion parameters"),
        ("près de 20 000 personnes", "about 19,400 employees"),
        ("3 200 postes", "3,187 jobs"),
        ("plus de 2 500 plaintes", "2,612 complaints"),
        ("plus de 15 %", "more than 15%"),
        ("au moins 40 pays", "40 countries"),
        ("moins de 3 %", "2.9%"),
        ("jusqu'à 4 000 euros", "€4,000"),
        ("de 5 à 6 %", "between 5% and 6%"),
        ("entre 10 et 15 milliards", "12 billion"),
        ("25 points de base", "0.25 percentage points"),
        ("1 200 MW", "1.2 GW"),
        ("36 mois", "three years"),
        ("un tiers du budget", "34% of the budget"),
        ("la moitié des sites", "half of the plants"),
        ("trois sur quatre", "75%"),
        ("doublé", "twice"),
        ("412 millions", "£412m"),
        ("0,85 livre sterling", "85 pence"),
        ("deux ans", "24 months"),
        ("2-1", "2-1"),
    ],
)
def test_an_editor_accepts(claim, source):
    """The source bears out the claim: rounding, units and bounds are read as an editor reads them."""
    assert agree(quantity(claim, "fr"), quantity(source, "en"))


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("14,3 milliards de dollars", "$14.8 billion"),
        ("plus de 15 milliards", "14.3 billion"),
        ("plus de 15", "40"),
        ("1,06 million d'euros", "€1.06 billion"),
        ("6,8 milliards d'euros", "£6.8bn"),
        ("0,6 %", "0.6 percentage points"),
        ("12 milliards de dollars", "12%"),
        ("412 millions de livres sterling", "415 million pounds"),
        ("47 jours", "48 days"),
        ("2 000 salariés", "2,150 employees"),
        ("environ 2 000 salariés", "2,300 employees"),
        ("moins de 3 %", "3.2%"),
        ("au moins 40 pays", "39 countries"),
        ("de 5 à 6 %", "between 5% and 7%"),
        ("16 nanomètres", "28 nanometres"),
        ("28 micromètres", "28 nanometres"),
        ("3 200 km", "3,200 tonnes"),
        ("doublé", "tripled"),
        ("la cinquième banque", "the fourth bank"),
        ("2-1", "1-2"),
    ],
)
def test_an_editor_objects(claim, source):
    """The source does not bear out the claim: another value, unit, currency or bound."""
    assert not agree(quantity(claim, "fr"), quantity(source, "en"))
