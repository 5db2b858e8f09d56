"""A run that is stopped keeps what it finished, leaves an archive that opens, and the next one carries on."""

import json
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest

from provenance.demo import Answer
from tests.support.cli import ENVIRONMENT, provenance
from tests.support.demo import CountingWeb

PAGES = 24


class SlowWeb(CountingWeb):
    """A web of many hosts with a page each, where every answer takes a while."""

    def answer(self, url: str) -> Answer:
        self.asked.append(url)
        if url.endswith("robots.txt"):
            return Answer(status=404)
        time.sleep(0.15)
        if "stuck" in url:
            time.sleep(20)
        return Answer(
            body=f"<title>Page</title><p>The committee met and recorded its findings on {url}.</p>".encode()
            * 3
        )


@pytest.fixture
def desk(tmp_path):
    """A folder with a document that cites many pages, and the web that has them."""
    links = "\n\n".join(f"The committee met ([page](http://host{n}.example/page))." for n in range(PAGES))
    (tmp_path / "many.md").write_text(links, "utf-8")
    (tmp_path / "stuck.md").write_text(links + "\n\nIt met ([page](http://stuck.example/)).", "utf-8")
    with SlowWeb() as opened:
        yield tmp_path, opened


def begin(folder, opened, document):
    """An archiving run that has begun."""
    command = [
        sys.executable,
        "-m",
        "provenance",
        "archive",
        document,
        "--concurrency",
        "2",
        "--no-archive-fallback",
    ]
    environ = {**ENVIRONMENT, "HTTP_PROXY": opened.url}
    return subprocess.Popen(
        command, cwd=folder, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def wait_for(condition, seconds=240):
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.02)


def rows(folder):
    """How many sources the catalogue has, while another process writes to it."""
    file = folder / "cache" / "catalog.db"
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as db:
            return db.execute("select count(*) from sources").fetchone()[0]
    except sqlite3.OperationalError:  # not there yet
        return 0


def visited(folder):
    """The URLs that the catalogue knows."""
    run = provenance("recheck", "--offline", "--json", cwd=folder)
    return {s["canonical_url"] for s in json.loads(run.stdout)["sources"] if s["checked_at"]}


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_the_run_at_once_and_keeps_what_was_finished(desk, number, code):
    """Even with a host that does not answer, the run ends, says so, and its visits are in the catalogue."""
    folder, opened = desk
    run = begin(folder, opened, "stuck.md")
    wait_for(lambda: rows(folder) >= 6)
    run.send_signal(number)
    _, told = run.communicate(timeout=15)

    assert run.returncode == code
    assert "what was finished is kept" in told
    assert told.count("\n") == 1
    assert len(visited(folder)) >= 6
    assert provenance("fsck", cwd=folder).returncode == 0


@pytest.mark.parametrize("asked", [1, 7, 15])
def test_a_killed_run_leaves_an_archive_that_opens_and_is_carried_on(desk, asked):
    """After kill -9 the archive is mended, nothing that was kept is lost, and nothing kept is fetched again."""
    folder, opened = desk
    run = begin(folder, opened, "many.md")
    wait_for(lambda: len([u for u in opened.asked if u.endswith("/page")]) >= asked)
    run.kill()
    run.communicate(timeout=15)
    kept = visited(folder)
    opened.asked.clear()

    again = provenance(
        "archive",
        "many.md",
        "--host-interval",
        "0",
        "--no-archive-fallback",
        cwd=folder,
        environ={"HTTP_PROXY": opened.url},
    )

    assert again.returncode == 0, again.stderr
    assert not kept & set(opened.asked)
    assert len(visited(folder)) == PAGES
    assert provenance("fsck", cwd=folder).returncode == 0
