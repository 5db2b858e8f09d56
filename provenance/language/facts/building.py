"""Builds a grammar from the parsed content of its file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from provenance.language.facts.grammar import Grammar, International
from provenance.language.facts.table import Table
from provenance.language.facts.tokens import (
    ARTICLE,
    CENTURY,
    COMPARISON,
    DIRECTION,
    ERA,
    FEAST,
    HEDGE,
    LEAD,
    MONTH,
    NUMBER,
    PAIR,
    PERIOD,
    PERIOD_LEAD,
    POLARITY,
    QUANTITY,
    QUOTE,
    RELATIVE,
    RELATIVE_END,
    SEASON,
    STEP,
    STEP_LEAD,
    TITLE,
    UNIT,
    WEB,
    WEEKDAY,
    Marks,
    fold,
    words_of,
)


def build(language: str, data: Mapping[str, Any], international: International) -> Grammar:
    """A grammar from the parsed content of its file; sections that are missing are empty."""
    data = _Sections(data)
    grammar = Grammar(
        language=language,
        words={name: _list(data["words"].get(name, ())) for name in _WORDS},
        sets=_sets(data),
        dates=_dates(data),
        modal=_modal(data),
        names={
            "titles": _list(data["names"].get("titles", ())),
            "by": _list(data["quotations"].get("by", ())),
        },
        period_letters=data["period_letters"],
        international=international,
        marks=Marks({}),
        counted_units=frozenset(),
        **_habits(data),
        **_numbers(data),
        **_measures(data),
    )
    return _completed(grammar)


def _habits(data: Mapping[str, Any]) -> dict[str, Any]:
    """How the language writes, and the endings of its words."""
    names = ("bare_ages", "title_case", "of_needed")
    return {
        "decimal": data.get("decimal", "."),
        "day_first": data.get("day_first", True),
        **{name: data.get(name, False) for name in names},
        "stops": _firsts(data["stops"].get("words", ())),
        "endings": tuple(data["conditional"].get("suffixes", ())),
        "common_endings": tuple(data["names"].get("common_endings", ())),
        "verb_endings": tuple(data["noun"].get("verb_endings", ())),
        "noun_endings": tuple(data["noun"].get("noun_endings", ())),
    }


def _numbers(data: Mapping[str, Any]) -> dict[str, Any]:
    exact = {fold(word) for word in data["collectives_exact"].get("words", ())}
    plural = data.get("plural", "")
    collectives = {
        word: (value, word in exact or word.removesuffix(plural) in exact)
        for word, value in _plural_forms(data["collectives"], plural).items()
    }
    tables = ("numbers", "scales", "fractions", "ordinals")
    return {
        **{name: {fold(word): value for word, value in data[name].items()} for name in tables},
        "rooms": {int(value): (low, high) for value, (low, high) in data["rooms"].items()},
        "and_adds": frozenset(data.get("and_adds", ())),
        "products": {int(value): factor for value, factor in data["products"].items()},
        "bare_scales": frozenset(data["bare"].get("scales", ())),
        "short": data["short"],
        "short_money": data["short"] | data["short_money"],
        "collectives": collectives,
        "whole_fractions": _folded(data["whole_fractions"].get("words", ())),
        "ordinal_marks": _folded(data["ordinal_marks"].get("words", ())),
    }


def _measures(data: Mapping[str, Any]) -> dict[str, Any]:
    plural = data.get("plural", "")
    return {
        **{name: _table(data[name]) for name in ("before", "after", "multiples")},
        **{name: _table(data[name], plural) for name in ("units", "currencies", "unsure_currencies")},
    }


def _dates(data: Mapping[str, Any]) -> dict[str, Table]:
    plural = data.get("plural", "")
    return {
        **{name: _table(data[name], plural if name in _PLURAL else "") for name in _DATES},
        **{f"date_{name}": _list(data["dates"].get(name, ())) for name in _DATE_WORDS},
        "future": _list(data["future"].get("words", ())),
        **{f"anchor_{name}": _list(data["anchors"].get(name, ())) for name in _ANCHORS},
        **{f"rel_{name}": _list(data["relative_words"].get(name, ())) for name in _RELATIVE_WORDS},
    }


def _modal(data: Mapping[str, Any]) -> dict[str, Table]:
    comparison = {key: data["comparison"][key] for key in _DEGREES if key in data["comparison"]}
    return {
        "polarity": _table(data["polarity"]),
        "polarity_not": _list(data["polarity_not"].get("words", ())),
        "pair_first": _list(data["polarity_pairs"].get("first", ())),
        "pair_second": _list(data["polarity_pairs"].get("second", ())),
        "hedge": _table(data["hedges"]),
        "direction": _table(data["direction"]),
        "comparison": _table(comparison),
        "than": _list(data["comparison"].get("than", ())),
    }


def _sets(data: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """The single words that are looked up by section."""
    sets: dict[str, frozenset[str]] = dict.fromkeys(_SETS, frozenset())
    for name, section in data.items():
        if isinstance(section, Mapping) and isinstance(section.get("words"), list):
            sets[name] = frozenset(" ".join(words_of(phrase)) for phrase in section["words"])
    names, comparison = data["names"], data["comparison"]
    for name in ("words", "that", "exceptions"):
        sets[f"conditional_{name}"] = _firsts(data["conditional"].get(name, ()))
    sets["comparatives_low"] = _folded(comparison.get("comparatives_low", ()))
    sets["comparatives"] = sets["comparatives_low"] | _folded(comparison.get("comparatives", ()))
    sets["common"] = frozenset(word.split("'")[0] for word in names.get("common", ()))
    for name in ("heads", "head_adjectives", "states"):
        sets[name] = _folded(names.get(name, ()))
    for name in ("articles", "particles", "person_particles"):
        sets[name] = _firsts(names.get(name, ()))
    sets["linking"] = sets["particles"] | {"'"}
    sets["name_suffixes"] = frozenset(names.get("suffixes", ()))
    sets["verbs"] = _firsts(data["quotations"].get("verbs", ()))
    sets["whole_months"] = frozenset(fold(words[0]) for words in data["months"].values())
    return sets


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)


def _firsts(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(words_of(phrase)[0] for phrase in phrases)


def _completed(grammar: Grammar) -> Grammar:
    """With what follows from its tables: the words that are no names, what can be counted, and the marks."""
    tables = [grammar.before, *grammar.modal.values()]
    tables += [grammar.dates[name] for name in ("months", "weekdays", "relative")]
    known = grammar.stops.union(grammar.numbers, grammar.scales, *(table.singles() for table in tables))
    behind = [grammar.units, grammar.currencies]
    behind += [grammar.words[name] for name in ("ratio", "and", "multiple")]
    completed = replace(
        grammar,
        sets={**grammar.sets, "known": known.union(grammar.before.firsts())},
        counted_units=frozenset(word for table in behind for word in table.firsts()),
    )
    return replace(completed, marks=Marks(_triggers(completed), grammar.endings))


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
_MODAL_MARKS = {
    "polarity": POLARITY, "hedge": HEDGE, "direction": DIRECTION, "comparison": COMPARISON,
    "pair_first": PAIR,
}  # fmt: skip
_SETS = (
    "counted", "last_period", "symbols_apart", "change", "season_leads", "unsure_months", "unsure_seasons", "unsure_weekdays", "year_leads",
)  # fmt: skip
_WORDS = (
    "one", "and", "of", "point", "minus", "ratio", "to", "or", "between", "from", "per", "percent", "multiple",
    "number_noun", "count_blockers", "figures", "pair_leads", "clock_leads", "clock_tails", "number_ones", "someday", "one_tails", "one_leads", "one_nouns", "age_leads", "person_nouns", "figure_leads", "number_adjectives", "articles", "during", "noun_ratio", "definite", "share_of", "by_share", "period_leads", "multiplied", "divided", "and_half",
)  # fmt: skip
_DATES = (
    "months", "weekdays", "seasons", "periods", "date_parts", "date_bounds", "date_bounds_after", "relative", "steps",
    "feasts",
)  # fmt: skip
_PLURAL = ("periods", "steps")
_DATE_WORDS = ("year", "decade", "century", "month_day", "to", "and", "of", "between", "from")
_DEGREES = ("more", "less", "equal", "most", "least")
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
    articles = set(ones) - set(grammar.words["number_ones"].firsts())
    mark((word for word in grammar.numbers if word not in articles), QUANTITY)
    mark((*grammar.scales, *grammar.collectives, *grammar.ordinals), QUANTITY)
    mark(grammar.counted_units, UNIT)
    mark((*grammar.fractions, *grammar.multiples.firsts(), *grammar.words["percent"].firsts()), QUANTITY)
    mark(grammar.words["minus"].firsts(), QUANTITY)
    mark((*shared.signs, *shared.codes, *shared.spoken_codes, *shared.dollars, "c"), QUANTITY)
    mark((key.lower() for key in shared.dollars if len(key) > 1), QUANTITY)
    mark((factor + code for factor in "Mk" for code in shared.codes), QUANTITY)
    for name, bit in _DATE_MARKS.items():
        mark(dates[name].firsts(), bit)
    mark(dates["relative"].lasts(), RELATIVE_END)
    mark((*grammar.period_letters, "fy", "cy", *grammar.sets["last_period"]), PERIOD_LEAD)
    mark(_ERAS, ERA)
    for table, bit in _MODAL_MARKS.items():
        mark(grammar.modal[table].firsts(), bit)
    mark(grammar.sets["comparatives"], PAIR)
    mark(grammar.names["titles"].firsts(), TITLE)
    mark('«»“”„"‘’' + "'", QUOTE)
    mark(("http", "https", "www", "@"), WEB)
    return triggers


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
