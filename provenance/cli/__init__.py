"""The command line: one small file a command. This front knows them all and what happens at the edge of the program."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import NoReturn

import typer

from provenance.errors import ProvenanceError

COMMANDS = (
    "audit", "collect", "archive", "verify", "recheck", "report", "review", "diff", "supply", "show", "fsck", "import", "export",
    "prune", "rules", "evaluate", "demo",
)  # fmt: skip
"""In the order in which the help lists them."""


def command(name: str) -> ModuleType:
    """The module of a command."""
    return import_module(f"provenance.cli.{'imports' if name == 'import' else name}")


def command_line(words: Sequence[str]) -> typer.Typer:
    """The program with the command that these words begin with; with all of them where they begin with none (help, a slip).

    A command loads what it needs; to load all of them takes a second.
    """
    app = typer.Typer(
        name="provenance",
        no_args_is_help=True,
        rich_markup_mode="markdown",
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(program)
    for name in words[:1] if words[:1] and words[0] in COMMANDS else COMMANDS:
        module = command(name)
        app.command(name, epilog=module.EXAMPLES)(module.run)
    return app


def program() -> None:
    """Check each claim of a document against an archived copy of the sources that it cites."""


COULD_NOT_RUN = 2
STOPPED_BY = {signal.SIGINT: ("interrupted", 130), signal.SIGTERM: ("terminated", 143)}


class Stopped(BaseException):
    """SIGINT or SIGTERM, as an exception of the main thread: what was finished is kept on the way out."""


def stopped(number: int, _frame: object) -> NoReturn:
    """Turn a signal into an exception, once: a second one must not break into the way out."""
    signal.signal(number, signal.SIG_IGN)
    raise Stopped(number)


def main() -> None:
    """Run the command line. Exit codes: 0 clean, 1 findings, 2 could not run, 130 interrupted, 143 terminated."""
    for number in STOPPED_BY:
        signal.signal(number, stopped)
    try:
        command_line(sys.argv[1:])(standalone_mode=True)
    except ProvenanceError as error:
        stop(str(error), COULD_NOT_RUN)
    except Stopped as reason:
        word, code = STOPPED_BY[reason.args[0]]
        stop(f"{word}; what was finished is kept, and the next run carries on", code)
    except BrokenPipeError:
        leave(COULD_NOT_RUN)
    except OSError as error:
        stop(f"{error.filename or 'the system'}: {error.strerror or error}", COULD_NOT_RUN)
    except Exception as error:  # the edge: a bug must not look like findings (exit 1)
        stop(
            f"a defect of provenance itself: {type(error).__name__}: {error}; please report it", COULD_NOT_RUN
        )


def stop(line: str, code: int) -> NoReturn:
    """Say one line on stderr and leave."""
    if "PROVENANCE_TRACEBACK" in os.environ:
        sys.excepthook(*sys.exc_info())
    from provenance.cli.terminal import put  # here, because only a program that stops needs it

    put(f"provenance: {' '.join(line.split())}", err=True)
    leave(code)


def leave(code: int) -> NoReturn:
    """Leave at once: visits that are still waiting for a slow host must not hold the exit."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (BrokenPipeError, ValueError):
            continue
    os._exit(code)
