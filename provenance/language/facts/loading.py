"""Reads the grammar files: `grammar.fr.toml` for French, and so on; `grammar.international.toml` for what needs no language."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from provenance.language.facts.grammar import Grammar, International
from provenance.language.facts.table import Table
from provenance.language.facts.tokens import (
    ARTICLE,
    CENTURY,
    ERA,
    FEAST,
    LEAD,
    MODAL,
    MONTH,
    NUMBER,
    PERIOD,
    PERIOD_LEAD,
    QUANTITY,
    QUOTE,
    RELATIVE,
    RELATIVE_END,
    SEASON,
    STEP,
    STEP_LEAD,
    WEB,
    WEEKDAY,
    Marks,
    fold,
    words_of,
)

_FOLDER = files(__package__)
_SHARED = "international"


def _plural_forms(words: Mapping[str, Any], plural: str) -> dict[str, Any]:
    forms: dict[str, Any] = {}
    for word, value in words.items():
        folded = fold(word)
        forms[folded] = value
        if plural and not folded.endswith(("s", "x")):
            forms.setdefault(folded + plural, value)
    return forms


def _table(section: Mapping[str, list[str]], plural: str = "") -> Table:
    return Table(((phrase, key) for key, phrases in section.items() for phrase in phrases), plural)


def _list(phrases: Iterable[str]) -> Table:
    return Table((phrase, phrase) for phrase in phrases)


@cache
def international() -> International:
    """The signs, codes and symbols that every language shares."""
    data = tomllib.loads((_FOLDER / f"grammar.{_SHARED}.toml").read_text("utf-8"))
    dimensions = {
        unit: (dimension, Decimal(size))
        for dimension, units in data["dimensions"].items()
        for unit, size in units.items()
    }
    return International(
        signs=data["signs"],
        dollars=data["dollars"],
        codes=frozenset(data["codes"]["iso4217"]),
        spoken_codes=frozenset(data["codes"]["spoken"]),
        symbols=data["symbols"],
        dimensions=dimensions,
    )


def languages() -> tuple[str, ...]:
    """The languages that have a grammar file."""
    names = (file.name.split(".") for file in _FOLDER.iterdir() if file.name.startswith("grammar."))
    return tuple(sorted(name[1] for name in names if name[-1] == "toml" and name[1] != _SHARED))


@cache
def load(language: str) -> Grammar:
    """The grammar of a language (ISO 639-1), or the bare one, which knows signs and figures alone, where there is none."""
    code = language[:2].lower()
    if code not in languages():
        return read(code, {})
    return read(code, tomllib.loads((_FOLDER / f"grammar.{code}.toml").read_text("utf-8")))


def read(language: str, data: Mapping[str, Any]) -> Grammar:
    """A grammar from the parsed content of its file; sections that are missing are empty."""
    data = _Sections(data)
    plural = data.get("plural", "")
    exact = {fold(word) for word in data["collectives_exact"].get("words", ())}
    collectives = {
        word: (value, word in exact or word.removesuffix(plural) in exact)
        for word, value in _plural_forms(data["collectives"], plural).items()
    }
    sets = {
        name: frozenset(word for phrase in section["words"] for word in [" ".join(words_of(phrase))])
        for name, section in data.items()
        if isinstance(section, Mapping) and isinstance(section.get("words"), list)
    }
    sets["comparatives_low"] = frozenset(
        fold(word) for word in data["comparison"].get("comparatives_low", ())
    )
    sets["comparatives"] = sets["comparatives_low"] | {
        fold(word) for word in data["comparison"].get("comparatives", ())
    }
    sets["heads"] = frozenset(fold(word) for word in data["names"].get("heads", ()))
    sets["common"] = frozenset(word.split("'")[0] for word in data["names"].get("common", ()))
    sets["articles"] = frozenset(words_of(word)[0] for word in data["names"].get("articles", ()))
    sets["head_adjectives"] = frozenset(fold(word) for word in data["names"].get("head_adjectives", ()))
    sets["particles"] = frozenset(words_of(word)[0] for word in data["names"].get("particles", ()))
    sets["person_particles"] = frozenset(words_of(w)[0] for w in data["names"].get("person_particles", ()))
    sets["name_suffixes"] = frozenset(data["names"].get("suffixes", ()))
    sets["verbs"] = frozenset(words_of(w)[0] for w in data["quotations"].get("verbs", ()))
    sets["whole_months"] = frozenset(fold(names[0]) for names in data["months"].values())
    for name in _SETS:
        sets.setdefault(name, frozenset())
    comparison = {
        k: v for k, v in data["comparison"].items() if k not in ("comparatives", "comparatives_low", "than")
    }
    grammar = Grammar(
        language=language,
        decimal=data.get("decimal", "."),
        day_first=data.get("day_first", True),
        bare_ages=data.get("bare_ages", False),
        title_case=data.get("title_case", False),
        of_needed=data.get("of_needed", False),
        numbers={fold(word): value for word, value in data["numbers"].items()},
        rooms={int(value): (low, high) for value, (low, high) in data["rooms"].items()},
        and_adds=frozenset(data.get("and_adds", ())),
        products={int(value): factor for value, factor in data["products"].items()},
        scales={fold(word): value for word, value in data["scales"].items()},
        bare_scales=frozenset(data["bare"].get("scales", ())),
        short=data["short"],
        short_money=data["short"] | data["short_money"],
        collectives=collectives,
        fractions={fold(word): value for word, value in data["fractions"].items()},
        whole_fractions=frozenset(fold(word) for word in data["whole_fractions"].get("words", ())),
        ordinals={fold(word): value for word, value in data["ordinals"].items()},
        ordinal_marks=frozenset(fold(word) for word in data["ordinal_marks"].get("words", ())),
        words={name: _list(data["words"].get(name, ())) for name in _WORDS},
        before=_table(data["before"]),
        after=_table(data["after"]),
        multiples=_table(data["multiples"]),
        units=_table(data["units"], plural),
        currencies=_table(data["currencies"], plural),
        unsure_currencies=_table(data["unsure_currencies"], plural),
        counted_units=frozenset(),
        dates={
            **{name: _table(data[name], plural if name in _PLURAL else "") for name in _DATES},
            **{f"date_{name}": _list(data["dates"].get(name, ())) for name in _DATE_WORDS},
            **{f"anchor_{name}": _list(data["anchors"].get(name, ())) for name in _ANCHORS},
            **{f"rel_{name}": _list(data["relative_words"].get(name, ())) for name in _RELATIVE_WORDS},
        },
        period_letters=data["period_letters"],
        endings=tuple(data["conditional"].get("suffixes", ())),
        common_endings=tuple(data["names"].get("common_endings", ())),
        sets=sets,
        modal={
            "polarity": _table(data["polarity"]),
            "polarity_not": _list(data["polarity_not"].get("words", ())),
            "pair_first": _list(data["polarity_pairs"].get("first", ())),
            "pair_second": _list(data["polarity_pairs"].get("second", ())),
            "hedge": _table(data["hedges"]),
            "direction": _table(data["direction"]),
            "comparison": _table(comparison),
            "than": _list(data["comparison"].get("than", ())),
        },
        names={
            "titles": _list(data["names"].get("titles", ())),
            "by": _list(data["quotations"].get("by", ())),
        },
        stops=frozenset(words_of(word)[0] for word in data["stops"].get("words", ())),
        verb_endings=tuple(data["noun"].get("verb_endings", ())),
        noun_endings=tuple(data["noun"].get("noun_endings", ())),
        international=international(),
        marks=Marks({}),
    )
    tables = [grammar.before, *grammar.modal.values()]
    tables += [grammar.dates[name] for name in ("months", "weekdays", "relative")]
    known = grammar.stops.union(grammar.numbers, grammar.scales, *(table.singles() for table in tables))
    sets["known"] = known.union(grammar.before.firsts())
    behind = (
        grammar.units,
        grammar.currencies,
        *(grammar.words[name] for name in ("ratio", "and", "multiple")),
    )
    counted = frozenset(word for table in behind for word in table.firsts())
    return replace(grammar, counted_units=counted, marks=Marks(_triggers(grammar), grammar.endings))


# Centuries in Roman numerals.
_ERAS = (
    "xv",
    "xvi",
    "xvii",
    "xviii",
    "xix",
    "xx",
    "xxi",
    "xve",
    "xvie",
    "xviie",
    "xviiie",
    "xixe",
    "xxe",
    "xxie",
)
_DATE_MARKS = {
    "months": MONTH, "weekdays": WEEKDAY, "feasts": FEAST, "seasons": SEASON, "periods": PERIOD, "date_century": CENTURY,
    "relative": RELATIVE, "rel_this": LEAD, "rel_next": LEAD, "rel_last": LEAD, "steps": STEP, "rel_ago": STEP_LEAD,
    "rel_in": STEP_LEAD,
}  # fmt: skip
_SETS = (
    "counted", "last_period", "season_leads", "unsure_months", "unsure_seasons", "unsure_weekdays", "year_leads",
)  # fmt: skip
_WORDS = (
    "one", "and", "of", "point", "minus", "ratio", "to", "between", "from", "per", "percent", "multiple",
    "number_noun", "count_blockers", "figures", "pair_leads", "clock_leads", "clock_tails", "number_ones", "one_tails", "one_leads", "one_nouns", "age_leads", "person_nouns", "figure_leads", "number_adjectives", "articles", "during", "noun_ratio", "definite", "share_of",
)  # fmt: skip
_DATES = (
    "months", "weekdays", "seasons", "periods", "date_parts", "date_bounds", "date_bounds_after", "relative", "steps",
    "feasts",
)  # fmt: skip
_PLURAL = ("periods", "steps")
_DATE_WORDS = ("year", "decade", "century", "month_day", "to", "and", "of", "between", "from")
_ANCHORS = ("after", "before")
_RELATIVE_WORDS = ("this", "next", "last", "ago", "about", "in", "before", "later")


class _Sections(dict[str, Any]):
    """A grammar file's content; a section that is missing is empty."""

    def __missing__(self, name: str) -> dict[str, Any]:
        return {}


def _triggers(grammar: Grammar) -> dict[str, int]:
    """Which words make it worth looking, and for what."""
    triggers: dict[str, int] = {}

    def mark(words: Iterable[str], bit: int) -> None:
        for word in words:
            triggers[word] = triggers.get(word, 0) | bit

    shared, dates = grammar.international, grammar.dates
    ones = grammar.words["one"].firsts()
    mark((word for word in (*grammar.numbers, *grammar.ordinals) if word not in ones), NUMBER)
    mark(ones, ARTICLE)
    mark((*grammar.numbers, *grammar.scales, *grammar.collectives, *grammar.ordinals), QUANTITY)
    mark((*grammar.fractions, *grammar.multiples.firsts(), *grammar.words["percent"].firsts()), QUANTITY)
    mark((*ones, *grammar.words["minus"].firsts()), QUANTITY)
    mark((*shared.signs, *shared.codes, *shared.spoken_codes, *shared.dollars, "c"), QUANTITY)
    mark((key.lower() for key in shared.dollars if len(key) > 1), QUANTITY)
    mark((factor + code for factor in "Mk" for code in shared.codes), QUANTITY)
    for name, bit in _DATE_MARKS.items():
        mark(dates[name].firsts(), bit)
    mark(dates["relative"].lasts(), RELATIVE_END)
    mark((*grammar.period_letters, "fy", "cy", *grammar.sets["last_period"]), PERIOD_LEAD)
    mark(_ERAS, ERA)
    for table in ("polarity", "pair_first", "hedge", "direction", "comparison"):
        mark(grammar.modal[table].firsts(), MODAL)
    mark(grammar.sets["comparatives"], MODAL)
    mark('«»“”„"‘’' + "'", QUOTE)
    mark(("http", "https", "www", "@"), WEB)
    return triggers
