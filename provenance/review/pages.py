"""Turns values into pages: everything escaped, nothing that a terminal or browser would obey, words in two languages."""

from __future__ import annotations

from functools import cache, partial
from typing import Any
from urllib.parse import urlencode

from jinja2 import ChoiceLoader, Environment, PackageLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse

from provenance.model import Message
from provenance.report.html_report import HARMLESS, environment
from provenance.report.speech import Speech
from provenance.report.typesetting import Typesetter
from provenance.wording import LANGUAGES, say

LANGUAGE, INITIALS = "provenance-language", "provenance-initials"
REFUSED = 400
YEAR = 31_536_000
"""Seconds that a browser remembers language and initials."""


@cache
def templates() -> Environment:
    """The environment of the HTML report, which finds the templates of this room too."""
    return environment().overlay(
        loader=ChoiceLoader([PackageLoader("provenance", "review"), PackageLoader("provenance", "report")])
    )


def words(code: str, language: str, **values: object) -> str:
    """A message of this room."""
    return say(Message(code=f"review-{code}", values=tuple((k, str(v)) for k, v in values.items())), language)


def spoken(request: Request, default: str) -> str:
    """The language of the interface: what was just asked for, what was asked for earlier, or the documents'."""
    asked = request.query_params.get("ui", request.cookies.get(LANGUAGE, ""))
    return asked if asked in LANGUAGES else default


def page(request: Request, name: str, language: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page from its template."""
    setter = Typesetter(Speech(language, is_switched=False), {})
    text = templates().get_template(f"{name}.html.j2").render(
        ui=language, w=partial(words, language=language), switch=partial(switched, request), setter=setter,
        t=setter.speech.t, **values,
    )  # fmt: skip
    answer = HTMLResponse(text.translate(HARMLESS).encode("utf-8", "backslashreplace"), status)
    if status >= REFUSED:
        answer.headers["HX-Push-Url"] = "false"  # the answer to a form has no address to come back to
    if "ui" in request.query_params:
        remember(answer, LANGUAGE, language)
    return answer


def switched(request: Request, language: str) -> str:
    """The address of this page in another language; none for the answer to a form, which has no address."""
    if request.method == "POST":
        return ""
    query = {name: value for name, value in request.query_params.items() if name != "after"}
    return f"{request.url.path}?{urlencode({**query, 'ui': language})}"


def remember(answer: Any, name: str, value: str) -> None:
    """Have the browser remember something, for our pages alone."""
    answer.set_cookie(name, value, max_age=YEAR, httponly=True, samesite="strict", path="/")
