"""`provenance recheck`: visit again what is known or named."""

from datetime import UTC, datetime
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
Since = Annotated[
    datetime | None,
    typer.Option(
        "--since",
        formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"],
        help="Only sources that were not visited since then (UTC).",
        metavar="DATE",
    ),
]
Due = Annotated[bool, typer.Option("--due", help="Only sources whose next check has come.")]


@with_settings(Group.FINDINGS, Group.NETWORK)
def run(
    named: Named = None, *, due: Due = False, since: Since = None, formats: Formats = None, output: Output = None,
    as_json: Json = False, quiet: Quiet = False, settings: Settings,
) -> None:  # fmt: skip
    """Visit sources again and say what became of them."""
    with progress(quiet) as tell:
        audit = recheck.recheck(
            named or [], settings, due=due, since=since and since.replace(tzinfo=UTC), progress=tell
        )
    deliver(audit, [*(formats or []), *(["json"] if as_json else [])] or ["text"], output)
    exit_by_findings(audit, settings.fail_on)
