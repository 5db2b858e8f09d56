"""An audit of the demonstration, in an archive of its own that tests may write to."""

import shutil
from dataclasses import replace

import pytest

from provenance import demo, pipeline
from tests.review.editor import Editor, at_work
from tests.support.demo import noon, settings_for, web


@pytest.fixture(scope="session")
def audited(tmp_path_factory):
    """An audit of the demonstration's documents and the settings that it was made with."""
    settings = None
    with web() as opened, demo.documents() as documents:
        settings = settings_for(opened, tmp_path_factory.mktemp("cache"))
        made = pipeline.audit(documents, settings, clock=noon)
    return made, replace(settings, offline=True)


@pytest.fixture
def fresh(audited, tmp_path):
    """The same audit with a copy of its archive, in which nothing is decided yet."""
    made, settings = audited
    shutil.copytree(settings.cache, tmp_path / "cache")
    return made, replace(settings, cache=tmp_path / "cache")


@pytest.fixture
def editor(fresh):
    """An editor at the page of an audit in which nothing is decided yet."""
    made, settings = fresh
    with at_work(made, settings) as page:
        opened = Editor(page.url)
        opened.audit, opened.settings = made, settings
        yield opened
