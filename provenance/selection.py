"""Which findings count: rules selected and ignored, severities of the desk, comments in documents, and the baseline."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatch
from pathlib import Path

from provenance.config import Settings
from provenance.errors import SettingsError
from provenance.findings import Parts
from provenance.fingerprints import fingerprints
from provenance.model import Document, Finding, Message, Severity
from provenance.rules import rule, rules

COMMENT = re.compile(r"<!--\s*provenance:\s*ignore\s+(PV\w*)\s*(.*?)\s*-->", re.DOTALL | re.IGNORECASE)
IGNORED_ALONE = "PV002"


def apply(found: Sequence[Finding], parts: Parts, settings: Settings, today: date) -> tuple[Finding, ...]:
    """The findings with the desk's severities; those accepted by a comment or the baseline carry the reason.

    Raises `SettingsError` for a rule that does not exist, in whatever setting, and for a baseline that cannot be read.
    """
    check_codes(settings)
    comments = [comment for document in parts.documents for comment in comments_of(document)]
    every = [*found, *(finding for comment in comments if (finding := complaint(comment)))]
    known = read_baseline(settings.baseline, today) if settings.baseline else {}
    paths = {document.id: document.path for document in parts.documents}
    marks = fingerprints(every, parts.documents, parts.sources, parts.claims)
    kept = []
    for finding, mark in zip(every, marks, strict=True):
        if not is_selected(finding.rule, paths.get(finding.document or ""), settings):
            continue
        reason = known.get(mark) or next((c.reason for c in comments if covers(c, finding)), None)
        severity = Severity(settings.severities.get(finding.rule, finding.severity))
        kept.append(replace(finding, severity=severity, accepted=reason))
    return tuple(kept)


def check_codes(settings: Settings) -> None:
    """Raise for the first code of the settings that is neither a rule nor the beginning of one."""
    ignored = [code for table in settings.paths.values() for code in table.get("ignore", ())]
    for code in (*settings.select, *settings.ignore, *ignored, *settings.severities):
        if not any(known.startswith(code.upper()) for known in rules()):
            rule(code)
    for code, severity in settings.severities.items():
        if severity not in list(Severity):
            raise SettingsError(
                f"severities.{code} cannot be {severity!r}; it is one of {', '.join(Severity)}"
            )


def is_selected(code: str, path: str | None, settings: Settings) -> bool:
    """Whether findings of a rule are wanted for a document."""

    def among(codes: Sequence[str]) -> bool:
        return any(code.startswith(wanted.upper()) for wanted in codes)

    here = [
        c
        for pattern, table in settings.paths.items()
        if path and fnmatch(path, pattern)
        for c in table.get("ignore", ())
    ]
    return (not settings.select or among(settings.select)) and not among(settings.ignore) and not among(here)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """`<!-- provenance: ignore PV202 reason -->` in a document."""

    document: str
    code: str
    reason: str
    line: int
    column: int
    first: int
    last: int
    """The lines that it speaks for."""


def comments_of(document: Document) -> Iterator[Comment]:
    """The comments of a document. One at the end of a line speaks for that line, one on a line of its own for the next paragraph."""
    for match in COMMENT.finditer(document.text):
        place = document.locate(match.start())
        alone = not document.text[: match.start()].rpartition("\n")[2].strip()
        after = document.text[match.end() :]
        first = last = place.line
        if alone and not after.partition("\n")[0].strip():
            start = match.end() + len(after) - len(after.lstrip())
            end = start + len(after.lstrip().partition("\n\n")[0])
            first, last = document.locate(start).line, document.locate(end).line
        yield Comment(
            document=document.id, code=match[1].upper(), reason=match[2], line=place.line, column=place.column,
            first=first, last=last,
        )  # fmt: skip


def complaint(comment: Comment) -> Finding | None:
    """PV002 for a comment that cannot count."""
    code = (
        None
        if comment.code in rules() and comment.reason
        else "unknown"
        if comment.reason
        else "without-reason"
    )
    if code is None:
        return None
    return Finding(
        rule=IGNORED_ALONE,
        severity=rule(IGNORED_ALONE).severity,
        message=Message.of(f"finding-ignore-{code}", rule=comment.code),
        document=comment.document,
        line=comment.line,
        column=comment.column,
    )


def covers(comment: Comment, finding: Finding) -> bool:
    """Whether a comment speaks for a finding."""
    same = comment.document == finding.document and comment.code == finding.rule
    return bool(same and comment.reason and finding.line and comment.first <= finding.line <= comment.last)


def read_baseline(path: Path, today: date) -> Mapping[str, str]:
    """The reasons of a baseline by fingerprint; entries past their day count no longer."""
    try:
        entries = json.loads(path.read_text("utf-8"))["findings"]
        return {e["fingerprint"]: e["reason"] for e in entries if date.fromisoformat(e["expires"]) >= today}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SettingsError(
            f"{path}: not a baseline ({error}); `provenance report --format baseline -o {path}` writes one"
        ) from error
