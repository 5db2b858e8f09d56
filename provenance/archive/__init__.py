"""Visits as evidence: WARC 1.1 files that any web-archive tool reads.

    with Archive.open(cache, clock=now, earlier=catalogue.stored) as archive:
        capture = archive.write(visit)
    stored = read(cache, capture)

One process writes to a cache folder at a time; reading needs no lock. A visit that `write` came back from outlives a
`kill -9`; after `sync`, a power cut. SHA-256 stands in the capture and in the record (`WARC-Payload-Digest`).
"""

from provenance.archive import wacz
from provenance.archive.fixity import Problem, examine, verify
from provenance.archive.importing import import_file
from provenance.archive.pruning import rewrite
from provenance.archive.reading import Stored, read
from provenance.archive.restoring import Kept, kept_visits
from provenance.archive.writer import Archive

__all__ = [
    "Archive",
    "Kept",
    "Problem",
    "Stored",
    "examine",
    "import_file",
    "kept_visits",
    "read",
    "rewrite",
    "verify",
    "wacz",
]
