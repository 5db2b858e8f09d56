"""`provenance diff`: what changed between two audits."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from provenance import pipeline
from provenance.cli.options import with_settings
from provenance.config import Settings
from provenance.difference import compare
from provenance.errors import SettingsError
from provenance.report import write_bytes
from provenance.report.diff_report import FORMATS, render

NAME = "diff"
EXAMPLES = "`provenance diff a-1f2e a-9c8b` · `provenance diff a-1f2e a-9c8b --format html -o changes.html`"

Earlier = Annotated[str, typer.Argument(help="The beginning of the earlier audit's id.", metavar="EARLIER")]
Later = Annotated[str, typer.Argument(help="The beginning of the later audit's id.", metavar="LATER")]
Format = Annotated[str, typer.Option("--format", "-f", help="text, json or html.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="File, instead of standard output.")]


@with_settings()
def run(
    earlier: Earlier, later: Later, *, form: Format = "text", output: Output = None, settings: Settings
) -> None:
    """Say which claims and links changed."""
    if form not in FORMATS:
        raise SettingsError(f"unknown format {form!r} for a difference: it is one of {', '.join(FORMATS)}")
    difference = compare(pipeline.kept(earlier, settings), pipeline.kept(later, settings))
    shown = render(difference, form)
    if output:
        write_bytes(shown, output)
    else:
        sys.stdout.buffer.write(shown)
        sys.stdout.buffer.flush()
