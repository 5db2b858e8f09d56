"""`provenance collect`: citations and claims of documents, offline."""

from provenance import pipeline
from provenance.cli.options import Documents, Formats, Json, Output, deliver, with_settings
from provenance.config import Settings

NAME = "collect"
EXAMPLES = "`provenance collect article.md` · `provenance collect drafts/ --json`"


@with_settings()
def run(
    docs: Documents, *, formats: Formats = None, output: Output = None, as_json: Json = False, settings: Settings,
) -> None:  # fmt: skip
    """List what documents cite and claim, without opening a socket."""
    audit = pipeline.collected(docs, settings)
    deliver(audit, [*(formats or []), *(["json"] if as_json else [])] or ["collection"], output)
