"""What is asked for of a source, and what is known of it: the words in which `gather` is spoken to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from provenance.model import ExtractedText

if TYPE_CHECKING:
    from provenance.store import Known

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A source to gather."""

    source: str
    url: str
    near: date | None
    """The date of the documents that cite it: which copy of a web archive is wanted."""
    want_text: bool = True
    """False where only the link state is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """A source as it is known now."""

    source: str
    known: Known | None
    """None where it was never visited."""
    text: ExtractedText | None
