"""Claims, passages and sources as HTML. Written by hand, not by templates: a report may hold thousands of claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import escape

from markupsafe import Markup

from provenance.model import Basis, Claim, Message, Source, Verdict
from provenance.report.passages import FactRow, Passage, Piece
from provenance.report.phrases import decided, worded
from provenance.report.speech import Speech, element, in_element, phrase
from provenance.report.view import ClaimView

GLYPHS = {
    "supported": "✓",
    "partially-supported": "◐",
    "contradicted": "✕",
    "not-found": "∅",
    "unverifiable": "?",
}
"""Colour is never alone: each verdict has a sign of its own."""

FLAG = 'span class="flag"'
LONGEST_NAME = 240
"""Characters of a title, outlet or date shown beside a passage."""


class Typesetter:
    """Sets the claims of one audit, and remembers what it has set of each source."""

    def __init__(self, speech: Speech, outlets: Mapping[str, int]) -> None:
        """`outlets` are the numbers by which the outlet filter names them."""
        self.speech, self.outlets = speech, outlets
        self._badges: dict[tuple[Verdict, bool], Markup] = {}
        self._states: dict[str, Markup] = {}

    def badge(self, verdict: Verdict, several: bool = False) -> Markup:
        """A verdict with its sign."""
        if (verdict, several) not in self._badges:
            words = self.speech.t(("verdicts-" if several else "verdict-") + verdict.value)
            sign = f'<span class="glyph" aria-hidden="true">{GLYPHS[verdict.value]}</span>'
            self._badges[verdict, several] = Markup(
                f'<span class="verdict {verdict.value}">{sign} {words}</span>'
            )
        return self._badges[verdict, several]

    def where(self, claim: Claim) -> Markup:
        """Line, or page and line."""
        return self.speech.said(placed(claim))

    def read(self, source: Source) -> Markup:
        """Which copy was read, and whether it was all of it."""
        kind = source.read_from.kind.value
        date = {} if kind == "none" else {"date": day(source.read_from.captured_at)}
        preview = f" · {self.speech.t('preview')}" if source.access.value == "preview" else ""
        return Markup(f"{self.speech.t(f'read-{kind}', **date)}{preview}")

    def state(self, source: Source) -> Markup:
        """The link state."""
        state = source.status.state
        return phrase(f'span class="state {state.group}"', f"state-{state.value}", self.speech)

    def dated(self, iso: str) -> Markup:
        """A date as a reader writes it."""
        return self.speech.t("on", date=iso)

    def source_line(self, source: Source) -> Markup:
        """Title, outlet and date of a source, its state, and what was read of it."""
        if source.id not in self._states:
            title, publisher, date = map(
                shortened, (source.title or source.url, source.publisher, source.published)
            )
            parts = [f"<cite>{escape(title)}</cite>"]
            if publisher:
                parts.append(escape(publisher))
            if date:
                tag = f'time datetime="{escape(date)}"'
                parts.append(in_element(tag, worded("on", date=date), self.speech))
            self._states[source.id] = Markup(
                f"{' · '.join(parts)}<br>{self.state(source)} · {self.read(source)}"
            )
        return self._states[source.id]

    def credit(self, passage: Passage) -> Markup:
        """Where a passage comes from, with the links that lead there."""
        named = (("live", passage.live), ("copy", passage.copy))
        links = "".join(self.link(code, url) for code, url in named if url)
        return Markup(f'<p class="credit">{self.source_line(passage.source)}{links}</p>')

    def link(self, code: str, url: str) -> str:
        """A link to a page of others, which is not told where the reader comes from."""
        words = phrase("a", code, self.speech).removeprefix("<a")
        return f' · <a class="{code}" href="{escape(url)}" rel="noreferrer noopener"{words}'

    def quoted(self, passage: Passage) -> Markup:
        """A passage with its marks and its credit."""
        words = f"{around(passage.before)}{pieces(passage.pieces)}{around(passage.after)}"
        language = escape(passage.source.language or "")
        return Markup(f'<blockquote lang="{language}">{words}</blockquote>{self.credit(passage)}')

    def facts(self, rows: Sequence[FactRow]) -> str:
        """The details of the claim against the source's."""
        speech = self.speech
        titles = "".join(
            phrase('th scope="col"', code, speech) for code in ("document-says", "compared", "source-says")
        )
        body = "".join(
            f'<tr class="{row.status}"><td>{escape(row.text)}</td>{phrase("td", f"fact-{row.status}", speech)}'
            f"<td>{escape(row.source_text)}</td></tr>"
            for row in rows
        )
        return f"<table><thead><tr>{titles}</tr></thead><tbody>{body}</tbody></table>"

    def folded(self, name: str, code: str, count: int, content: str) -> str:
        """What a reader opens, with how much there is."""
        return (
            f'<details class="{name}"><summary>{self.speech.t(code)} · {count}</summary>{content}</details>'
        )

    def article(self, item: ClaimView) -> str:
        """One claim."""
        claim, assessment = item.claim, item.assessment
        verdict = assessment.verdict.value
        outlets = "".join(f" {self.outlets[outlet]}" for outlet in item.outlets)
        review = " data-review" if assessment.needs_review else ""
        return (
            f'<article class="claim {verdict}" id="{claim.id}" tabindex="-1" data-verdict="{verdict}"'
            f' data-document="{claim.document}" data-severity="{item.severity}" data-outlets="{outlets} "{review}>'
            f"{self.heading(item)}{self.reason(item)}"
            f'<div class="sides">{self.document_side(item)}{self.source_side(item)}</div>{self.below(item)}</article>\n'
        )

    def heading(self, item: ClaimView) -> str:
        """Verdict, doubt, confidence and place."""
        assessment, speech = item.assessment, self.speech
        flag = f"{phrase(FLAG, 'review', speech)} " if assessment.needs_review else ""
        percent = round(assessment.confidence * 100)
        sure = in_element('span class="confidence"', worded("confidence", percent=percent), speech)
        place = in_element('span class="place"', placed(item.claim), speech)
        return f"<header><h4>{self.badge(assessment.verdict)}</h4> {flag}{sure} {place}</header>"

    def reason(self, item: ClaimView) -> str:
        """Why, in plain words, and whose sources it was held against."""
        assessment, basis = item.assessment, Markup()
        if assessment.basis is not Basis.CITED:
            basis = phrase('span class="basis"', f"basis-{assessment.basis.value}", self.speech)
        words = self.speech.said(assessment.reason, settled=not assessment.needs_review)
        return f'<p class="reason">{words} {basis}</p>'

    def document_side(self, item: ClaimView) -> str:
        """The claim in its context."""
        words = f'{around(item.before)}<span class="own">{pieces(item.pieces)}</span>{around(item.after)}'
        title = phrase("h5", "document-says", self.speech)
        return f'<section class="said">{title}<p lang="{escape(item.claim.language)}">{words}</p></section>'

    def source_side(self, item: ClaimView) -> str:
        """The best passage, and the sources that could not be read."""
        none = phrase('p class="none"', "no-passage", self.speech)
        words = self.quoted(item.passages[0]) if item.passages else none
        unread = "".join(f'<p class="credit">{self.source_line(source)}</p>' for source in item.unread)
        return f'<section class="source">{phrase("h5", "source-says", self.speech)}{words}{unread}</section>'

    def below(self, item: ClaimView) -> str:
        """What a person decided, the details one by one, and further passages."""
        parts: list[str] = []
        if item.decision:
            parts.append(in_element('p class="decision"', decided(item.decision), self.speech))
        if item.facts:
            parts.append(self.folded("facts", "detail", len(item.facts), self.facts(item.facts)))
        others = item.passages[1:]
        if others:
            parts.append(
                self.folded("more", "other-passages", len(others), "".join(map(self.quoted, others)))
            )
        return "".join(parts)


def placed(claim: Claim) -> Message:
    """Line, or page and line."""
    place = claim.place
    if place.page:
        return worded("page", page=place.page, line=place.line)
    return worded("line", line=place.line)


def shortened(text: str | None) -> str:
    """A title or name at a length that fits beside every passage; the table of sources has the whole of it."""
    whole = text or ""
    return whole if len(whole) <= LONGEST_NAME else whole[:LONGEST_NAME] + " …"


def pieces(all_of_it: Iterable[Piece]) -> Markup:
    """A text with its marks."""
    return Markup(
        "".join(
            f'<mark class="{piece.mark}">{escape(piece.text)}</mark>' if piece.mark else escape(piece.text)
            for piece in all_of_it
        )
    )


def around(text: str) -> str:
    """What stands around a passage or claim."""
    return element('span class="around"', escape(text)) if text else ""


def day(at: datetime | None) -> str:
    """A date as ISO 8601 writes it."""
    return at.strftime("%Y-%m-%d") if at else "–"
