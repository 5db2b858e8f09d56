"""`provenance supply`: the text or saved page of a source that only you can read."""

import getpass
from pathlib import Path
from typing import Annotated

import typer

from provenance import intake
from provenance.cli.options import Quiet, with_settings
from provenance.cli.terminal import put
from provenance.config import Settings

NAME = "supply"
EXAMPLES = "`provenance supply https://example.org/story saved.html` · `provenance supply https://example.org/story story.txt --by Anna`"

Url = Annotated[str, typer.Argument(help="The source, as documents cite it.", metavar="URL")]
File = Annotated[Path, typer.Argument(help="Its text, saved page (HTML) or PDF.", metavar="FILE")]
By = Annotated[
    str | None, typer.Option("--by", help="Who supplies it; by default the name you are logged in by.")
]


@with_settings()
def run(url: Url, file: File, *, by: By = None, quiet: Quiet = False, settings: Settings) -> None:
    """Supply the text or saved page of a source that only you can read."""
    text = intake.supply(url, file, settings, who=by or getpass.getuser())
    if not quiet:
        put(f"{len(text.text.split())} words kept for {url}: “{text.title or text.text[:60]}”")
