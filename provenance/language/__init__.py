"""Words and what they say: normalized text, sentences, languages, facts, names and the lexicon.

A room that `documents`, `citations` and `verify` share. Each module stands for itself: `words`, `sentences`, `detect`,
`facts`, `lexicon`, `names`, `outlets`.
"""
