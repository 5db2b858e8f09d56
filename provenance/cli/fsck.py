"""`provenance fsck`: every digest of the archive, and the catalogue against it."""

from collections.abc import Iterator
from typing import Annotated

import typer

from provenance.archive import Archive, Problem, verify
from provenance.cli.options import with_settings
from provenance.cli.terminal import put
from provenance.config import Settings
from provenance.errors import ArchiveError
from provenance.model import Message
from provenance.pipeline import utc_now
from provenance.store import Catalogue
from provenance.wording import say

NAME = "fsck"
EXAMPLES = "`provenance fsck` · `provenance fsck --repair`"

Repair = Annotated[
    bool,
    typer.Option(
        "--repair",
        help="Cut off the unfinished record that an interrupted run left, and enter in the catalogue what it lacks.",
    ),
]


@with_settings()
def run(*, repair: Repair = False, settings: Settings) -> None:
    """Check the archive; silent when all is well."""
    if not settings.cache.is_dir():
        raise ArchiveError(f"{settings.cache}: no archive there; name another with --cache")
    problems = list(repaired(settings) if repair else checked(settings))
    for problem in problems:
        put(f"{problem.file}:{problem.offset}: {say(problem.message)}")
    if not all(problem.mended for problem in problems):
        raise typer.Exit(1)


def checked(settings: Settings) -> Iterator[Problem]:
    """The problems of the archive; a catalogue that is missing beside WARC files is one of them."""
    if (settings.cache / "warc").is_dir() and not (settings.cache / Catalogue.NAME).exists():
        yield Problem(file=Catalogue.NAME, offset=0, message=Message.of("archive-no-catalogue"))
        yield from verify(settings.cache)
        return
    with Catalogue.open(settings.cache, read_only=True) as catalogue:
        catalogue.check()
        captures = catalogue.captures()
    yield from verify(settings.cache, captures)


def repaired(settings: Settings) -> Iterator[Problem]:
    """The problems that are left, and those that were mended."""
    from provenance.rebuild import rebuild  # here, because it loads what reads pages

    with Archive.open(settings.cache, clock=utc_now), Catalogue.open(settings.cache) as catalogue:
        catalogue.check()
        rebuilt = rebuild(settings.cache, catalogue)
        if rebuilt.captures or rebuilt.visits:
            message = Message.of("archive-rebuilt", captures=rebuilt.captures, visits=rebuilt.visits)
            yield Problem(file=Catalogue.NAME, offset=0, message=message, mended=True)
        yield from verify(settings.cache, catalogue.captures(), repair=True)
