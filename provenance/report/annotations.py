"""Annotations for the CI of GitHub (workflow commands) and GitLab (Code Quality JSON)."""

from __future__ import annotations

import json
from typing import IO

from provenance.model import Audit, Severity
from provenance.report.marks import legible, placed

GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
GITLAB = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


class GithubWriter:
    """`--format github`."""

    name = "github"
    suffix = ".txt"

    def write(self, audit: Audit, out: IO[bytes]) -> None:
        """A workflow command a finding."""
        for one in placed(audit):
            if one.finding.accepted:
                continue
            where = f"file={escaped(one.path)},line={one.line},col={one.column}," if one.path else ""
            title = f"title=provenance {one.finding.rule}"
            line = f"::{GITHUB[one.finding.severity]} {where}{title}::{data(one.text)}\n"
            out.write(line.encode("utf-8", "backslashreplace"))


class GitlabWriter:
    """`--format gitlab`."""

    name = "gitlab"
    suffix = ".json"

    def write(self, audit: Audit, out: IO[bytes]) -> None:
        """A Code Quality issue a finding that has a place."""
        issues = [
            {
                "description": f"{one.finding.rule}: {one.text}",
                "check_name": one.finding.rule,
                "fingerprint": one.fingerprint,
                "severity": GITLAB[one.finding.severity],
                "location": {"path": one.path, "lines": {"begin": one.line}},
            }
            for one in placed(audit)
            if one.path and not one.finding.accepted
        ]
        out.write(
            json.dumps(issues, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace") + b"\n"
        )


def data(text: str) -> str:
    """The message of a workflow command, escaped as the runner undoes it."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escaped(text: str) -> str:
    """A property of a workflow command."""
    return data(legible(text)).replace(":", "%3A").replace(",", "%2C")
