"""Bytes to text: byte order mark, declaration, UTF-8, else a guess that the document says it made."""

from __future__ import annotations

import codecs
import re

from provenance.errors import InputError
from provenance.model import Message

TEXT_LIMIT = 10_000_000
"""Bytes of a text that are read: some 1,500 pages of prose; audits of more come from exports that are better split."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""(?:<meta[^>]{0,200}?charset|<\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([\w-]{2,40})""", re.I
)
_NOT_FOR_FILES = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf-7"})
"""Codecs of Python that no file is written in; some are slow on hostile input."""

_SAMPLE = 100_000
"""Bytes from which an encoding is guessed."""

_WESTERN = frozenset("àâäáãåæçèéêëìíîïñòóôöõøœùúûüÿßÀÂÄÁÇÈÉÊËÍÎÏÑÓÔÖŒÙÚÛÜ«»“”„‘’‹›–—…•·°§€£©®²³½ºª¿¡\xa0")
"""What English, French, German, Italian, Spanish and Portuguese, Dutch and Danish texts write beyond ASCII."""

_CONTROL = bytes(set(range(32)) - {7, 8, 9, 10, 12, 13, 27})


def decode(path: str, raw: bytes) -> tuple[str, str, tuple[Message, ...]]:
    """The text, the encoding's name, and remarks; raises `InputError` for bytes that are no text or none at all.

    At most `TEXT_LIMIT` bytes are decoded; a remark says so. Bytes that the encoding does not know become U+FFFD.
    """
    if not raw.strip():
        raise InputError(f"{path}: the file is empty; there is nothing to audit in it")
    remarks: list[Message] = []
    if len(raw) > TEXT_LIMIT:
        remarks.append(
            Message.of("documents-cut", read=TEXT_LIMIT // 1_000_000, size=-(-len(raw) // 1_000_000))
        )
        raw = raw[:TEXT_LIMIT]
    for mark, name in _MARKS:
        if raw.startswith(mark):
            text = raw[len(mark) :].decode(name, "replace")
            return _checked(path, text), name, tuple(remarks)
    text, name, certain = _without_mark(path, raw)
    if name != "utf-8" or not certain:
        code = "documents-encoding" if certain else "documents-encoding-guessed"
        remarks.append(Message.of(code, encoding=name))
    return _checked(path, text), name, tuple(remarks)


def _without_mark(path: str, raw: bytes) -> tuple[str, str, bool]:
    """Text, encoding, and whether the file itself told it."""
    _refuse_binary(path, raw)
    declared = _DECLARED.search(raw[:2048])
    name = _codec(declared[1].decode("ascii", "replace")) if declared else "utf-8"
    for candidate in dict.fromkeys(("utf-8", name)):
        decoded = _strict(raw, candidate)
        if decoded is not None:
            return decoded, candidate, True
    if declared and name != "utf-8":
        return raw.decode(name, "replace"), name, True
    return _guess(raw)


def _strict(raw: bytes, name: str) -> str | None:
    """The text if the bytes are wholly of that encoding; a character cut by the size limit is left away."""
    try:
        return codecs.getincrementaldecoder(name)().decode(raw, final=len(raw) < TEXT_LIMIT)
    except (UnicodeError, LookupError):
        return None


def _guess(raw: bytes) -> tuple[str, str, bool]:
    broken = raw.decode("utf-8", "replace")
    if broken.count("\ufffd") * 200 < len(broken):
        return broken, "utf-8", False
    name = "cp1252" if _is_western(raw[:_SAMPLE]) else _likeliest(raw[:_SAMPLE])
    return raw.decode(name, "replace"), name.replace("_", "-"), False


def _is_western(sample: bytes) -> bool:
    """Whether the bytes read as Windows-1252 give what Western European languages write: letters of theirs, and few of them."""
    text = sample.decode("cp1252", "replace")
    beyond = [character for character in text if not character.isascii()]
    usual = sum(map(_WESTERN.__contains__, beyond))
    return usual >= 0.95 * len(beyond) and len(beyond) <= 0.25 * len(text)


def _likeliest(sample: bytes) -> str:
    from charset_normalizer import from_bytes  # here, because few files need it

    best = from_bytes(sample).best()
    return best.encoding if best and best.encoding not in ("ascii", "latin_1", "iso8859_15") else "cp1252"


def _codec(label: str) -> str:
    """Python's name of a declared encoding; web pages that declare Latin-1 or ASCII mean Windows-1252."""
    try:
        name = codecs.lookup(label).name
        b" ".decode(name)
    except (LookupError, UnicodeError):
        return "utf-8"
    if name in _NOT_FOR_FILES:
        return "utf-8"
    return "cp1252" if name in ("iso8859-1", "ascii") else name


def _refuse_binary(path: str, raw: bytes) -> None:
    """Raise for bytes that are plainly no text: many control characters or NULs."""
    head = raw[:65536]
    control = len(head) - len(head.translate(None, _CONTROL))
    if control > max(8, len(head) // 50):
        raise InputError(
            f"{path}: this is not a text (binary content); give Markdown, HTML, plain text, DOCX, PDF or a notebook"
        )


def _checked(path: str, text: str) -> str:
    if not text.strip("\ufeff\0 \t\r\n\f\v\ufffd"):
        raise InputError(f"{path}: the file holds no readable text")
    return text
