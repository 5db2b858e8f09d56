"""Every format: read back by that format's own reader, and harmless whatever stands in the audit."""

import csv
import io
import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from html.parser import HTMLParser

import openpyxl
import pytest
from junitparser import JUnitXml
from prov.model import ProvDocument

from provenance.errors import ReportError, SettingsError
from provenance.model import Severity
from provenance.report import WRITERS, write_file, writer
from provenance.report.html_report import csp_hash
from provenance.rules import rules

NAMES = [one.name for one in WRITERS]


def written(audit, name):
    """The report in that format."""
    out = io.BytesIO()
    writer(name).write(audit, out)
    return out.getvalue()


def loaded(audit, name):
    """The report of a JSON format."""
    return json.loads(written(audit, name))


def test_every_format_of_the_design_is_there():
    """An editor, a CI server, a spreadsheet and an archive each find theirs."""
    wanted = "html json markdown csv xlsx sarif junit github gitlab prov annotations csl claimreview text"

    assert set(wanted.split()) <= set(NAMES)


def test_an_unknown_format_names_the_nearest():
    """A misspelt format is an error that helps."""
    with pytest.raises(SettingsError, match="did you mean sarif"):
        writer("sarrif")


@pytest.mark.parametrize("name", NAMES)
def test_the_same_audit_gives_the_same_bytes(audit, name):
    """No format puts in a time or an order of its own."""
    if name == "xlsx":  # a zip holds the time of its making; its sheet must be the same
        assert sheet(audit) == sheet(audit)
    else:
        assert written(audit, name) == written(audit, name)


@pytest.mark.parametrize("name", [n for n in NAMES if n != "xlsx"])
def test_no_format_carries_a_control_character_or_a_terminal_escape(hostile, name):
    """What a terminal or a viewer would obey is shown, escaped or left out."""
    text = written(hostile, name).decode("utf-8")

    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x9b]", text)


@pytest.mark.parametrize("name", NAMES)
def test_every_format_bears_texts_of_a_hundred_kilobytes(huge, name):
    """They are written, at most a few times over, and a spreadsheet still opens."""
    report = written(huge, name)

    assert len(report) < 20_000_000
    if name == "xlsx":
        assert len(sheet(huge)) == len(huge.claims) + 1


def sheet(audit):
    """The cells of the spreadsheet."""
    book = openpyxl.load_workbook(io.BytesIO(written(audit, "xlsx")))
    return [[cell.value for cell in row] for row in book.active.iter_rows()]


def test_csv_has_a_row_a_claim_and_no_formula(hostile):
    """A claim that begins with = is text in a spreadsheet."""
    rows = list(csv.DictReader(io.StringIO(written(hostile, "csv").decode("utf-8-sig"))))

    assert len(rows) == len(hostile.claims)
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t"))]


def test_xlsx_has_a_row_a_claim_and_no_formula(hostile):
    """Every cell is a string."""
    book = openpyxl.load_workbook(io.BytesIO(written(hostile, "xlsx")))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]

    assert book.active.max_row == len(hostile.claims) + 1
    assert {cell.data_type for cell in cells} == {"s"}


def test_sarif_names_rules_places_and_fingerprints(audit):
    """Results refer to their rule by index, point at the document and can be told from one another."""
    run = loaded(audit, "sarif")["runs"][0]
    known = [rule["id"] for rule in run["tool"]["driver"]["rules"]]

    assert known == list(rules())
    assert len(run["results"]) == len(audit.findings)
    for result in run["results"]:
        assert known[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        region = result["locations"][0]["physicalLocation"]["region"]
        assert region["startLine"] >= 1
        assert region["startColumn"] >= 1
    marks = [result["partialFingerprints"]["provenance/v1"] for result in run["results"]]
    assert len(set(marks)) == len(marks)


@pytest.mark.parametrize("name", ["text", "markdown", "csv", "sarif", "github", "gitlab", "baseline"])
def test_a_verdict_that_is_not_settled_is_said_as_one_to_confirm(audit, name):
    """Whoever reads a doubt elsewhere than in the report must not take it for a finding."""
    report = written(audit, name).decode()

    assert any(assessment.needs_review for assessment in audit.assessments)
    assert "To be confirmed" in report or "À confirmer" in report


@pytest.mark.parametrize("name", ["html", "markdown", "text", "csv", "json"])
def test_a_decision_stands_in_every_report_for_people(audit, name):
    """Its author, its note and the passage that it rests on."""
    chosen = replace(audit.decisions[0], passage="the words that a person chose")
    report = written(replace(audit, decisions=(chosen, *audit.decisions[1:])), name).decode()

    assert all(words in report for words in ("NQ", "read both", "the words that a person chose"))


def test_junit_is_read_by_its_reader(audit):
    """A suite a document, a case a claim."""
    suites = JUnitXml.fromstring(written(audit, "junit"))

    assert sum(suite.tests for suite in suites) == len(audit.claims)
    assert len(list(suites)) == len(audit.documents)


def test_github_annotations_are_one_line_a_finding(hostile):
    """Text of a document cannot smuggle in a second workflow command."""
    lines = written(hostile, "github").decode().splitlines()

    assert len(lines) == len(hostile.findings)
    assert all(re.match(r"::(error|warning|notice) [^:]*::", line) for line in lines)


def test_gitlab_issues_have_what_code_quality_needs(audit):
    """Description, check name, fingerprint, severity and place."""
    for issue in loaded(audit, "gitlab"):
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["location"]["lines"]["begin"] >= 1


def test_prov_is_read_by_its_reader(audit):
    """The claims, captures and visits are entities and activities of one PROV document."""
    document = ProvDocument.deserialize(content=written(audit, "prov").decode(), format="json")

    assert len(document.get_records()) > len(audit.claims)
    again = ProvDocument.deserialize(content=document.serialize(format="json"), format="json")
    assert again == document


def test_annotations_hold_both_selectors_of_every_passage(audit):
    """Evidence can be anchored by its words and by its place."""
    items = loaded(audit, "annotations")["first"]["items"]

    assert len(items) == sum(len(a.evidence) for a in audit.assessments)
    for item in items:
        assert [s["type"] for s in item["target"]["selector"]] == [
            "TextQuoteSelector",
            "TextPositionSelector",
        ]
    assert len({item["id"] for item in items}) == len(items)


def test_csl_items_carry_access_dates_and_archived_copies(audit):
    """A bibliography made of them can be followed when the page is gone."""
    items = loaded(audit, "csl")

    assert len(items) == len(audit.sources)
    assert [i for i in items if "archive_location" in i]
    assert all(len(i["accessed"]["date-parts"][0]) == 3 for i in items)


def test_claimreview_is_written_for_decided_claims_alone(audit):
    """The program's own verdict is never published as a review, nor is "not a claim"."""
    reviews = loaded(audit, "claimreview")["@graph"]

    assert [(r["claimReviewed"], r["reviewRating"]["ratingValue"]) for r in reviews] == [
        (audit.claims[0].text, 5)
    ]


class Page(HTMLParser):
    """What a browser would make of a page: its scripts, links and handlers."""

    def __init__(self):
        super().__init__()
        self.scripts, self.links, self.handlers, self.sources, self.ids = 0, [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.scripts += tag == "script"
        given = dict(attrs)
        self.links += [given["href"]] if "href" in given else []
        self.sources += [given["src"]] if "src" in given else []
        self.handlers += [name for name in given if name.startswith("on")]
        self.ids += [given["id"]] if "id" in given else []


def test_html_runs_one_script_of_ours_and_loads_nothing(hostile):
    """Whatever stands in titles, claims and URLs, the page has one script, allowed by its hash, and no address to fetch."""
    text = written(hostile, "html").decode()
    page = Page()
    page.feed(text)
    script = re.search(r"<script>(.*?)</script>", text, re.DOTALL)[1]

    assert (page.scripts, page.handlers, page.sources) == (1, [], [])
    assert csp_hash(script) in text
    assert "default-src 'none'" in text
    assert not [link for link in page.links if link.lower().startswith("javascript:")]


def test_html_shows_no_markup_of_its_own(audit):
    """Nothing that the page is made of is escaped twice and read as text."""
    assert not re.search(r"&lt;/?\w|&amp;(lt|gt|amp|#)", written(audit, "html").decode())


def test_html_shows_every_claim_once_in_both_languages_of_the_interface(audit):
    """Each claim is an anchor that findings link to."""
    text = written(audit, "html").decode()
    page = Page()
    page.feed(text)

    assert {claim.id for claim in audit.claims} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert "contredite" in text
    assert "contradicted" in text


def test_markdown_lists_the_findings_with_their_places(audit):
    """Errors are marked, and every finding is there."""
    text = written(audit, "markdown").decode()

    assert text.count("**PV") == len(audit.findings)
    assert ("🔴" in text) == any(f.severity is Severity.ERROR for f in audit.findings)


def test_of_two_reports_written_to_one_place_at_once_one_stays_whole(audit, hostile, tmp_path):
    """Never the beginning of one and the end of the other, and nothing is left beside it."""
    place, wanted = tmp_path / "report.html", {written(audit, "html"), written(hostile, "html")}
    for _ in range(3):
        with ThreadPoolExecutor(4) as threads:
            list(threads.map(lambda one: write_file(one, writer("html"), place), [audit, hostile] * 2))

        assert place.read_bytes() in wanted
    assert list(tmp_path.iterdir()) == [place]


def test_a_report_is_written_whole_or_not_at_all(audit, tmp_path):
    """A writer that fails leaves the old report as it was."""

    class Broken:
        name, suffix = "broken", ".txt"

        def write(self, _audit, out):
            out.write(b"half")
            raise OSError(28, "No space left on device")

    place = tmp_path / "report.txt"
    place.write_text("the old report")

    with pytest.raises(ReportError, match="No space left"):
        write_file(audit, Broken(), place)

    assert place.read_text() == "the old report"
    assert list(tmp_path.iterdir()) == [place]
