"""Credentials go to the host that they are for, and nowhere else: not into the archive, a report, or a line on the terminal."""

import base64
import gzip
import re
import zipfile

from tests.support.cli import provenance
from tests.support.web import Authority, Web

SECRETS = {"DESK_LOGIN": "anna:s3cr3t-Wort", "OTHER_LOGIN": "Bearer t0ken-0f-the-desk"}
SETTINGS = """
allow_network = ["127.0.0.0/8"]
ignore_robots = true
archive_fallback = false
host_interval = 0
[hosts."127.0.0.1"]
credentials = "DESK_LOGIN"
headers = { "X-Desk" = "k3y-of-the-desk" }
[hosts."127.0.0.2"]
credentials = "OTHER_LOGIN"
"""
PAGE = (
    b"<title>Plant</title><p>The plant will employ 2,300 people, the company said on Monday, and 40 more later.</p>"
    * 3
)


def test_no_credential_is_written_anywhere(tmp_path):
    """Every file that a run leaves, its report and its output are searched for each secret, plain and as it is sent."""
    authority = Authority()
    with (
        Web(tls=authority.context()) as one,
        Web(host="127.0.0.2", tls=authority.context("127.0.0.2")) as two,
    ):
        one.page(
            "/a",
            PAGE,
            headers=(("Content-Type", "text/html"), ("Set-Cookie", "session=c00kie-of-anna; Path=/")),
        )
        one.redirect("/r", two.url("/b"), headers=(("Set-Cookie", "session=c00kie-of-anna; Path=/"),))
        two.page("/b", PAGE)
        two.page("/c", "who are you?", status=401)
        (tmp_path / "provenance.toml").write_text(SETTINGS)
        user = one.url("/a").replace("//", "//anna:s3cr3t-Wort@")
        cited = [one.url("/a"), one.url("/r"), two.url("/c"), user]
        (tmp_path / "d.md").write_text("\n\n".join(f"It employs [2,300 people]({url})." for url in cited[:3]))
        environ = {**SECRETS, "REQUESTS_CA_BUNDLE": authority.bundle(tmp_path)}
        runs = [
            provenance("audit", "d.md", "-f", "json", "-f", "html", "-o", ".", cwd=tmp_path, environ=environ),
            provenance("archive", user, "--fresh", "0s", cwd=tmp_path, environ=environ),
            provenance("show", one.url("/a"), cwd=tmp_path, environ=environ),
            provenance("export", "-o", "evidence.wacz", cwd=tmp_path, environ=environ),
        ]
    assert [run.returncode for run in runs[1:]] == [0, 0, 0], [run.stderr for run in runs]
    basic = base64.b64encode(SECRETS["DESK_LOGIN"].encode()).decode()
    assert {r.headers.get("authorization") for r in one.requests} == {f"Basic {basic}"}
    assert {r.headers.get("authorization") for r in two.requests} == {SECRETS["OTHER_LOGIN"]}
    assert all(r.headers["x-desk"] == "k3y-of-the-desk" for r in one.requests)

    secret = re.compile(
        "|".join(
            ["s3cr3t-Wort", "t0ken-0f-the-desk", "k3y-of-the-desk", "c00kie-of-anna", re.escape(basic)]
        ).encode()
    )
    outputs = [f"{run.stdout}{run.stderr}".encode() for run in runs]
    files = [file for file in tmp_path.rglob("*") if file.is_file() and file.name != "provenance.toml"]
    assert len(files) > 5
    found = [file.name for file in files for data in contents(file) if secret.search(data)]
    assert found == []
    assert not any(secret.search(output) for output in outputs)


def contents(file):
    """The bytes of a file, and what is packed in it."""
    yield file.read_bytes()
    if file.name.endswith(".gz"):
        yield gzip.decompress(file.read_bytes())
    if file.suffix == ".wacz":
        with zipfile.ZipFile(file) as package:
            for name in package.namelist():
                data = package.read(name)
                yield gzip.decompress(data) if name.endswith(".gz") else data
