"""The README is true: its help is that of the program, and what it names is there."""

import re
import subprocess
import sys
from pathlib import Path

from provenance.cli import COMMANDS
from provenance.model import LinkState, Verdict

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_help_in_the_readme_is_that_of_the_program():
    """`python scripts/readme_help.py` writes it anew."""
    check = subprocess.run(
        [sys.executable, ROOT / "scripts" / "readme_help.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert check.returncode == 0, check.stderr


def test_the_commands_that_the_readme_uses_exist():
    """Nobody is told to run a command that is not there."""
    used = set(re.findall(r"^provenance (\w+)", README, re.MULTILINE))

    assert used
    assert used <= set(COMMANDS)


def test_the_readme_explains_every_verdict():
    """The table of verdicts is complete."""
    assert all(f"| `{verdict.value}` |" in README for verdict in Verdict)


def test_the_number_of_link_states_is_right():
    """What is not a link state (a source that was never visited) is not counted as one."""
    assert f"{len(LinkState) - 1} link states" in README


def test_no_path_of_a_machine_and_no_index_stands_in_what_is_committed():
    """The repository says nothing of where it was made."""
    files = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout
    names = [name for name in files.split("\0") if name.endswith((".py", ".md", ".toml", ".txt", ".cfg"))]
    bad = re.compile(
        r"(?<![\w.-])/(?:ro" + r"ot|wo" + r"rk)/|py" + r"pi\.org|python" + "hosted", re.IGNORECASE
    )

    assert [name for name in names if bad.search((ROOT / name).read_text("utf-8", "replace"))] == []
