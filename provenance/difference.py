"""What changed between two audits: claims gained, lost and turned, links that died, came back or changed their state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from provenance.model import Assessment, Audit, Claim, Finding, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A claim with its place and what the evidence said of it."""

    path: str
    claim: Claim
    assessment: Assessment


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The later audit held against the earlier one."""

    earlier: Audit
    later: Audit
    gained: tuple[Judged, ...]
    lost: tuple[Judged, ...]
    turned: tuple[tuple[Judged, Judged], ...]
    """Claims whose verdict, or need of a person, changed."""
    died: tuple[tuple[Source, Source], ...]
    """Sources that could be read and no longer can."""
    came_back: tuple[tuple[Source, Source], ...]
    changed: tuple[tuple[Source, Source], ...]
    """Sources in another state that could, or could not, be read in both."""
    cited: tuple[Source, ...]
    """Sources that only the later audit has."""
    uncited: tuple[Source, ...]
    found: tuple[Finding, ...]
    """Findings that only the later audit has."""
    mended: tuple[Finding, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        parts = (
            self.gained,
            self.lost,
            self.turned,
            self.died,
            self.came_back,
            self.changed,
            self.cited,
            self.uncited,
        )
        return not any(parts) and not self.found and not self.mended


def compare(earlier: Audit, later: Audit) -> Difference:
    """What changed. Claims are the same by their document's path and their words, sources by their address."""
    old, new = judged(earlier), judged(later)
    pairs = [(old[key], new[key]) for key in new if key in old]
    was, now = ({source.id: source for source in audit.sources} for audit in (earlier, later))
    moved = [(was[i], now[i]) for i in now if i in was and was[i].status.state is not now[i].status.state]
    before, after = keyed_findings(earlier), keyed_findings(later)
    return Difference(
        earlier=earlier,
        later=later,
        gained=tuple(new[key] for key in new if key not in old),
        lost=tuple(old[key] for key in old if key not in new),
        turned=tuple(pair for pair in pairs if outcome(pair[0]) != outcome(pair[1])),
        died=tuple(pair for pair in moved if is_usable(pair[0]) and not is_usable(pair[1])),
        came_back=tuple(pair for pair in moved if not is_usable(pair[0]) and is_usable(pair[1])),
        changed=tuple(pair for pair in moved if is_usable(pair[0]) == is_usable(pair[1])),
        cited=tuple(now[i] for i in now if i not in was),
        uncited=tuple(was[i] for i in was if i not in now),
        found=tuple(after[key] for key in after if key not in before),
        mended=tuple(before[key] for key in before if key not in after),
    )


def judged(audit: Audit) -> Mapping[tuple[str, str, int], Judged]:
    """The claims of an audit by document path, words and how often the words came before."""
    paths = {document.id: document.path for document in audit.documents}
    found: dict[tuple[str, str, int], Judged] = {}
    for claim, assessment in zip(audit.claims, audit.assessments, strict=True):
        path, number = paths[claim.document], 0
        while (path, claim.text, number) in found:
            number += 1
        found[path, claim.text, number] = Judged(path=path, claim=claim, assessment=assessment)
    return found


def outcome(one: Judged) -> tuple[str, bool]:
    """What is compared of a claim."""
    return one.assessment.verdict.value, one.assessment.needs_review


def is_usable(source: Source) -> bool:
    """Whether the live page could be read."""
    return source.status.state.group == "usable"


def keyed_findings(audit: Audit) -> Mapping[tuple[object, ...], Finding]:
    """The findings of an audit by what they are about, wherever it moved."""
    paths = {document.id: document.path for document in audit.documents}
    words = {claim.id: claim.text for claim in audit.claims}
    return {
        (f.rule, paths.get(f.document or ""), words.get(f.claim or "") or f.source or f.message): f
        for f in audit.findings
    }
