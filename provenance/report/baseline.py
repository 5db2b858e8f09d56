"""The baseline: the findings of an audit as a file that later runs take for known, each with a reason and a last day."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import IO

from provenance.model import Audit
from provenance.report.marks import placed

LASTS = timedelta(days=90)
"""Long enough to mend what is known, short enough not to forget it; the file may say otherwise for each finding."""


class BaselineWriter:
    """`--format baseline`."""

    name = "baseline"
    suffix = ".baseline.json"

    def write(self, audit: Audit, out: IO[bytes]) -> None:
        """An entry a finding; whoever commits the file writes better reasons into it."""
        expires = (audit.started_at + LASTS).date().isoformat()
        reason = f"known since {audit.started_at.date()}"
        entries = [
            {"fingerprint": one.fingerprint, "rule": one.finding.rule, "path": one.path, "message": one.text,
             "reason": one.finding.accepted or reason, "expires": expires}
            for one in placed(audit)
        ]  # fmt: skip
        out.write(json.dumps({"findings": entries}, ensure_ascii=False, indent=1).encode() + b"\n")
