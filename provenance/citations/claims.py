"""The claims of a document: sentences, parted into the statements that they make, each with its span and its context."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from provenance.citations import clauses
from provenance.citations.anchors import Anchor
from provenance.citations.checkable import is_claim, says_something
from provenance.citations.context import Antecedents, LeadIns, announces_list
from provenance.citations.layout import Layout, Piece, Role
from provenance.citations.scope import Leaning
from provenance.citations.trim import readable, trim
from provenance.language.sentences import split
from provenance.model import Claim, Document, identify

Span = tuple[int, int]

DATELINE = 64
"""Characters of the longest place before the agency of a dispatch."""

_DATELINE = re.compile(r"(?:[A-ZÀ-Þ][\w ,./-]{0,60})?\((?:[A-ZÀ-Þ][\w. ]{1,24})\)\s*[—–-]{1,2}\s+")


def sentences(document: Document, layout: Layout) -> dict[int, list[Span]]:
    """The spans of the sentences of every block with text, in that block's text."""
    spans: dict[int, list[Span]] = {}
    for piece in layout.pieces:
        if piece.role is Role.TEXT:
            block = document.blocks[piece.block]
            text = block.text[piece.start : piece.end]
            found = split(text, block.language or document.language)
            spans.setdefault(piece.block, []).extend((piece.start + a, piece.start + b) for a, b in found)
    return spans


def collect(
    document: Document, layout: Layout, sentences: dict[int, list[Span]], anchors: list[Anchor]
) -> Iterator[Claim]:
    """The claims of a document in order; `sentences` by block, `anchors` all its citations in order."""
    leaning = Leaning(document, layout, sentences, anchors)
    names, leads = Antecedents(document), LeadIns(document)
    for index, piece in enumerate(layout.pieces):
        names.forget()
        lead = leads.over(piece)
        if piece.role is not Role.TEXT:
            continue
        announced = announces_list(document, layout, index)
        spans = sentences.get(piece.block, [])
        first = bisect_left(spans, (piece.start, 0))
        for sentence in spans[first : bisect_left(spans, (piece.end, 0), lo=first)]:
            if sentence != announced:
                yield from _of_sentence(document, piece, sentence, leaning, names, lead)


def _of_sentence(
    document: Document, piece: Piece, sentence: Span, leaning: Leaning, names: Antecedents, lead: str
) -> Iterator[Claim]:
    """The claims of a sentence."""
    sentence = _without_dateline(document.blocks[piece.block].text, sentence)
    block = document.blocks[piece.block]
    language = block.language or document.language
    marks = leaning.marks(piece.block, sentence)
    whole = readable(block.text, sentence, marks)
    stands_for = names.of(whole, language)
    if is_claim(whole):
        spans = [
            trim(block.text, span, marks) for span in clauses.split(block.text, sentence, language, marks)
        ]
        said = [(span, readable(block.text, span, marks)) for span in spans]
        kept = [(span, text) for span, text in said if says_something(text)]
        for at, (span, text) in enumerate(kept):
            reach = (span[0], kept[at + 1][0][0] if at + 1 < len(kept) else sentence[1])
            around = (
                _around(block.text, sentence, span, marks)
                if len(kept) > 1 or len(text) < len(whole) - 3
                else ""
            )
            context = " · ".join(part for part in (lead, stands_for, around) if part)
            yield _claim(document, piece.block, span, reach, leaning, text, context)
    if leaning.names_outlet(piece.block, sentence):
        names.forget()
    else:
        names.learn(whole, language)


def _without_dateline(text: str, sentence: Span) -> Span:
    """The sentence without the place and agency that open a dispatch ("PARIS, 3 mai (Reuters) - …")."""
    bracketed = text.find("(", sentence[0], sentence[0] + DATELINE) >= 0
    opening = _DATELINE.match(text, *sentence) if bracketed else None
    return (opening.end(), sentence[1]) if opening else sentence


def _around(text: str, sentence: Span, span: Span, marks: list[Span]) -> str:
    """The rest of the sentence, with an ellipsis where the claim stands; nothing where there is no rest."""
    before = readable(text, (sentence[0], span[0]), marks)
    after = readable(text, (span[1], sentence[1]), marks)
    if not any(map(str.isalnum, before + after)):
        return ""
    before, after = before.rstrip(" ,;:(–—"), after.lstrip(" ,;:)")
    return " ".join(part for part in (before, "[…]", after if any(map(str.isalnum, after)) else "") if part)


def _claim(
    document: Document, block: int, span: Span, reach: Span, leaning: Leaning, text: str, context: str
) -> Claim:
    start, end = document.blocks[block].map.span(*span)
    scope, citations = leaning.of(block, reach)
    return Claim(
        id=identify("k", document.id, start, text),
        document=document.id,
        text=text,
        start=start,
        end=end,
        place=document.locate(start),
        context=context,
        citations=citations,
        scope=scope,
        language=document.blocks[block].language or document.language,
        reference=document.published,
    )
