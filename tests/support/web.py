"""A small web on loopback for tests: real sockets, pages by path, answers that change, and every kind of bad manners.

    with Web() as web:
        web.page("/a", "<p>Hello</p>")
        web.answers("/b", Answer(status=503, headers=(("Retry-After", "1"),)), Answer(body=b"better"))
        web.raw("/c", lambda sock: sock.sendall(b"not http"))
        web.url("/a")           # http://127.0.0.1:PORT/a
        web.asked("/a")         # the requests for it so far

A path without a page answers 404; query strings belong to the path. `Web(tls=...)` speaks TLS; `Proxy` is a forward proxy.
"""

from __future__ import annotations

import contextlib
import select
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import trustme

REASONS = {200: "OK", 301: "Moved Permanently", 302: "Found", 304: "Not Modified", 404: "Not Found", 429: "Too Many Requests"}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the server says to one request."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),)
    length: int | None = None
    """A Content-Length that is not the truth."""
    chunked: bool = False
    delay: float = 0.0
    """Seconds before the answer begins."""
    drip: float = 0.0
    """Seconds between two bytes of the body."""
    close: bool = False
    """Close the connection afterwards."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request that came in."""

    at: float
    method: str
    path: str
    headers: dict[str, str]
    """Names in lower case."""


Raw = Callable[[socket.socket], None]


@dataclass
class Web:
    """The server. `host` is the address that it listens on, also in `url`."""

    host: str = "127.0.0.1"
    tls: ssl.SSLContext | None = None
    routes: dict[str, list[Answer | Raw]] = field(default_factory=dict)
    requests: list[Asked] = field(default_factory=list)
    connections: int = 0
    busy: int = 0
    busiest: int = 0
    """The most requests that were under way at one time."""

    def __enter__(self) -> Web:
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server((self.host, 0), backlog=512)
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            sockets = list(self._open)
        for sock in sockets:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def url(self, path: str = "/", host: str | None = None) -> str:
        """The URL of a path, under another host name if one is given."""
        scheme = "https" if self.tls else "http"
        return f"{scheme}://{host or self.host}:{self.port}{path}"

    def page(self, path: str, body: str | bytes = "", **answer: Any) -> None:
        """A page; further arguments are those of `Answer`."""
        data = body.encode() if isinstance(body, str) else body
        self.routes[path] = [Answer(body=data, **answer)]

    def redirect(self, path: str, location: str, status: int = 302, **answer: Any) -> None:
        """A redirect."""
        headers = (("Location", location), *answer.pop("headers", ()))
        self.routes[path] = [Answer(status=status, headers=headers, **answer)]

    def answers(self, path: str, *answers: Answer) -> None:
        """One answer after the other; the last one for ever."""
        self.routes[path] = list(answers)

    def raw(self, path: str, talk: Raw) -> None:
        """Hand the socket over once the request is read; it is closed afterwards."""
        self.routes[path] = [talk]

    def asked(self, path: str) -> list[Asked]:
        """The requests for a path so far."""
        return [request for request in self.requests if request.path == path]

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock: socket.socket) -> None:
        with self._lock:
            self._open.add(sock)
        try:
            with self.tls.wrap_socket(sock, server_side=True) if self.tls else sock as talking:
                self._talk(talking)
        except OSError:
            pass
        finally:
            with self._lock:
                self._open.discard(sock)
            sock.close()

    def _talk(self, sock: socket.socket) -> None:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        lines = sock.makefile("rb")
        while request := read_head(lines):
            with self._lock:
                self.requests.append(request)
                answer = self._answer(request.path)
                self.busy += 1
                self.busiest = max(self.busiest, self.busy)
            try:
                if not isinstance(answer, Answer):
                    return answer(sock)
                send(sock, answer, request.method)
            finally:
                with self._lock:
                    self.busy -= 1
            if answer.close or answer.length is not None:
                return None
        return None

    def _answer(self, path: str) -> Answer | Raw:
        left = self.routes.get(path)
        if not left:
            return Answer(status=404, body=b"<h1>Not Found</h1>")
        return left.pop(0) if len(left) > 1 else left[0]


def read_head(lines: Any) -> Asked | None:
    """The next request of a connection; None at its end."""
    words = lines.readline().decode("latin-1").split()
    if len(words) < 2:
        return None
    headers = {}
    while line := lines.readline().decode("latin-1").strip():
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    return Asked(at=time.monotonic(), method=words[0], path=words[1], headers=headers)


def send(sock: socket.socket, answer: Answer, method: str = "GET") -> None:
    """Write an answer as it is described."""
    time.sleep(answer.delay)
    head = f"HTTP/1.1 {answer.status} {REASONS.get(answer.status, 'Status')}\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in answer.headers)
    if answer.chunked:
        head += "Transfer-Encoding: chunked\r\n"
    elif answer.status != 304:
        head += f"Content-Length: {len(answer.body) if answer.length is None else answer.length}\r\n"
    sent = head.encode("utf-8") + b"\r\n"
    if method == "HEAD" or answer.status == 304:
        return sock.sendall(sent)
    if answer.chunked:
        half = len(answer.body) // 2
        pieces = [piece for piece in (answer.body[:half], answer.body[half:]) if piece]
        body = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
    else:
        body = answer.body
    if not answer.drip:
        return sock.sendall(sent + body)
    sock.sendall(sent)
    return drip(sock, (body[i : i + 1] for i in range(len(body))), answer.drip)


def drip(sock: socket.socket, pieces: Iterable[bytes], pause: float) -> None:
    """Send piece after piece with a pause after each."""
    for piece in pieces:
        sock.sendall(piece)
        time.sleep(pause)


def reset(sock: socket.socket) -> None:
    """Break the connection off with a RST."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


def hang(sock: socket.socket) -> None:
    """Say nothing until the other side gives up."""
    while sock.recv(4096):
        pass


class Authority:
    """A certificate authority of the tests' own."""

    def __init__(self) -> None:
        self._ca = trustme.CA()

    def bundle(self, folder: Path) -> str:
        """A file that makes its certificates trusted."""
        file = folder / "authority.pem"
        self._ca.cert_pem.write_to_path(str(file))
        return str(file)

    def context(self, name: str = "127.0.0.1", *, expired: bool = False) -> ssl.SSLContext:
        """What a server that is called `name` serves TLS with."""
        expiry = datetime(2020, 1, 1, tzinfo=UTC) if expired else None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._ca.issue_cert(name, not_after=expiry).configure_cert(context)
        return context


class Proxy(Web):
    """A forward proxy: CONNECT and absolute URLs, for the hosts of `hosts` (name to `Web`); others get a 502."""

    def serve(self, hosts: dict[str, Web]) -> Proxy:
        """Set the hosts that it can reach."""
        self.hosts = hosts
        return self

    def _talk(self, sock: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            got = sock.recv(65536)
            if not got:
                return
            head += got
        line, _, rest = head.partition(b"\r\n")
        method, target, _ = line.decode("latin-1").split(" ", 2)
        self.requests.append(Asked(at=time.monotonic(), method=method, path=target, headers={}))
        name = target.split("://")[-1].split("/")[0].rsplit(":", 1)[0]
        web = self.hosts.get(name)
        if web is None:
            sock.sendall(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            return
        with socket.create_connection((web.host, web.port)) as upstream:
            if method == "CONNECT":
                sock.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            else:
                path = "/" + target.split("://", 1)[1].partition("/")[2]
                upstream.sendall(f"{method} {path} HTTP/1.1\r\nConnection: close\r\n".encode() + rest)
            pump(sock, upstream)


class SocksProxy(Proxy):
    """A SOCKS5 proxy (RFC 1928) without passwords, for the hosts of `hosts`; `requests` holds the names that it was asked for."""

    def _talk(self, sock: socket.socket) -> None:
        lines = sock.makefile("rb", buffering=0)
        lines.read(lines.read(2)[1])
        sock.sendall(b"\x05\x00")
        kind = lines.read(4)[3]
        name = lines.read(lines.read(1)[0]).decode() if kind == 3 else socket.inet_ntoa(lines.read(4))
        lines.read(2)
        self.requests.append(Asked(at=time.monotonic(), method="SOCKS", path=name, headers={}))
        web = self.hosts.get(name)
        sock.sendall(bytes([5, 0 if web else 4, 0, 1, 0, 0, 0, 0, 0, 0]))
        if web:
            with socket.create_connection((web.host, web.port)) as upstream:
                pump(sock, upstream)


def pump(one: socket.socket, other: socket.socket) -> None:
    """Carry bytes both ways until one side ends."""
    across = {one: other, other: one}
    while True:
        readable, _, _ = select.select(list(across), [], [], 30)
        for sock in readable:
            data = sock.recv(65536)
            if not data:
                return
            across[sock].sendall(data)
        if not readable:
            return
