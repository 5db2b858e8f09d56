"""Writes the help of every command between the markers of README.md. `--check` says whether it is up to date."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
MARKED = re.compile(r"(<!-- help: begin -->\n).*?(<!-- help: end -->)", re.DOTALL)
ENVIRONMENT = {
    "COLUMNS": "100",
    "TERM": "dumb",
    "NO_COLOR": "1",
    "PATH": os.environ["PATH"],
    "HOME": "/nonexistent",
}


def help_of(*command: str) -> str:
    """What `--help` prints, without trailing spaces."""
    run = [sys.executable, "-m", "provenance", *command, "--help"]
    shown = subprocess.run(run, env=ENVIRONMENT, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    return "\n".join(line.rstrip() for line in shown.strip().splitlines())


def section() -> str:
    """The help of the program, then that of `audit`, whose flags the other commands share."""
    parts = [
        f"```text\n$ provenance {' '.join([*c, '--help'])}\n{help_of(*c)}\n```\n" for c in ((), ("audit",))
    ]
    return "\n".join(parts)


def written(readme: str) -> str:
    """The README with today's help in it."""
    return MARKED.sub(lambda match: f"{match[1]}\n{section()}\n{match[2]}", readme)


if __name__ == "__main__":
    text = README.read_text("utf-8")
    if "--check" in sys.argv:
        sys.exit(
            0 if written(text) == text else "README.md shows an older help: run python scripts/readme_help.py"
        )
    README.write_text(written(text), "utf-8")
