"""What the archive knows: sources, their history and next visit, captures, texts, audits and decisions (SQLite)."""

from provenance.store.catalogue import Catalogue
from provenance.store.known import AuditRow, Known, Past
from provenance.store.retention import prunable
from provenance.store.schedule import Streak, advance

__all__ = ["AuditRow", "Catalogue", "Known", "Past", "Streak", "advance", "prunable"]
