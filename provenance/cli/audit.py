"""`provenance audit`: all stages; the main job."""

from typing import Annotated

import typer

from provenance import pipeline
from provenance.cli.options import (
    Documents,
    Formats,
    Json,
    Output,
    Quiet,
    deliver_or_summarise,
    exit_by_findings,
    progress,
    with_settings,
)
from provenance.cli.terminal import put
from provenance.config import Group, Settings

NAME = "audit"
EXAMPLES = "`provenance audit article.md` · `provenance audit drafts/ --json > audit.json` · `provenance audit a.md --dry-run`"

DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be visited, and visit nothing.")]


@with_settings(Group.FINDINGS, Group.NETWORK)
def run(
    docs: Documents, *, formats: Formats = None, output: Output = None, as_json: Json = False, quiet: Quiet = False,
    dry_run: DryRun = False, settings: Settings,
) -> None:  # fmt: skip
    """Collect, fetch, archive, extract, verify and report."""
    if dry_run:
        for target in pipeline.targets(pipeline.collect_all(docs, settings)):
            put(target.url)
        return
    with progress(quiet) as tell:
        audit = pipeline.audit(docs, settings, progress=tell)
    deliver_or_summarise(audit, formats, as_json, output, quiet)
    exit_by_findings(audit, settings.fail_on)
