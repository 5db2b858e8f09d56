"""`provenance export`: the captures that an audit rests on, as one file for any replay tool."""

from pathlib import Path
from typing import Annotated

import typer

from provenance import pipeline, retention
from provenance.cli.options import Quiet, with_settings
from provenance.config import Settings

NAME = "export"
EXAMPLES = "`provenance export -o evidence.wacz` · `provenance export a-1f2e3d4a5b6c -o evidence.wacz`"

Which = Annotated[
    str | None, typer.Argument(help="The beginning of an audit's id; the newest without.", metavar="AUDIT")
]
Output = Annotated[Path, typer.Option("--output", "-o", help="The WACZ file to write.")]


@with_settings()
def run(which: Which = None, *, output: Output, quiet: Quiet = False, settings: Settings) -> None:
    """Write the captures that an audit rests on to a WACZ package, which ReplayWeb.page and pywb replay."""
    count = retention.export(pipeline.kept(which, settings), output, settings.cache, clock=pipeline.utc_now)
    if not quiet:
        typer.echo(f"{output}: {count} captures, {output.stat().st_size / 1e6:.1f} MB")
