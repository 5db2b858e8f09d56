"""What went wrong on the wire, from the exceptions of requests, urllib3, ssl and the socket module."""

from __future__ import annotations

import errno
import http.client
import socket
import ssl
from collections.abc import Iterator

import requests
import urllib3.exceptions

from provenance.errors import ProvenanceError
from provenance.fetch.dialing import Refused
from provenance.model import Failure, FailureKind, Headers, Message
from provenance.wording import say

_DNS = {socket.EAI_NONAME: "nxdomain", socket.EAI_NODATA: "no-address"}
# OpenSSL's X509_V_ERR_* (x509_vfy.h)
_TLS = {9: "not-yet-valid", 10: "expired", 18: "self-signed", 23: "revoked", 62: "wrong-host", 64: "wrong-host"}  # fmt: skip
_NO_ROUTE = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN, errno.EADDRNOTAVAIL}
_PASSING = {"servfail", "reset", "closed", "connect-timeout"}


def failure(kind: FailureKind, code: str, wording: str = "", **values: object) -> Failure:
    """A failure with its detail from the wording tables: the message `fetch-` and `wording`, or else the code."""
    message = Message.of(f"fetch-{wording or code}", **{k: str(v)[:200] for k, v in values.items()})
    return Failure(kind=kind, code=code, detail=say(message))


def classify(error: BaseException) -> Failure:
    """The failure that an exception stands for: the most telling one of all that it was raised from."""
    causes = list(_causes(error))
    for judge in (
        _refused,
        _tunnel,
        _proxy,
        _dns,
        _tls,
        _timeout,
        _truncated,
        _connection,
        _unconnected,
        _protocol,
    ):
        for cause in causes:
            found = judge(cause)
            if found:
                return found
    return failure(FailureKind.PROTOCOL, "other", reason=type(error).__name__)


def of_proxy(status: int, reason: str, headers: Headers) -> Failure | None:
    """The failure of a forwarding proxy that answers in the place of a host; None for an answer of the host itself.

    A proxy that cannot reach a host says 502 or 504 (RFC 9110 sections 15.6.3 and 15.6.5), and names itself in `Via` on
    what it passes on (section 7.6.3); by `Proxy-Status` (RFC 9209), and Squid by a header of its own, it owns up to a failure.
    """
    given = {name.lower(): value for name, value in headers}
    owned = "x-squid-error" in given or "error=" in given.get("proxy-status", "")
    if not (owned and status >= 500) and (status not in (502, 504) or "via" in given):
        return None
    return failure(FailureKind.CONNECT, "proxy", answer=f"{status} {reason}".strip())


def is_passing(found: Failure) -> bool:
    """Whether a failure often goes away within seconds, so that trying again is worth it."""
    return found.code in _PASSING


def raise_own(error: BaseException) -> None:
    """Raises `ProvenanceError` where the inability is ours (no open files left), for that says nothing about the page."""
    for cause in _causes(error):
        if isinstance(cause, OSError) and cause.errno in (errno.EMFILE, errno.ENFILE):
            raise ProvenanceError(
                "too many open files: lower --concurrency, or raise the limit with `ulimit -n`"
            ) from error


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The exception and all that led to it, outermost first."""
    waiting, seen = [error], set()
    while waiting:
        current = waiting.pop(0)
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        inner = (getattr(current, "reason", None), current.__cause__, current.__context__, *current.args)
        waiting.extend(e for e in inner if isinstance(e, BaseException))


def _refused(error: BaseException) -> Failure | None:
    if not isinstance(error, Refused):
        return None
    return failure(FailureKind.REFUSED, "private-address", where=error.where, reason=error.reason)


def _tunnel(error: BaseException) -> Failure | None:
    if isinstance(error, OSError) and str(error).startswith("Tunnel connection failed"):
        return failure(FailureKind.CONNECT, "proxy", answer=str(error).partition(": ")[2])
    return None


def _proxy(error: BaseException) -> Failure | None:
    if isinstance(error, requests.exceptions.InvalidSchema):
        return failure(FailureKind.CONNECT, "proxy", "proxy-socks")
    if type(error).__module__ == "socks":  # PySocks, which is an extra
        return failure(FailureKind.CONNECT, "proxy", answer=error)
    if isinstance(error, urllib3.exceptions.ProxyError):
        return failure(FailureKind.CONNECT, "proxy", "proxy-unusable")
    return None


def _dns(error: BaseException) -> Failure | None:
    if not isinstance(error, socket.gaierror):
        return None
    return failure(FailureKind.DNS, _DNS.get(error.errno or 0, "servfail"))


def _tls(error: BaseException) -> Failure | None:
    if isinstance(error, ssl.SSLCertVerificationError):
        return failure(FailureKind.TLS, _TLS.get(error.verify_code, "untrusted"))
    if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError):
        return failure(FailureKind.TLS, "handshake", reason=error.reason or "TLS")
    return None


def _timeout(error: BaseException) -> Failure | None:
    connecting = isinstance(error, urllib3.exceptions.ConnectTimeoutError)
    if connecting and not isinstance(error, urllib3.exceptions.NewConnectionError):
        return failure(FailureKind.TIMEOUT, "connect-timeout")
    if isinstance(error, TimeoutError | urllib3.exceptions.ReadTimeoutError):
        return failure(FailureKind.TIMEOUT, "read-timeout")
    return None


def _truncated(error: BaseException) -> Failure | None:
    if isinstance(error, urllib3.exceptions.IncompleteRead | http.client.IncompleteRead):
        return failure(FailureKind.TRUNCATED, "short-body")
    return None


def _connection(error: BaseException) -> Failure | None:
    if isinstance(error, ConnectionRefusedError):
        return failure(FailureKind.CONNECT, "refused")
    if isinstance(error, http.client.RemoteDisconnected | ssl.SSLEOFError):
        return failure(FailureKind.CONNECT, "closed")
    if isinstance(error, ConnectionError):
        return failure(FailureKind.CONNECT, "reset")
    if isinstance(error, OSError) and error.errno in _NO_ROUTE:
        return failure(FailureKind.CONNECT, "no-route")
    return None


def _unconnected(error: BaseException) -> Failure | None:
    if isinstance(error, urllib3.exceptions.NewConnectionError):
        return failure(FailureKind.CONNECT, "no-route")
    return None


def _protocol(error: BaseException) -> Failure | None:
    if isinstance(error, http.client.LineTooLong):
        return failure(FailureKind.PROTOCOL, "headers", reason="64 KB")
    if isinstance(error, http.client.BadStatusLine):
        return failure(FailureKind.PROTOCOL, "not-http")
    if isinstance(error, http.client.HTTPException):
        return failure(FailureKind.PROTOCOL, "headers", reason=error)
    return None
