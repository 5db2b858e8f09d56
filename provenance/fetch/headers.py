"""What goes into the head of a request, and what is read from the head of an answer."""

from __future__ import annotations

import base64
from email.message import Message
from typing import Any

import requests
from requests.cookies import MockRequest, MockResponse, RequestsCookieJar, get_cookie_header

from provenance.fetch.settings import FetchSettings
from provenance.model import Headers
from provenance.urls import host

ACCEPTED: Headers = (
    ("Accept", "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8"),
    ("Accept-Language", "en,fr;q=0.9,*;q=0.5"),
    ("Accept-Encoding", "gzip, deflate, br, zstd"),
)


def secret_headers(settings: FetchSettings, url: str) -> Headers:
    """The headers that a host's settings add to a request; they are never recorded, and credentials go over TLS only."""
    own = settings.host(host(url))
    if not own.credentials or not url.startswith("https:"):
        return own.headers
    value = own.credentials
    if " " not in value:
        value = "Basic " + base64.b64encode(value.encode()).decode("ascii")
    return (*own.headers, ("Authorization", value))


def location(headers: Headers) -> str | None:
    """The Location header as text: browsers read its bytes as UTF-8, http.client as Latin-1."""
    value = next((value for name, value in headers if name.lower() == "location"), None)
    try:
        return value and value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value


class Cookies:
    """The cookies of one visit; a jar is made only where a host sets one."""

    def __init__(self) -> None:
        """None yet."""
        self._jar: RequestsCookieJar | None = None

    def header(self, url: str) -> str:
        """The Cookie header for a request; "" for none."""
        if self._jar is None:
            return ""
        return get_cookie_header(self._jar, _as_request(url)) or ""  # type: ignore[no-untyped-call]  # so in requests

    def keep(self, url: str, headers: Headers) -> None:
        """Take what the headers of an answer set."""
        given = [value for name, value in headers if name.lower() == "set-cookie"]
        if not given:
            return
        message = Message()
        for value in given:
            message.add_header("Set-Cookie", value)
        self._jar = RequestsCookieJar() if self._jar is None else self._jar
        response: Any = MockResponse(message)  # what a jar asks of them, these two have
        request: Any = MockRequest(_as_request(url))
        self._jar.extract_cookies(response, request)


def _as_request(url: str) -> requests.PreparedRequest:
    """What the cookie functions of requests want to see."""
    request = requests.PreparedRequest()
    request.url, request.headers = url, requests.structures.CaseInsensitiveDict()
    return request
