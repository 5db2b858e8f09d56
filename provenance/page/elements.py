"""What the elements of HTML do to the text around them; the lists stand in elements.toml."""

from __future__ import annotations

import tomllib
from importlib.resources import files

_LISTS: dict[str, list[str]] = tomllib.loads((files(__package__) / "elements.toml").read_text("utf-8"))

INLINE = frozenset(_LISTS["inline"])
UNSEEN = frozenset(_LISTS["unseen"])
UNSEARCHED = frozenset(_LISTS["unsearched"])


def is_block(tag: str) -> bool:
    """Whether an element of that name ends the paragraph before it."""
    return tag not in INLINE and "-" not in tag
