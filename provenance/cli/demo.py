"""`provenance demo`: a bundled web on loopback and documents that cite it; no internet."""

import sys
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import typer

from provenance import demo, pipeline
from provenance.cli.options import Output, Quiet, deliver, progress
from provenance.config import Settings
from provenance.report import writer

NAME = "demo"
EXAMPLES = "`provenance demo` · `provenance demo -o /tmp/report.html`"


def run(*, output: Output = None, quiet: Quiet = False) -> None:
    """Audit four bundled documents against a small web of our own, and write the HTML report."""
    with tempfile.TemporaryDirectory(prefix="provenance-demo-") as cache, demo.DemoWeb() as web:
        settings = replace(
            Settings(),
            cache=Path(cache),
            proxy=web.url,
            archives=(demo.ARCHIVE,),
            archive_interval=0.0,
            host_interval=0.0,
            fresh=timedelta(0),
        )
        with demo.documents() as documents, progress(quiet) as tell:
            audit = pipeline.audit(documents, settings, progress=tell)
    places = deliver(audit, ["html"], output or Path("reports") / "demo.html")
    deliver(audit, ["json"], places[0].with_suffix(".json"))
    if not quiet:
        writer("text").write(audit, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        typer.echo(f"Report: {places[0]}")
