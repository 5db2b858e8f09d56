"""An editor at the review page, by HTTP: a server in a thread, and a client that keeps cookies and fills in forms."""

from __future__ import annotations

import http.client
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlencode, urlsplit

from provenance import review
from provenance.pipeline import utc_now


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    text: str

    @property
    def place(self):
        """Where a redirect leads."""
        return self.headers["Location"]


class Editor:
    """A browser without scripts."""

    def __init__(self, url):
        """`url` is the address that the program printed."""
        self.origin = f"http://{urlsplit(url).netloc}"
        self.cookies = {}
        self.entry = self.get(url.removeprefix(self.origin))

    def send(self, method, path, body=None, **headers):
        """One request; redirects are not followed."""
        connection = http.client.HTTPConnection(urlsplit(self.origin).netloc, timeout=60)
        given = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **headers}
        connection.request(method, path, body, {name: value for name, value in given.items() if value})
        answer = connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        text = answer.read().decode("utf-8")
        connection.close()
        return Answer(status=answer.status, headers=answer.headers, text=text)

    def get(self, path, **headers):
        """A page."""
        return self.send("GET", path, **headers)

    def post(self, path, fields, **headers):
        """A filled-in form."""
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.origin}
        return self.send("POST", path, urlencode(fields), **{**kind, **headers})

    def form(self, path):
        """What the last form of a page carries in its hidden fields."""
        last = self.get(path).text.rpartition("<form ")[2]
        return {
            name: unescape(value)
            for name, value in re.findall(r'type="hidden" name="(\w+)" value="(.*?)"', last)
        }

    def decide(self, claim, verdict, **fields):
        """Decide on a claim as its page shows it now."""
        page = self.form(f"/claim/{claim}")
        return self.post(
            f"/claim/{claim}/decide", {**page, "author": "NQ", "note": "", "verdict": verdict, **fields}
        )


@contextmanager
def at_work(made, settings, *, clock=utc_now) -> Iterator[review.Review]:
    """The page of an audit, served until the end of the block."""
    with review.opened(made, settings, clock=clock) as page:
        thread = threading.Thread(target=page.run)
        thread.start()
        try:
            yield page
        finally:
            page.stop()
            thread.join()
