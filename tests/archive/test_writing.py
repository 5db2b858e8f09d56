"""What a visit becomes in the archive."""

from dataclasses import replace

import pytest

from provenance.archive import read
from provenance.model import Body, CopyKind, FailureKind
from tests.archive.visits import (
    NOON,
    PAGE,
    failure,
    hop,
    later,
    open_archive,
    records,
    visit,
    warcio_check,
    warcs,
)


def write_all(folder, *visits, **settings):
    """Write visits into a fresh archive; the captures and the records of its newest file."""
    with open_archive(folder, **settings) as archive:
        captures = [archive.write(each) for each in visits]
    return captures, records(warcs(folder)[-1])


def test_a_visit_is_a_response_with_its_request(tmp_path):
    """A file begins with warcinfo; a visit adds a response and the request that belongs to it."""
    [capture], found = write_all(tmp_path, visit())
    assert [kind for kind, *_ in found] == ["warcinfo", "response", "request"]
    _, fields, head, body = found[1]
    assert fields["WARC-Target-URI"] == capture.url == "https://example.org/page"
    assert fields["WARC-Date"] == "2026-11-21T12:00:00.000000Z"
    assert fields["WARC-IP-Address"] == "192.0.2.7"
    assert fields["WARC-Payload-Digest"] == f"sha256:{capture.sha256}"
    assert head.statusline == "200 OK"
    assert body == PAGE
    assert found[2][1]["WARC-Concurrent-To"] == fields["WARC-Record-ID"]
    assert found[2][2].headers[0] == ("Host", "example.org")


def test_warcio_check_has_nothing_to_say(tmp_path):
    """Every kind of record that we write passes warcio's own checker."""
    cut = replace(Body.of(b"half"), truncated=True)
    visits = [
        visit(),
        visit(hop(at=later(1))),
        visit(hop(status=304, body=b"", at=later(2))),
        visit(hop(status=301, body=b"moved"), hop(url="https://example.org/new")),
        visit(failure=failure()),
        visit(hop(body=cut), failure=failure(FailureKind.TRUNCATED, "short-body")),
    ]
    with open_archive(tmp_path) as archive:
        for each in visits:
            archive.write(each)
        archive.write_supplied("https://example.org/page", b"text", "text/plain", "Anna")
    assert warcio_check(*warcs(tmp_path)) == ""


def test_every_hop_of_a_redirect_is_kept(tmp_path):
    """A visit over a redirect keeps both answers, tied together, and gives the capture of the last."""
    moved = hop(status=301, body=b"", headers=(("Location", "/new"),))
    [capture], found = write_all(tmp_path, visit(moved, hop(url="https://example.org/new")))
    answers = [fields for kind, fields, *_ in found if kind == "response"]
    assert [fields["WARC-Target-URI"] for fields in answers] == [
        "https://example.org/page",
        "https://example.org/new",
    ]
    assert answers[1]["WARC-Concurrent-To"] == answers[0]["WARC-Record-ID"]
    assert capture.url == "https://example.org/new"


def test_credentials_are_never_written(tmp_path):
    """No password of a URL, no authorization, no cookie value reaches the disk."""
    secret = hop(
        url="https://anna:s3cret@example.org/page",
        headers=(("Set-Cookie", "session=s3cret; Path=/; HttpOnly"),),
        request_headers=(
            ("Authorization", "Bearer s3cret"),
            ("Cookie", "a=s3cret"),
            ("Proxy-Authorization", "s3cret"),
        ),
    )
    [capture], found = write_all(tmp_path, visit(secret))
    everything = " ".join(str(part) for record in found for part in record)
    assert "s3cret" not in everything
    assert capture.url == "https://example.org/page"
    assert found[1][2]["Set-Cookie"] == "session=removed; Path=/; HttpOnly"


def test_transfer_coding_is_not_claimed_of_a_body_that_has_it_no_more(tmp_path):
    """`Transfer-Encoding` is renamed, `Content-Encoding` stays with the bytes as they came."""
    headers = (("Transfer-Encoding", "chunked"), ("Content-Encoding", "br"))
    [capture], found = write_all(tmp_path, visit(hop(headers=headers, body=b"\x0b\x02\x80")))
    assert found[1][2].headers == [
        ("X-Archive-Orig-Transfer-Encoding", "chunked"),
        ("Content-Encoding", "br"),
    ]
    assert read(tmp_path, capture).body.data == b"\x0b\x02\x80"


@pytest.mark.parametrize(
    ("problem", "reason"),
    [
        (failure(FailureKind.TRUNCATED, "short-body"), "disconnect"),
        (failure(FailureKind.TIMEOUT, "total-timeout"), "time"),
        (failure(FailureKind.TRUNCATED, "too-big"), "length"),
        (None, "length"),
    ],
)
def test_a_cut_body_says_why_it_was_cut(tmp_path, problem, reason):
    """`WARC-Truncated` names the reason, and whoever reads the capture is told."""
    cut = hop(body=replace(Body.of(b"half"), truncated=True))
    [capture], found = write_all(tmp_path, visit(cut, failure=problem))
    assert found[1][1]["WARC-Truncated"] == reason
    assert read(tmp_path, capture).body.truncated


def test_a_failed_visit_leaves_a_record_and_no_capture(tmp_path):
    """Why a visit failed is kept as metadata; there is nothing to read."""
    [capture], found = write_all(tmp_path, visit(failure=failure()))
    assert capture is None
    kind, fields, _, body = found[1]
    assert (kind, fields["Content-Type"]) == ("metadata", "application/warc-fields")
    assert b"failureCode: nxdomain\r\n" in body


def test_a_redirect_into_nowhere_gives_no_capture(tmp_path):
    """The answer of a redirect is not the answer of the page behind it."""
    [capture], found = write_all(tmp_path, visit(hop(status=301, body=b"moved"), failure=failure()))
    assert capture is None
    assert [kind for kind, *_ in found] == ["warcinfo", "response", "request", "metadata"]


def test_the_same_body_again_is_a_revisit(tmp_path):
    """A body that stands in the archive for that URL is not written twice, and reads the same."""
    headers = (("Content-Type", "text/html"), ("X-Again", "yes"))
    captures, found = write_all(tmp_path, visit(), visit(hop(at=later(60), headers=headers)))
    kind, fields, _, _ = found[3]
    assert kind == "revisit"
    assert fields["WARC-Profile"].endswith("identical-payload-digest")
    assert fields["WARC-Refers-To"] == found[1][1]["WARC-Record-ID"]
    assert fields["WARC-Refers-To-Date"] == "2026-11-21T12:00:00.000000Z"
    stored = read(tmp_path, captures[1])
    assert (stored.body.data, stored.headers) == (PAGE, headers)


def test_a_body_is_a_revisit_of_an_earlier_run_too(tmp_path):
    """What the catalogue knows of earlier runs is used, through revisits of revisits to the record itself."""
    [first], _ = write_all(tmp_path, visit())
    [second], _ = write_all(tmp_path, visit(hop(at=later(1))), earlier=lambda *_: first)
    [third], found = write_all(tmp_path, visit(hop(at=later(2))), earlier=lambda *_: second)
    assert [kind for kind, *_ in found].count("revisit") == 2
    assert found[-2][1]["WARC-Refers-To"] == found[1][1]["WARC-Record-ID"]
    assert read(tmp_path, third).body.data == PAGE


def test_not_modified_reads_as_the_answer_that_it_confirms(tmp_path):
    """A 304 is a revisit that gives back the status, headers and body of the answer before it."""
    captures, found = write_all(
        tmp_path, visit(), visit(hop(status=304, reason="Not Modified", body=b"", at=later(5)))
    )
    assert found[3][1]["WARC-Profile"].endswith("server-not-modified")
    assert found[3][2].statusline == "304 Not Modified"
    assert (captures[1].status, captures[1].sha256) == (304, captures[0].sha256)
    first, second = (read(tmp_path, capture) for capture in captures)
    assert (second.status, second.headers, second.body) == (first.status, first.headers, first.body)
    assert second.captured_at == later(5)


def test_not_modified_of_nothing_we_have_is_kept_as_it_came(tmp_path):
    """A 304 for a page that is not in the archive is an answer without a body."""
    [capture], found = write_all(tmp_path, visit(hop(status=304, body=b"")))
    assert found[1][0] == "response"
    assert (capture.status, capture.size) == (304, 0)


def test_a_body_is_written_again_where_the_first_one_is_lost(tmp_path):
    """A revisit never refers to a record that cannot be read."""
    [first], _ = write_all(tmp_path, visit())
    lost = replace(first, warc="gone.warc.gz")
    _, found = write_all(tmp_path, visit(hop(at=later(1))), earlier=lambda *_: lost)
    assert [kind for kind, *_ in found].count("response") == 2


def test_another_body_of_the_same_page_is_no_revisit(tmp_path):
    """What changed is written in full."""
    _, found = write_all(tmp_path, visit(), visit(hop(body=PAGE + b"!", at=later(1))))
    assert [kind for kind, *_ in found].count("revisit") == 0


def test_a_web_archives_copy_is_known_by_the_page_it_shows(tmp_path):
    """The record says what was fetched; the capture says of which page, and when the archive saw it."""
    copy = "https://archive.example/web/20250101000000id_/https://example.org/page"
    with open_archive(tmp_path) as archive:
        capture = archive.write(
            visit(hop(url=copy)),
            kind=CopyKind.WEB_ARCHIVE,
            original_url="https://example.org/page",
            captured_at=later(-86400),
        )
    assert (capture.kind, capture.url, capture.archive_url) == (
        CopyKind.WEB_ARCHIVE,
        "https://example.org/page",
        copy,
    )
    assert capture.captured_at == later(-86400)
    assert records(warcs(tmp_path)[0])[1][1]["WARC-Target-URI"] == copy
    assert read(tmp_path, capture).body.data == PAGE


def test_what_a_person_supplies_says_who(tmp_path):
    """A supplied text is a resource record, with who supplied it beside it."""
    with open_archive(tmp_path) as archive:
        capture = archive.write_supplied(
            "https://example.org/page", b"words", "text/plain; charset=utf-8", "Anna"
        )
    found = records(warcs(tmp_path)[0])
    assert [kind for kind, *_ in found] == ["warcinfo", "resource", "metadata"]
    assert found[2][3] == b"suppliedBy: Anna\r\n"
    stored = read(tmp_path, capture)
    assert (capture.kind, capture.captured_at, stored.body.data) == (CopyKind.SUPPLIED, NOON, b"words")
    assert stored.headers == (("Content-Type", "text/plain; charset=utf-8"),)


def test_a_spooled_body_is_written_from_its_file(tmp_path):
    """A body that stands in a file becomes the same record as one in memory."""
    data = PAGE * 900
    file = tmp_path / "spooled"
    file.write_bytes(data)
    spooled = replace(Body.of(data), data=b"", file=file)
    [capture], _ = write_all(tmp_path, visit(hop(body=spooled)))
    assert read(tmp_path, capture).body.data == data
    assert warcio_check(*warcs(tmp_path)) == ""


def test_a_file_that_is_full_is_followed_by_another(tmp_path):
    """Files roll at a size, each begins with warcinfo, and every capture is found in its own."""
    captures = []
    with open_archive(tmp_path, roll_at=3000) as archive:
        captures = [
            archive.write(visit(hop(body=PAGE + bytes([n]), url=f"https://example.org/{n}")))
            for n in range(20)
        ]
    assert len(warcs(tmp_path)) > 2
    assert all(records(file)[0][0] == "warcinfo" for file in warcs(tmp_path))
    assert [read(tmp_path, capture).body.data[-1] for capture in captures] == list(range(20))


def test_odd_headers_do_not_break_a_record(tmp_path):
    """Line breaks, odd bytes and characters beyond latin-1 in headers leave one readable record."""
    headers = (("X-Fold", "a\r\n b"), ("X-Latin", "caf\xe9"), ("X-Other", "\u20ac\udc80"), ("", "x"))
    [capture], found = write_all(tmp_path, visit(hop(headers=headers, reason="Très\r\nbien")))
    assert len(found) == 3
    assert read(tmp_path, capture).body.data == PAGE
    assert warcio_check(*warcs(tmp_path)) == ""


def test_an_id_comes_from_what_was_captured(tmp_path):
    """The same answer has the same id in any archive; another time or body has another."""
    [one], _ = write_all(tmp_path / "a", visit())
    [two], _ = write_all(tmp_path / "b", visit())
    [three], _ = write_all(tmp_path / "c", visit(hop(at=later(1))))
    assert one.id == two.id != three.id
