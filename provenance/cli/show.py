"""`provenance show`: one source or one claim, with all that is known of it."""

from typing import Annotated

import typer

from provenance import pipeline
from provenance.cli.options import with_settings
from provenance.cli.terminal import put
from provenance.config import Settings
from provenance.explain import explain_claim, explain_source

NAME = "show"
EXAMPLES = "`provenance show https://example.org/story` · `provenance show c-1f2e3d4a5b6c`"

What = Annotated[
    str, typer.Argument(help="A URL or source id, or the beginning of a claim's id.", metavar="URL|CLAIM")
]


@with_settings()
def run(what: What, *, settings: Settings) -> None:
    """Show a source's visits and copies, or a claim's facts, passages and what moved its confidence."""
    if "://" in what or what.startswith("s-"):
        lines = explain_source(what, settings)
    else:
        lines = explain_claim(what, pipeline.kept(None, settings))
    for line in lines:
        put(line)
