"""An audit on an editor's desk: what is left to decide, what was decided, and the decisions as they are made."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from provenance import intake, pipeline
from provenance.config import Settings
from provenance.decisions import fingerprint
from provenance.gather import Clock
from provenance.model import Access, Audit, Decision, Evidence, Source, Verdict
from provenance.report.view import (
    WORST_FIRST,
    ClaimView,
    ClaimViews,
    interface_language,
    short_names,
)
from provenance.review.again import verified_again
from provenance.store import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A claim on the desk."""

    view: ClaimView
    fingerprint: str
    doubtful: bool
    """Whether it is for a person to decide: the evidence does not bear it out, or the verdict is not sure."""
    unread: tuple[Source, ...]
    """Sources that it leans on and of which the whole text is not known here."""
    evidence: tuple[Evidence, ...]
    """One for each passage that is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What an editor decides, and what was before their eyes."""

    claim: str
    fingerprint: str
    seen: int
    """The number of the last decision that the page showed, 0 for none."""
    verdict: Verdict | None
    """None for "not a claim"."""
    note: str
    author: str
    passage: int = 0
    """Which of the passages that the page showed bears the decision."""
    withdrawn: bool = False
    """Take back what was decided instead."""


class Desk:
    """One audit under review. For one thread at a time."""

    def __init__(self, audit: Audit, settings: Settings, catalogue: Catalogue, clock: Clock) -> None:
        """The catalogue stays open as long as the desk is used; it is the caller's to close."""
        self.settings, self.catalogue, self.clock = settings, catalogue, clock
        self._decided: dict[str, Decision] = {}
        self._decided_at = -1
        self.take(audit)

    def take(self, audit: Audit) -> None:
        """Put an audit on the desk."""
        self.audit = audit
        self.language = interface_language(audit.documents)
        self.names = short_names(audit.documents)
        self.sources = {source.id: source for source in audit.sources}
        items = list(self._items(audit))
        self.items = {item.view.claim.id: item for item in sorted(items, key=urgency)}
        """By claim, what is for a person first, the worst on top."""
        self.order = list(self.items)

    def _items(self, audit: Audit) -> list[Item]:
        leaned_on = {citation.id: citation.source for citation in audit.citations}
        return [self._item(view, leaned_on) for view in ClaimViews(audit)]

    def _item(self, view: ClaimView, leaned_on: dict[str, str | None]) -> Item:
        cited = dict.fromkeys(leaned_on.get(citation) or "" for citation in view.claim.citations)
        sources = [self.sources[source] for source in cited if source in self.sources]
        return Item(
            view=view,
            fingerprint=fingerprint(view.claim, view.assessment),
            doubtful=view.assessment.needs_review or view.assessment.verdict is not Verdict.SUPPORTED,
            unread=tuple(source for source in sources if source.access is not Access.WHOLE),
            evidence=tuple(e for e in view.assessment.evidence if e.source in self.sources),
        )

    @property
    def decided(self) -> dict[str, Decision]:
        """The decisions that count now, by what they are about; those of other sessions are seen too."""
        last = self.catalogue.last_decision()
        if last != self._decided_at:
            self._decided = {d.fingerprint: d for d in self.catalogue.decisions() if d.fingerprint}
            self._decided_at = last
        return self._decided

    def decision(self, item: Item) -> Decision | None:
        """What counts about a claim."""
        return self.decided.get(item.fingerprint)

    def history(self, item: Item) -> list[Decision]:
        """Everything that was decided on a claim as it is, in order, withdrawals among it."""
        return self.catalogue.decided(item.fingerprint)

    def seen(self, item: Item) -> int:
        """The number of the last decision on a claim, 0 for none: what a form shows that it saw."""
        return max((decision.number for decision in self.history(item)), default=0)

    def progress(self) -> tuple[int, int]:
        """How many claims are decided, of how many that are for a person or that a person took up."""
        decided = self.decided
        done = sum(item.fingerprint in decided for item in self.items.values())
        left = sum(item.doubtful and item.fingerprint not in decided for item in self.items.values())
        return done, done + left

    def next_left(self, claim: str) -> str | None:
        """The next claim that is left to decide, from the top again after the last."""
        at = self.order.index(claim)
        decided = self.decided
        for other in (*self.order[at + 1 :], *self.order[:at]):
            if self.items[other].doubtful and self.items[other].fingerprint not in decided:
                return other
        return None

    def around(self, claim: str) -> tuple[str | None, str | None]:
        """The claims before and after one in the order of the desk."""
        at = self.order.index(claim)
        before = self.order[at - 1] if at else None
        return before, self.order[at + 1] if at + 1 < len(self.order) else None

    def decide(self, wish: Wish) -> bool:
        """Keep a decision. False where the claim's evidence, or what was decided on it, is no longer what was seen."""
        item = self.items[wish.claim]
        if wish.fingerprint != item.fingerprint:
            return False
        made = Decision(
            claim=wish.claim,
            verdict=wish.verdict,
            note=wish.note,
            author=wish.author,
            at=self.clock(),
            fingerprint=item.fingerprint,
            passage=item.evidence[wish.passage].exact if 0 < wish.passage < len(item.evidence) else "",
            withdrawn=wish.withdrawn,
        )
        return self.catalogue.keep_decision(made, seen=wish.seen)

    def supply(self, source: Source, text: str, author: str) -> Audit:
        """Keep the text of a source that `author` can read, and verify again offline what leans on it.

        The new audit is kept in the catalogue; `take` puts it on the desk. Raises InputError where nothing can be read
        in the text, ArchiveBusy while another run writes.
        """
        with tempfile.TemporaryDirectory(prefix="provenance-review-") as folder:
            file = Path(folder) / "pasted.txt"
            file.write_bytes(text.encode("utf-8", "replace"))
            intake.supply(source.url, file, self.settings, who=author, clock=self.clock)
        return verified_again(self.audit, source.id, self.settings, self.clock)

    def fetch(self, source: Source) -> Audit:
        """Visit a source now, whenever it was visited last, and verify again what leans on it, as `supply` does."""
        target = next(
            one
            for one in pipeline.targets(
                pipeline.Collection(documents=self.audit.documents, citations=self.audit.citations)
            )
            if one.source == source.id
        )
        now = replace(self.settings, fresh=timedelta(0))
        pipeline.visit_all([target], now, self.clock, pipeline.silent)
        return verified_again(self.audit, source.id, self.settings, self.clock)


def urgency(item: Item) -> tuple[bool, int]:
    """What comes first on the desk: the doubtful, worst verdict first; the order of the documents decides the rest."""
    return not item.doubtful, WORST_FIRST.index(item.view.assessment.verdict)


SHOWN = ("left", "decided", "all")
PAGE = 50
"""Claims on one page of the queue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which claims of the desk are wanted."""

    show: str = "left"
    """One of `SHOWN`."""
    verdict: str = ""
    document: str = ""
    page: int = 1


def chosen(desk: Desk, wanted: Filter) -> Sequence[Item]:
    """The claims that pass, in the order of the desk."""
    decided = desk.decided

    def passes(item: Item) -> bool:
        is_decided = item.fingerprint in decided
        shown = {"left": item.doubtful and not is_decided, "decided": is_decided, "all": True}[wanted.show]
        verdict = wanted.verdict in ("", item.view.assessment.verdict.value)
        return shown and verdict and wanted.document in ("", item.view.claim.document)

    return [item for item in desk.items.values() if passes(item)]
