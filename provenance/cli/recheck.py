"""`provenance recheck`: visit again what is known or named."""

from typing import Annotated

import typer

from provenance import recheck
from provenance.cli.options import (
    Formats,
    Json,
    Output,
    Quiet,
    deliver,
    exit_by_findings,
    progress,
    with_settings,
)
from provenance.config import Group, Settings

NAME = "recheck"
EXAMPLES = "`provenance recheck --due` · `provenance recheck docs/ --format json -o links.json`"

Named = Annotated[
    list[str] | None,
    typer.Argument(help="Documents or URLs; everything in the catalogue without them.", metavar="DOC|URL…"),
]
Due = Annotated[bool, typer.Option("--due", help="Only sources whose next check has come.")]


@with_settings(Group.FINDINGS, Group.NETWORK)
def run(
    named: Named = None, *, due: Due = False, formats: Formats = None, output: Output = None, as_json: Json = False,
    quiet: Quiet = False, settings: Settings,
) -> None:  # fmt: skip
    """Visit sources again and say what became of them."""
    with progress(quiet) as tell:
        audit = recheck.recheck(named or [], settings, due=due, progress=tell)
    deliver(audit, [*(formats or []), *(["json"] if as_json else [])] or ["text"], output)
    exit_by_findings(audit, settings.fail_on)
