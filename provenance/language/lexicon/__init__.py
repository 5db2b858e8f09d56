"""The lexicon: which words say the same thing in news, within French, within English and between the two.

`concepts` says which groups each word of a text belongs to; two words that share one can stand for each other.
`opposites` and `direction` read the marks of a group, `cognate` compares spellings, `normal` takes inflection off.
The groups stand in `words-*.txt` (syntax in the head of `words-change.txt`), the rest of the data in files named
`<what>.<language>.txt`; a new language is one more column and one more set of these files.
"""

from provenance.language.lexicon.cognates import cognate
from provenance.language.lexicon.forms import figure_signs, idioms, normal, stopwords
from provenance.language.lexicon.lookup import concepts, direction, is_acronym, opposites

__all__ = [
    "cognate",
    "concepts",
    "direction",
    "figure_signs",
    "idioms",
    "is_acronym",
    "normal",
    "opposites",
    "stopwords",
]
