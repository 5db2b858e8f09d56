"""`provenance report`: an audit that is kept, in any format, offline."""

from typing import Annotated

import typer

from provenance import pipeline
from provenance.cli.options import Formats, Json, Output, Quiet, deliver_or_summarise, with_settings
from provenance.config import Settings

NAME = "report"
EXAMPLES = "`provenance report` · `provenance report a-1f2e3d -f markdown` · `provenance report -f html -f json -o out/`"

Which = Annotated[
    str | None, typer.Argument(help="The beginning of an audit's id; the newest without it.", metavar="AUDIT")
]


@with_settings()
def run(
    audit: Which = None, *, formats: Formats = None, output: Output = None, as_json: Json = False, quiet: Quiet = False,
    settings: Settings,
) -> None:  # fmt: skip
    """Write the report of a kept audit again."""
    deliver_or_summarise(pipeline.kept(audit, settings), formats, as_json, output, quiet)
