"""Both sides of a claim: its own words and the source's, in pieces with their marks, and links that are safe to follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote, urlsplit

from provenance.model import (
    Assessment,
    CheckedFact,
    CopyKind,
    Evidence,
    FactKind,
    FactStatus,
    Source,
    Verdict,
)

SHOWN_FACTS = {FactKind.QUANTITY, FactKind.DATE, FactKind.NAME, FactKind.QUOTATION}
HEAD_LINE = 90
"""Characters: a longer line, or one that ends as sentences do, is prose."""
ENDS = (".", "!", "?", "…", "”", "»", '"')
FRAGMENT_WORDS = 6
"""Words at each end of a passage that a text fragment names: enough to be unique, short enough for any browser."""


class Quoted(dict[int, str]):
    """What stands for each character in a text directive: hyphens and commas, which are its own marks, are quoted too."""

    def __missing__(self, point: int) -> str:
        quoted = quote(chr(point).encode("utf-8", "replace"), safe="").replace("-", "%2D")
        self[point] = quoted
        return quoted


QUOTED = Quoted()


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of text with one mark: `` (none), `claim`, `found`, `differs`, `absent`."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """A detail of the claim beside the source's."""

    text: str
    status: str
    source_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words of a source."""

    before: str
    pieces: tuple[Piece, ...]
    after: str
    source: Source
    live: str | None
    """A link that opens the passage on the live page."""
    copy: str | None
    """A link to the archived copy."""


def telling(assessment: Assessment) -> tuple[CheckedFact, ...]:
    """The facts as they are shown: where no passage speaks of the claim, what a passage has instead is no difference."""
    if assessment.verdict not in (Verdict.NOT_FOUND, Verdict.UNVERIFIABLE):
        return assessment.facts
    return tuple(
        replace(c, status=FactStatus.ABSENT, source_text=None) if c.status is FactStatus.DIFFERS else c
        for c in assessment.facts
    )


def found_in(facts: Sequence[CheckedFact], at: int) -> list[CheckedFact]:
    """The facts whose source words stand in that piece of evidence."""
    return [checked for checked in facts if checked.evidence == at]


def claim_pieces(text: str, facts: Sequence[CheckedFact]) -> tuple[Piece, ...]:
    """The claim with its facts marked by what became of them."""
    spans = [(c.fact.start, c.fact.end, c.status.value) for c in facts if c.fact.kind in SHOWN_FACTS]
    return marked(text, spans)


def marked(text: str, spans: Sequence[tuple[int, int, str]]) -> tuple[Piece, ...]:
    """The text in pieces; where spans overlap, the one that differs or is absent shows, else the shorter."""
    rank = {"differs": 0, "absent": 1, "found": 2}
    chosen: list[tuple[int, int, str]] = []
    if not spans:
        return (Piece(text=text),) if text else ()
    for span in sorted(spans, key=lambda s: (rank[s[2]], s[1] - s[0])):
        if span[0] < span[1] <= len(text) and all(span[1] <= a or span[0] >= b for a, b, _ in chosen):
            chosen.append(span)
    pieces, at = [], 0
    for start, end, mark in sorted(chosen):
        if at < start:
            pieces.append(Piece(text=text[at:start]))
        pieces.append(Piece(text=text[start:end], mark=mark))
        at = end
    if at < len(text):
        pieces.append(Piece(text=text[at:]))
    return tuple(pieces)


def passage(evidence: Evidence, source: Source, facts: Sequence[CheckedFact]) -> Passage:
    """The passage with the source's words for each fact marked, and what stands around it in its paragraph."""
    wanted = [(c.source_text, c.status.value) for c in facts if c.source_text and c.fact.kind in SHOWN_FACTS]
    exact = without_head(evidence.exact, [words for words, _ in wanted])
    spans = [(at, at + len(words), mark) for words, mark in wanted if (at := exact.find(words)) >= 0]
    whole = exact == evidence.exact
    return Passage(
        before=tail(evidence.prefix) if whole else "",
        pieces=marked(exact, spans),
        after=head(evidence.suffix),
        source=source,
        live=live_link(source, exact),
        copy=safe_link(source.read_from.url) if source.read_from.kind is CopyKind.WEB_ARCHIVE else None,
    )


def without_head(text: str, wanted: Sequence[str]) -> str:
    """A passage without the title, byline and date lines before its first sentence, unless a fact stands there alone."""
    while "\n" in text:
        line, _, rest = text.partition("\n")
        is_prose = len(line) > HEAD_LINE or line.rstrip().endswith(ENDS)
        if is_prose or any(words in line and words not in rest for words in wanted):
            break
        text = rest
    return text


def tail(prefix: str) -> str:
    """The words before a passage in its own paragraph, from a word's beginning."""
    line = prefix.rpartition("\n")[2]
    return line if line != prefix or not line.strip() else "… " + line.partition(" ")[2]


def head(suffix: str) -> str:
    """The words after a passage in its own paragraph, to a word's end."""
    line = suffix.partition("\n")[0]
    return (
        line if line != suffix or not line.strip() or line.endswith(ENDS) else line.rpartition(" ")[0] + " …"
    )


def fact_row(checked: CheckedFact) -> FactRow:
    """A row of the table of details."""
    shown = checked.source_text or "" if checked.status is not FactStatus.ABSENT else ""
    return FactRow(text=checked.fact.text, status=checked.status.value, source_text=shown)


def safe_link(url: str | None) -> str | None:
    """The URL where it may stand in a link: http and https alone."""
    return url if url and urlsplit(url).scheme.lower() in ("http", "https") else None


def live_link(source: Source, words: str) -> str | None:
    """A link with a text fragment (WICG Scroll To Text Fragment) that opens the passage on the live page."""
    url = safe_link(source.hops[-1].url if source.hops else source.url)
    if url is None:
        return None
    parts = words.splitlines()[0].split() if words.strip() else []
    if not parts:
        return url
    start = " ".join(parts[:FRAGMENT_WORDS])
    ends = (
        [start, " ".join(parts[-FRAGMENT_WORDS:])] if len(parts) > 2 * FRAGMENT_WORDS else [" ".join(parts)]
    )
    directive = ",".join(end.translate(QUOTED) for end in ends)
    return f"{url.partition('#')[0]}#:~:text={directive}"
