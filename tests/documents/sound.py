"""What holds for every document that a reader makes, whatever the file was."""

from provenance.documents.flow import RAISED
from provenance.model import Block, Document


def check(document: Document) -> None:
    """Offsets are valid, blocks apart and in order, links within their blocks, and words those of the file."""
    size, last = len(document.text), 0
    for block in document.blocks:
        assert last <= block.start <= block.end <= size, "blocks stand in order, apart, and within the text"
        last = block.end
        check_map(document, block)
        assert all(0 <= a <= b <= len(block.text) for a, b in block.code)
        assert block.text == block.text.strip()
    for link in document.links:
        block = document.blocks[link.block]
        assert 0 <= link.text_start <= link.text_end <= len(block.text)
        assert block.start <= link.start <= link.end <= block.end, "a link stands within its block"
    place = document.locate(size)
    assert place.line >= 1
    assert place.column >= 1


def check_map(document: Document, block: Block) -> None:
    """Every character of the block is that of the document at its place, but for entities, marks and white space."""
    at = 0
    for start, origin, length, original in block.map.runs:
        assert start == at, "runs follow one another"
        at = start + length
        assert block.start <= origin <= origin + original <= block.end
        if length == original:
            shown, written = block.text[start:at], document.text[origin : origin + original]
            assert _same(shown, written), (shown, written)
    assert at == len(block.text), "runs cover the text"


def _same(shown: str, written: str) -> bool:
    return shown == written or all(
        a == b or a == b.translate(RAISED) or (a.isspace() and b.isspace()) or a == "\ufffd"
        for a, b in zip(shown, written)
    )


def check_places(document: Document) -> None:
    """Every block with words has a span of its own: none was lost on the way, and none put at the end of the text."""
    for block in document.blocks:
        assert block.start < block.end or not block.text, f"{block.text[:40]!r} stands nowhere"
