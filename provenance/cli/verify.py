"""`provenance verify`: hold documents against the archive, offline."""

from dataclasses import replace

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
from provenance.config import Group, Settings

NAME = "verify"
EXAMPLES = "`provenance verify article.md` · `provenance verify article.md --cache evidence/2025-05 --json`"


@with_settings(Group.FINDINGS)
def run(
    docs: Documents, *, formats: Formats = None, output: Output = None, as_json: Json = False, quiet: Quiet = False,
    settings: Settings,
) -> None:  # fmt: skip
    """Check claims against what the archive already holds; never opens a socket."""
    with progress(quiet) as tell:
        audit = pipeline.audit(docs, replace(settings, offline=True), progress=tell)
    deliver_or_summarise(audit, formats, as_json, output, quiet)
    exit_by_findings(audit, settings.fail_on)
