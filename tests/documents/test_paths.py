"""From what a user names to files."""

import io
import sys

import pytest

from provenance.documents import expand, load
from provenance.errors import InputError


@pytest.fixture
def folder(tmp_path):
    """Readable and other files in a folder, some of them hidden."""
    for name in ("b.md", "a.txt", "sub/c.html", "sub/image.png", ".hidden/d.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Texte.", "utf-8")
    return tmp_path


def test_a_folder_stands_for_what_is_readable_in_it(folder):
    """Folders are searched to their depth; images and hidden folders are left out; each file comes once, sorted."""
    names = [str(folder / name) for name in ("a.txt", "b.md", "sub/c.html")]
    assert expand([str(folder), str(folder / "b.md")]) == names


def test_a_glob_stands_for_its_matches(folder):
    """Globs are ours to expand where the shell did not."""
    assert expand([str(folder / "**" / "*.html")]) == [str(folder / "sub/c.html")]


def test_a_named_file_is_taken_whatever_its_ending(folder):
    """A file that the user names is read, or refused when it is read."""
    (folder / "notes").write_text("Texte.", "utf-8")
    assert expand([str(folder / "notes"), "-"]) == ["-", str(folder / "notes")]


def test_a_name_close_to_a_file_is_offered(folder):
    """A typing error costs one look."""
    with pytest.raises(InputError, match=r"no such file; nearest is .*b\.md"):
        expand([str(folder / "bb.md")])


def test_nothing_readable_is_an_error(folder):
    """A folder or glob with nothing readable is not passed over in silence."""
    (folder / "empty").mkdir()
    with pytest.raises(InputError, match=r"nothing readable; readable are .*\.docx"):
        expand([str(folder / "empty")])
    with pytest.raises(InputError, match="nothing readable matches"):
        expand([str(folder / "*.png")])


def test_standard_input_is_a_document(monkeypatch):
    """`-` reads standard input, in the format that it turns out to have."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("# Été\n\nTexte.".encode())))
    document = load("-")
    assert (document.path, document.format, document.title) == ("-", "markdown", "Été")


def test_a_file_that_cannot_be_opened_is_an_input_error(folder):
    """A folder where a file is meant is told as such."""
    with pytest.raises(InputError, match="cannot be read"):
        load(str(folder / "sub"))
