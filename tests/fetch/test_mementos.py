"""Web archives: which copies there are, which is the nearest, and how archives are asked."""

import base64
import gzip
import json
import re
import time
from datetime import UTC, date, datetime
from email.utils import format_datetime
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.fetch import Archives, ArchiveSite
from provenance.fetch.indexes import Index, read_cdx, read_timemap
from tests.support.web import Answer

PAGE = "https://news.example/story?id=7"
HEADER = ["timestamp", "original", "statuscode"]
STAMPS = ["20240101000000", "20240301120000", "20250515190212"]


def site_of(web, interval=0.0, path=""):
    """The web as an archive: laid out like the Wayback Machine, or like a pywb collection under a path."""
    return ArchiveSite(base=web.url(path).rstrip("/") if path else web.url("").rstrip("/"), interval=interval)


def cdx_path(web, url=PAGE):
    """The path of the CDX query for a page."""
    return site_of(web).cdx(url).removeprefix(web.url(""))


def rows(*stamps, status="200", original=PAGE):
    """A CDX answer in JSON."""
    return json.dumps([HEADER, *([stamp, original, status] for stamp in stamps)])


@pytest.mark.parametrize(
    ("near", "order"),
    [
        (None, [2, 1, 0]),
        (date(2024, 2, 20), [1, 0, 2]),
        (date(2023, 1, 1), [0, 1, 2]),
        (date(2030, 1, 1), [2, 1, 0]),
    ],
)
def test_nearest_first(web, client, near, order):
    """Copies come nearest to the date first, whichever side they lie on; without a date the newest first."""
    web.page(cdx_path(web), rows(*STAMPS))
    copies = Archives(client, [site_of(web)]).candidates(PAGE, near)
    assert [copy.timestamp.strftime("%Y%m%d%H%M%S") for copy in copies] == [STAMPS[i] for i in order]


def test_copies_lead_to_the_unchanged_bytes(web, client):
    """A copy's URL is that of the capture as it was made, and it can be visited."""
    web.page(cdx_path(web), rows(STAMPS[0]))
    web.page(f"/web/{STAMPS[0]}id_/{PAGE}", "the page of then")
    (copy,) = Archives(client, [site_of(web)]).candidates(PAGE, None)
    assert copy.original == PAGE
    assert copy.timestamp == datetime(2024, 1, 1, tzinfo=UTC)
    assert client.visit(copy.url).final.body.read() == b"the page of then"


def test_no_copies(web, client):
    """A page that was never archived has no copies, and nothing failed."""
    web.page(cdx_path(web), "[]")
    found = Archives(client, [site_of(web)]).look_up(PAGE, None)
    assert (found.copies, found.failures) == ((), ())


@pytest.mark.parametrize(
    "answer",
    [Answer(status=500), Answer(status=404), Answer(length=500, body=b"[["), Answer(status=301)],
    ids=["500", "404", "short", "redirect"],
)
def test_the_timemap_steps_in(web, client, answer):
    """Where CDX fails the TimeMap is asked; a 404 there is an answer: no copies."""
    web.answers(cdx_path(web), answer)
    web.page(
        f"/web/timemap/link/{PAGE}",
        f'<{PAGE}>; rel="original",\n<{web.url(f"/web/{STAMPS[0]}/{PAGE}")}>; rel="first memento"; '
        'datetime="Mon, 01 Jan 2024 00:00:00 GMT"',
    )
    copies = Archives(client, [site_of(web)]).candidates(PAGE, None)
    expected = [] if answer.status == 404 else [web.url(f"/web/{STAMPS[0]}id_/{PAGE}")]
    assert [copy.url for copy in copies] == expected


def test_a_collection_is_asked_by_timemap(web, client):
    """An archive with a path of its own (pywb) is asked for its TimeMap alone."""
    web.page(
        f"/coll/timemap/link/{PAGE}",
        f'<{web.url(f"/coll/{STAMPS[1]}mp_/{PAGE}")}>; rel="memento"; datetime="Fri, 01 Mar 2024 12:00:00 GMT"',
    )
    (copy,) = Archives(client, [site_of(web, path="/coll")]).candidates(PAGE, None)
    assert copy.url == web.url(f"/coll/{STAMPS[1]}id_/{PAGE}")
    assert len(web.requests) == 1


def serve_pages(web, years, spans=True):
    """A TimeMap of a page a year, each with a copy in June; the first page lists all others."""

    def path(year):
        return f"/coll/timemap/link/{PAGE}" if year == years[0] else f"/coll/{year}/{PAGE}"

    def when(year, month):
        return format_datetime(datetime(year, month, 15, tzinfo=UTC), usegmt=True)

    def link(year):
        span = f'; from="{when(year, 1)}"; until="{when(year, 12)}"' if spans else ""
        return f'<{web.url(path(year))}>; rel="timemap"; type="application/link-format"{span}'

    others = ",\n".join(link(year) for year in years[1:])
    for year in years:
        copy = f'<{web.url(f"/coll/{year}0615000000/{PAGE}")}>; rel="memento"; datetime="{when(year, 6)}"'
        web.page(path(year), f"{copy},\n{others if year == years[0] else ''}")


@pytest.mark.parametrize(
    ("near", "year", "requests"),
    [(date(2015, 7, 1), 2015, 2), (date(2010, 6, 15), 2010, 1), (None, 2024, 2), (date(1999, 1, 1), 2010, 1)],
)
def test_of_a_paged_timemap_the_page_of_the_date_is_read(web, client, near, year, requests):
    """The page that covers the date is followed, or the newest without a date; none where no page can list a nearer copy."""
    serve_pages(web, range(2010, 2025))
    copies = Archives(client, [site_of(web, path="/coll")]).candidates(PAGE, near)
    assert copies[0].timestamp.year == year
    assert len(web.requests) == requests


def test_pages_of_a_timemap_are_followed_within_a_bound(web, client):
    """Pages that do not say what they cover are read in turn, five of them at most; other hosts and formats are not asked."""
    serve_pages(web, range(2010, 2025), spans=False)
    archives = Archives(client, [site_of(web, path="/coll")])
    assert len(archives.candidates(PAGE, date(2020, 1, 1))) == 6
    assert len(web.requests) == 6
    web.page(
        f"/coll/timemap/link/{PAGE}",
        f'<http://127.0.0.2:{web.port}/more>; rel="timemap", <{web.url("/json")}>; rel="timemap"; type="application/json"',
    )
    assert archives.candidates(PAGE, None) == []
    assert len(web.requests) == 7


def test_several_archives_are_one_list(web, client):
    """Copies of several archives are ordered together; one that fails is named and stops nobody."""
    web.page(cdx_path(web), rows(STAMPS[0], STAMPS[2]))
    web.page(
        f"/coll/timemap/link/{PAGE}",
        f'<{web.url(f"/coll/{STAMPS[1]}/{PAGE}")}>; rel="memento"; datetime="Fri, 01 Mar 2024 12:00:00 GMT"',
    )
    gone = ArchiveSite(base="http://127.0.0.1:1", interval=0.0)
    found = Archives(client, [site_of(web), site_of(web, path="/coll"), gone]).look_up(PAGE, date(2024, 3, 2))
    assert [copy.timestamp.year for copy in found.copies] == [2024, 2024, 2025]
    assert [(base, failure.code) for base, failure in found.failures] == [("http://127.0.0.1:1", "refused")]


def test_look_ups_keep_the_pace(web, client):
    """The first look-up does not wait; the next ones are an interval apart."""
    web.page(cdx_path(web), "[]")
    archives = Archives(client, [site_of(web, interval=0.3)])
    begun = time.monotonic()
    for _ in range(3):
        archives.candidates(PAGE, None)
    _, second, third = (request.at for request in web.requests)
    assert second - begun >= 0.3
    assert third - begun >= 0.6
    assert time.monotonic() - begun < 0.9  # three waits would take as long


def test_an_archive_that_is_asked_too_much_is_left_alone(web, client):
    """After a 429 the archive is not asked again for a while, and the TimeMap does not go around that."""
    web.page(cdx_path(web), status=429)
    archives = Archives(client, [site_of(web)])
    for _ in range(3):
        ((_, failure),) = archives.look_up(PAGE, None).failures
        assert failure.code == "rate-limited"
    assert len(web.requests) == 1


def test_archives_are_asked_whatever_their_robots_say(web, make_client):
    """robots.txt does not bind look-ups in an archive."""
    web.page("/robots.txt", "User-agent: *\nDisallow: /")
    web.page(cdx_path(web), rows(STAMPS[0]))
    client = make_client(ignore_robots=False)
    assert Archives(client, [site_of(web)]).candidates(PAGE, None)
    assert web.asked("/robots.txt") == []


def test_a_page_is_saved(web, client):
    """Save Page Now answers with the new copy, by a header or by a redirect to it."""
    web.page(f"/save/{PAGE}", headers=(("Content-Location", f"/web/{STAMPS[2]}/{PAGE}"),))
    archives = Archives(client, [site_of(web)])
    copy = archives.save(PAGE)
    assert copy.url == web.url(f"/web/{STAMPS[2]}id_/{PAGE}")
    web.redirect(f"/save/{PAGE}", f"/web/{STAMPS[1]}/{PAGE}")
    web.page(f"/web/{STAMPS[1]}/{PAGE}", "saved")
    assert Archives(client, [site_of(web)]).save(PAGE).timestamp == datetime(2024, 3, 1, 12, tzinfo=UTC)


def test_only_a_page_without_a_copy_is_saved(web, client):
    """A copy is good enough; an archive that cannot be asked is not asked to save, either."""
    archives = Archives(client, [site_of(web)])
    web.page(f"/save/{PAGE}", headers=(("Content-Location", f"/web/{STAMPS[2]}/{PAGE}"),))
    web.page(cdx_path(web), rows(STAMPS[0]))
    assert archives.preserve(PAGE).url == web.url(f"/web/{STAMPS[0]}id_/{PAGE}")
    web.page(cdx_path(web), "[]")
    assert archives.preserve(PAGE).url == web.url(f"/web/{STAMPS[2]}id_/{PAGE}")
    web.page(cdx_path(web), status=429)
    assert archives.preserve(PAGE).code == "rate-limited"


@pytest.mark.parametrize(
    ("status", "code"), [(429, "rate-limited"), (523, "archive-error"), (404, "archive-error")]
)
def test_a_page_that_is_not_saved(web, client, status, code):
    """An archive that does not capture says so."""
    web.page(f"/save/{PAGE}", status=status)
    assert Archives(client, [site_of(web)]).save(PAGE).code == code
    assert Archives(client, [site_of(web, path="/coll")]).save(PAGE).code == "archive-cannot-save"


def test_an_archive_that_is_asked_to_save_too_much_is_left_alone(web, client):
    """After a 429 nothing more is asked to be saved for a while; copies may still be looked up."""
    web.page(f"/save/{PAGE}", status=429)
    web.page(cdx_path(web), rows(STAMPS[0]))
    archives = Archives(client, [site_of(web)])
    assert [archives.save(PAGE).code for _ in range(3)] == ["rate-limited"] * 3
    assert len(web.requests) == 1
    assert archives.candidates(PAGE, None)


def test_cdx_answers_in_every_form():
    """JSON tables with any columns, JSON lines and text give the same copies; redirects and errors are left out."""
    wanted = [(datetime(2024, 1, 1, tzinfo=UTC), PAGE)]
    table = json.dumps(
        [
            ["original", "timestamp", "statuscode", "x"],
            [PAGE, STAMPS[0], "200", "y"],
            [PAGE, STAMPS[1], "301", ""],
        ]
    )
    lines = json.dumps({"urlkey": "k", "timestamp": STAMPS[0], "url": PAGE, "status": "200"}) + "\n{broken\n"
    text = f"k {STAMPS[0]} {PAGE} text/html 200 DIGEST 123\nk {STAMPS[1]} {PAGE} text/html 404 D 1\nk {STAMPS[1]} {PAGE}\n"
    for answer in (table, lines, text):
        assert [(row.time, row.original) for row in read_cdx(answer).rows] == wanted


def test_a_timemap_with_oddities():
    """Commas in URLs, rel in any order, unquoted values, and links without a date are all met."""
    text = (
        f'<{PAGE}>;rel="original",\n'
        f'<http://a.example/web/20240101000000/{PAGE},b>;datetime="Mon, 01 Jan 2024 00:00:00 GMT";rel="last memento",'
        f'<http://a.example/timemap>; rel=self; type="application/link-format"; from="Mon, 01 Jan 2024 00:00:00 GMT",'
        f'<http://a.example/web/x>; rel="memento",'
        f'<http://archive.example/AbC>; rel=memento; datetime="Fri, 01 Mar 2024 12:00:00 GMT"'
    )
    assert [(row.url, row.original) for row in read_timemap(text).rows] == [
        (f"http://a.example/web/20240101000000id_/{PAGE},b", PAGE),
        ("http://archive.example/AbC", PAGE),
    ]


@given(st.one_of(st.text(), st.text(alphabet='<>;,="[]{}rel memento datetime 2024 \n')))
def test_any_index_is_survived(text):
    """No answer breaks the readers."""
    assert isinstance(read_cdx(text), Index)
    assert isinstance(read_timemap(text), Index)


@pytest.mark.shared
def test_real_wayback_indexes_are_read(shared):
    """Real CDX answers with damaged rows give the rows that are good."""
    folder = shared / "peers/wayback-edgi/src/wayback/tests/test_files"
    assert [
        len(read_cdx((folder / f"{name}_cdx.txt").read_text()).rows)
        for name in ("bad_timestamp", "malformed", "zero_length")
    ] == [3, 2, 5]


def recorded(shared, name):
    """The answers of a recording of the real Wayback Machine: query, status, headers that matter, body."""
    text = (shared / f"peers/wayback-edgi/src/wayback/tests/cassettes/{name}.yaml").read_text("utf-8")
    for part in text.split("\n- request:"):
        query = re.search(r"uri: https://web\.archive\.org(/cdx/search/cdx\?\S+)", part)
        if not query:
            continue
        packed = re.search(r"string: !!binary \|\n((?: +[A-Za-z0-9+/=]+\n)+)", part)
        error = re.search(r"X-Archive-Wayback-Runtime-Error:\s+- '([^']*)'", part)
        body = gzip.decompress(base64.b64decode(packed[1])) if packed else b""
        yield query[1], int(re.search(r"code: (\d+)", part)[1]), error[1] if error else "", body


@pytest.mark.shared
def test_real_wayback_searches_are_read(shared):
    """Every recorded search gives its good rows."""
    names = ["test_search", "test_search_with_date", "test_search_multipage", "test_search_rate_limits"]
    counts = [len(read_cdx(body.decode()).rows) for name in names for _, _, _, body in recorded(shared, name)]
    assert len(counts) >= 10
    assert sum(counts) > 1000


@pytest.mark.shared
def test_a_site_that_the_wayback_machine_does_not_show(shared, web, client):
    """The real answer for a blocked site is a failure that says so, and the TimeMap is not asked."""
    ((_, status, error, body),) = recorded(shared, "test_search_raises_for_blocked_urls")
    web.page(
        cdx_path(web),
        body,
        status=status,
        headers=(("X-Archive-Wayback-Runtime-Error", " ".join(error.split())),),
    )
    ((_, failure),) = Archives(client, [site_of(web)]).look_up(PAGE, None).failures
    assert failure.code == "archive-blocked"
    assert len(web.requests) == 1


def test_the_default_archive_is_asked_as_it_asks_to_be():
    """The Wayback Machine's CDX is asked for good copies, with the page's URL quoted as one value, under 30 times a minute."""
    site = ArchiveSite()
    assert site.cdx(PAGE).startswith("https://web.archive.org/cdx/search/cdx?url=" + quote(PAGE, safe=""))
    assert "filter=statuscode:200" in site.cdx(PAGE)
    assert site.raw("20240101000000", PAGE) == f"https://web.archive.org/web/20240101000000id_/{PAGE}"
    assert 60 / site.interval < 30
