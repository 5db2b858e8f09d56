"""When a source is visited next, and when it counts as dead."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.model import LinkState, LinkStatus
from provenance.store import advance
from tests.store.rows import days, known, status


def play(*visits):
    """The streak after visits given as (day, state, code), each source remembered in between."""
    before = None
    for day, state, *code in visits:
        streak = advance(before, status(state, *code), days(day))
        fields = {field.name: getattr(streak, field.name) for field in dataclasses.fields(streak)}
        before = known(status=status(state, *code), checked_at=days(day), **fields)
    return before


def waits(*visits):
    """Days from the last of these visits to the next."""
    after = play(*visits)
    return (after.next_check_at - after.checked_at).total_seconds() / 86400


def test_a_living_page_is_visited_less_and_less():
    """7 days at first, half as long again after each success that came when it was due, 30 at most."""
    assert waits((0, "ok")) == 7
    assert waits((0, "ok"), (7, "moved")) == 10.5
    assert waits((0, "ok"), (7, "ok"), (17.5, "ok")) == 15.75
    assert waits((0, "ok"), (7, "ok"), (17.5, "ok"), (33.25, "ok"), (60, "ok"), (95, "ok")) == 30


def test_a_visit_ahead_of_its_time_teaches_nothing():
    """An audit a day does not make a page look older than it is."""
    assert waits((0, "ok"), (1, "ok"), (2, "ok"), (3, "ok")) == 7


@pytest.mark.parametrize(
    ("state", "wait"),
    [
        ("timeout", 3),
        ("server-error", 3),
        ("gone", 3),
        ("soft-404", 3),
        ("paywalled", 14),
        ("blocked", 14),
        ("rate-limited", 14),
        ("disallowed", 14),
        ("refused", 14),
    ],
)
def test_each_state_has_its_wait(state, wait):
    """Failing pages are visited after 3 days, walled and forbidden ones after 14."""
    assert waits((0, state)) == wait


def test_a_host_that_says_when_is_visited_then():
    """A rate limit's Retry-After is the next visit; a failing server's is one not to come before."""
    assert advance(None, status("rate-limited"), days(0), days(2)).next_check_at == days(2)
    assert advance(None, status("server-error"), days(0), days(9)).next_check_at == days(9)
    assert advance(None, status("server-error"), days(0), days(1)).next_check_at == days(3)


@pytest.mark.parametrize(("state", "code"), [("gone", "404"), ("gone", "410"), ("unreachable", "nxdomain")])
def test_what_is_surely_gone_is_dead_at_once(state, code):
    """404, 410 and a name that does not exist need no second visit."""
    assert play((0, state, code)).dead


def test_three_failures_three_days_apart_are_a_death():
    """A failing page is dead at the third failed visit, if they are three days apart."""
    assert not play((0, "timeout"), (3, "timeout")).dead
    assert play((0, "timeout"), (3, "server-error"), (6, "soft-404")).dead


def test_an_outage_is_no_death():
    """Failures nearer together count once, however many they are and however they lie."""
    assert not play(*((hours / 24, "timeout") for hours in range(24))).dead
    assert not play((0, "timeout"), (5, "timeout"), (6, "timeout"), (7, "timeout")).dead
    assert play((0, "timeout"), (5, "timeout"), (6, "timeout"), (8, "timeout")).dead


def test_one_success_resets():
    """After a good visit nothing of the failures before it counts."""
    revived = play((0, "gone", "404"), (3, "ok"))
    assert (revived.dead, revived.failures, revived.failing_since) == (False, 0, None)
    assert not play((0, "timeout"), (3, "timeout"), (6, "ok"), (9, "timeout")).dead


def test_walls_never_count():
    """A wall is neither a failure nor a success: the streak stands as it was."""
    assert not play(*((3 * n, "blocked") for n in range(9))).dead
    assert play((0, "timeout"), (3, "timeout"), (6, "blocked"), (9, "timeout")).dead
    walled = play((0, "timeout"), (3, "paywalled"))
    assert (walled.failures, walled.failing_since) == (1, days(0))


def test_the_last_good_day_is_kept_through_failures():
    """What an editor is told: failing since when, and good until when."""
    after = play((0, "ok"), (7, "timeout"), (10, "timeout"))
    assert (after.last_ok, after.failing_since, after.failures) == (days(0), days(7), 2)


def test_failures_are_spaced_even_where_the_day_of_the_last_is_not_known():
    """A catalogue that kept only since when and how often falls back on three days each."""
    before = known(status=status("timeout"), failures=2, failing_since=days(0), counted_at=None)
    assert not advance(before, status("timeout"), days(5)).dead
    assert advance(before, status("timeout"), days(6)).dead


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(-50, 50), st.sampled_from([state.value for state in LinkState])),
        min_size=1,
        max_size=12,
    )
)
def test_the_next_visit_is_never_in_the_past(visits):
    """Whatever happens, in whatever order the clock tells it: 3 to 30 days, and a dead source has a reason."""
    after = play(*visits)
    assert 2.99 <= (after.next_check_at - after.checked_at).total_seconds() / 86400 <= 30.01
    assert after.dead <= any(
        LinkStatus(state=LinkState(s)).state.group in ("faulty", "lost") for _, s in visits
    )
