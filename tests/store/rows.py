"""What a run would remember of its sources."""

from datetime import UTC, datetime, timedelta

from provenance.model import Capture, CopyKind, Hopped, LinkState, LinkStatus, ReadFrom
from provenance.store import Known

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def days(count):
    """A time some days after noon."""
    return NOON + timedelta(days=count)


def status(state="ok", code=""):
    """A link status."""
    return LinkStatus(state=LinkState(state), code=code)


def capture(name="1", **fields):
    """A capture."""
    given = {
        "id": f"capture-{name}",
        "url": f"https://example.org/{name}",
        "captured_at": NOON,
        "kind": CopyKind.LIVE,
        "status": 200,
        "content_type": "text/html",
        "sha256": "ab" * 32,
        "size": 10,
        "warc": "one.warc.gz",
        "offset": 0,
        "length": 5,
    }
    return Capture(**(given | fields))


def known(name="1", **fields):
    """What is known of a source."""
    url = f"https://example.org/{name}"
    given = {
        "source": f"source-{name}",
        "url": url,
        "canonical_url": url,
        "status": status(),
        "http_status": 200,
        "hops": (Hopped(url=url, status=301), Hopped(url=url + "/", status=200)),
        "checked_at": NOON,
        "next_check_at": days(7),
        "read_from": ReadFrom(kind=CopyKind.LIVE, url=url, captured_at=NOON, capture=f"capture-{name}"),
        "live": capture(name),
    }
    return Known(**(given | fields))
