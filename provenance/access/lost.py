"""Pages that answer, and are no longer what was cited. Each rule gives the state that it sees, or none."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from provenance import urls
from provenance.access.situation import Situation, around, original, plain
from provenance.access.tables import phrases
from provenance.access.walls import is_shortener, marked
from provenance.model import LinkState, LinkStatus
from provenance.page import count_words, fold

_SEGMENTS = re.compile(r"\s+[|–—·•:»«>/-]\s+|\s*[|»·•]\s*|:\s+")
_PUNCTUATION = " .!?…¡¿:()"
_TITLE = 300
_SHORT_TEXT = 150
_NOINDEX_WORDS = 120
_ENOUGH = 2
_UNSCRIPTED = 60
_DESCRIBED = 50


def gone(situation: Situation) -> LinkStatus | None:
    """404 and 410, also at the end of redirects."""
    if situation.status not in (404, 410):
        return None
    evidence = f"{situation.status} {situation.hop.reason}"
    return situation.found(
        LinkState.GONE,
        str(situation.status),
        f"{evidence} at {situation.hop.url}" if situation.sent_on else evidence,
    )


def parked(situation: Situation) -> LinkStatus | None:
    """The page of somebody who sells or rents out the domain."""
    return marked(situation, LinkState.PARKED) if 200 <= situation.status < 300 else None


def soft_404(situation: Situation) -> LinkStatus | None:
    """A deep address sent to the site's front; or two signs of an error page that says 200."""
    if not 200 <= situation.status < 300:
        return None
    if _sent_home(situation):
        return situation.found(LinkState.SOFT_404, "home", f"{situation.asked} -> {situation.answered}")
    signs = _signs(situation) if situation.page is not None and situation.page.kind == "html" else []
    if len(signs) < _ENOUGH:
        return None
    return situation.found(
        LinkState.SOFT_404, "+".join(sign for sign, _ in signs), next(words for _, words in signs if words)
    )


def _sent_home(situation: Situation) -> bool:
    if not situation.sent_on:
        return False
    asked, answered = urlsplit(situation.asked), urlsplit(situation.answered)
    if _is_home(asked.path) or not _is_home(answered.path) or answered.query or _routed(situation):
        return False
    if is_shortener(asked.hostname or ""):
        return False
    # A section that became a site of its own: example.com/blog -> blog.example.com/
    labels = (answered.hostname or "").lower().split(".")
    sections = asked.path.lower().strip("/").split("/")
    return sections[0] not in labels


def _is_home(path: str) -> bool:
    return phrases("home", "path").fullmatch(path or "/") is not None


def _routed(situation: Situation) -> bool:
    """Whether a redirect leads to a place that the script of the front page looks up (`/#/story/12`)."""
    location = next(
        (hop.header("location") for hop in reversed(situation.visit.hops) if hop.header("location")), None
    )
    fragment = urls.fragment(original(location)) if location else None
    return bool(fragment and fragment.startswith(("/", "!")))


def _signs(situation: Situation) -> list[tuple[str, str]]:
    """The signs of an error page, each with the words that made it."""
    page = situation.page
    assert page is not None
    found: list[tuple[str, str]] = []
    if _says_so(page.title, situation, 1):
        found.append(("title", page.title))
    heading = next((h.text for h in page.headings if h.level <= 3 and _says_so(h.text, situation, 0)), None)
    if heading:
        found.append(("heading", heading))
    if page.prose < _SHORT_TEXT and (match := phrases("not_found", "text").search(situation.text)):
        found.append(("text", around(match)))
    for address in (situation.path if situation.sent_on else "", _own_address(situation)):
        if (
            address
            and phrases("not_found", "path").search(address)
            and not phrases("not_found", "path").search(urlsplit(situation.asked).path)
        ):
            found.append(("address", address))
            break
    if (
        page.words < _NOINDEX_WORDS
        and found
        and (page.noindex or "noindex" in (situation.hop.header("x-robots-tag") or ""))
    ):
        found.append(("noindex", ""))
    return found


def _says_so(title: str, situation: Situation, names: int) -> bool:
    """Whether a title or heading is nothing but such words, so many names (of the site) aside; with little text, whether a part of it is."""
    whole = phrases("not_found", "whole")
    text = plain(title[:_TITLE]).strip(_PUNCTUATION)
    if whole.fullmatch(text):
        return True
    segments = [segment.strip(_PUNCTUATION) for segment in _SEGMENTS.split(text)]
    others = [segment for segment in segments if segment and not whole.fullmatch(segment)]
    return len(others) < len(segments) and (situation.thin or len(others) <= names)


def _own_address(situation: Situation) -> str:
    """The path that the page gives as its own."""
    assert situation.page is not None
    canonical = situation.page.canonical or situation.page.meta.get("og:url", "")
    try:
        return urlsplit(canonical).path
    except ValueError:
        return ""


def empty(situation: Situation) -> LinkStatus | None:
    """A success with nothing to read in it."""
    page = situation.page
    if situation.status in (204, 205) or situation.hop.body.size == 0:
        return situation.found(
            LinkState.EMPTY,
            "no-body",
            f"{situation.status} {situation.hop.reason}, {situation.hop.body.size} bytes",
        )
    if page is None or page.kind == "binary":
        return None
    if page.kind == "pdf":
        return (
            situation.found(LinkState.EMPTY, "no-text", f"{len(page.pages)} pages without text")
            if page.words == 0
            else None
        )
    if page.words == 0 and page.kind == "text":
        return situation.found(LinkState.EMPTY, "no-text", "white space")
    return _empty_html(situation)


def _empty_html(situation: Situation) -> LinkStatus | None:
    page = situation.page
    assert page is not None
    if count_words(fold(page.article_body)) >= _DESCRIBED:
        return None
    if page.words >= _UNSCRIPTED:
        return None
    asks = phrases("script", "text").search(situation.text)
    if page.scripted or (asks and page.scripts):
        return situation.found(
            LinkState.EMPTY, "scripted", around(asks) if asks else "the text is made by script"
        )
    if page.words == 0:
        return situation.found(LinkState.EMPTY, "no-text", page.title or "no text in the page")
    return None


def unsupported_type(situation: Situation) -> LinkStatus | None:
    """A success whose body is nothing that we can read as text."""
    if situation.page is None or situation.page.kind == "binary":
        media = situation.hop.header("content-type") or "no content type"
        return situation.found(LinkState.UNSUPPORTED_TYPE, media.partition(";")[0].strip().lower(), media)
    return None
