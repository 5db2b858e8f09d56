"""Visits as the fetcher would record them, made from a few words."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus

from provenance import access
from provenance.model import Body, Failure, FailureKind, Headers, Hop, LinkStatus, Visit
from provenance.page import Page, decode, parse

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
HTML = "text/html; charset=utf-8"


def make_hop(url: str, status: int = 200, body: str | bytes = b"", headers: Headers | None = None) -> Hop:
    """An answer; without headers it is HTML."""
    data = body.encode() if isinstance(body, str) else body
    reason = HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else "Request denied"
    sent = (("Content-Type", HTML),) if headers is None else headers
    return Hop(
        url=url,
        at=NOON,
        seconds=0.1,
        status=status,
        reason=reason,
        headers=sent,
        request_headers=(),
        body=Body.of(data),
    )


def make_visit(*hops: Hop, url: str = "", failure: Failure | None = None) -> Visit:
    """A visit to the first hop's URL, or to `url`."""
    return Visit(url=url or hops[0].url, started_at=NOON, finished_at=NOON, hops=hops, failure=failure)


def make_failure(kind: str, code: str) -> Failure:
    """A failure with a line of detail."""
    return Failure(kind=FailureKind(kind), code=code, detail=f"{kind}: {code}")


def page_of(visit: Visit) -> Page | None:
    """The page of a visit's last answer, as the pipeline would read it."""
    if not visit.hops:
        return None
    hop = visit.hops[-1]
    return parse(decode(hop.body, hop.headers), hop.header("content-type") or "", hop.url)


def judged(visit: Visit) -> LinkStatus:
    """The link state of a visit by its own last answer."""
    return access.judge(visit, page_of(visit))
