"""Copies that come by hand: supplied by a person, or captured by other tools."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from provenance.cli.prune import age, size
from provenance.config import Settings
from provenance.errors import InputError, SettingsError
from provenance.intake import supply, take_in
from provenance.model import Access, CopyKind, LinkState
from provenance.pipeline import audit
from provenance.store import Catalogue
from provenance.urls import source_id
from tests.archive.visits import NOON, hop, later, open_archive, visit, warcs
from tests.support.cli import provenance

URL = "https://paper.example/story"
STORY = "Valmer opens a plant.\n\nThe plant will employ 3,200 people by 2027, the company said on Monday."
PAGE = (
    "<!doctype html><html lang=en><title>Valmer opens a plant</title><body><article><h1>Valmer opens a plant</h1>"
    + "<p>The plant will employ 3,200 people by 2027, the company said on Monday, in a statement to investors.</p>"
    * 8
    + "</article></body></html>"
)


def settings_for(folder):
    """Settings of a run in this folder."""
    return Settings(cache=folder / "cache")


def known(folder, url=URL):
    """What the catalogue knows of a URL, and the text that it is read from."""
    with Catalogue.open(folder / "cache", read_only=True) as catalogue:
        found = catalogue.known(source_id(url))
        return found, catalogue.text(found.text_capture) if found.text_capture else None


@pytest.mark.parametrize(("name", "content"), [("story.txt", STORY), ("story.html", PAGE), ("saved", PAGE)])
def test_a_supplied_file_is_what_its_source_is_read_from(tmp_path, name, content):
    """A text or a saved page becomes the readable copy of the source; of the link it says nothing."""
    (tmp_path / name).write_text(content, "utf-8")
    supply(URL, tmp_path / name, settings_for(tmp_path), who="Anna", clock=lambda: NOON)
    found, text = known(tmp_path)
    assert "employ 3,200 people" in text.text
    assert text.access is Access.WHOLE
    assert (found.read_from.kind, found.status.state) == (CopyKind.SUPPLIED, LinkState.UNVISITED)


def test_a_pasted_text_has_its_first_line_for_a_title(tmp_path):
    """Where that line stands as a title does; the first sentence of a paragraph is none."""
    for story, title in [(STORY.replace("plant.", "plant", 1), "Valmer opens a plant"), (STORY, "")]:
        (tmp_path / "story.txt").write_text(story, "utf-8")
        text = supply(URL, tmp_path / "story.txt", settings_for(tmp_path / (title or "none")), who="Anna")
        assert text.title == title


def test_a_pasted_text_without_a_title_keeps_that_of_an_earlier_copy(tmp_path):
    """A reader of the report still sees which page it is."""
    for name, content in (("story.html", PAGE), ("story.txt", STORY)):
        (tmp_path / name).write_text(content, "utf-8")
        text = supply(URL, tmp_path / name, settings_for(tmp_path), who="Anna")
    assert text.title == "Valmer opens a plant"


@pytest.mark.parametrize(
    ("url", "name", "message"),
    [("nowhere", "story.txt", "nowhere"), (URL, "none.txt", "none.txt"), (URL, "noise.bin", "noise.bin")],
)
def test_what_cannot_be_supplied_is_said(tmp_path, url, name, message):
    """No URL, no file, nothing to read: one line that names it, and nothing is known afterwards."""
    (tmp_path / "story.txt").write_text(STORY, "utf-8")
    (tmp_path / "noise.bin").write_bytes(bytes(range(256)) * 40)
    with pytest.raises(InputError, match=message):
        supply(url, tmp_path / name, settings_for(tmp_path), who="Anna")


def test_a_supplied_text_is_verified_against_offline(tmp_path):
    """The command line supplies a text, and `verify` reads it without a network."""
    (tmp_path / "story.txt").write_text(STORY, "utf-8")
    (tmp_path / "doc.md").write_text(f"The plant will employ [3,200 people]({URL}) by 2027.\n", "utf-8")
    assert provenance("supply", URL, "story.txt", "--by", "Anna", cwd=tmp_path).returncode == 0
    report = json.loads(provenance("verify", "doc.md", "--json", cwd=tmp_path).stdout)
    assert report["sources"][0]["read_from"]["kind"] == "supplied"


def test_a_copy_that_fails_its_digest_is_a_finding(tmp_path):
    """A verdict that rests on changed bytes says so: PV602, with the source."""
    (tmp_path / "story.txt").write_text(STORY, "utf-8")
    (tmp_path / "doc.md").write_text(f"The plant will employ [3,200 people]({URL}) by 2027.\n", "utf-8")
    supply(URL, tmp_path / "story.txt", settings_for(tmp_path), who="Anna", clock=lambda: NOON)
    offline = replace(settings_for(tmp_path), offline=True)
    assert "PV602" not in {finding.rule for finding in audit([str(tmp_path / "doc.md")], offline).findings}
    file = warcs(tmp_path / "cache")[0]
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0xFF
    file.write_bytes(data)
    [finding] = [f for f in audit([str(tmp_path / "doc.md")], offline).findings if f.rule == "PV602"]
    assert finding.source == source_id(URL)


def test_an_import_gives_sources_a_copy(tmp_path):
    """The newest readable capture of a source in the file is what it is read from; broken pages are kept beside it."""
    with open_archive(tmp_path / "other") as archive:
        archive.write(visit(hop(url=URL, body=PAGE.replace("3,200", "2,900").encode())))
        archive.write(visit(hop(url=URL, body=PAGE.encode(), at=later(60))))
        archive.write(visit(hop(url=URL, body=b"gone", status=404, at=later(90))))
    taken = take_in(warcs(tmp_path / "other")[0], settings_for(tmp_path), clock=lambda: NOON)
    assert (taken.captures, taken.sources, taken.problems) == (3, 1, ())
    found, text = known(tmp_path)
    assert "3,200" in text.text
    assert (found.read_from.kind, found.read_from.captured_at) == (CopyKind.EARLIER, later(60))


def test_an_import_does_not_replace_a_copy_that_we_have(tmp_path):
    """What a source is read from stays; the imported captures are kept beside it."""
    (tmp_path / "story.txt").write_text(STORY, "utf-8")
    supply(URL, tmp_path / "story.txt", settings_for(tmp_path), who="Anna", clock=lambda: NOON)
    with open_archive(tmp_path / "other") as archive:
        archive.write(visit(hop(url=URL, body=PAGE.encode(), at=later(60))))
    assert take_in(warcs(tmp_path / "other")[0], settings_for(tmp_path)).sources == 0
    assert known(tmp_path)[0].read_from.kind is CopyKind.SUPPLIED
    with Catalogue.open(tmp_path / "cache", read_only=True) as catalogue:
        assert len(catalogue.captures(source_id(URL))) == 2


def test_importing_exporting_and_pruning_from_the_command_line(tmp_path):
    """A capture comes in, an audit rests on it, a package of it goes out and can come in elsewhere, and it is not pruned."""
    with open_archive(tmp_path / "other") as archive:
        archive.write(visit(hop(url=URL, body=PAGE.encode())))
    (tmp_path / "doc.md").write_text(f"The plant will employ [3,200 people]({URL}) by 2027.\n", "utf-8")
    steps = [
        ["import", str(warcs(tmp_path / "other")[0])],
        ["verify", "doc.md", "--quiet", "-o", "report.html", "--fail-on", "never"],
        ["export", "-o", "evidence.wacz"],
        ["prune", "--older-than", "1s", "--max-size", "1MB"],
    ]
    done = [provenance(*step, cwd=tmp_path) for step in steps]
    assert [run.returncode for run in done] == [0] * len(steps), [run.stderr for run in done]
    assert "1 captures kept, 1 sources" in done[0].stdout
    assert "0 captures" in done[3].stdout
    again = [provenance("verify", "doc.md", "--quiet", "-o", "r.html", "--fail-on", "never", cwd=tmp_path)]
    again += [
        provenance("prune", "--audits-older-than", "0s", *words, cwd=tmp_path)
        for words in (["--dry-run"], [])
    ]
    assert [run.returncode for run in again] == [0, 0, 0], [run.stderr for run in again]
    assert take_in(tmp_path / "evidence.wacz", settings_for(tmp_path / "elsewhere")).sources == 1


def test_pruning_without_a_measure_is_refused(tmp_path):
    """Without an age or a size nothing is pruned, and one line says so."""
    run = provenance("prune", cwd=tmp_path)
    assert run.returncode == 2
    assert run.stderr.count("\n") == 1


def test_sizes_and_ages_are_read_as_people_write_them():
    """`2GB` and `90d` are measures; anything else is refused by name."""
    assert [size("2GB"), size("500 mb"), size("1.5k"), size("10")] == [2 * 10**9, 5 * 10**8, 1500, 10]
    assert age("90d") == timedelta(days=90)
    for measure, text in ((size, "big"), (size, "-1GB"), (age, "old")):
        with pytest.raises(SettingsError, match=text):
            measure(text)
