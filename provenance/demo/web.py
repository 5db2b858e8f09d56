"""A forward proxy on loopback that answers for the demonstration's hosts, and plays a web archive for some of their pages."""

from __future__ import annotations

import json
import threading
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

ARCHIVE = "http://archive.memory.example"
"""The base URL of the stand-in web archive."""
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the web says to one request."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


NOT_FOUND = Answer(status=404, body=b"<!doctype html><title>404</title><h1>Not found</h1>")


class DemoWeb:
    """Serves the bundled site while it is open; `url` is the proxy to use."""

    def __init__(self) -> None:
        """Read the site; nothing is served yet."""
        self.folder = files("provenance.demo").joinpath("site")
        self.pages: dict[str, Any] = tomllib.loads(self.folder.joinpath("site.toml").read_text("utf-8"))
        self.copies: list[dict[str, Any]] = self.pages.pop("archive")

    def __enter__(self) -> DemoWeb:
        """Listen on a free port of 127.0.0.1."""
        web = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                web.reply(self, web.answer(self.path))

            def log_message(self, format: str, *args: object) -> None:
                """Nobody reads the access log of a demonstration."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop listening."""
        self.server.shutdown()
        self.server.server_close()

    @staticmethod
    def reply(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
        """Write an answer to its socket."""
        handler.send_response(answer.status)
        headers = {"Content-Type": HTML, **answer.headers, "Content-Length": str(len(answer.body))}
        for name, value in headers.items():
            handler.send_header(name, value)
        with suppress(ConnectionError):  # a client that has left does not matter to the web
            handler.end_headers()
            handler.wfile.write(answer.body)

    def answer(self, url: str) -> Answer:
        """What the web says at a URL."""
        if url.startswith(ARCHIVE):
            return self.from_archive(url.removeprefix(ARCHIVE))
        page = self.pages.get(url)
        return self.of(page) if page else NOT_FOUND

    def of(self, page: Mapping[str, Any]) -> Answer:
        """The answer that the site's table describes."""
        body = (
            self.folder.joinpath(page["file"]).read_bytes()
            if "file" in page
            else page.get("text", "").encode()
        )
        return Answer(status=page.get("status", 200), headers=page.get("headers", {}), body=body)

    def from_archive(self, path: str) -> Answer:
        """The stand-in archive: CDX, TimeMap and copies, as the Wayback Machine answers them."""
        if path.startswith("/cdx/"):
            asked = parse_qs(urlsplit(path).query).get("url", [""])[0]
            rows = [["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]]
            rows += [
                [asked, c["timestamp"], c["url"], "text/html", "200", "-", "0"] for c in self.held(asked)
            ]
            body = json.dumps(rows if len(rows) > 1 else []).encode()
            return Answer(headers={"Content-Type": "application/json"}, body=body)
        if path.startswith("/web/timemap/link/"):
            asked = path.removeprefix("/web/timemap/link/")
            lines = [f'<{asked}>; rel="original"']
            lines += [
                f'<{self.address(c)}>; rel="memento"; datetime="{http_date(c)}"' for c in self.held(asked)
            ]
            return Answer(
                headers={"Content-Type": "application/link-format"}, body=",\n".join(lines).encode()
            )
        stamp, _, asked = path.removeprefix("/web/").partition("/")
        for copy in self.held(asked):
            if stamp.removesuffix("id_") == copy["timestamp"]:
                body = self.folder.joinpath(copy["file"]).read_bytes()
                return Answer(headers={"Memento-Datetime": http_date(copy)}, body=body)
        return NOT_FOUND

    def held(self, url: str) -> list[dict[str, Any]]:
        """The copies of a URL."""
        return [copy for copy in self.copies if copy["url"] == unquote(url)]

    @staticmethod
    def address(copy: Mapping[str, Any]) -> str:
        """Where a copy stands in the archive."""
        return f"{ARCHIVE}/web/{copy['timestamp']}/{copy['url']}"


def http_date(copy: Mapping[str, Any]) -> str:
    """The time of a copy as HTTP writes it."""
    at = datetime.strptime(copy["timestamp"], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return format_datetime(at, usegmt=True)
