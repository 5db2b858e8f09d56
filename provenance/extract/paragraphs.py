"""The paragraphs of a page in the form in which its text is kept: prose as it stands, data tables a line a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from provenance.page import Page, TextBlock, blocks_of

_BLOCKS_IN_CELL = frozenset(
    {"p", "div", "table", "ul", "ol", "article", "section", "h1", "h2", "h3", "h4", "form", "nav"}
)
_LONG_CELL = 400
_SMALL = 2


@dataclass(slots=True, eq=False)
class Paragraph:
    """A line of the extracted text."""

    text: str
    block: TextBlock
    row: bool = False
    """Made from the cells of a table's row."""

    @property
    def element(self) -> HtmlElement:
        """Where it stands."""
        return self.block.element


def paragraphs(page: Page) -> list[Paragraph]:
    """All that shows on the page, in order; the cells of a row of a data table make one line."""
    kinds: dict[HtmlElement, bool] = {}
    seen: set[HtmlElement] = set()
    found: list[Paragraph] = []
    for block in page.blocks:
        if block.hidden:
            continue
        row = next(block.element.iterancestors("tr"), None) if block.element.tag != "tr" else block.element
        table = next(row.iterancestors("table"), None) if row is not None else None
        if table is not None and table not in kinds:
            kinds[table] = _is_data(table)
        if row is None or table is None or not kinds[table]:
            found.append(Paragraph(block.text, block))
        elif row not in seen:
            seen.add(row)
            found.extend(Paragraph(text, block, row=True) for text in _row_line(table, row))
    return found


def _is_data(table: HtmlElement) -> bool:
    """Whether a table holds figures and words in rows, and is not there for the page's layout."""
    rows = table.xpath("./tr|./*/tr")
    if (
        table.get("role") in ("presentation", "none")
        or len(rows) < _SMALL
        or table.find(".//table") is not None
    ):
        return False
    cells = [cell for row in rows for cell in _cells(row)]
    if max((len(_cells(row)) for row in rows), default=0) < _SMALL:
        return False
    if any(len(cell.text_content()) > _LONG_CELL for cell in cells[:60]):
        return False
    nested = sum(
        1 for cell in cells if any(child.tag in _BLOCKS_IN_CELL and child.tag != "p" for child in cell)
    )
    return nested * 3 <= len(cells)


def _cells(row: HtmlElement) -> list[HtmlElement]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _read(cell: HtmlElement) -> str:
    """What a reader sees in a cell."""
    return " ".join(block.text for block in blocks_of(cell) if not block.hidden)


def _row_line(table: HtmlElement, row: HtmlElement) -> Iterator[str]:
    """A row as `Header: value; Header: value`; a row of headers, or a table without them, as cells set off by bars."""
    header = _header(table)
    if row is header:
        return
    values = [_read(cell) for cell in _cells(row)]
    names = _spread(header) if header is not None else []
    if len(names) == len(values) and any(names):
        pairs = [f"{name}: {value}" if name else value for name, value in zip(names, values) if value]
        yield "; ".join(pairs)
    elif any(values):
        yield _keyed(_cells(row), values)


def _keyed(cells: Sequence[HtmlElement], values: list[str]) -> str:
    """A row whose first cell is its header reads `header: value | value`."""
    if len(values) > 1 and cells[0].tag == "th" and values[0]:
        return f"{values[0].rstrip(' :')}: " + " | ".join(v for v in values[1:] if v)
    return " | ".join(value for value in values if value)


def _header(table: HtmlElement) -> HtmlElement | None:
    """The row that names the columns: the last of the head, or a first row of headers alone."""
    rows = table.xpath("./thead/tr") or [
        r for r in table.xpath("./tr|./tbody/tr")[:1] if all(c.tag == "th" for c in _cells(r))
    ]
    return rows[-1] if rows else None


def _spread(header: HtmlElement) -> list[str]:
    """The names of the columns, a name that spans several repeated."""
    names: list[str] = []
    for cell in _cells(header):
        span = cell.get("colspan") or "1"
        names.extend([_read(cell).rstrip(" :")] * min(int(span) if span.isdecimal() else 1, 50))
    return names
