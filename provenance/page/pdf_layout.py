"""The lines of a PDF as they are set: their place on the page, the size of their type, raised figures, and links over them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as pdfium

from provenance.errors import InputError

CHARACTERS = 1_500_000
"""Characters that are read of a PDF: some 500 full pages."""

DIVIDING = frozenset({0x02, 0xFFFE})
"""What PDFium gives for the hyphen that divides a word at the end of a line, in place of the hyphen and the line break."""

LINE_ENDS = DIVIDING | {10, 13}

_LINKS = 5000
"""Link annotations that are read of one page."""

_RAISED = 0.8
"""A figure set smaller than this share of its line's type, and above its foot, is a mark of a note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfLink:
    """A link annotation over the characters `[start, end)` of its line."""

    url: str
    start: int
    end: int


@dataclass(slots=True, kw_only=True)
class PdfLine:
    """A line as set, in points from the lower left corner of the page."""

    text: str
    left: float
    right: float
    bottom: float
    size: float
    """Of the type: the height of its line box, the median of the line."""
    raised: frozenset[int] = frozenset()
    """Indices of characters set as superscripts."""
    links: tuple[PdfLink, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfLayout:
    """The pages of a PDF in order, and what it says of itself."""

    pages: tuple[tuple[PdfLine, ...], ...]
    title: str
    created: str
    """`D:20250519…` as written, or empty."""
    total: int
    """Pages of the file, of which `pages` may be the first part."""


@dataclass(slots=True)
class _Glyphs:
    """The characters of the line that is being read, with the boxes that their font gives them (left, right, bottom, top)."""

    text: list[str] = field(default_factory=list)
    boxes: list[tuple[float, float, float, float]] = field(default_factory=list)
    sizes: list[float] = field(default_factory=list)


def lay_out(data: bytes) -> PdfLayout:
    """The lines of a PDF; raises `InputError` for one that is damaged or locked. Reads about `CHARACTERS` at most."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise InputError("the PDF is locked by a password" if locked else "the PDF is damaged") from error
    try:
        pages: list[tuple[PdfLine, ...]] = []
        left = CHARACTERS
        for number in range(len(document)):
            if left <= 0:
                break
            lines = _page(document, number, left)
            left -= sum(len(line.text) for line in lines) + 1
            pages.append(lines)
        return PdfLayout(
            pages=tuple(pages),
            title=_metadata(document, "Title"),
            created=_metadata(document, "CreationDate"),
            total=len(document),
        )
    finally:
        document.close()


def _metadata(document: pypdfium2.PdfDocument, key: str) -> str:
    try:
        return str(document.get_metadata_value(key) or "").strip()
    except (pypdfium2.PdfiumError, UnicodeDecodeError):
        return ""


def _page(document: pypdfium2.PdfDocument, number: int, limit: int) -> tuple[PdfLine, ...]:
    """The lines of a page; none where the page itself is damaged."""
    try:
        page = document[number]
        characters = page.get_textpage()
    except pypdfium2.PdfiumError:
        return ()
    try:
        rectangles = list(link_rectangles(document, page))
        return tuple(_line(glyphs, rectangles) for glyphs in _rejoined(_lines(characters, limit)))
    finally:
        characters.close()
        page.close()


def _lines(page: pypdfium2.PdfTextPage, limit: int) -> Iterator[_Glyphs]:
    """The characters of the page, cut at its line breaks; blank lines are left out, dividing hyphens become U+00AD."""
    glyphs = _Glyphs()
    box = pdfium.FS_RECTF()
    pointer = ctypes.byref(box)
    for index in range(min(page.count_chars(), limit)):
        code = pdfium.FPDFText_GetUnicode(page, index)
        if code in DIVIDING:
            glyphs.text.append("\u00ad")
            glyphs.boxes.append(glyphs.boxes[-1] if glyphs.boxes else (0.0, 0.0, 0.0, 0.0))
            glyphs.sizes.append(0.0)
        if code in LINE_ENDS:
            if "".join(glyphs.text).strip():
                yield glyphs
            glyphs = _Glyphs()
            continue
        if code == 0 or 0xD800 <= code < 0xE000:
            continue
        pdfium.FPDFText_GetLooseCharBox(page, index, pointer)
        glyphs.text.append(chr(code))
        glyphs.boxes.append((box.left, box.right, box.bottom, box.top))
        glyphs.sizes.append(box.top - box.bottom if code > 32 else 0.0)
    if "".join(glyphs.text).strip():
        yield glyphs


def _rejoined(lines: Iterable[_Glyphs]) -> Iterator[_Glyphs]:
    """The lines, with those put together that PDFium cuts where a raised figure changes the level."""
    before: _Glyphs | None = None
    for glyphs in lines:
        if before is None:
            before = glyphs
        elif _goes_on(before, glyphs):
            before.text += glyphs.text
            before.boxes += glyphs.boxes
            before.sizes += glyphs.sizes
        else:
            yield before
            before = glyphs
    if before is not None:
        yield before


def _goes_on(before: _Glyphs, glyphs: _Glyphs) -> bool:
    """Whether a line stands right behind another at the same level."""
    _, right, bottom, top = before.boxes[-1]
    left, _, foot, head = glyphs.boxes[0]
    shared = min(top, head) - max(bottom, foot)
    height = min(top - bottom, head - foot)
    return before.text[-1] != "\u00ad" and height > 0 and shared > height / 2 and -2 < left - right < height


def _line(glyphs: _Glyphs, rectangles: list[tuple[str, float, float, float, float]]) -> PdfLine:
    shown = [box for box, size in zip(glyphs.boxes, glyphs.sizes) if size > 0] or glyphs.boxes
    foot = sorted(box[2] for box in shown)[len(shown) // 2]
    size = sorted(glyphs.sizes)[-(len(shown) + 1) // 2]
    return PdfLine(
        text="".join(glyphs.text),
        left=min(box[0] for box in shown),
        right=max(box[1] for box in shown),
        bottom=foot,
        size=size,
        raised=frozenset(_raised(glyphs, foot, size)),
        links=tuple(_over(glyphs, rectangles)),
    )


def _raised(glyphs: _Glyphs, foot: float, size: float) -> Iterator[int]:
    """Figures that stand above the foot of the line and are set clearly smaller."""
    for index, (letter, box) in enumerate(zip(glyphs.text, glyphs.boxes)):
        if letter.isdigit() and box[2] - foot > 0.1 * size and box[3] - box[2] < _RAISED * size and index:
            yield index


def _over(glyphs: _Glyphs, rectangles: list[tuple[str, float, float, float, float]]) -> Iterator[PdfLink]:
    """The links whose rectangle covers the middle of characters of this line."""
    for url, left, bottom, right, top in rectangles:
        inside = [
            index
            for index, (x0, x1, y0, y1) in enumerate(glyphs.boxes)
            if left <= (x0 + x1) / 2 <= right and bottom <= (y0 + y1) / 2 <= top and glyphs.sizes[index] > 0
        ]
        if inside:
            yield PdfLink(url=url, start=inside[0], end=inside[-1] + 1)


def link_rectangles(
    document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage
) -> Iterator[tuple[str, float, float, float, float]]:
    """The URL and the rectangle (left, bottom, right, top) of each link annotation that leads out of the document."""
    position, link, area = ctypes.c_int(0), pdfium.FPDF_LINK(), pdfium.FS_RECTF()
    for _ in range(_LINKS):
        if not pdfium.FPDFLink_Enumerate(page, ctypes.byref(position), ctypes.byref(link)):
            return
        url = _url(document, pdfium.FPDFLink_GetAction(link))
        if url and pdfium.FPDFLink_GetAnnotRect(link, ctypes.byref(area)):
            yield (
                url,
                area.left - 1,
                min(area.bottom, area.top) - 1,
                area.right + 1,
                max(area.bottom, area.top) + 1,
            )


def _url(document: pypdfium2.PdfDocument, action: object) -> str:
    if not action:
        return ""
    size = pdfium.FPDFAction_GetURIPath(document, action, None, 0)
    if not 1 < size < 8192:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAction_GetURIPath(document, action, buffer, size)
    return buffer.value.decode("utf-8", "replace")
