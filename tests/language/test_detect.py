"""Which language a text is in: what needs no model to say."""

import sys

from provenance.language.detect import CANDIDATES, detect


def test_a_list_that_repeats_itself_tells_nothing():
    """Hundreds of links with the same word are of no language: the first one is given, with an even share, and no model read."""
    before = "py3langid.langid" in sys.modules
    text = "# Bench\n\n" + "\n".join(
        f"- [link {number}](https://example.org/{number})" for number in range(500)
    )
    assert detect(text) == (CANDIDATES[0], 1 / len(CANDIDATES))
    assert ("py3langid.langid" in sys.modules) is before
