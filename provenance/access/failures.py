"""Visits that came to no whole answer."""

from __future__ import annotations

from provenance.model import Failure, FailureKind, LinkState, LinkStatus

_STATES = {
    FailureKind.MALFORMED: LinkState.MALFORMED,
    FailureKind.REFUSED: LinkState.REFUSED,
    FailureKind.DISALLOWED: LinkState.DISALLOWED,
    FailureKind.RESTING: LinkState.RATE_LIMITED,
    FailureKind.DNS: LinkState.UNREACHABLE,
    FailureKind.CONNECT: LinkState.UNREACHABLE,
    FailureKind.PROTOCOL: LinkState.UNREACHABLE,
    FailureKind.TLS: LinkState.TLS_ERROR,
    FailureKind.TIMEOUT: LinkState.TIMEOUT,
    FailureKind.REDIRECTS: LinkState.REDIRECT_LOOP,
    FailureKind.TRUNCATED: LinkState.TRUNCATED,
}


def judge_failure(failure: Failure) -> LinkStatus:
    """The state that a failure shows, under the failure's own sub-code."""
    return LinkStatus(state=_STATES[failure.kind], code=failure.code, evidence=failure.detail[:200])
