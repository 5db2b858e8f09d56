"""From bytes to characters: byte order mark, the bytes if they are UTF-8, header, declaration in the page, then detection.

The HTML standard believes a label before the bytes; but bytes beyond ASCII that are valid UTF-8 are that, and servers'
default labels are often false.
"""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_IN_PAGE = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w.:-]+)",
    re.I,
)
_NOT_ASCII_BASED = ("utf-16", "utf-32", "utf_16", "utf_32", "iso2022", "hz", "utf-7")
"""Encodings whose bytes may pass for ASCII."""
_PRESCAN = 4096
"""Bytes in which a declaration is looked for; the standard says 1024, browsers look further and so do pages."""
_DETECTED = 64 * 1024
_TELLING = 60
"""Bytes beyond ASCII below which guessing from them goes astray, and the web's most common legacy encoding is the better guess."""
_WINDOWS = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}
"""What the encoding standard (https://encoding.spec.whatwg.org) reads under these labels."""


def characters(data: bytes, content_type: str) -> tuple[str, str]:
    """The text of some bytes and the name of the encoding that it was read in. Never raises; what cannot be read becomes U+FFFD."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding
    declared = _declared(data, content_type)
    if declared and declared.startswith(_NOT_ASCII_BASED):
        return data.decode(declared, "replace"), declared
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as damage:
        return _despite(data, declared, damage)


def _declared(data: bytes, content_type: str) -> str | None:
    """The codec that the header names, else the one that the page names; none where Python has no such codec for text."""
    in_header = _IN_HEADER.search(content_type)
    in_page = _IN_PAGE.search(data[:_PRESCAN])
    labels = [in_header[1]] if in_header else []
    labels += [(in_page[1] or in_page[2]).decode("ascii", "replace")] if in_page else []
    for label in labels:
        name = _codec(label)
        if name:
            # A declaration that could be read as ASCII cannot truly be UTF-16.
            return "utf-8" if name.startswith("utf-16") and in_page and not in_header else name
    return None


def _codec(label: str) -> str | None:
    try:
        info = codecs.lookup(label)
    except (LookupError, ValueError):
        return None
    if not getattr(info, "_is_text_encoding", True):
        return None
    name = info.name.lower()
    return _WINDOWS.get(name.replace("iso8859-", "iso-8859-"), name)


def _despite(data: bytes, declared: str | None, damage: UnicodeDecodeError) -> tuple[str, str]:
    """Not UTF-8: what was declared if it fits, UTF-8 after all where it nearly is, else what the bytes look like."""
    if declared and declared != "utf-8":
        try:
            return data.decode(declared), declared
        except (UnicodeDecodeError, LookupError):
            pass
    text = data.decode("utf-8", "replace")
    broken = text.count("�")
    if broken <= max(3, len(text) // 2000) or (declared == "utf-8" and broken < len(text) // 100):
        return text, "utf-8"
    if declared and declared != "utf-8":
        return data.decode(declared, "replace"), declared
    around = data[max(damage.start - 200, 0) :][:_DETECTED]
    telling = sum(byte > 127 for byte in around)
    best = from_bytes(around).best() if telling >= _TELLING else None
    name = best.encoding if best else "cp1252"
    return data.decode(name, "replace"), name
