"""Every exception that this package raises on purpose. The world's failures (a dead link, a wall) are values, not these.

ProvenanceError
├── InputError          a document or path given by the user cannot be read
├── SettingsError       a flag, environment variable or settings key is unknown or has a wrong value
├── ArchiveError        the archive folder cannot be used
│   ├── ArchiveBusy     another run holds it
│   ├── ArchiveDamaged  a file in it is not what it should be
│   └── ArchiveTooNew   it was written by a newer version of this program
├── NetworkDown         no host at all answers from here
└── ReportError         a report cannot be written or read
"""


class ProvenanceError(Exception):
    """We could not work. The message is one line: what is wrong, where, and what to do about it."""


class InputError(ProvenanceError):
    """A document, path, or file given by the user cannot be read; name it and say what would be accepted."""


class SettingsError(ProvenanceError):
    """A setting is unknown or has a value that makes no sense; the message names the nearest right one."""


class ArchiveError(ProvenanceError):
    """The archive folder cannot be used (read-only, full, missing where it must exist)."""


class ArchiveBusy(ArchiveError):
    """Another process holds the archive; the message says which. Wait for it, or use another `--cache`."""


class ArchiveDamaged(ArchiveError):
    """A file of the archive is not what it should be; `provenance fsck` says which records are affected."""


class ArchiveTooNew(ArchiveError):
    """The catalogue has a schema that this version does not know; install a newer version."""


class NetworkDown(ProvenanceError):
    """No host answered at all: that is this machine's network, not link rot; nothing was recorded as failed."""


class ReportError(ProvenanceError):
    """A report cannot be written to its place, or a stored one cannot be read."""
