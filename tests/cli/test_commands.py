"""The commands as a user meets them."""

import json
import re
import shutil

import pytest

from provenance.cli import COMMANDS, command
from tests.support.cli import provenance
from tests.support.demo import web

DOCUMENT = """# Usine

L’usine emploiera 3 200 personnes ([Harbour Post](http://www.harbour-post.example/business/ardence-valmer-battery-plant)).
"""


@pytest.fixture(scope="module")
def audited(tmp_path_factory):
    """A folder in which one document was audited through the command line, and that run."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "usine.md").write_text(DOCUMENT, "utf-8")
    with web() as opened:
        run = provenance(
            "audit",
            "usine.md",
            "--json",
            "--host-interval",
            "0",
            cwd=folder,
            environ={"HTTP_PROXY": opened.url},
        )
    return folder, run


def test_every_command_has_help_with_examples():
    """No command is left to be guessed."""
    for name in COMMANDS:
        module = command(name)
        assert name == module.NAME
        assert module.__doc__
        assert module.run.__doc__
        assert f"provenance {name}" in module.EXAMPLES


def test_audit_writes_json_to_standard_output_and_exits_by_its_findings(audited):
    """An error among the findings is exit code 1; the JSON is whole."""
    _, run = audited
    report = json.loads(run.stdout)

    assert [c["verdict"] for c in report["claims"]] == ["contradicted"]
    assert run.returncode == (1 if report["summary"]["findings"]["error"] else 0)


def test_verify_gives_the_same_verdict_offline(audited):
    """The archive is enough: no proxy, no network."""
    folder, run = audited
    again = provenance("verify", "usine.md", "--json", cwd=folder)

    assert json.loads(again.stdout)["claims"] == json.loads(run.stdout)["claims"]


def test_report_writes_any_format_of_the_kept_audit(audited):
    """The HTML report of an audit that was printed as JSON is one command away."""
    folder, _ = audited
    run = provenance("report", "-f", "html", "-f", "markdown", "-o", ".", cwd=folder)

    assert run.returncode == 0
    assert [p.suffix for p in sorted(folder.glob("a-*"))] == [".html", ".md"]


def test_show_tells_of_a_source_and_of_a_claim(audited):
    """A source shows its hops and copies, a claim its facts and passages."""
    folder, run = audited
    claim = json.loads(run.stdout)["claims"][0]["id"]
    url = "http://www.harbour-post.example/business/ardence-valmer-battery-plant"

    assert "sha256:" in provenance("show", url, cwd=folder).stdout
    assert re.search(r"fact +differs", provenance("show", claim, cwd=folder).stdout)


def test_fsck_is_silent_when_all_is_well(audited):
    """Good news needs no words."""
    folder, _ = audited
    run = provenance("fsck", cwd=folder)

    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_fsck_names_a_capture_whose_bytes_changed(audited, tmp_path):
    """A flipped byte in the archive is found."""
    folder, _ = audited
    copy = tmp_path / "cache"
    (copy / "warc").mkdir(parents=True)
    (copy / "catalog.db").write_bytes((folder / "cache" / "catalog.db").read_bytes())
    for file in (folder / "cache" / "warc").iterdir():
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 0xFF
        (copy / "warc" / file.name).write_bytes(bytes(data))

    run = provenance("fsck", "--cache", copy, cwd=tmp_path)

    assert run.returncode == 1
    assert ".warc.gz" in run.stdout


def test_audit_dry_run_says_what_it_would_visit(audited):
    """Nothing is fetched; the URLs are listed."""
    folder, _ = audited
    run = provenance("audit", "usine.md", "--dry-run", cwd=folder)

    assert run.stdout.split() == ["http://www.harbour-post.example/business/ardence-valmer-battery-plant"]


def test_a_document_comes_from_standard_input(audited):
    """`-` is a document too."""
    folder, _ = audited
    run = provenance("collect", "-", cwd=folder, typed=DOCUMENT)

    assert "3 200" in run.stdout


def test_rules_lists_every_rule_and_explains_one(audited):
    """Codes in a report can be looked up."""
    folder, _ = audited

    assert "PV201" in provenance("rules", cwd=folder).stdout
    assert "contradicted" in provenance("rules", "pv201", cwd=folder).stdout


def test_fsck_makes_a_lost_catalogue_again(audited, tmp_path):
    """Without the catalogue fsck says what to do; after that all is well, and the document is verified as before."""
    folder, run = audited
    shutil.copytree(folder / "cache", tmp_path / "cache")
    (tmp_path / "cache" / "catalog.db").unlink()
    shutil.copy(folder / "usine.md", tmp_path)

    told = provenance("fsck", cwd=tmp_path)
    assert told.returncode == 1
    assert "fsck --repair" in told.stdout

    mended = provenance("fsck", "--repair", cwd=tmp_path)
    assert (mended.returncode, mended.stderr) == (0, "")
    assert mended.stdout.startswith("catalog.db:0: ")

    silent = provenance("fsck", cwd=tmp_path)
    assert (silent.returncode, silent.stdout) == (0, "")
    again = json.loads(provenance("verify", "usine.md", "--json", cwd=tmp_path).stdout)
    assert [c["verdict"] for c in again["claims"]] == [c["verdict"] for c in json.loads(run.stdout)["claims"]]
