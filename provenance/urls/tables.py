"""The word lists beside this file."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def table() -> dict[str, list[str]]:
    """The lists of `urls.toml`: tracking parameters and web archives."""
    return tomllib.loads(files(__package__).joinpath("urls.toml").read_text("utf-8"))
