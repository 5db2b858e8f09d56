"""The wording tables: everything that is said, is said in both languages."""

import ast
import string
from pathlib import Path

from provenance.model import Message
from provenance.wording import LANGUAGES, say, tables

PACKAGE = Path(__file__).resolve().parents[1] / "provenance"


def placeholders(wording):
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(wording) if name}


def test_every_message_is_worded_in_every_language_with_the_same_placeholders():
    """A report in French says as much as one in English."""
    for code, wording in tables().items():
        assert set(wording) == set(LANGUAGES), code
        assert len({frozenset(placeholders(text)) for text in wording.values()}) == 1, code


def codes_used():
    """The message codes that the program makes: first arguments of Message.of and `code=` of Message."""
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = ast.unparse(node.func)
            given = (
                node.args[:1]
                if name == "Message.of"
                else [k.value for k in node.keywords if name == "Message"]
            )
            yield from (a.value for a in given if isinstance(a, ast.Constant) and isinstance(a.value, str))


def test_every_message_that_the_program_makes_has_its_wording():
    """No code is made that nobody has put into words."""
    used = set(codes_used())

    assert len(used) > 20
    assert used <= set(tables())


def test_a_language_without_an_interface_is_spoken_to_in_english():
    """A German document gets its report in English."""
    message = Message.of("finding-attribution", outlet="Reuters")

    assert say(message, "de") == say(message, "en") == "Reuters is named as a source without a link."
    assert say(message, "fr") == "Reuters est donné comme source, sans lien."
