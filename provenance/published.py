"""Documents that stand on the web: pages by their URL, and the pages that a feed or a sitemap lists."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from provenance import access, page
from provenance.config import Settings
from provenance.documents import feed
from provenance.errors import InputError
from provenance.fetch import Client
from provenance.model import Visit
from provenance.network import fetch_settings
from provenance.page import refresh_target
from provenance.urls import join

LISTED = 50
"""Pages of one feed or sitemap that are read: more than a desk publishes between two audits."""
DEEP = 2
"""Feeds that lead to feeds: an index of sitemaps leads to sitemaps, and they lead to pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A page as it came, to be read as a document."""

    url: str
    """As it was asked for: the document's path in every report."""
    media: str
    """Its Content-Type."""
    raw: bytes


def fetched(urls: Sequence[str], settings: Settings) -> Iterator[Fetched | InputError]:
    """The pages at these URLs in their order, those of a feed in its place; for each that is none, why.

    Visited as sources are: by the network settings, the address guard and robots.txt.
    """
    if settings.offline:
        yield from (
            InputError(f"{url}: cannot be fetched offline; save the page and give the file") for url in urls
        )
        return
    client = Client(
        fetch_settings(settings), clock=lambda: datetime.now(UTC), sleep=time.sleep, random=random.Random()
    )
    with client:
        yield from _pages(client, urls, DEEP)


def _pages(client: Client, urls: Sequence[str], depth: int) -> Iterator[Fetched | InputError]:
    """The pages at these URLs; feeds among them are followed so deep."""
    visits = [client.submit(url, refresh=refresh_target) for url in urls]
    for url, visit in zip(urls, visits, strict=True):
        raw, media, problem = _answer(visit)
        if problem:
            yield InputError(f"{url}: this page cannot be audited ({problem})")
        elif feed.is_feed(raw):
            yield from _listed(client, url, raw, depth)
        else:
            yield Fetched(url=url, media=media, raw=raw)


def _answer(visiting: Future[Visit]) -> tuple[bytes, str, str]:
    """The bytes of a visit, their type, and what is wrong with them."""
    visit = visiting.result()
    final = visit.final
    if final is None or visit.failure:
        status = access.judge(visit, None)
        return b"", "", _said(status.state.value, status.code)
    try:
        raw = page.decode(final.body, final.headers)
    finally:
        for hop in visit.hops:
            hop.body.discard()
    media = final.header("content-type") or ""
    if feed.is_feed(raw) and 200 <= final.status < 300:
        return raw, media, ""
    status = access.judge(visit, page.parse(raw, media, final.url))
    return raw, media, "" if status.state.group == "usable" else _said(status.state.value, status.code)


def _said(state: str, code: str) -> str:
    return f"{state}, {code}" if code and code != state else state


def _listed(client: Client, url: str, raw: bytes, depth: int) -> Iterator[Fetched | InputError]:
    """The pages of a feed, and a word on those that are left out."""
    if not depth:
        yield InputError(
            f"{url}: this feed is listed by another one; give its own URL to have its pages audited"
        )
        return
    try:
        listed = [join(url, entry) for entry in feed.entries(raw)]
    except InputError as error:
        yield InputError(f"{url}: {error}")
        return
    if not listed:
        yield InputError(f"{url}: this feed lists no page")
    pages = _pages(client, listed[:LISTED], depth - 1)
    yield from islice(pages, LISTED)
    if len(listed) > LISTED or next(pages, None):
        yield InputError(
            f"{url}: this feed lists more than {LISTED} pages; the first {LISTED} are audited, give the others by their URL"
        )
