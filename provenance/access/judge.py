"""The link state of a visit: DESIGN's table from the top, the first rule that applies."""

from __future__ import annotations

from provenance.access import lost, walls
from provenance.access.failures import judge_failure
from provenance.access.situation import Situation
from provenance.model import FailureKind, LinkState, LinkStatus, Visit
from provenance.page import Page

_PERMANENT = (301, 308)


def judge(visit: Visit, page: Page | None) -> LinkStatus:
    """What a visit shows, from its recorded hops and failure and the page of its last answer. Never reads a body.

    A 304 is `ok`: what the page is was judged when its text was last received.
    """
    failure = visit.failure
    answered = visit.hops[-1] if visit.hops else None
    if failure and not (failure.kind is FailureKind.TRUNCATED and answered and answered.status >= 400):
        return judge_failure(failure)
    if answered is None:
        return LinkStatus(state=LinkState.UNVISITED)
    situation = Situation(visit, answered, page)
    for rule in _RULES if answered.status != 304 else ():
        if found := rule(situation):
            return found
    return _usable(situation)


def _faulty(situation: Situation) -> LinkStatus | None:
    """Server errors, requests that the host calls wrong, redirects without a target."""
    status = situation.status
    if 200 <= status < 300 or status == 304 or status in (404, 410):
        return None
    return situation.found(LinkState.SERVER_ERROR, str(status), f"{status} {situation.hop.reason}")


def _usable(situation: Situation) -> LinkStatus:
    """A good page: moved where a hop on the way said so for good."""
    for hop in situation.visit.hops[:-1]:
        if hop.status in _PERMANENT:
            return situation.found(LinkState.MOVED, str(hop.status), situation.answered)
    return LinkStatus(state=LinkState.OK, code=str(situation.status))


_RULES = (
    walls.blocked,
    walls.login_required,
    walls.paywalled,
    walls.consent_required,
    walls.legal_block,
    walls.forbidden,
    walls.rate_limited,
    _faulty,
    lost.gone,
    lost.parked,
    lost.soft_404,
    lost.empty,
    lost.unsupported_type,
)
"""In the order of the design. `_faulty` stands behind the walls only because a wall may come with a 5xx: statuses do not overlap."""
