"""From a capture to what it says: the work of one worker process. Takes references, reads the record, hands back values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from provenance import access, archive, page
from provenance.extract import extract
from provenance.model import Access, Body, Capture, ExtractedText, FragmentState, LinkState, LinkStatus, Visit

PREVIEWED = {LinkState.PAYWALLED}
"""Walls in front of which some of the text can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one capture says."""

    status: LinkStatus
    text: ExtractedText | None
    """None where the page cannot be read, or where only its state was wanted."""


def without_bodies(visit: Visit) -> Visit:
    """The visit with its bodies left behind, to be handed to another process."""
    hops = tuple(replace(hop, body=Body(size=hop.body.size, sha256=hop.body.sha256)) for hop in visit.hops)
    return replace(visit, hops=hops)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A capture to be read."""

    capture: Capture
    visit: Visit
    """Without its bodies: they are in the archive."""
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
    opened = open_page(folder, capture)
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
    stored = archive.read(folder, capture)
    data = page.decode(stored.body, stored.headers)
    content_type = next((value for name, value in stored.headers if name.lower() == "content-type"), "")
    return page.parse(data, content_type, capture.url)
