"""`provenance collect`: citations and claims of documents; offline, unless a document is a page on the web."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from provenance import pipeline
from provenance.cli.options import Documents, Formats, Json, Output, deliver, with_settings
from provenance.config import Group, Settings
from provenance.listing import listed
from provenance.report import write_whole

NAME = "collect"
EXAMPLES = "`provenance collect article.md` · `provenance collect drafts/ --json`"


@with_settings(Group.NETWORK)
def run(
    docs: Documents, *, formats: Formats = None, output: Output = None, as_json: Json = False, settings: Settings,
) -> None:  # fmt: skip
    """List what documents cite and claim, offline but for documents given as URLs."""
    wanted = [*(formats or []), *(["json"] if as_json else [])]
    if wanted:
        deliver(pipeline.collected(docs, settings), wanted, output)
    else:
        write(listed(docs, settings), output)


def write(pieces: Iterable[bytes], output: Path | None) -> None:
    """Write pieces as they come to standard output, or to a file, which appears when it is whole."""

    def all_of(out: IO[bytes]) -> None:
        for piece in pieces:
            out.write(piece)

    if output is None:
        all_of(sys.stdout.buffer)
        sys.stdout.buffer.flush()
    else:
        write_whole(output, all_of)
