"""Pages that stand in front of the one that was asked for. Each rule gives the state that it sees, or none."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlsplit

from provenance.access.situation import Situation, around, plain
from provenance.access.stubs import judge_stub
from provenance.access.tables import marks, names, phrases
from provenance.model import LinkState, LinkStatus

_NEXT_TO_NOTHING = 30
_FORM_PROSE = 80
_CONSENT_PROSE = 220


def blocked(situation: Situation) -> LinkStatus | None:
    """A challenge or a bot wall, at any status."""
    if situation.status == 999:
        return situation.found(LinkState.BLOCKED, "999", "999 Request denied")
    return marked(situation, LinkState.BLOCKED)


def marked(situation: Situation, state: LinkState) -> LinkStatus | None:
    """A vendor's mark for a state: headers decide alone, so does the address sent on to; all others need a page with little text."""
    decisive = [("header", situation.headers)] if situation.status >= 400 or situation.thin else []
    if situation.sent_on:
        decisive.append(("url", situation.answered))
    if found := _first(situation, state, decisive):
        return found
    if situation.page is None or not situation.thin:
        return None
    places = [("title", "\n".join(situation.titles)), ("text", situation.text), ("script", situation.scripts)]
    if situation.page.words < _NEXT_TO_NOTHING:
        places.append(("widget", situation.scripts))
    return _first(situation, state, places)


def _first(situation: Situation, state: LinkState, places: list[tuple[str, str]]) -> LinkStatus | None:
    for place, text in places:
        lowered = text.lower()
        for mark in marks(place, state):
            if match := mark.find(lowered):
                return situation.found(state, mark.code, around(match, text))
    return None


def login_required(situation: Situation) -> LinkStatus | None:
    """401; a redirect to a login page; a password form instead of the text."""
    if situation.status == 401:
        return situation.found(
            LinkState.LOGIN_REQUIRED, "401", situation.hop.header("www-authenticate") or "401"
        )
    if situation.status not in (200, 203, 403):
        return None
    if found := marked(situation, LinkState.LOGIN_REQUIRED):
        return found
    if situation.sent_on and _is_login(situation) and not _is_login_url(situation.asked):
        return situation.found(LinkState.LOGIN_REQUIRED, "redirect", situation.answered)
    return _password_form(situation)


def _is_login(situation: Situation) -> bool:
    """Whether the answering address is a login's: its path says so, or its host does and it keeps the way back."""
    if _is_login_url(situation.answered):
        return (
            situation.thin
            or situation.page is None
            or any(form.has_password for form in situation.page.forms)
        )
    host = urlsplit(situation.answered).hostname or ""
    return bool(phrases("login", "host").search(host)) and _keeps_way_back(situation)


def _is_login_url(url: str) -> bool:
    return phrases("login", "path").search(urlsplit(url).path) is not None


def _keeps_way_back(situation: Situation) -> bool:
    """Whether the query names the page asked for, under one of the usual names."""
    wanted = urlsplit(situation.asked).path.strip("/") or (urlsplit(situation.asked).hostname or "")
    query = parse_qsl(urlsplit(situation.answered).query)
    return any(phrases("login", "back").fullmatch(name) and wanted in unquote(value) for name, value in query)


def _password_form(situation: Situation) -> LinkStatus | None:
    page = situation.page
    if (
        page is None
        or page.prose >= _FORM_PROSE
        or not situation.thin
        or not any(form.has_password for form in page.forms)
    ):
        return None
    for title in situation.titles:
        if phrases("login", "title").search(title):
            return situation.found(LinkState.LOGIN_REQUIRED, "password-form", title)
    if page.words < _FORM_PROSE:
        return situation.found(
            LinkState.LOGIN_REQUIRED, "password-form", page.text[:120] or "a password field"
        )
    return None


def paywalled(situation: Situation) -> LinkStatus | None:
    """402, or a stub of an article that the page says is for subscribers."""
    if situation.status == 402:
        return situation.found(LinkState.PAYWALLED, "402", "402 Payment Required")
    if situation.page is None or situation.page.kind != "html" or situation.status not in (200, 203, 403):
        return None
    return judge_stub(situation)


def consent_required(situation: Situation) -> LinkStatus | None:
    """A redirect to a consent page, or a page that is nothing else."""
    if situation.status not in (200, 203, 403):
        return None
    sent = situation.sent_on and _is_consent_url(situation.answered) and not _is_consent_url(situation.asked)
    if sent and _short_of(situation, _CONSENT_PROSE) and not legal_block(situation):
        return situation.found(LinkState.CONSENT_REQUIRED, "redirect", situation.answered)
    if situation.page is None or not situation.thin or not phrases("consent", "text").search(situation.text):
        return None
    title = next((t for t in situation.titles if phrases("consent", "title").search(t)), None)
    if title and _all_about_consent(situation):
        return situation.found(LinkState.CONSENT_REQUIRED, "page", title)
    return None


def _is_consent_url(url: str) -> bool:
    parts = urlsplit(url)
    named = phrases("consent", "host").search(parts.hostname or "")
    return named is not None or phrases("consent", "path").search(parts.path) is not None


def _short_of(situation: Situation, words: int) -> bool:
    return situation.page is None or situation.page.prose < words


def _all_about_consent(situation: Situation) -> bool:
    """Whether nearly every paragraph of running text speaks of cookies or consent; a banner above an article does not make a wall."""
    assert situation.page is not None
    prose = [b.text for b in situation.page.blocks if b.words >= 12 and not b.hidden]
    about = [text for text in prose if _CONSENT_WORDS.search(plain(text))]
    return len(about) * 2 >= len(prose)


_CONSENT_WORDS = re.compile(
    r"cookie|consent|einwillig|zustimm|privacy|vie privée|datenschutz|privacidad|partner|partenaire|personal\w* (?:data|ads)|données|daten\b|datos|device|appareil",
    re.I,
)


def legal_block(situation: Situation) -> LinkStatus | None:
    """451, or a page that says that it may not be shown where we are."""
    if situation.status == 451:
        return situation.found(
            LinkState.LEGAL_BLOCK, "451", situation.hop.header("link") or "451 Unavailable For Legal Reasons"
        )
    return marked(situation, LinkState.LEGAL_BLOCK) if situation.status in (200, 403) else None


_REFUSALS = frozenset({403, 405, 406, 412, 418, 421, 425, 426, 428, 431})
"""403, and the statuses that application firewalls and picky servers give to programs while browsers pass."""


def forbidden(situation: Situation) -> LinkStatus | None:
    """A refusal without any mark of a wall: a bot block, or a page that was taken away; it cannot be told which."""
    if situation.status not in _REFUSALS:
        return None
    return situation.found(
        LinkState.FORBIDDEN, str(situation.status), f"{situation.status} {situation.hop.reason}"
    )


def rate_limited(situation: Situation) -> LinkStatus | None:
    """429, or 503 with Retry-After."""
    again = situation.hop.header("retry-after")
    if situation.status != 429 and not (situation.status == 503 and again):
        return None
    evidence = f"Retry-After: {again}" if again else f"{situation.status} {situation.hop.reason}"
    return situation.found(LinkState.RATE_LIMITED, str(situation.status), evidence)


def is_shortener(host: str) -> bool:
    """Whether addresses of that host lead anywhere."""
    return host.removeprefix("www.") in names("home", "shorteners")
