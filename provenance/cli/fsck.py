"""`provenance fsck`: every digest of the archive, and the catalogue against it."""

from contextlib import nullcontext
from typing import Annotated

import typer

from provenance.archive import Archive
from provenance.archive.fixity import verify
from provenance.cli.options import with_settings
from provenance.cli.terminal import put
from provenance.config import Settings
from provenance.errors import ArchiveError
from provenance.pipeline import utc_now
from provenance.store import Catalogue
from provenance.wording import say

NAME = "fsck"
EXAMPLES = "`provenance fsck` · `provenance fsck --repair`"

Repair = Annotated[
    bool, typer.Option("--repair", help="Cut off the unfinished record that an interrupted run left.")
]


@with_settings()
def run(*, repair: Repair = False, settings: Settings) -> None:
    """Check the archive; silent when all is well."""
    if not settings.cache.is_dir():
        raise ArchiveError(f"{settings.cache}: no archive there; name another with --cache")
    with Catalogue.open(settings.cache, read_only=True) as catalogue:
        catalogue.check()
        captures = catalogue.captures()
    held = Archive.open(settings.cache, clock=utc_now) if repair else nullcontext()
    with held:
        problems = list(verify(settings.cache, captures, repair=repair))
    for problem in problems:
        put(f"{problem.file}:{problem.offset}: {say(problem.message)}")
    if not all(problem.mended for problem in problems):
        raise typer.Exit(1)
