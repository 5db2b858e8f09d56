"""The facts of a text: quantities, dates, names, quotations, polarity, hedges, directions and comparisons.

`find` reads French and English (one grammar file each in `grammar/`; a language more is a file more). Of other
languages it reads what needs no words: figures with signs and codes, names, quotations.
"""

from __future__ import annotations

import datetime

from provenance.language.facts.finder import find
from provenance.language.facts.loading import languages

__all__ = ["find", "languages"]
_ = datetime
