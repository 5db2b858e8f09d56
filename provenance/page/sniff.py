"""What kind of thing some bytes are, whatever their Content-Type says (after https://mimesniff.spec.whatwg.org)."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["html", "pdf", "text", "binary"]

_HTML = re.compile(
    rb"(?:<\?xml[^>]{0,300}>\s*)?(?:<!--(?:(?!-->).){0,4000}-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|script|link|style|div|p|h1|table|article|main|section|iframe|a|br|b|font)[\s>/]",
    re.I | re.S,
)
_MAGIC = (
    b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"RIFF", b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh",
    b"OggS", b"ID3", b"\x00\x00\x01\x00", b"\xd0\xcf\x11\xe0", b"wOFF", b"wOF2", b"\x7fELF", b"MZ", b"fLaC", b"\x1aE\xdf\xa3", b"BM",
)  # fmt: skip
_LOOKED_AT = 8192
_BINARY_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_UNICODE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")


def kind_of(data: bytes, content_type: str) -> Kind:
    """Whether bytes are to be read as HTML, PDF or plain text, or not at all."""
    head = data[:_LOOKED_AT]
    media = content_type.partition(";")[0].strip().lower()
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if _HTML.match(head.removeprefix(b"\xef\xbb\xbf").lstrip()):
        return "html"
    if not data:
        return "html" if not media or "html" in media else _declared(media)
    if "charset=utf-16" not in content_type.lower() and looks_binary(head):
        return "binary"
    if "html" in media or (media.endswith(("/xml", "+xml")) and not media.startswith("image/")):
        return "html"
    return (
        "binary"
        if media.startswith(("image/", "audio/", "video/", "font/")) and media != "image/svg+xml"
        else "text"
    )


def looks_binary(head: bytes) -> bool:
    """Whether the first bytes are those of a known binary format, or hold bytes that no text has."""
    if head.startswith(_UNICODE_MARKS):
        return False
    known = head.startswith(_MAGIC) or head[4:8] == b"ftyp"
    return bool(known and _BINARY_BYTES.search(head)) or len(_BINARY_BYTES.findall(head)) > len(head) // 200


def _declared(media: str) -> Kind:
    if media == "application/pdf":
        return "pdf"
    return "text" if media.startswith("text/") or "json" in media else "binary"
