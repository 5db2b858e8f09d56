"""From a capture to what it says: the work of one worker process. Takes references, reads the record, hands back values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from provenance import access, archive, page
from provenance.archive import Stored
from provenance.extract import extract
from provenance.model import (
    Access,
    Body,
    Capture,
    ExtractedText,
    FragmentState,
    Hop,
    LinkState,
    LinkStatus,
    Visit,
)

PREVIEWED = {LinkState.PAYWALLED}
"""Walls in front of which some of the text can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one capture says."""

    status: LinkStatus
    text: ExtractedText | None
    """None where the page cannot be read, or where only its state was wanted."""


def without_files(visit: Visit) -> Visit:
    """The visit to be handed to another process: bodies that are in memory go with it, spooled ones stay behind."""
    if not any(hop.body.file for hop in visit.hops):
        return visit
    hops = tuple(replace(hop, body=Body(size=hop.body.size, sha256=hop.body.sha256)) for hop in visit.hops)
    return replace(visit, hops=hops)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A capture to be read."""

    capture: Capture
    visit: Visit
    """Without large bodies: they are in the archive."""
    source: str
    want_text: bool


def read_captures(folder: Path, orders: Sequence[Order]) -> list[Reading | Exception]:
    """What each capture says, or what kept it from being read."""
    return [attempt(folder, order) for order in orders]


def attempt(folder: Path, order: Order) -> Reading | Exception:
    """One reading; an exception is handed back, so that the others of its batch are not lost with it."""
    try:
        return read_capture(folder, order.capture, order.visit, order.source, order.want_text)
    except Exception as error:  # handed to the job that asked, which raises it
        return error


def read_capture(folder: Path, capture: Capture, visit: Visit, source: str, want_text: bool) -> Reading:
    """The link state that the visit and its page show, and the readable text where there is one."""
    final = visit.final
    opened = parse_body(final, capture) if final and final.body.data else open_page(folder, capture)
    status = access.judge(visit, opened)
    if not want_text or not (status.state.group == "usable" or status.state in PREVIEWED):
        return Reading(status=status, text=None)
    reach = Access.PREVIEW if status.state in PREVIEWED else Access.WHOLE
    text = extract(opened, source=source, capture=capture.id, access=reach)
    return Reading(status=status, text=text if text.access is not Access.NONE else None)


def read_fragments(folder: Path, capture: Capture, fragments: Sequence[str]) -> tuple[FragmentState, ...]:
    """What became of each fragment on the page of a capture."""
    opened = open_page(folder, capture)
    return tuple(access.fragment(opened, fragment) for fragment in fragments)


def open_page(folder: Path, capture: Capture) -> page.Page:
    """The page of a capture, parsed once."""
    return parse_body(archive.read(folder, capture), capture)


def parse_body(answer: Hop | Stored, capture: Capture) -> page.Page:
    """The page that an answer brought."""
    data = page.decode(answer.body, answer.headers)
    content_type = next((value for name, value in answer.headers if name.lower() == "content-type"), "")
    return page.parse(data, content_type, capture.url)
