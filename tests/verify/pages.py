"""Pages of made-up news with claims that stand in them, and the same claims with one detail altered."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

COMPANIES = [
    "Harbour Foods",
    "Orlin Steel",
    "Kestrel Air",
    "Novalis Pharma",
    "Bright Rail",
    "Tamar Energy",
    "Quill Press",
    "Sable Mining",
]
CITIES = ["Leeds", "Lyon", "Porto", "Graz", "Turin", "Ghent", "Malmo", "Cork"]
PEOPLE = [
    "Ingrid Solberg",
    "Marc Delattre",
    "Ana Ribeiro",
    "Tomas Keller",
    "Priya Nair",
    "Owen Hartley",
    "Lucia Ferrante",
    "Jonas Weber",
]
QUOTES = [
    "We will open the new line before the summer",
    "Our customers have stayed with us through a hard year",
    "The market is smaller than we thought two years ago",
]

PAGE = """{company} reports results
{company} said on Tuesday that revenue rose {rise}% to ${revenue} billion in the second quarter. Net profit fell {fall}% to ${profit} million.
The company, which is based in {city}, employs {staff} people in {countries} countries. It was founded in {founded}.
“{quote},” said {chief}, the chief executive.
Finance chief {finance} said that the company would build a factory in {place}. It will not pay a dividend this year.
The factory is to cost €{cost} million and to open in {opening}."""

CLAIMS = {
    "revenue-en": "{company} said revenue rose {rise}% to ${revenue} billion.",
    "revenue-fr": "Le chiffre d’affaires de {company} a progressé de {rise} %, à {revenue_fr} milliards de dollars.",
    "profit-en": "Net profit fell to ${profit} million.",
    "profit-fr": "Le bénéfice net a reculé de {fall} %, à {profit} millions de dollars.",
    "staff-en": "The company employs {staff} people.",
    "staff-fr": "L’entreprise, installée à {city}, emploie {staff_fr} personnes.",
    "cost-en": "The factory will cost €{cost} million.",
    "cost-fr": "L’usine coûtera {cost} millions d’euros.",
    "founded-en": "{company} was founded in {founded}.",
    "founded-fr": "L’entreprise a été fondée en {founded}.",
    "chief-en": "{chief} is the chief executive of {company}.",
    "finance-en": "Finance chief {finance} said that the company would build a factory in {place}.",
    "dividend-en": "{company} will not pay a dividend this year.",
    "quote-en": "“{quote},” {chief} said.",
}


@dataclass(frozen=True)
class Sample:
    """A claim with its page; `kind` says what was altered, or `none`."""

    kind: str
    claim: str
    language: str
    page: str


def _values(rng: random.Random) -> dict[str, str]:
    people, cities = rng.sample(PEOPLE, 2), rng.sample(CITIES, 2)
    revenue, staff = f"{rng.randint(11, 98) / 10:.1f}", rng.randint(11, 98) * 100 + 7000
    return {
        "company": rng.choice(COMPANIES), "rise": str(rng.randint(2, 19)), "fall": str(rng.randint(21, 39)),
        "revenue": revenue, "revenue_fr": revenue.replace(".", ","), "profit": str(rng.randint(110, 480)),
        "city": cities[0], "place": cities[1], "staff": f"{staff:,}", "staff_fr": f"{staff:,}".replace(",", " "),
        "countries": str(rng.randint(3, 9)), "founded": str(rng.randint(1921, 1989)), "chief": people[0],
        "finance": people[1], "quote": rng.choice(QUOTES), "cost": str(rng.randint(510, 940)),
        "opening": str(rng.randint(2027, 2031)),
    }  # fmt: skip


def _altered(name: str, v: dict[str, str], rng: random.Random) -> Iterator[tuple[str, dict[str, str] | str]]:
    """What can be altered in a claim: new values for its slots, or a whole new text."""
    text = CLAIMS[name]
    if "{revenue" in text:
        other = f"{float(v['revenue']) * 1.37:.1f}"
        yield "number", {"revenue": other, "revenue_fr": other.replace(".", ",")}
        yield "scale", text.replace("billion", "million").replace("milliards", "millions")
        yield "currency", text.replace("${revenue}", "€{revenue}").replace("de dollars", "d’euros")
        yield "direction", text.replace("rose", "fell").replace("progressé", "reculé")
        yield "number-same-page", {"rise": v["fall"]}
    if "{profit}" in text:
        yield "number", {"profit": str(int(v["profit"]) + 131)}
        yield (
            "scale",
            text.replace("million", "billion") if "en" in name else text.replace("millions", "milliards"),
        )
    if "{staff" in text:
        yield "number", {"staff": f"{rng.randint(31, 61)},500", "staff_fr": f"{rng.randint(31, 61)} 500"}
    if "{cost}" in text:
        yield "number-same-page", {"cost": v["profit"]}
        yield "number", {"cost": str(int(v["cost"]) - 127)}
    if "{founded}" in text:
        yield "date", {"founded": str(int(v["founded"]) + 4)}
        yield "date-same-page", {"founded": v["opening"]}
    if name in ("chief-en", "finance-en"):
        mine, other = ("chief", "finance") if name == "chief-en" else ("finance", "chief")
        yield "name-same-page", {mine: v[other]}
        yield "name", {mine: "Rosalind Achterberg"}
    if name == "dividend-en":
        yield "negation", text.replace("will not pay", "will pay")
    if name == "finance-en":
        yield "negation", text.replace("would build", "would not build")
    if name == "quote-en":
        yield (
            "quotation",
            text.replace(
                "{quote}",
                v["quote"]
                .replace("before", "after")
                .replace("stayed with", "left")
                .replace("smaller", "larger"),
            ),
        )


def samples(count: int, seed: int = 7) -> list[Sample]:
    """Claims that stand and claims altered, from so many pages; the same seed gives the same ones."""
    rng, found = random.Random(seed), []
    for _ in range(count):
        v = _values(rng)
        page = PAGE.format(**v)
        for name, text in CLAIMS.items():
            language = name[-2:]
            found.append(Sample("none", text.format(**v), language, page))
            for kind, change in _altered(name, v, rng):
                new = change.format(**v) if isinstance(change, str) else text.format(**{**v, **change})
                found.append(Sample(kind, new, language, page))
    return found
