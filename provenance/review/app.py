"""The addresses of the review page and what each does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote, unquote, urlencode

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from provenance.errors import InputError, ProvenanceError
from provenance.model import Audit, Source, Verdict
from provenance.report.view import WORST_FIRST
from provenance.review.desk import PAGE, SHOWN, Desk, Filter, Item, Wish, chosen
from provenance.review.guard import Guard, form_key, read_form
from provenance.review.pages import INITIALS, page, remember, spoken

NOT_A_CLAIM = "not-a-claim"
LONGEST_NOTE, LONGEST_AUTHOR, LONGEST_NUMBER = 4000, 40, 16
"""Characters; SQLite holds numbers of 18 digits."""
ASSETS = {
    "review.css": "text/css",
    "page.css": "text/css",
    "review.js": "text/javascript",
    "htmx.min.js": "text/javascript",
}
ROOMS = {"page.css": "provenance.report", "htmx.min.js": "provenance.review.vendor"}
"""Where those stand that are not of this room: the report's style sheet, the ground of ours, and what others made."""


def application(desk: Desk, port: int, token: str) -> ASGIApp:
    """The pages of a desk, behind their guard."""
    pages = Pages(desk, form_key(token))
    routes = [
        Route("/", pages.queue),
        Route("/claim/{claim}", pages.claim),
        Route("/claim/{claim}/decide", pages.decide, methods=["POST"]),
        Route("/source/{source}", pages.source, methods=["GET", "POST"]),
        Route("/source/{source}/fetch", pages.fetch, methods=["POST"]),
        Route("/text/{capture}", pages.text),
        *(Route(f"/{name}", asset) for name in ASSETS),
    ]
    made = Starlette(
        routes=routes,
        exception_handlers={HTTPException: pages.refused, ProvenanceError: pages.unable},
    )
    return Guard(made, port=port, token=token)


class Pages:
    """The pages of one desk. They run one at a time in the server's loop; only a pasted text is worked on beside it."""

    def __init__(self, desk: Desk, key: str) -> None:
        """`key` is what every form carries."""
        self.desk, self.key = desk, key
        self.renewing = asyncio.Lock()
        """Held while a source is read anew: of two at once, the second builds on what the first came to."""

    def page(self, request: Request, name: str, status: int = 200, **values: Any) -> Response:
        """A page with what all of them show."""
        return page(
            request, name, spoken(request, self.desk.language), status,
            desk=self.desk, key=self.key, progress=self.desk.progress(), author=initials(request), **values,
        )  # fmt: skip

    async def queue(self, request: Request) -> Response:
        """The claims that are left, or those that the filters ask for."""
        wanted = filter_of(request)
        items = chosen(self.desk, wanted)
        pages = max(-(-len(items) // PAGE), 1)
        number = min(wanted.page, pages)
        return self.page(
            request, "queue", wanted=wanted, shown=SHOWN, verdicts=WORST_FIRST, count=len(items),
            items=items[(number - 1) * PAGE : number * PAGE], number=number, pages=pages, link=linked(wanted),
        )  # fmt: skip

    async def claim(self, request: Request) -> Response:
        """One claim with its evidence, and the form to decide on it."""
        item = self.item(request)
        return self.claim_page(request, item)

    def claim_page(
        self, request: Request, item: Item, status: int = 200, *, note: str = "", missing: bool = False
    ) -> Response:
        """The page of a claim, with what was just done: a claim decided (`after`), a source read anew (`read`)."""
        after = self.desk.items.get(request.query_params.get("after", ""))
        read = self.desk.sources.get(request.query_params.get("read", ""))
        before, following = self.desk.around(item.view.claim.id)
        return self.page(
            request, "claim", status, item=item, history=self.desk.history(item), before=before, following=following,
            place=self.desk.order.index(item.view.claim.id) + 1, after=after, anew=read, verdicts=WORST_FIRST, note=note,
            missing=missing, not_a_claim=NOT_A_CLAIM, longest_note=LONGEST_NOTE, longest_author=LONGEST_AUTHOR,
        )  # fmt: skip

    async def decide(self, request: Request) -> Response:
        """Keep a decision, or take one back; where another one came first, show both."""
        item = self.item(request)
        wish = wish_of(item.view.claim.id, await read_form(request, self.key))
        if not wish.author:
            return self.claim_page(request, item, 422, note=wish.note, missing=True)
        if not self.desk.decide(wish):
            return self.page(
                request, "conflict", 409, item=item, wish=wish, history=self.desk.history(item),
                changed=wish.fingerprint != item.fingerprint, not_a_claim=NOT_A_CLAIM,
            )  # fmt: skip
        following = None if wish.withdrawn else self.desk.next_left(wish.claim)
        place = f"/claim/{following}?after={wish.claim}" if following else f"/claim/{wish.claim}"
        answer = RedirectResponse(place, 303)
        remember(answer, INITIALS, quote(wish.author))
        return answer

    async def source(self, request: Request) -> Response:
        """The form to paste the text of a source, and what comes of it."""
        source, claim = self.named_source(request)
        if request.method != "POST":
            return self.paste_page(request, source, claim)
        fields = await read_form(request, self.key)
        author, text = one_line(fields.get("author", "")), fields.get("text", "")
        if not author or len(author) > LONGEST_AUTHOR or not text.strip():
            return self.paste_page(request, source, claim, 422, text=text, fault="paste-empty")
        try:
            await self.renew(self.desk.supply, source, text, author)
        except InputError:
            return self.paste_page(request, source, claim, 422, text=text, fault="paste-unreadable")
        answer = renewed(source, claim)
        remember(answer, INITIALS, quote(author))
        return answer

    async def fetch(self, request: Request) -> Response:
        """Visit a source now, and verify again what leans on it."""
        source, claim = self.named_source(request)
        await read_form(request, self.key)
        if self.desk.settings.offline:
            raise HTTPException(400)
        await self.renew(self.desk.fetch, source)
        return renewed(source, claim)

    async def renew(self, work: Callable[..., Audit], *given: object) -> None:
        """Put the audit on the desk that some work in a thread of its own comes to."""
        async with self.renewing:
            self.desk.take(await run_in_threadpool(work, *given))

    def named_source(self, request: Request) -> tuple[Source, str]:
        """The source that an address names, and the claim that it was opened from, else the first that lacks it."""
        source = self.desk.sources.get(request.path_params["source"])
        if source is None:
            raise HTTPException(404)
        claim = request.query_params.get("claim", "")
        if claim not in self.desk.items:
            claim = next((c for c, item in self.desk.items.items() if source in item.unread), "")
        return source, claim

    def paste_page(
        self,
        request: Request,
        source: Source,
        claim: str,
        status: int = 200,
        *,
        text: str = "",
        fault: str = "",
    ) -> Response:
        """The form, with what was pasted and what is wrong with it."""
        return self.page(
            request, "paste", status, source=source, claim=claim, text=text, fault=fault,
            longest_author=LONGEST_AUTHOR,
        )  # fmt: skip

    async def text(self, request: Request) -> Response:
        """What was read in a capture, as plain text, with a passage of it marked."""
        text = self.desk.catalogue.text(request.path_params["capture"])
        if text is None:
            raise HTTPException(404)
        length = len(text.text)
        start, end = sorted(min(whole_number(request, name), length) for name in ("start", "end"))
        parts = (text.text[:start], text.text[start:end], text.text[end:])
        return self.page(request, "text", text=text, parts=parts, source=self.desk.sources.get(text.source))

    async def refused(self, request: Request, error: Exception) -> Response:
        """What cannot be answered, in a page of ours."""
        status = error.status_code if isinstance(error, HTTPException) else 500
        known = status if status in (403, 404, 413) else 400
        return self.page(request, "refused", status, code=f"refused-{known}", detail="")

    async def unable(self, request: Request, error: Exception) -> Response:
        """Our own inability: the archive is busy, damaged or full."""
        return self.page(request, "refused", 503, code="refused-503", detail=str(error))

    def item(self, request: Request) -> Item:
        """The claim that an address names."""
        item = self.desk.items.get(request.path_params["claim"])
        if item is None:
            raise HTTPException(404)
        return item


def renewed(source: Source, claim: str) -> Response:
    """Back to the claim, or to the queue, which says that the source was read anew."""
    return RedirectResponse(f"/claim/{claim}?read={source.id}" if claim else "/", 303)


async def asset(request: Request) -> Response:
    """A file of our own."""
    name = request.url.path.lstrip("/")
    return Response(content(name), media_type=ASSETS[name])


@cache
def content(name: str) -> str:
    """The text of a style sheet or script."""
    return files(ROOMS.get(name, "provenance.review")).joinpath(name).read_text("utf-8")


def filter_of(request: Request) -> Filter:
    """The filters that an address asks for; what it misspells is left out."""
    asked = request.query_params
    show, verdict = asked.get("show", ""), asked.get("verdict", "")
    return Filter(
        show=show if show in SHOWN else SHOWN[0],
        verdict=verdict if verdict in list(Verdict) else "",
        document=asked.get("document", ""),
        page=max(whole_number(request, "page"), 1),
    )


def linked(wanted: Filter) -> str:
    """The address of a page of the queue, to be completed by its number."""
    fields = {"show": wanted.show, "verdict": wanted.verdict, "document": wanted.document}
    return "/?" + urlencode({**fields, "page": ""})


def whole_number(request: Request, name: str) -> int:
    """A number in an address, 0 where there is none."""
    given = request.query_params.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < LONGEST_NUMBER else 0


def wish_of(claim: str, fields: dict[str, str]) -> Wish:
    """What a form asks for. Raises HTTPException for what our own form cannot have sent."""
    verdict, seen = fields.get("verdict", ""), fields.get("seen", "")
    withdraw = verdict == "withdraw"
    if not withdraw and verdict != NOT_A_CLAIM and verdict not in list(Verdict):
        raise HTTPException(400)
    author, note = one_line(fields.get("author", "")), fields.get("note", "").strip()
    passage = fields.get("passage", "0")
    numbers = all(n.isascii() and n.isdigit() and len(n) < LONGEST_NUMBER for n in (seen, passage))
    if not numbers or len(author) > LONGEST_AUTHOR or len(note) > LONGEST_NOTE:
        raise HTTPException(400)
    return Wish(
        claim=claim,
        fingerprint=fields.get("fingerprint", ""),
        seen=int(seen),
        verdict=None if withdraw or verdict == NOT_A_CLAIM else Verdict(verdict),
        note=note,
        author=author,
        passage=int(passage),
        withdrawn=withdraw,
    )


def one_line(text: str) -> str:
    """Text on one line, without space around it."""
    return " ".join(text.split())


def initials(request: Request) -> str:
    """The initials that the browser remembers."""
    return one_line(unquote(request.cookies.get(INITIALS, "")))[:LONGEST_AUTHOR]
