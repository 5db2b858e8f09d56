"""How the statements of a sentence begin, by language: `clauses.toml`, ready for use."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_DATE = r"[\s,]*(?:(?:les?|on|in|en|fin|début|dès|late|early|mid)\s)*[\s\d]*(?:er\s)?(?:(?:et|and|au|to)\s)?[\s\d]*(?:{months})?[\s\d]*\W*"


@dataclass(frozen=True, slots=True)
class Grammar:
    """The expressions of `clauses.toml` for a language, where each is explained."""

    language: str
    coordinating: re.Pattern[str]
    subordinating: re.Pattern[str]
    always: re.Pattern[str]
    apposition: re.Pattern[str]
    marked: re.Pattern[str]
    bare: re.Pattern[str]
    telling: re.Pattern[str]
    never: re.Pattern[str]
    saying: re.Pattern[str]
    introducing: re.Pattern[str]
    attributing: re.Pattern[str]
    aside: re.Pattern[str]
    unmarked: re.Pattern[str]
    joined: re.Pattern[str]
    article: re.Pattern[str]
    names: re.Pattern[str]
    date: re.Pattern[str]
    numbers: re.Pattern[str]
    clitics: frozenset[str]


@cache
def grammar_of(language: str) -> Grammar:
    """The grammar of a language; of one that has none, the French one."""
    tables = tomllib.loads(files(__package__).joinpath("clauses.toml").read_text("utf-8"))
    known = language if language in tables else "fr"
    table = tables[known]
    starts = {
        name: re.compile(rf"[\s,;]*(?:{table[name]})", re.IGNORECASE if name != "saying" else 0)
        for name in (
            "coordinating",
            "subordinating",
            "always",
            "apposition",
            "bare",
            "telling",
            "never",
            "saying",
            "introducing",
            "attributing",
            "aside",
        )
    }
    return Grammar(
        language=known,
        **starts,
        marked=re.compile(table["marked"], re.IGNORECASE),
        unmarked=re.compile(rf"\s({table['unmarked']})"),
        joined=re.compile(rf"\s({table['and']})\s+"),
        article=re.compile(rf"{table['article']}$"),
        names=re.compile(rf"{table['names']}$"),
        date=re.compile(_DATE.format(months=table["names"]), re.IGNORECASE),
        numbers=re.compile(rf"\b{table['numbers']}\b"),
        clitics=frozenset(table["clitics"]),
    )
