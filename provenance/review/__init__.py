"""The web page, on this machine alone, where an editor works through an audit claim by claim."""

from provenance.review.desk import Desk
from provenance.review.server import Review, opened

__all__ = ["Desk", "Review", "opened"]
