"""What the program says to people, in English and French: one TOML file a room, one table a message code.

A table reads `[code]`, `en = "… {value} …"`, `fr = "… {value} …"`; every code has both, with the same placeholders.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from provenance.model import Message

LANGUAGES = ("en", "fr")


@cache
def tables() -> dict[str, dict[str, str]]:
    """Every message code with its wording by language; a code that stands in two files is an error of ours."""
    merged: dict[str, dict[str, str]] = {}
    for file in sorted(files(__name__).iterdir(), key=lambda f: f.name):
        if not file.name.endswith(".toml"):
            continue
        for code, wording in tomllib.loads(file.read_text("utf-8")).items():
            if code in merged:
                raise AssertionError(f"wording for {code!r} stands in two files, one of them {file.name}")
            merged[code] = wording
    return merged


def say(message: Message, language: str = "en") -> str:
    """The message in that language, or in English where the language has no interface here."""
    wording = tables()[message.code]
    return wording.get(language, wording["en"]).format_map(dict(message.values))
