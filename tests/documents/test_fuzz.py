"""Broken documents: no exception but ours, and offsets that always hold."""

import random
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.documents import read
from provenance.errors import InputError
from tests.documents.sound import check
from tests.documents.test_fixtures import FILES

SCRAPS = [
    scrap.encode("utf-8", "surrogatepass")
    for scrap in (
        "<", ">", '"', "'", "&", "&amp;", "&eacute;", "\0", "\n", "\n\n", "\r", "\r\n", "\t", "    ", "> ", "- ", "1. ", "[",
        "](", ")", "[^1]", "[^1]: ", "*", "**", "`", "```\n", "|", "|-|-|\n", "<!--", "-->", "</p>", "<p>", "<a href=x>", "</a>",
        "<sup>", "<sup><a href='#n'>1</a></sup>", "<li id=n>", "<pre>", "<br>", "<q>", "<td>", "<table>", "<title>", "<script>",
        'data-sourcepos="9:1-99:9"', "😀", "\ud800", "\ufeff", "\u2028", "---\n", "+++\n", "[x]: y\n", "{", "}", "\\", "\x0b",
    )
]  # fmt: skip


def mutated(source: random.Random) -> tuple[str, bytes]:
    """A fixture with some scraps put in, some bytes taken out, under its own or another name."""
    name = source.choice(list(FILES))
    raw = bytearray(FILES[name])
    for _ in range(source.choice([1, 4, 16])):
        at = source.randrange(len(raw) + 1)
        if source.random() < 0.6:
            raw[at:at] = source.choice(SCRAPS)
        elif source.random() < 0.5:
            del raw[at : at + source.choice([1, 9, 90])]
        else:
            raw[at : at + 1] = bytes([source.randrange(256)])
    return source.choice([name, name, "x.md", "x.html", "x.txt", "x"]), bytes(raw)


@pytest.mark.parametrize("seed", range(8))
def test_a_broken_document_is_read_or_refused(seed):
    """Whatever happens to a file on its way, its reader gives a sound document or one clear line."""
    source = random.Random(seed)
    for _ in range(40):
        path, raw = mutated(source)
        with suppress(InputError):
            check(read(path, raw))


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet=st.sampled_from("ab é\n<>p/=\"'&;[](){}!*_`~#|-:^1.\\ \t"), max_size=120),
    st.sampled_from(["md", "html", "txt", "mdx"]),
)
def test_any_text_of_markup_characters_is_sound(text, suffix):
    """No order of marks breaks a reader."""
    try:
        check(read(f"x.{suffix}", text.encode()))
    except InputError:
        assert not text.strip()
