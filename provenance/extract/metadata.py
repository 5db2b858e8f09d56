"""What a page says of itself: title, author, publisher, date. Only what its metadata say; nothing is guessed from the prose."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from provenance import urls
from provenance.page import Page, fold

_ARTICLE_TYPES = re.compile(
    r"article|report|posting|review|webpage|creativework|dataset|book|thesis|broadcast|event", re.I
)
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "article.published", "parsely-pub-date", "sailthru.date",
    "citation_publication_date", "citation_date", "citation_online_date", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date",
    "dcterms.created", "dc.date.created", "date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date",
    "article:published", "og:published_time", "cxenseparse:recs:publishtime", "bt:pubdate", "rnews:datepublished", "last-published", "release_date",
)  # fmt: skip
_ISO = re.compile(r"((?:19|20)\d\d)-(\d{1,2})(?:-(\d{1,2}))?(?!\d)")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T?\d{4,6}|$)")
_SLASHED = re.compile(r"((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})\b")
_SPELLED = ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%b. %d, %Y")
_YEAR = re.compile(r"(?:19|20)\d\d$")
_SITE_SUFFIX = re.compile(r"\s+[|–—·•»-]\s+[^|–—·•»]{2,60}$")
_WORD = re.compile(r"\w+")
_URL = re.compile(r"https?://|www\.", re.I)
_BY = re.compile(r"^\s*(?:by|par|von|por)\s*:?\s+", re.I)
_NAMES = 8


def title_of(page: Page) -> str:
    """The headline: the top heading that the page's title agrees with, else what the metadata give, without the site's name."""
    given = (page.meta.get("og:title"), *_values(page, "headline"), page.meta.get("twitter:title"))
    named = [fold(html.unescape(name)) for name in given if isinstance(name, str) and name.strip()]
    full = fold(page.title)
    site = page.meta.get("og:site_name", "")
    tops = [h.text for h in page.headings if h.level == 1 and h.text != site]
    for top in tops:
        if len(top) > 3 and any(_agree(top, other) for other in (*named, full) if other):
            return top
    if named:
        return named[0]
    return tops[0] if len(tops) == 1 and (len(tops[0]) > 12 or not full) else _SITE_SUFFIX.sub("", full)


def _agree(heading: str, title: str) -> bool:
    """Whether most words of the heading stand in the title, or the other way round."""
    ours, theirs = (set(_WORD.findall(text.lower())) for text in (heading, title))
    smaller = min(len(ours), len(theirs))
    return smaller > 0 and len(ours & theirs) >= 0.6 * max(smaller, 0.5 * max(len(ours), len(theirs)))


def byline_of(page: Page) -> str:
    """The authors, set off by commas."""
    names = [name for value in _values(page, "author", "creator") for name in _people(value)]
    if not names:
        names = [
            page.meta[key]
            for key in ("author", "article:author", "parsely-author", "dc.creator", "byl", "sailthru.author")
            if page.meta.get(key)
        ][:1]
    clean = [_BY.sub("", fold(html.unescape(name))) for name in names if not _URL.search(name)]
    return ", ".join(dict.fromkeys(name for name in clean if name))[:300]


def publisher_of(page: Page) -> str:
    """The outlet: its name as the page gives it, else the host."""
    names = (page.meta.get("og:site_name", ""), *(n for v in _values(page, "publisher") for n in _people(v)), page.meta.get("application-name", ""),
             page.meta.get("dc.publisher", ""), page.meta.get("citation_journal_title", ""))  # fmt: skip
    name = next((fold(html.unescape(name)) for name in names if name.strip() and not _URL.search(name)), "")
    return name or urls.host(_original(page.url)).removeprefix("www.")


def published_on(page: Page) -> str | None:
    """The day of publication (`YYYY-MM-DD`, or less precise) by the page's metadata, else by a `time` element near its title."""
    stated = [data.get("datePublished") for data in page.json_ld if _is_article(data)]
    stated += [page.meta.get(name) for name in _PUBLISHED]
    stated += _values(page, "datePublished", "dateCreated", "uploadDate")
    dates = (_day(str(value)) for value in (*stated, *_times(page)) if value)
    return next((day for day in dates if day), None)


def _values(page: Page, *keys: str) -> Iterator[object]:
    """What the page's JSON-LD gives under some keys, articles before other things."""
    ranked = sorted(page.json_ld, key=lambda data: not _is_article(data))
    for key in keys:
        yield from (data[key] for data in ranked if data.get(key) and not _is_site(data))


def _is_article(data: dict[str, object]) -> bool:
    return _ARTICLE_TYPES.search(str(data.get("@type", ""))) is not None


def _is_site(data: dict[str, object]) -> bool:
    return str(data.get("@type")) in (
        "WebSite",
        "Organization",
        "NewsMediaOrganization",
        "BreadcrumbList",
        "Person",
        "ImageObject",
    )


def _people(value: object) -> Iterator[str]:
    """Names in a JSON-LD value: a string, an object with a name, or a list of such."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _people(value.get("name"))
    elif isinstance(value, list):
        for part in value[:_NAMES]:
            yield from _people(part)


def _times(page: Page) -> Iterator[str]:
    """`datetime` of the time elements that publish: so marked, or the first one after the headline."""
    if page.tree is None:
        return
    for element in page.tree.xpath(
        "//time[@datetime][@pubdate or @itemprop='datePublished' or contains(@class,'publish') or contains(@class,'entry-date')]"
    ):
        yield element.get("datetime")
    for element in page.tree.xpath(
        "(//h1/following::*[self::time[@datetime] or self::p[string-length() > 200]])[1][self::time]"
    ):
        yield element.get("datetime")


def _day(value: str) -> str | None:
    """A date in one of the spellings that metadata use; none for one that makes no sense."""
    value = fold(value)
    match = _ISO.match(value) or _COMPACT.match(value) or _SLASHED.match(value)
    if match:
        return _checked(match[1], match[2], match[3])
    if _YEAR.match(value):
        return value
    for spelling in _SPELLED:
        try:
            return datetime.strptime(value, spelling).date().isoformat()
        except ValueError:
            continue
    try:
        return parsedate_to_datetime(value).date().isoformat()
    except (ValueError, TypeError, IndexError):
        return None


def _checked(year: str, month: str, day: str | None) -> str | None:
    try:
        whole = date(int(year), int(month), int(day or 1))
    except ValueError:
        return None
    return whole.isoformat() if day else f"{whole.year}-{whole.month:02}"


def _original(url: str) -> str:
    unwrapped = urls.unwrap_archive(url)
    return unwrapped[0] if unwrapped else url
