"""`provenance rules`: the rules under which findings are made."""

from typing import Annotated

import typer

from provenance.rules import explain, rules

NAME = "rules"
EXAMPLES = "`provenance rules` · `provenance rules PV201`"

Code = Annotated[str | None, typer.Argument(help="A rule code; all of them without it.", metavar="CODE")]


def run(code: Code = None) -> None:
    """List the rules, or explain one."""
    if code:
        typer.echo(explain(code))
        return
    for one in rules().values():
        typer.echo(f"{one.code}  {one.severity.value:8}{one.titles['en']}")
