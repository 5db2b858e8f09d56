"""Answers from bytes as they come."""

import http.client
import io
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.fetch.http11 import HEAD_LIMIT, AnswerReader

OK = b"HTTP/1.1 200 OK\r\n"


def read(data: bytes, cuts: list[int] | None = None) -> tuple[AnswerReader, bytes]:
    """The reader after the whole answer, fed in pieces, and the body."""
    reader, body = AnswerReader(), b""
    places = [0, *sorted(cut % (len(data) + 1) for cut in cuts or ()), len(data)]
    pieces = [data[a:b] for a, b in itertools.pairwise(places) if a < b]
    for piece in [*pieces, b""]:
        reader.feed(piece)
        while reader.head and not reader.done and (part := reader.take()):
            body += part
        if reader.done:
            break
    if not reader.done:
        body += reader.take()
    return reader, body


@pytest.mark.parametrize(
    ("answer", "body", "reusable"),
    [
        (OK + b"Content-Length: 4\r\n\r\npage", b"page", True),
        (OK + b"Content-Length: 4\r\nConnection: close\r\n\r\npage", b"page", False),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 4\r\n\r\npage", b"page", False),
        (b"HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 4\r\n\r\npage", b"page", True),
        (OK + b"\r\nto the end", b"to the end", False),
        (OK + b"Content-Length: many\r\n\r\nto the end", b"to the end", False),
        (OK + b"Content-Length: -1\r\n\r\nto the end", b"to the end", False),
        (OK + b"Content-Length: 0\r\n\r\n", b"", True),
        (b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", b"", True),
        (b"HTTP/1.1 204 No Content\r\n\r\n", b"", True),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n", b"abcde", True),
        (OK + b"Transfer-Encoding: Chunked\r\n\r\n00a\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n", b"0123456789", True),
        (OK + b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n1\na\n0\n\n", b"a", True),
        (b"HTTP/1.1 200\nContent-Length: 1\n\na", b"a", True),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nA: b\r\n\r\n" + OK + b"Content-Length: 1\r\n\r\na", b"a", True),
    ],
)  # fmt: skip
def test_bodies(answer, body, reusable):
    """A body ends where its length, its last chunk or its connection does, however the bytes are cut into pieces."""
    for cuts in ([], list(range(len(answer)))):
        reader, got = read(answer, cuts)
        assert (got, reader.done, reader.reusable) == (body, True, reusable)


def test_heads():
    """Headers stay as they came: order, spelling, duplicates; folded ones become one line, and what is none is left out."""
    lines = b"X-A: 1\r\nx-b:2 \r\nX-A:\t3\r\nno header\r\nbad name: x\r\nLong: one\r\n  two\r\nEmpty:\r\nL: \xe9\r\n"
    head = read(b"HTTP/1.1 404 Not  Found \r\n" + lines + b"\r\n")[0].head
    assert (head.status, head.reason, head.version) == (404, "Not  Found", "1.1")
    assert head.headers == (
        ("X-A", "1"),
        ("x-b", "2"),
        ("X-A", "3"),
        ("Long", "one two"),
        ("Empty", ""),
        ("L", "é"),
    )
    assert (head.header("x-a"), head.header("none")) == ("1", "")


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"junk",
        b"HTTP/1.1 2000 OK\r\n\r\n",
        b"HTTP/2.0 200 OK\r\n\r\n",
        OK + b"X: " + b"x" * HEAD_LIMIT,
        OK + b"Content-Length: 5\r\n\r\nabcd",
        OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nabcdeXX\r\n0\r\n\r\n",
    ],
    ids=["nothing", "junk", "status", "version", "long", "short", "chunk"],
)
def test_what_is_no_answer(answer):
    """What is no whole answer raises what the standard library would raise."""
    with pytest.raises(http.client.HTTPException):
        read(answer)


class _Socket:
    def __init__(self, data: bytes) -> None:
        self.data = data

    def makefile(self, *_args: object) -> io.BytesIO:
        """What http.client reads from."""
        return io.BytesIO(self.data)


_headers = st.lists(
    st.sampled_from([b"A: b\r\n", b"Content-Length: 5\r\n", b"Transfer-Encoding: chunked\r\n", b"Connection: close\r\n", b"B:\r\n"]),
    max_size=4, unique=True,
)  # fmt: skip
_bodies = st.sampled_from([b"", b"hello", b"hello more", b"5\r\nhello\r\n0\r\n\r\n", b"5\r\nhel"])


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([200, 404, 503, 999]), _headers, _bodies, st.lists(st.integers(0, 200), max_size=6))
def test_it_reads_what_the_standard_library_reads(status, headers, body, cuts):
    """Status, headers, body and failure are those of http.client, however the bytes are cut."""
    data = b"HTTP/1.1 %d X\r\n" % status + b"".join(headers) + b"\r\n" + body
    expected = http.client.HTTPResponse(_Socket(data))
    expected.begin()
    try:
        wanted = expected.read()
    except http.client.IncompleteRead:
        with pytest.raises(http.client.IncompleteRead):
            read(data, cuts)
        return
    reader, got = read(data, cuts)
    assert (reader.head.status, list(reader.head.headers), got) == (status, expected.getheaders(), wanted)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.lists(st.integers(0, 400), max_size=6))
def test_any_bytes_end_in_an_answer_or_an_error(data, cuts):
    """Nothing but an answer or an `HTTPException` comes of whatever bytes."""
    for start in (data, OK + data, OK + b"Transfer-Encoding: chunked\r\n\r\n" + data):
        try:
            reader, _ = read(start, cuts)
        except http.client.HTTPException:
            continue
        assert reader.done
