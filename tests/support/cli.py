"""Runs the program as a user does: in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "TERM": "dumb",
    "NO_COLOR": "1",
    "COLUMNS": "100",
    "HOME": "/nonexistent",
}


def provenance(
    *words: str | Path, cwd: Path, environ: Mapping[str, str] = {}, typed: str = ""
) -> subprocess.CompletedProcess[str]:
    """What `provenance WORDS` prints and exits with."""
    command = [sys.executable, "-m", "provenance", *map(str, words)]
    return subprocess.run(
        command,
        cwd=cwd,
        env={**ENVIRONMENT, **environ},
        input=typed,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
