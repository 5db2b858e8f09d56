"""Where the links of Markdown lead, as their author wrote it: destinations of inline links, and definitions of labels."""

from __future__ import annotations

import html
import re

_DESTINATION = re.compile(
    r"""\]\(\s*(?:<((?:[^<>\n\\]|\\.)*)>|((?:[^\s\\]|\\.)*?))(?:\s+(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\)))?\s*\)\Z""",
    re.DOTALL,
)
_DEFINITION = re.compile(
    r"^[ \t>]{0,12}\[((?:[^\[\]\\\n]|\\.){1,999})\]:[ \t]*(?:\r?\n[ \t]*)?(?:<([^<>\n]*)>|(\S+))",
    re.MULTILINE,
)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def definitions(text: str) -> dict[str, str]:
    """The URLs that a text defines for labels (`[label]: url`), by folded label; the first definition counts."""
    found: dict[str, str] = {}
    for match in _DEFINITION.finditer(text):
        url = match[2] if match[2] is not None else match[3]
        found.setdefault(folded(match[1]), plain(url))
    return found


def destination(written: str) -> str | None:
    """The destination of an inline link as written, without its title: what follows the last `](` that can begin one."""
    at = written.rfind("](")
    while at >= 0:
        target = _DESTINATION.match(written, at)
        if target:
            return target[1] if target[1] is not None else target[2]
        at = written.rfind("](", 0, at)
    return None


def plain(url: str) -> str:
    """A destination without its backslash escapes and entities."""
    return html.unescape(_ESCAPE.sub(r"\1", url)) if "\\" in url or "&" in url else url


def folded(label: str) -> str:
    """A label as labels are compared."""
    return " ".join(label.split()).casefold()
