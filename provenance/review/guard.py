"""Who may use the page: one person on this machine, who has this run's address. Everything else is refused here."""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import parse_qs

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 8_000_000
"""Of a form: a pasted book of 4 million letters fits."""
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # not "no-referrer": with that, browsers send `Origin: null` from our own forms
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
SAFE = {"GET", "HEAD"}
# A page of our own that leads on, not a redirect: a browser keeps a SameSite=Strict cookie from a redirect that another
# site's link began.
ENTRY = '<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=/"><title>provenance</title><a href="/">provenance</a>'


class Guard:
    """Lets requests through to an application that carry this run's token and come from its own pages."""

    def __init__(self, app: ASGIApp, *, port: int, token: str) -> None:
        """`port` is where the page is served on the loopback address; `token` is this run's secret."""
        self.app, self.token = app, token
        self.hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self.cookie = f"provenance-{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or hand on; either way with the headers that keep a browser strict."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        answer = self.refusal(Request(scope)) or self.app
        await answer(scope, receive, send_with_headers)

    def refusal(self, request: Request) -> Response | None:
        """The answer to a request that goes no further; none for one that may."""
        host = request.headers.get("host", "")
        if host not in self.hosts:
            return PlainTextResponse("This page is served on 127.0.0.1 alone.\n", 421)
        given = request.query_params.get("token")
        if given is not None and request.method in SAFE and same(given, self.token):
            answer = HTMLResponse(ENTRY)
            answer.set_cookie(self.cookie, self.token, httponly=True, samesite="strict", path="/")
            return answer
        if not same(request.cookies.get(self.cookie, ""), self.token):
            return PlainTextResponse(
                "Open the whole address, with its token, that `provenance review` printed.\n"
                "Ouvrez l’adresse entière, avec son jeton, que « provenance review » a affichée.\n",
                403,
            )
        if request.method not in SAFE and request.headers.get("origin") != f"http://{host}":
            return PlainTextResponse("A form of another page was refused.\n", 403)
        return None


def same(given: str, wanted: str) -> bool:
    """Whether two secrets are the same, in a time that does not tell how much of them is."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


def form_key(token: str) -> str:
    """What every form of a run carries, so that no other page can make one (a CSRF token)."""
    return hmac.new(token.encode(), b"form", hashlib.sha256).hexdigest()


async def read_form(request: Request, key: str) -> dict[str, str]:
    """The fields of a form, the first of each name. Raises HTTPException: 403 without the key, 413 for too much, 415."""
    if (
        request.headers.get("content-type", "").partition(";")[0].strip()
        != "application/x-www-form-urlencoded"
    ):
        raise HTTPException(415)
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > MOST_BYTES:
            raise HTTPException(413)
    try:
        fields = parse_qs(data.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=40)
    except ValueError as error:
        raise HTTPException(400) from error
    if not same(fields.get("key", [""])[0], key):
        raise HTTPException(403)
    return {name: values[0] for name, values in fields.items()}
