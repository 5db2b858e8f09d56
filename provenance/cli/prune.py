"""`provenance prune`: retention."""

import re
from datetime import timedelta
from typing import Annotated

import typer

from provenance.cli.options import Quiet, with_settings
from provenance.cli.terminal import put
from provenance.config import Settings, duration
from provenance.errors import SettingsError
from provenance.pipeline import utc_now
from provenance.retention import Limits, Old, prune, would_prune

NAME = "prune"
EXAMPLES = "`provenance prune --older-than 52w --dry-run` · `provenance prune --max-size 2GB`"
UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}

Older = Annotated[
    str | None,
    typer.Option("--older-than", help="Take out captures older than this (90d, 52w).", metavar="AGE"),
]
Largest = Annotated[
    str | None,
    typer.Option(
        "--max-size", help="Take out the oldest until the rest is smaller (500MB, 2GB).", metavar="SIZE"
    ),
]
Audits = Annotated[
    str | None,
    typer.Option(
        "--audits-older-than",
        help="Forget audits older than this, never the newest; what only they rest on may go then.",
        metavar="AGE",
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would go, and change nothing.")]


@with_settings()
def run(
    *,
    older: Older = None,
    largest: Largest = None,
    audits: Audits = None,
    dry_run: DryRun = False,
    quiet: Quiet = False,
    settings: Settings,
) -> None:
    """Take old captures and audits out of the archive; never a capture that a source or a kept audit rests on."""
    if older is None and largest is None and audits is None:
        raise SettingsError(
            "nothing to prune by: give --older-than AGE, --max-size SIZE, --audits-older-than AGE, or several of them"
        )
    limits = Limits(
        before=utc_now() - age(older) if older else None,
        most_bytes=size(largest) if largest else None,
        audits_before=utc_now() - age(audits, "--audits-older-than") if audits else None,
    )
    gone = would_prune(settings.cache, limits) if dry_run else prune(settings.cache, limits, clock=utc_now)
    if not quiet:
        tell(gone, "would be" if dry_run else "were")


def tell(gone: Old, were: str) -> None:
    """A line for each thing, and how much it is."""
    for audit in gone.audits:
        put(f"{audit.started_at:%Y-%m-%d} {audit.id} {audit.summary}")
    for capture in gone.captures:
        put(f"{capture.captured_at:%Y-%m-%d} {capture.length:>10} {capture.url}")
    total = sum(capture.length for capture in gone.captures)
    audits = f"{len(gone.audits)} audits, " if gone.audits else ""
    put(f"{audits}{len(gone.captures)} captures, {total / 1e6:.1f} MB {were} taken out")


def age(text: str, flag: str = "--older-than") -> timedelta:
    """A time span as it is written in settings."""
    try:
        return duration(text)
    except ValueError as error:
        raise SettingsError(f"{flag} cannot be {text!r}: {error}") from error


def size(text: str) -> int:
    """`2GB`, `500 MB`, `1000` in bytes."""
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([kmgt]?)b?\s*", text.lower())
    if not found:
        raise SettingsError(f"--max-size {text!r} is no size; write it like 500MB or 2GB")
    return int(float(found[1]) * UNITS[found[2]])
