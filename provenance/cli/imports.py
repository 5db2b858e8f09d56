"""`provenance import`: captures of other tools."""

from pathlib import Path
from typing import Annotated

import typer

from provenance import intake
from provenance.cli.options import Quiet, with_settings
from provenance.cli.terminal import put
from provenance.config import Settings
from provenance.wording import say

NAME = "import"
EXAMPLES = "`provenance import crawl.warc.gz` · `provenance import evidence.wacz`"

Files = Annotated[list[Path], typer.Argument(help="WARC, ARC or WACZ files.", metavar="FILE…")]


@with_settings()
def run(files: Files, *, quiet: Quiet = False, settings: Settings) -> None:
    """Take in captures that other tools made (WARC, ARC, WACZ)."""
    for file in files:
        taken = intake.take_in(file, settings)
        for problem in taken.problems:
            put(say(problem.message), err=True)
        if not quiet:
            put(f"{file}: {taken.captures} captures kept, {taken.sources} sources read from them")
