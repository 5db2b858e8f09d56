"""The front matter of Markdown and text files: flat `key: value` (YAML) or `key = value` (TOML) lines between marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FRONT = re.compile(
    r"(?:---[ \t]*(?:\r\n|\n|\r)(?P<yaml>(?:(?!(?:---|\.\.\.)[ \t]*(?:[\r\n]|\Z)).*(?:\r\n|\n|\r))*)(?:---|\.\.\.)"
    r"|\+\+\+[ \t]*(?:\r\n|\n|\r)(?P<toml>(?:(?!\+\+\+[ \t]*(?:[\r\n]|\Z)).*(?:\r\n|\n|\r))*)\+\+\+)"
    r"[ \t]*(?:\r\n|\n|\r|\Z)"
)
_PAIR = re.compile(r"([A-Za-z_][\w.-]*)[ \t]*[:=][ \t]*(.*?)[ \t]*")
_FIELDS = {
    "title": ("title", "titre"),
    "language": ("lang", "language", "langue", "locale"),
    "published": (
        "date",
        "published",
        "published_at",
        "publishdate",
        "pubdate",
        "publication_date",
        "created",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What the front matter tells, empty where it does not; `end` is where the text begins."""

    end: int = 0
    title: str = ""
    language: str = ""
    published: str = ""


def read(text: str) -> FrontMatter:
    """The front matter at the start of a text; lines that are not flat pairs are passed over."""
    match = _FRONT.match(text)
    if match is None:
        return FrontMatter()
    inside = match["yaml"] if match["yaml"] is not None else match["toml"]
    pairs: dict[str, str] = {}
    for line in re.split(r"\r\n|\n|\r", inside):
        pair = _PAIR.fullmatch(line)
        if pair:
            pairs.setdefault(pair[1].lower(), _value(pair[2]))
    found = {name: next((pairs[k] for k in keys if pairs.get(k)), "") for name, keys in _FIELDS.items()}
    return FrontMatter(end=match.end(), **found | {"language": code(found["language"])})


def _value(written: str) -> str:
    """A scalar without its quotes or its comment."""
    if len(written) >= 2 and written[0] == written[-1] and written[0] in "\"'":
        return written[1:-1].replace("''", "'").replace('\\"', '"')
    return "" if written in ("|", ">", "null", "~") else re.sub(r"\s#.*", "", written).strip()


def code(language: str) -> str:
    """The ISO 639-1 code of a language tag (`fr-FR`, `fr_CA`), empty where it is none."""
    match = re.match(r"[\"'\s]*([A-Za-z]{2})(?![A-Za-z])", language)
    return match[1].lower() if match else ""
