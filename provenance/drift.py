"""What a page no longer says: the old text held against the new, and the claims that leaned on what left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from provenance.language.sentences import split
from provenance.model import Audit, Basis, Claim, ExtractedText, Finding, Message, Verdict
from provenance.rules import rule
from provenance.verify import BuiltinVerifier

SHORT = 6
"""Paragraphs of fewer words are stamps and labels ("Updated 15 May", "3 min read"): their change is no drift."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """A claim whose passage left its page."""

    claim: Claim
    words: str
    before: Verdict
    after: Verdict


def left(old: ExtractedText, new: ExtractedText) -> list[str]:
    """What of the old main text stands nowhere in the new text: of each paragraph that changed, the sentences that left."""
    return gone(old.text[: old.main_end], folded(new.text), old.language)


def gone(text: str, here: str, language: str) -> list[str]:
    """What of a text is not in `here` (folded), a paragraph each; stamps, labels and mere shifts do not count."""
    lines = [line.strip() for line in text.splitlines()]
    changed = (line for line in lines if len(line.split()) >= SHORT and folded(line) not in here)
    return [words for line in changed if (words := missing(line, here, language))]


def missing(paragraph: str, here: str, language: str) -> str:
    """The sentences of a paragraph that are not in `here`; "" where all are, in another order."""
    sentences = (paragraph[start:end] for start, end in split(paragraph, language))
    return " ".join(sentence for sentence in sentences if folded(sentence) not in here)


def folded(text: str) -> str:
    """The text as it is compared: case and white space do not count."""
    return " ".join(text.casefold().split())


def turned(audit: Audit, old: ExtractedText, new: ExtractedText) -> Iterator[Turned]:
    """The claims of an audit whose evidence on this source is gone, each verified again against the new text."""
    here = folded(new.text)
    verifier = BuiltinVerifier()
    for claim, assessment in zip(audit.claims, audit.assessments, strict=True):
        passages = [e.exact for e in assessment.evidence if e.source == old.source]
        words = [word for passage in passages for word in gone(passage, here, old.language)]
        if words:
            after = verifier.verify(claim, [new], basis=Basis.CITED)
            yield Turned(claim=claim, words=words[0], before=assessment.verdict, after=after.verdict)


def findings(url: str, old: ExtractedText, new: ExtractedText, audits: Sequence[Audit]) -> Iterator[Finding]:
    """PV601 for a page that changed: once for the page, and once for each claim that leaned on words that left."""
    words = left(old, new)
    if not words:
        return
    severity = rule("PV601").severity
    message = Message.of("finding-drift", url=url, count=len(words), words=shortened(words[0]))
    yield Finding(rule="PV601", severity=severity, message=message, source=old.source)
    for audit in audits:
        for one in turned(audit, old, new):
            yield Finding(
                rule="PV601",
                severity=severity,
                message=Message.of(
                    "finding-drift-claim",
                    words=shortened(one.words),
                    before=one.before,
                    after=one.after,
                    claim=one.claim.text,
                ),
                claim=one.claim.id,
                source=old.source,
            )


def shortened(words: str, limit: int = 160) -> str:
    """Words cut at a word's end where they are long."""
    return words if len(words) <= limit else words[:limit].rsplit(" ", 1)[0] + " …"
