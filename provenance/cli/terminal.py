"""Lines for a terminal. What pages and documents say may hold characters that a terminal would obey."""

import typer

from provenance.report.text_report import harmless


def put(text: str, *, err: bool = False) -> None:
    """Print the lines of a text, on standard error where asked; what does not print is shown as its code."""
    for line in text.split("\n"):
        typer.echo(harmless(line), err=err)
