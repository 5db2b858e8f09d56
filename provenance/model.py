"""The nouns of the program: frozen values that the stages hand on. Nothing here does I/O but `Body`, which is bytes.

Offsets are half-open and count characters (code points) of a decoded text; lines, columns and pages count from 1.
Times are timezone-aware UTC. Ids come from content, so that a second run gives the same ones.
"""

from __future__ import annotations

import hashlib
import io
from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO


def identify(prefix: str, *parts: object) -> str:
    """An id from content: the prefix and twelve hex digits of the SHA-256 of the parts, each set off by a NUL."""
    digest = hashlib.sha256("\0".join(str(part) for part in parts).encode("utf-8", "surrogatepass"))
    return f"{prefix}-{digest.hexdigest()[:12]}"


# --- words that can be said in several languages ---------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Something to tell a person: a code of the wording tables and the values for its placeholders."""

    code: str
    values: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, code: str, **values: object) -> Message:
        """A message from keyword values, which are turned into text and sorted by name."""
        return cls(code=code, values=tuple(sorted((k, str(v)) for k, v in values.items())))


# --- documents -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TextMap:
    """Maps a derived text (markup taken out, spaces folded) back to the text that it came from.

    Runs are (start in the derived text, start in the original, length in the derived text, length in the original),
    in order. Within a run of equal lengths characters correspond one to one; a run of unequal lengths (an entity,
    a folded space) corresponds as a whole.
    """

    runs: tuple[tuple[int, int, int, int], ...]

    def origin(self, index: int) -> int:
        """The offset in the original of the character at `index` of the derived text (its end for the end)."""
        if not self.runs:
            return 0
        at = max(bisect_right(self.runs, index, key=lambda run: run[0]) - 1, 0)
        start, source, length, source_length = self.runs[at]
        if length == source_length:
            return source + min(max(index - start, 0), length)
        return source if index < start + length else source + source_length

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original that the derived span [start, end) came from."""
        if end <= start:
            point = self.origin(start)
            return point, point
        at = max(bisect_right(self.runs, end - 1, key=lambda run: run[0]) - 1, 0)
        run_start, source, length, source_length = self.runs[at]
        last = source + (end - run_start if length == source_length else source_length)
        return self.origin(start), last


class BlockKind(StrEnum):
    """What a block of a document is to its reader."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTE = "quote"
    CELL = "cell"
    CAPTION = "caption"
    NOTE = "note"
    CODE = "code"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One paragraph-like piece of a document, as a reader sees it."""

    kind: BlockKind
    """`note` is the definition of a footnote or endnote; `furniture` is navigation and the like of a web page."""
    text: str
    """Markup taken out; white space as written (a line break inside a paragraph stays)."""
    map: TextMap
    """From `text` to `Document.text`."""
    start: int
    end: int
    """The span in `Document.text`, markup included."""
    level: int = 0
    """Heading level (1–6), or nesting depth of a list item (from 1); 0 elsewhere."""
    note: str | None = None
    """The label of the note that this block defines (`1` for `[^1]: …`)."""
    ordinal: int | None = None
    """The number of an item of an ordered list."""
    language: str | None = None
    """Where it differs from the document's."""
    code: tuple[tuple[int, int], ...] = ()
    """Spans of `text` that are inline code: words of the sentence, but a URL in them is no citation."""


class LinkKind(StrEnum):
    """How a document spells a link."""

    INLINE = "inline"
    REFERENCE = "reference"
    AUTOLINK = "autolink"
    NOTE = "note"
    CITE = "cite"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link that the markup of a document makes. Bare URLs in prose and identifiers are not here: `citations` finds them."""

    kind: LinkKind
    """`reference` is `[text][label]` (the definition is not a second link); `note` is a mark that points to a note; `cite` is an HTML cite attribute."""
    url: str
    """As written; empty for a `note`, and for a link whose target is missing."""
    label: str
    """The words that carry the link."""
    block: int
    """Index into `Document.blocks`."""
    text_start: int
    text_end: int
    """The span of the label in that block's text (empty where the label is not part of it)."""
    start: int
    end: int
    """The span in `Document.text`, markup included."""
    note: str | None = None
    """For a `note`: the label of the note that it points to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something stands in a document as its author sees it."""

    line: int
    column: int
    page: int | None = None
    """Page of a PDF, cell of a notebook."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text under audit."""

    id: str
    path: str
    """As given by the user."""
    format: str
    """The reader that read it: `markdown`, `html`, `plain`, `docx`, `pdf`, `notebook`."""
    text: str
    """The decoded text; all spans point into it."""
    title: str
    language: str
    """ISO 639-1."""
    sha256: str
    """Of the bytes of the file."""
    encoding: str
    blocks: tuple[Block, ...]
    links: tuple[Link, ...]
    line_starts: tuple[int, ...]
    page_starts: tuple[int, ...] = ()
    published: str | None = None
    """`YYYY`, `YYYY-MM` or `YYYY-MM-DD`: front matter or metadata, else the file name, else none."""
    remarks: tuple[Message, ...] = ()
    """What the reader had to do to read it (a guessed encoding, a part that was cut)."""

    def locate(self, offset: int) -> Place:
        """Line and column of an offset; in a paged document they count within the page (or cell)."""
        line = max(bisect_right(self.line_starts, offset) - 1, 0)
        column = offset - (self.line_starts[line] if self.line_starts else 0) + 1
        if not self.page_starts:
            return Place(line=line + 1, column=column)
        page = max(bisect_right(self.page_starts, offset) - 1, 0)
        first = max(bisect_right(self.line_starts, self.page_starts[page]) - 1, 0)
        return Place(line=line - first + 1, column=column, page=page + 1)


# --- citations and claims --------------------------------------------------------------------------------------


class CitationKind(StrEnum):
    """How a document points to a source."""

    LINK = "link"
    REFERENCE = "reference"
    NOTE = "note"
    BARE_URL = "bare-url"
    IDENTIFIER = "identifier"
    ATTRIBUTION = "attribution"
    DANGLING = "dangling"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A place in a document that points to a source, or that should."""

    id: str
    document: str
    kind: CitationKind
    label: str
    """The words that carry the link, the outlet that an attribution names, or what a dangling citation says."""
    start: int
    end: int
    place: Place
    url: str | None = None
    """As the document spells it; none for a dangling citation or an attribution."""
    target: str | None = None
    """The URL to visit: identifiers resolved, archive URLs unwrapped, fragment kept; none where nothing can be visited."""
    source: str | None = None
    """The id of the source that it leads to (`urls.source_id` of the target)."""
    archived_at: datetime | None = None
    """The timestamp of an archive URL that was unwrapped."""
    archive_url: str | None = None
    """The archive URL that was unwrapped."""
    problem: Message | None = None
    """For a dangling or malformed one: what is wrong with it."""
    domains: tuple[str, ...] = ()
    """For an attribution: the registrable domains of the outlet that it names."""


class Scope(StrEnum):
    """How near to a claim the citations stand on which it leans."""

    CLAUSE = "clause"
    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"
    SECTION = "section"
    DOCUMENT = "document"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A checkable statement of a document."""

    id: str
    document: str
    text: str
    """As a reader sees it: markup out, white space single."""
    start: int
    end: int
    place: Place
    context: str
    """The sentence or lead-in around it, and the names that its pronouns stand for; never words of the claim itself."""
    citations: tuple[str, ...]
    scope: Scope
    language: str
    reference: str | None = None
    """The document's date, which relative dates count from."""


# --- facts -----------------------------------------------------------------------------------------------------


class FactKind(StrEnum):
    """What sort of detail a fact is."""

    QUANTITY = "quantity"
    DATE = "date"
    NAME = "name"
    QUOTATION = "quotation"
    POLARITY = "polarity"
    HEDGE = "hedge"
    DIRECTION = "direction"
    COMPARISON = "comparison"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A detail of a text that can be compared with another text's."""

    kind: FactKind
    text: str
    start: int
    end: int
    value: Decimal | str | None = None
    """A Decimal in base scale for a quantity; `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, `YYYY-Qn` or `YYYY-summer` for a date; a key for others."""
    high: Decimal | str | None = None
    """The other end of a range."""
    unit: str | None = None
    """ISO 4217 code, `%`, `points`, a unit symbol, else none."""
    comparator: str = "="
    """`=`, `~` (about), `>`, `>=`, `<`, `<=`."""
    of: str | None = None
    """What is counted or measured, in the text's own words."""


class FactStatus(StrEnum):
    """What the source has for a fact of the claim."""

    FOUND = "found"
    DIFFERS = "differs"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFact:
    """A fact of a claim beside what the source has for it. Offsets are those of the fact in the claim's text."""

    fact: Fact
    status: FactStatus
    source_text: str | None = None
    """The words of the source, verbatim, for `found` and `differs`."""
    source_value: str | None = None
    source_unit: str | None = None
    evidence: int | None = None
    """Index of the evidence that holds `source_text`."""


# --- visits ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The bytes of a response as they came (content coding kept, transfer coding undone); large ones stay in a file."""

    size: int
    sha256: str
    """Of these bytes, in hex."""
    data: bytes = b""
    file: Path | None = None
    """A spooled file that holds the bytes instead of `data`; whoever stores the body deletes it by `discard`."""
    truncated: bool = False
    """Cut by our size limit, or ended before the length that was announced."""

    @classmethod
    def of(cls, data: bytes) -> Body:
        """A body held in memory."""
        return cls(size=len(data), sha256=hashlib.sha256(data).hexdigest(), data=data)

    def open(self) -> BinaryIO:
        """A stream over the bytes, from the start."""
        return self.file.open("rb") if self.file else io.BytesIO(self.data)

    def read(self) -> bytes:
        """All the bytes."""
        return self.file.read_bytes() if self.file else self.data

    def discard(self) -> None:
        """Delete the spooled file, if there is one."""
        if self.file:
            self.file.unlink(missing_ok=True)


class FailureKind(StrEnum):
    """Why a visit came to no answer."""

    MALFORMED = "malformed"
    REFUSED = "refused"
    DISALLOWED = "disallowed"
    RESTING = "resting"
    """The host asked, beyond our patience, to be left alone until `Visit.retry_at`; it was not asked again."""
    DNS = "dns"
    CONNECT = "connect"
    TLS = "tls"
    TIMEOUT = "timeout"
    PROTOCOL = "protocol"
    REDIRECTS = "redirects"
    TRUNCATED = "truncated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a visit came to no (whole) answer."""

    kind: FailureKind
    code: str
    """A sub-code: `nxdomain`, `servfail`, `no-address`, `refused`, `reset`, `closed`, `expired`, `self-signed`, `wrong-host`, `untrusted`,
    `connect-timeout`, `read-timeout`, `total-timeout`, `loop`, `too-many`, `short-body`, `private-address`, `scheme`, `robots`, `proxy`, …"""
    detail: str
    """One line for a person, without secrets."""


Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One request and its answer."""

    url: str
    at: datetime
    seconds: float
    status: int
    reason: str
    headers: Headers
    """As received, in order, duplicates kept."""
    request_headers: Headers
    """As sent, without credentials."""
    body: Body
    address: str | None = None
    """The address that was connected to."""
    http_version: str = "1.1"

    def header(self, name: str) -> str | None:
        """The first header of that name, case-insensitive."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One try to read a source: transport facts alone. What they mean is decided in `access`."""

    url: str
    started_at: datetime
    finished_at: datetime
    hops: tuple[Hop, ...]
    """Every answer on the way, the final one last; answers that were retried (429, 503) are not hops."""
    failure: Failure | None = None
    """Set where there was no whole final answer; `hops` keeps what came before."""
    attempts: int = 1
    retry_at: datetime | None = None
    """When the host asked us to come back, where that is beyond our patience."""

    @property
    def final(self) -> Hop | None:
        """The last answer, if the visit did not fail before it."""
        return self.hops[-1] if self.hops else None


class LinkState(StrEnum):
    """What a visit to a source showed; the order is that of DESIGN.md section 4, first match decides."""

    DISALLOWED = "disallowed"
    REFUSED = "refused"
    MALFORMED = "malformed"
    SERVER_ERROR = "server-error"
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    TLS_ERROR = "tls-error"
    REDIRECT_LOOP = "redirect-loop"
    TRUNCATED = "truncated"
    BLOCKED = "blocked"
    LOGIN_REQUIRED = "login-required"
    PAYWALLED = "paywalled"
    CONSENT_REQUIRED = "consent-required"
    LEGAL_BLOCK = "legal-block"
    FORBIDDEN = "forbidden"
    RATE_LIMITED = "rate-limited"
    GONE = "gone"
    PARKED = "parked"
    SOFT_404 = "soft-404"
    EMPTY = "empty"
    UNSUPPORTED_TYPE = "unsupported-type"
    MOVED = "moved"
    OK = "ok"
    UNVISITED = "unvisited"

    @property
    def group(self) -> str:
        """`not-visited`, `faulty`, `walled`, `lost` or `usable`."""
        return _GROUPS[self]


_GROUPS = {
    state: group
    for group, states in {
        "not-visited": "disallowed refused malformed unvisited",
        "faulty": "server-error timeout unreachable tls-error redirect-loop truncated",
        "walled": "blocked login-required paywalled consent-required legal-block forbidden rate-limited",
        "lost": "gone parked soft-404 empty unsupported-type",
        "usable": "moved ok",
    }.items()
    for state in map(LinkState, states.split())
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkStatus:
    """A link state with what gave it away."""

    state: LinkState
    code: str = ""
    """A sub-code: `404`, `nxdomain`, `cloudflare`, `json-ld`, `expired`, …"""
    evidence: str = ""
    """The words, header or address that decided, at most 200 characters."""


class FragmentState(StrEnum):
    """Whether the fragment of a citation leads to something on its page."""

    FOUND = "found"
    MISSING = "missing"
    UNKNOWN = "unknown"


# --- captures and texts ----------------------------------------------------------------------------------------


class CopyKind(StrEnum):
    """Where the copy that was read came from."""

    LIVE = "live"
    WEB_ARCHIVE = "web-archive"
    EARLIER = "earlier-capture"
    SUPPLIED = "supplied"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """The bytes of one answer in the archive: a WARC record."""

    id: str
    url: str
    """The URL that answered (for a web archive's copy: the original's)."""
    captured_at: datetime
    """When the content was seen: now for a live page, the archive's own time for its copy."""
    kind: CopyKind
    status: int
    content_type: str
    sha256: str
    size: int
    warc: str
    """File name within the archive's `warc` folder."""
    offset: int
    length: int
    archive_url: str | None = None
    """Where a web archive's copy was read from."""


class Access(StrEnum):
    """How much of a source's text could be read."""

    WHOLE = "whole"
    PREVIEW = "preview"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractedText:
    """What is readable in a capture. Evidence offsets point into `text`."""

    source: str
    capture: str
    text: str
    """Title, main text, captions and tables, then whatever else is readable and is not furniture; paragraphs set off by newlines."""
    main_end: int
    """Where in `text` the title and main text end and the rest of the full text begins."""
    title: str
    language: str
    access: Access
    url: str = ""
    byline: str = ""
    publisher: str = ""
    published: str | None = None
    """`YYYY-MM-DD` or less precise; never a guess from the prose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hopped:
    """A hop as the report keeps it."""

    url: str
    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFrom:
    """Which copy of a source was read."""

    kind: CopyKind = CopyKind.NONE
    url: str | None = None
    captured_at: datetime | None = None
    capture: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What came of asking a web archive to hold a copy of a page that can be read (`--save`)."""

    asked_at: datetime
    url: str | None = None
    """The copy that it made, or held already; none where it made none."""
    captured_at: datetime | None = None
    """The archive's own time of that copy."""
    problem: str = ""
    """Why there is none, in one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A cited page as an audit found it."""

    id: str
    canonical_url: str
    url: str
    """The URL that was visited, as first cited."""
    status: LinkStatus
    http_status: int | None
    hops: tuple[Hopped, ...]
    checked_at: datetime | None
    next_check_at: datetime | None
    read_from: ReadFrom
    cited_by: tuple[str, ...]
    title: str = ""
    publisher: str = ""
    published: str | None = None
    language: str | None = None
    access: Access = Access.NONE
    origin: str | None = None
    """The outlet that its news came from, where it says so."""
    dead: bool = False
    failing_since: datetime | None = None
    saved: Saved | None = None


# --- verdicts --------------------------------------------------------------------------------------------------


class Verdict(StrEnum):
    """What the evidence says of a claim."""

    SUPPORTED = "supported"
    PARTIAL = "partially-supported"
    CONTRADICTED = "contradicted"
    NOT_FOUND = "not-found"
    UNVERIFIABLE = "unverifiable"


class Basis(StrEnum):
    """Whose sources a claim was held against."""

    CITED = "cited"
    ELSEWHERE = "elsewhere"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A passage of an extracted text (W3C TextQuoteSelector and TextPositionSelector)."""

    source: str
    capture: str
    exact: str
    prefix: str
    suffix: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What the evidence says of one claim."""

    claim: str
    verdict: Verdict
    confidence: float
    """The share of such verdicts that are right, as calibrated."""
    support: float
    """0–1: that the claim stands as a whole."""
    needs_review: bool
    basis: Basis
    reason: Message
    evidence: tuple[Evidence, ...] = ()
    facts: tuple[CheckedFact, ...] = ()
    unsupported: tuple[tuple[int, int], ...] = ()
    """Spans of the claim's text that the evidence does not bear out, surest first."""
    weights: tuple[tuple[str, float], ...] = ()
    """What moved the confidence: features and their contribution, largest first."""
    signals: tuple[str, ...] = ()
    """Special cases that findings are made of: `translated-quotation`, `quotation-altered`, `quotation-speaker`, `hedge-dropped`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided about a claim."""

    claim: str
    verdict: Verdict | None
    """None for "not a claim"."""
    note: str
    author: str
    at: datetime
    fingerprint: str = ""
    """Of the claim and the evidence that were decided on (`decisions.fingerprint`)."""
    passage: str = ""
    """The words of the source that the person rests on, where they are not those of the first passage."""
    withdrawn: bool = False
    """Taken back: what it stands after counts no longer."""
    number: int = 0
    """Its number in the catalogue, from 1; 0 for one that is not kept yet."""


# --- findings and audits ---------------------------------------------------------------------------------------


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing an editor should see."""

    rule: str
    severity: Severity
    message: Message
    document: str | None = None
    line: int | None = None
    column: int | None = None
    claim: str | None = None
    source: str | None = None
    other_claim: str | None = None
    accepted: str | None = None
    """Why it counts no longer: the reason of a baseline or of a comment in the document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """One run over some documents."""

    id: str
    tool_version: str
    started_at: datetime
    finished_at: datetime
    documents: tuple[Document, ...]
    citations: tuple[Citation, ...]
    fragments: tuple[tuple[str, FragmentState], ...]
    """Citation ids whose URL has a fragment, and what became of it."""
    sources: tuple[Source, ...]
    claims: tuple[Claim, ...]
    assessments: tuple[Assessment, ...]
    """One a claim, in the same order."""
    findings: tuple[Finding, ...]
    decisions: tuple[Decision, ...] = ()
