"""The demonstration's web and settings for it, for tests of the whole line."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from provenance import demo
from provenance.config import Settings

NOON = datetime(2026, 10, 1, 12, tzinfo=UTC)


def noon() -> datetime:
    """A clock that stands still."""
    return NOON


class CountingWeb(demo.DemoWeb):
    """The demonstration's web, which remembers what it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def answer(self, url: str) -> demo.Answer:
        self.asked.append(url)
        return super().answer(url)


@contextmanager
def web() -> Iterator[CountingWeb]:
    """The web, open."""
    with CountingWeb() as opened:
        yield opened


def settings_for(opened: CountingWeb, cache: Path) -> Settings:
    """Settings that lead every visit to that web."""
    return replace(
        Settings(),
        cache=cache,
        proxy=opened.url,
        archives=(demo.ARCHIVE,),
        archive_interval=0.0,
        host_interval=0.0,
    )
