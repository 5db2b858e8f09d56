"""URL → Visit: the facts of the wire alone (hops, headers, bodies, failures). What they mean is decided in `access`.

Client.submit → Pace (whose turn) → Visiting.run (one visit, hop by hop) → Transport.exchange (one request)
                                         ├ Robots (may we)                      ├ Dialer, guard (may we, at that address)
                                         └ failures, patience, rests            └ Connection, AnswerReader (HTTP/1.1)
Archives.candidates → copies of a page in web archives, nearest first
"""

from provenance.fetch.client import Client
from provenance.fetch.mementos import Archives, ArchiveSite, Memento
from provenance.fetch.patience import time_to_come_back
from provenance.fetch.rests import Rests
from provenance.fetch.settings import FetchSettings, HostSettings

__all__ = [
    "ArchiveSite",
    "Archives",
    "Client",
    "FetchSettings",
    "HostSettings",
    "Memento",
    "Rests",
    "time_to_come_back",
]
