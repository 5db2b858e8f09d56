"""The house of DESIGN.md section 2, read off the imports."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "provenance"
FLOOR = {"errors", "model", "protocols", "urls", "wording"}
ROOMS = {"language", "page"}
MAY_USE = {
    "documents": {"page", "language"},
    "citations": {"language"},
    "fetch": set(),
    "access": {"page"},
    "archive": set(),
    "extract": {"page", "language"},
    "verify": {"language"},
    "report": {"rules", "difference", "fingerprints"},
    "store": set(),
    "language": set(),
    "page": set(),
}
DOORS = {
    "requests": {"fetch"},
    "urllib3": {"fetch"},
    "protego": {"fetch"},
    "sqlite_utils": {"store"},
    "warcio": {"archive"},
    "trafilatura": {"extract"},
    "typer": {"cli"},
    "comrak": {"documents"},
    "sentencex": {"language"},
    "py3langid": {"language"},
    "Stemmer": {"language"},
    "docx": {"documents"},
    "pypdfium2": {"page"},
    "pypdf": {"page"},
    "jinja2": {"report", "review"},
    "starlette": {"review"},
    "uvicorn": {"review"},
}


def room_of(file: Path) -> str:
    """The room that a file belongs to: the first part of its path, without `.py`."""
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(file: Path) -> Iterator[str]:
    """The dotted names that a file imports, `from a import b` as `a.b`."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


FILES = sorted(PACKAGE.rglob("*.py"))


def test_there_are_files_to_look_at():
    """The list of files is not empty, so the tests below look at something."""
    assert len(FILES) > 50


@pytest.mark.parametrize("room", sorted(MAY_USE))
def test_a_stage_imports_the_floor_and_the_rooms_beside_it_alone(room):
    """A stage knows no other stage, nor the store, nor those who know the order."""
    allowed = FLOOR | MAY_USE[room] | {room}
    strangers = [
        f"{file.relative_to(PACKAGE)}: {name}"
        for file in FILES
        if room_of(file) == room
        for name in imports(file)
        if name.startswith("provenance.") and name.split(".")[1] not in allowed
    ]

    assert strangers == []


def test_the_floor_imports_only_the_floor():
    """What everybody imports, imports nobody."""
    strangers = [
        f"{file.relative_to(PACKAGE)}: {name}"
        for file in FILES
        if room_of(file) in FLOOR - {"protocols"}
        for name in imports(file)
        if name.startswith("provenance.") and name.split(".")[1] not in FLOOR
    ]

    assert strangers == []


@pytest.mark.parametrize("library", sorted(DOORS))
def test_a_library_has_one_door(library):
    """A third-party library is imported in its own room alone, so that it can be replaced there."""
    strangers = [
        f"{file.relative_to(PACKAGE)}"
        for file in FILES
        if room_of(file) not in DOORS[library]
        and any(name.split(".")[0] == library for name in imports(file))
    ]

    assert strangers == []


def prints(file: Path) -> bool:
    """Whether a file calls `print`."""
    calls = (node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call))
    return any(isinstance(call.func, ast.Name) and call.func.id == "print" for call in calls)


def test_library_code_does_not_print():
    """Only the command line writes to the terminal."""
    assert [file for file in FILES if room_of(file) != "cli" and prints(file)] == []
