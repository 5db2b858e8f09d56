"""What the commands share: settings as flags, progress, and where results go."""

from __future__ import annotations

import dataclasses
import functools
import inspect
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from provenance.collecting import Progress, silent
from provenance.config import Group, Settings, load
from provenance.errors import SettingsError
from provenance.model import Audit, Severity
from provenance.report import write_file, writer

Documents = Annotated[
    list[str], typer.Argument(help="Files, folders, globs, URLs, or `-` for standard input.", metavar="DOC…")
]
Formats = Annotated[list[str] | None, typer.Option("--format", "-f", help="A report format (repeatable).")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="File, or folder for several formats.")]
Json = Annotated[bool, typer.Option("--json", help="JSON on standard output: `--format json`.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary.")]

SEVERITIES = [Severity.NOTE.value, Severity.WARNING.value, Severity.ERROR.value]


def with_settings(*groups: Group) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command a flag for each setting of these groups; it gets the loaded `Settings` as `settings`."""
    offered = [f for f in dataclasses.fields(Settings) if f.metadata["group"] in (Group.ALWAYS, *groups)]

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        own = inspect.signature(command, eval_str=True)

        @functools.wraps(command)
        def with_flags(**given: Any) -> None:
            flags = {f.name: given.pop(f.name) for f in offered}
            flags = {name: value for name, value in flags.items() if value is not None and value != []}
            command(**given, settings=load(flags, os.environ, Path.cwd()))

        parameters = [p for p in own.parameters.values() if p.name != "settings"]
        parameters += [flag(f) for f in offered]
        with_flags.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # what typer reads
        with_flags.__annotations__ = {p.name: p.annotation for p in parameters}
        return with_flags

    return decorate


def flag(f: dataclasses.Field[Any]) -> inspect.Parameter:
    """The command-line parameter of a setting; None stands for "not given"."""
    kind = get_type_hints(Settings)[f.name]
    name = "--" + f.name.replace("_", "-")
    declared: Any = kind if kind in (int, float) else str
    names = [name]
    if kind is bool:
        declared, names = bool, [f"{name}/--no-{name[2:]}" if f.default else name]
    elif kind == tuple[str, ...]:
        declared = list[str]
    help_text = f.metadata["help"] + (
        f" [default: {written(f.default)}]" if f.default not in ("", (), False, None) else ""
    )
    option = typer.Option(
        *names, help=help_text, show_default=False, rich_help_panel=f.metadata["group"].capitalize()
    )
    return inspect.Parameter(
        f.name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[declared | None, option]
    )


def written(value: Any) -> str:
    """A default as one would write it."""
    if hasattr(value, "total_seconds"):
        return f"{int(value.total_seconds() // 3600)}h"
    return "on" if value is True else str(value)


@contextmanager
def progress(quiet: bool) -> Iterator[Progress]:
    """A progress bar on stderr, where that is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console  # here, because it is slow to load and a pipe needs none
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description:>8}"), BarColumn(), MofNCompleteColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield tell


def deliver(audit: Audit, formats: Sequence[str], output: Path | None) -> list[Path]:
    """Write the audit in these formats: to `output`, or one format to standard output. The files that were written."""
    writers = [writer(name) for name in formats]
    if output is None:
        if len(writers) > 1:
            raise SettingsError("several formats need a folder for them: add -o FOLDER")
        for one in writers:
            one.write(audit, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        return []
    if len(writers) == 1 and not output.is_dir():
        places = [output]
    else:
        places = [output / f"{audit.id}{one.suffix}" for one in writers]
    for one, place in zip(writers, places, strict=True):
        write_file(audit, one, place)
    return places


def exit_by_findings(audit: Audit, fail_on: str) -> None:
    """Exit with 1 where a finding is at or above that severity."""
    if fail_on == "never":
        return
    failing = SEVERITIES[SEVERITIES.index(fail_on) :]
    if any(finding.severity.value in failing and not finding.accepted for finding in audit.findings):
        raise typer.Exit(1)


def deliver_or_summarise(
    audit: Audit, formats: Sequence[str] | None, as_json: bool, output: Path | None, quiet: bool
) -> None:
    """What `audit` and its kin do with their result: the asked formats, or an HTML file and a summary of it."""
    wanted = [*(formats or []), *(["json"] if as_json else [])]
    if wanted:
        deliver(audit, wanted, output)
        return
    place = output or Path("reports") / f"{audit.id}.html"
    places = deliver(audit, ["html"], place)
    if not quiet:
        writer("text").write(audit, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        typer.echo(f"Report: {places[0]}")
