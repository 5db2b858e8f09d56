"""Lines that the command line prints hold nothing that a terminal would obey."""

import re

from provenance.cli.terminal import put
from tests.report.conftest import HOSTILE
from tests.support.cli import provenance

OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def test_what_a_terminal_would_obey_is_shown_as_its_code(capsys):
    """Escapes, overrides of direction and carriage returns; each line of a text stays a line."""
    put(HOSTILE + "\x9b2J" + "é\u00a0" * 50_000)
    shown = capsys.readouterr().out

    assert not OBEYED.search(shown)
    assert shown.count("\n") == 2
    assert "\\x1b[31m" in shown
    assert "\\u202e" in shown


def test_collect_and_archive_print_hostile_links_harmlessly(tmp_path):
    """A document's labels and addresses are a stranger's words."""
    escape = "\x1b]0;owned\x07\u202e"
    (tmp_path / "bad.md").write_text(
        f"# A{escape}\n\nAcme made 12 cars in 2024 ([re{escape}port](javascript:alert(1))), "
        f"says <http://127.0.0.1:9/{escape}x> and {'long ' * 20_000}.\n"
    )
    for words in (["collect"], ["archive", "--no-archive-fallback", "--max-retries", "0"], ["audit"]):
        run = provenance(words[0], tmp_path / "bad.md", *words[1:], cwd=tmp_path)

        assert run.returncode in (0, 1), run.stderr
        assert not OBEYED.search(run.stdout + run.stderr)


def test_show_prints_hostile_names_harmlessly(tmp_path):
    """What cannot be found is named without being obeyed."""
    run = provenance("show", "c-\x1b[2J\u202e", cwd=tmp_path)

    assert run.returncode == 2
    assert not OBEYED.search(run.stderr)


def test_show_tells_of_a_source_that_was_never_visited(tmp_path):
    """A text was supplied for it, and that is all that is known."""
    (tmp_path / "story.txt").write_text("Acme made 12 cars in 2024, the company said on Monday.")
    url = "https://example.org/story"
    provenance("supply", url, tmp_path / "story.txt", "--by", "NQ", cwd=tmp_path)

    run = provenance("show", url, cwd=tmp_path)

    assert run.returncode == 0, run.stderr
    assert "checked   never" in run.stdout
