"""What became of a link, from the record of a visit and its page: pure functions."""

from provenance.access.fragments import fragment
from provenance.access.judge import judge

__all__ = ["fragment", "judge"]
