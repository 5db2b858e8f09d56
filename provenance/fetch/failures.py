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
from provenance.fetch.transport import Refused
from provenance.model import Failure, FailureKind

_DNS = {
    socket.EAI_NONAME: ("nxdomain", "there is no such host"),
    socket.EAI_NODATA: ("no-address", "the host has no address"),
    socket.EAI_AGAIN: ("servfail", "the name server did not answer"),
}
# OpenSSL's X509_V_ERR_* (x509_vfy.h)
_TLS = {
    9: ("not-yet-valid", "the certificate is not valid yet"),
    10: ("expired", "the certificate has expired"),
    18: ("self-signed", "the certificate is signed by itself"),
    19: ("untrusted", "the certificate comes from an authority that is not trusted"),
    20: ("untrusted", "the certificate comes from an authority that is not known (or an intermediate is missing)"),
    21: ("untrusted", "the certificate's chain is incomplete"),
    23: ("revoked", "the certificate was revoked"),
    62: ("wrong-host", "the certificate is for another host"),
    64: ("wrong-host", "the certificate is for another address"),
}  # fmt: skip
_NO_ROUTE = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN, errno.EADDRNOTAVAIL}
_PASSING = {"servfail", "dns-timeout", "reset", "closed", "connect-timeout"}


def classify(error: BaseException) -> Failure:
    """The failure that an exception stands for: the most telling one of all that it was raised from."""
    causes = list(_causes(error))
    for judge in (_refused, _tunnel, _proxy, _dns, _tls, _timeout, _truncated, _connection, _protocol):
        for cause in causes:
            failure = judge(cause)
            if failure:
                return failure
    return _failure(FailureKind.PROTOCOL, "other", f"the exchange failed ({type(error).__name__})")


def is_passing(failure: Failure) -> bool:
    """Whether a failure often goes away within seconds, so that trying again is worth it."""
    return failure.code in _PASSING


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


def _failure(kind: FailureKind, code: str, detail: str) -> Failure:
    return Failure(kind=kind, code=code, detail=detail)


def _refused(error: BaseException) -> Failure | None:
    if not isinstance(error, Refused):
        return None
    return _failure(FailureKind.REFUSED, "private-address", str(error))


def _tunnel(error: BaseException) -> Failure | None:
    if isinstance(error, OSError) and str(error).startswith("Tunnel connection failed"):
        return _failure(FailureKind.CONNECT, "proxy", f"the proxy did not reach the host ({error})")
    return None


def _proxy(error: BaseException) -> Failure | None:
    if isinstance(error, requests.exceptions.InvalidSchema):
        return _failure(FailureKind.CONNECT, "proxy", "SOCKS proxies need the extra: provenance-audit[socks]")
    if isinstance(error, urllib3.exceptions.ProxyError):
        return _failure(FailureKind.CONNECT, "proxy", "the proxy could not be used")
    return None


def _dns(error: BaseException) -> Failure | None:
    if not isinstance(error, socket.gaierror):
        return None
    code, detail = _DNS.get(error.errno or 0, ("servfail", "the name could not be looked up"))
    return _failure(FailureKind.DNS, code, detail)


def _tls(error: BaseException) -> Failure | None:
    if isinstance(error, ssl.SSLCertVerificationError):
        code, detail = _TLS.get(error.verify_code, ("untrusted", error.verify_message))
        return _failure(FailureKind.TLS, code, detail)
    if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError):
        return _failure(FailureKind.TLS, "handshake", f"no TLS could be agreed on ({error.reason or error})")
    return None


def _timeout(error: BaseException) -> Failure | None:
    if isinstance(error, urllib3.exceptions.ConnectTimeoutError) and not isinstance(
        error, urllib3.exceptions.NewConnectionError
    ):
        return _failure(FailureKind.TIMEOUT, "connect-timeout", "connecting took too long")
    if isinstance(error, TimeoutError | urllib3.exceptions.ReadTimeoutError):
        return _failure(FailureKind.TIMEOUT, "read-timeout", "the answer took too long")
    return None


def _truncated(error: BaseException) -> Failure | None:
    if isinstance(error, urllib3.exceptions.IncompleteRead | http.client.IncompleteRead):
        return _failure(FailureKind.TRUNCATED, "short-body", "the body ended before its announced length")
    return None


def _connection(error: BaseException) -> Failure | None:
    if isinstance(error, ConnectionRefusedError):
        return _failure(FailureKind.CONNECT, "refused", "the host refused the connection")
    if isinstance(error, http.client.RemoteDisconnected | ssl.SSLEOFError):
        return _failure(FailureKind.CONNECT, "closed", "the host closed the connection without an answer")
    if isinstance(error, ConnectionError):
        return _failure(FailureKind.CONNECT, "reset", "the connection was reset")
    if isinstance(error, OSError) and error.errno in _NO_ROUTE:
        return _failure(FailureKind.CONNECT, "no-route", "the host's network cannot be reached")
    return None


def _protocol(error: BaseException) -> Failure | None:
    if isinstance(error, http.client.LineTooLong):
        return _failure(FailureKind.PROTOCOL, "headers", "a header line is over 64 KB")
    if isinstance(error, http.client.BadStatusLine):
        return _failure(FailureKind.PROTOCOL, "not-http", "the answer is not HTTP")
    if isinstance(error, http.client.HTTPException):
        return _failure(FailureKind.PROTOCOL, "headers", f"the answer's head is not acceptable ({error})")
    return None
