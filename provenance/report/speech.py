"""What the interface says, as HTML: in the language that is shown, with the other's words beside it for the switch."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from html import escape

from markupsafe import Markup

from provenance.model import Message
from provenance.report.phrases import spoken, unsettled, worded

REMEMBERED = 8192
"""Messages kept ready: the interface says the same few hundred things for each claim."""
OTHER = {"en": "fr", "fr": "en"}


@dataclass(frozen=True, slots=True)
class Speech:
    """How a page speaks."""

    shown: str
    """The language that it opens in."""
    is_switched: bool = True
    """Whether a reader can switch to the other language without loading the page anew."""

    def said(self, message: Message, *, settled: bool = True) -> Markup:
        """A message among other text; what a person must settle is said as something to confirm."""
        return in_element("span", message, self, settled)

    def t(self, code: str, **values: object) -> Markup:
        """A phrase of the interface among other text."""
        return self.said(worded(code, **values)) if values else phrase("span", code, self)

    def both(self, english: str, french: str) -> Markup:
        """Words that no message holds."""
        here, other = (french, english) if self.shown == "fr" else (english, french)
        return element("span", escape(here), self.beside(here, other))

    def beside(self, here: str, other: str) -> str:
        """The attribute that holds the other language's words; none where they are the same, or nothing switches."""
        return f' data-o="{escape(other)}"' if self.is_switched and here != other else ""


@lru_cache(REMEMBERED)
def in_element(tag: str, message: Message, speech: Speech, settled: bool = True) -> Markup:
    """A message as an element of its own; `tag` may bring attributes (`span class="flag"`)."""
    say = spoken if settled else unsettled
    here, other = say(message, speech.shown), say(message, OTHER[speech.shown])
    return element(tag, escape(here), speech.beside(here, other))


@lru_cache(REMEMBERED)
def phrase(tag: str, code: str, speech: Speech) -> Markup:
    """A phrase of the interface without values, as an element of its own."""
    return in_element(tag, worded(code), speech)


def element(tag: str, content: str, attribute: str = "") -> Markup:
    """An element; a plain span, which would say nothing, is left out."""
    if tag == "span" and not attribute:
        return Markup(content)
    return Markup(f"<{tag}{attribute}>{content}</{tag.partition(' ')[0]}>")
