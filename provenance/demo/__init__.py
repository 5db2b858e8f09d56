"""The demonstration: a small web on loopback and documents that cite it, all of the project's own writing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path

from provenance.demo.web import ARCHIVE, Answer, DemoWeb

__all__ = ["ARCHIVE", "Answer", "DemoWeb", "documents"]


@contextmanager
def documents() -> Iterator[list[str]]:
    """The paths of the bundled documents, from here."""
    with as_file(files(__name__).joinpath("documents")) as folder:
        yield [os.path.relpath(path) for path in sorted(Path(folder).iterdir())]
