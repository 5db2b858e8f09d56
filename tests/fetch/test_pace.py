"""Whose turn it is."""

import random
import time
from concurrent.futures import CancelledError
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.fetch.pace import Pace
from provenance.fetch.patience import BASE, CAP, Jitter, retry_after
from tests.support.web import Answer, Web, hang

NOW = datetime(2025, 11, 1, 12, tzinfo=UTC)


def wait_and_take(pace: Pace[str]) -> tuple[str, str]:
    """The next work, once it may begin."""
    while not (taken := pace.take()):
        wait = pace.wait()
        assert wait is not None, "nothing will ever begin"
        time.sleep(wait)
    return taken


def test_spacing_and_slots(web, make_client):
    """Visits to one host begin an interval apart, and no more run at once than it has slots."""
    web.page("/a", delay=0.3)
    client = make_client(host_interval=0.1, host_concurrency=2, concurrency=8)
    begun = time.monotonic()
    for future in [client.submit(web.url("/a")) for _ in range(6)]:
        future.result()
    assert all(request.at - begun >= 0.1 * number for number, request in enumerate(web.requests))
    assert web.busiest == 2


def test_a_slow_host_holds_up_no_other(web, make_client):
    """A hundred visits that wait for one host do not delay a visit to another, though there are few threads."""
    web.page("/a", delay=0.4)
    client = make_client(concurrency=3, host_concurrency=1)
    waiting = [client.submit(web.url("/a")) for _ in range(100)]
    with Web(host="127.0.0.2") as other:
        other.page("/b")
        for _ in range(5):
            client.visit(other.url("/b"))
        assert sum(future.done() for future in waiting) < 20
    client.close()
    assert sum(future.cancelled() for future in waiting) > 70


def test_a_redirect_waits_for_its_turn(web, make_client):
    """A hop to another host keeps that host's spacing."""
    with Web(host="127.0.0.2") as other:
        other.page("/end")
        for number in range(3):
            web.redirect(f"/{number}", other.url("/end"))
        client = make_client(concurrency=4, host_concurrency=4)
        client._pace._interval = lambda host: 0.2 if host == "127.0.0.2" else 0.0
        begun = time.monotonic()
        for future in [client.submit(web.url(f"/{number}")) for number in range(3)]:
            assert [hop.status for hop in future.result().hops] == [302, 200]
        assert all(request.at - begun >= 0.2 * number for number, request in enumerate(other.requests))


def test_waiting_for_a_retry_blocks_no_thread(web, make_client):
    """While a page waits out its Retry-After, the only thread visits another host."""
    web.answers("/a", Answer(status=503, headers=(("Retry-After", "1"),)), Answer())
    with Web(host="127.0.0.2") as other:
        other.page("/b")
        client = make_client(concurrency=1, max_retries=1)
        first = client.submit(web.url("/a"))
        assert client.submit(other.url("/b")).result().failure is None
        assert not first.done()
        assert first.result().attempts == 2


def test_a_success_does_not_end_a_pause():
    """A pause lasts its time, whatever work ends meanwhile, and a shorter one does not cut it."""
    pace: Pace[str] = Pace(2, lambda _: 0.0)
    pace.put("host", "first")
    assert pace.take() == ("host", "first")
    begun = time.monotonic()
    pace.pause("host", 0.3)
    pace.pause("host", 0.1)
    pace.put("host", "second")
    pace.done("host")
    assert pace.take() is None
    assert wait_and_take(pace) == ("host", "second")
    assert time.monotonic() - begun >= 0.3


def test_closing_the_client_leaves_nobody_waiting(web, make_client):
    """Whoever waits for a visit that is under way, in line or to be retried is told at once that the client was closed."""
    web.raw("/hang", hang)
    web.page("/retry", status=503, headers=(("Retry-After", "5"),))
    client = make_client(concurrency=2, host_concurrency=2, max_retries=1)
    waiting = [client.submit(web.url(path)) for path in ("/hang", "/retry", "/line")]
    while len(web.requests) < 2:
        time.sleep(0.01)
    time.sleep(0.1)
    begun = time.monotonic()
    client.close()
    for future in [*waiting, client.submit(web.url("/late"))]:
        with pytest.raises(CancelledError):
            future.result()
    assert time.monotonic() - begun < 2


def test_it_says_how_long_there_is_nothing_to_begin():
    """Work that waits for its host's spacing, or for its own delay, says how long; work that waits for a slot does not."""
    pace: Pace[str] = Pace(1, lambda _: 9.0)
    assert pace.wait() is None
    for work in ("one", "two"):
        pace.put("host", work)
    assert pace.wait() == 0
    assert pace.take() == ("host", "one")
    assert (pace.take(), pace.wait()) == (None, None)
    pace.put("other", "later", delay=5.0)
    assert 4 < pace.wait() <= 5
    pace.done("host")
    pace.put("third", "now")
    assert pace.take() == ("third", "now")


def test_a_host_stays_slow():
    """The spacing that a host asked for outlasts a moment without work."""
    pace: Pace[str] = Pace(1, lambda _: 0.0)
    pace.put("host", "one")
    assert wait_and_take(pace) == ("host", "one")
    pace.slow("host", 0.1)
    for number in ("two", "three"):
        pace.done("host")
        pace.put("host", number)
        begun = time.monotonic()
        assert wait_and_take(pace) == ("host", number)
    assert time.monotonic() - begun >= 0.09


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from([0.0, 0.0, 0.01, 0.03])), max_size=30),
    st.integers(1, 3),
)
def test_everything_is_handed_out_once(works, at_once):
    """Whatever is put in, with or without delay, comes out once, and no host has more than its slots."""
    pace: Pace[int] = Pace(at_once, lambda _: 0.001)
    seen: list[int] = []
    running: list[str] = []
    for number, (host, delay) in enumerate(works):
        pace.put(host, number, delay=delay, first=number % 3 == 0)
    while running or pace.wait() is not None:
        while taken := pace.take():
            running.append(taken[0])
            seen.append(taken[1])
            assert running.count(taken[0]) <= at_once
        if running and (len(seen) % 2 or pace.wait() is None):
            pace.done(running.pop(0))
        else:
            time.sleep(pace.wait() or 0)
    assert sorted(seen) == list(range(len(works)))


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 3 ", 3),
        ("0", 0),
        ("1.5", 1.5),
        ("Sat, 01 Nov 2025 12:02:00 GMT", 120),
        ("Saturday, 01-Nov-25 12:02:00 GMT", 120),
        ("Sat, 01 Nov 2025 11:00:00 GMT", 0),
        ("99999999999", None),
        ("999999999", 365 * 86400),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 365 * 86400),
        ("-5", None),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after(value, seconds):
    """Seconds and dates are read, never into the past, at most a year ahead; nonsense is no answer."""
    then = retry_after((("retry-after", value),), NOW)
    assert then == (None if seconds is None else NOW + timedelta(seconds=seconds))


def test_retry_after_counts_from_the_hosts_clock():
    """A host whose clock is an hour ahead means the same wait."""
    headers = (("Date", "Sat, 01 Nov 2025 13:00:00 GMT"), ("Retry-After", "Sat, 01 Nov 2025 13:00:30 GMT"))
    assert retry_after(headers, NOW) == NOW + timedelta(seconds=30)


@given(st.text(max_size=40))
def test_any_retry_after_is_survived(value):
    """No header value breaks the reader."""
    then = retry_after((("Retry-After", value), ("Date", value)), NOW)
    assert then is None or then >= NOW


@given(st.integers())
def test_jitter_stays_in_its_bounds(seed):
    """Waits are between half a second and eight, whatever the chance."""
    jitter = Jitter(random.Random(seed))
    assert all(BASE <= jitter.next() <= CAP for _ in range(10))
