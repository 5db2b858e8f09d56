"""Hosts that asked to be left alone."""

from datetime import timedelta

import pytest

from provenance import access
from provenance.fetch import Rests
from provenance.model import FailureKind, LinkState
from tests.fetch.conftest import now
from tests.support.web import Answer, Web

HOUR = Answer(status=429, headers=(("Retry-After", "3600"),))


def test_the_time_to_come_back_is_noted_for_the_host(web, make_client):
    """A Retry-After beyond patience is the host's; one that is sat out is not noted."""
    rests = Rests()
    client = make_client(rests=rests, max_retries=1)
    web.answers("/busy", HOUR)
    web.answers("/soon", Answer(status=429, headers=(("Retry-After", "1"),)), Answer())

    client.visit(web.url("/soon"))
    assert rests.take_new() == {}

    client.visit(web.url("/busy"))
    noted = rests.take_new()
    assert list(noted) == ["127.0.0.1"]
    assert timedelta(minutes=59) < noted["127.0.0.1"] - now() <= timedelta(hours=1)
    assert rests.take_new() == {}


@pytest.mark.parametrize("ignore_robots", [True, False])
def test_no_page_of_a_resting_host_is_asked_for(web, make_client, ignore_robots):
    """Neither its pages nor its robots.txt, also not behind another host's redirect; the state says so, and until when."""
    until = now() + timedelta(hours=1)
    client = make_client(rests=Rests({"127.0.0.1": until}), ignore_robots=ignore_robots)
    with Web(host="127.0.0.2") as other:
        other.redirect("/to", web.url("/page"))
        visits = [client.visit(web.url("/page")), client.visit(web.url("/")), client.visit(other.url("/to"))]

    assert web.requests == []
    for visit in visits:
        assert (visit.failure.kind, visit.retry_at) == (FailureKind.RESTING, until)
        assert access.judge(visit, None).state is LinkState.RATE_LIMITED
        assert f"{until:%H:%M} UTC" in visit.failure.detail


def test_a_rest_ends(web, make_client):
    """Once the time has come the host is visited as any other."""
    web.page("/page", "here")
    client = make_client(rests=Rests({"127.0.0.1": now() - timedelta(seconds=1)}))
    assert client.visit(web.url("/page")).final.status == 200
