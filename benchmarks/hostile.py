"""Reads documents that are made to exhaust a reader, and collects from them: `python benchmarks/hostile.py [CASE]`.

Prints outcome, CPU seconds and peak memory. Each is read in a process of its own, whose peak counts the document's own bytes and the program.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable

from provenance.citations import collect
from provenance.documents import read
from provenance.errors import InputError
from provenance.wording import say

PARAGRAPH = "Le chiffre d'affaires de [Norvia](https://norvia.example/a) a reculé de **8,4 %** en 2025, à 412 millions d'euros[^1]. "
LIMIT = 500
"""MB that a document may take at most (issue 3)."""


def megabytes(text: str, size: int) -> bytes:
    """The text again and again, up to so many MB."""
    raw = text.encode()
    return raw * (size * 1_000_000 // len(raw))


def zip_bomb() -> bytes:
    """A DOCX whose XML unpacks to 2 GB."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        with package.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(2000):
                part.write(b" " * 1_000_000)
    return held.getvalue()


def many_objects() -> bytes:
    """A PDF with a million objects."""
    parts, places, at = [b"%PDF-1.4\n"], [], 9
    for number in range(1, 1_000_001):
        words = (
            b"<</Type/Catalog/Pages 2 0 R>>"
            if number == 1
            else b"<</Type/Pages/Kids[]/Count 0>>"
            if number == 2
            else b"0"
        )
        places.append(at)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, words))
        at += len(parts[-1])
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    parts.append(b"xref\n0 1000001\n0000000000 65535 f \n" + table)
    parts.append(b"trailer\n<</Size 1000001/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % at)
    return b"".join(parts)


CASES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "200 MB of text": ("x.txt", lambda: megabytes("Le groupe a perdu 3 % en mai. Il vise 4 % en juin.\n\n", 199)),
    "10 MB of dense Markdown": ("x.md", lambda: megabytes(PARAGRAPH * 3 + "\n\n", 10)),
    "10 MB in one line": ("x.txt", lambda: megabytes("Le groupe a perdu 3 % en mai. ", 10)),
    "10 MB of Markdown in one line": ("x.md", lambda: megabytes(PARAGRAPH, 10)),
    "HTML nested a million deep": ("x.html", lambda: b"<div><blockquote>" * 500_000 + b"mot"),
    "Markdown nested 200,000 deep": ("x.md", lambda: b"> " * 100_000 + b"[" * 100_000),
    "10 MB of NUL and words": ("x.txt", lambda: megabytes("Un\0 mot de plus dans le texte, et 3 % de moins en 2025. ", 10)),
    "lone surrogates": ("x.md", lambda: ("Le groupe \ud800 a perdu 3 %. " * 10_000).encode("utf-8", "surrogatepass")),
    "a zip bomb": ("x.docx", zip_bomb),
    "a PDF with a million objects": ("x.pdf", many_objects),
}  # fmt: skip


def one(name: str) -> None:
    """Read a case here, and print what came of it."""
    path, make = CASES[name]
    raw = make()
    begun = time.process_time()
    try:
        document = read(path, raw)
        del raw
        claims = len(collect(document).claims)
        result = f"read, {len(document.blocks):,} blocks, {claims:,} claims; {' '.join(map(say, document.remarks))}"
    except InputError as error:
        result = str(error)
    seconds = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000
    sys.stdout.write(
        f"{'ok  ' if peak < LIMIT else 'OVER'} {name}: {peak} MB, {seconds:.1f} s: {result[:110]}\n"
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        one(sys.argv[1])
    else:
        for case in CASES:
            subprocess.run([sys.executable, __file__, case], check=True)
