"""`provenance review`: the page where an editor decides, on this machine alone."""

from typing import Annotated

import typer

from provenance import pipeline
from provenance.cli.options import with_settings
from provenance.config import Group, Settings

NAME = "review"
EXAMPLES = "`provenance review` · `provenance review a-1f2e3d --port 8080`"

Which = Annotated[
    str | None, typer.Argument(help="The beginning of an audit's id; the newest without it.", metavar="AUDIT")
]
Port = Annotated[
    int, typer.Option("--port", help="Port of 127.0.0.1; a free one without it.", min=0, max=65535)
]


@with_settings(Group.NETWORK)
def run(audit: Which = None, *, port: Port = 0, settings: Settings) -> None:
    """Work through an audit in the browser, claim by claim, until you stop it with Ctrl-C."""
    # the web server is loaded where it is needed: other commands start without it
    from provenance import review

    with review.opened(pipeline.kept(audit, settings), settings, port) as page:
        typer.echo(f"Review: {page.url}")
        page.run()
