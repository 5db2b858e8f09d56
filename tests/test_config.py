"""Settings: where they come from and what is said of wrong ones."""

from datetime import timedelta

import pytest

from provenance.config import Settings, load
from provenance.errors import SettingsError


def test_defaults_stand_where_nothing_is_said(tmp_path):
    """Without flags, variables or a file, the defaults hold."""
    assert load({}, {}, tmp_path) == Settings()


def test_flags_win_over_the_environment_and_that_over_the_file(tmp_path):
    """Each origin overrules the one below it."""
    (tmp_path / "provenance.toml").write_text('timeout = 1\nfresh = "2h"\nconcurrency = 3\n')

    settings = load({"timeout": 9.0}, {"PROVENANCE_TIMEOUT": "5", "PROVENANCE_FRESH": "1d"}, tmp_path)

    assert (settings.timeout, settings.fresh, settings.concurrency) == (9.0, timedelta(days=1), 3)


def test_settings_stand_in_the_pyproject_of_a_folder_above(tmp_path):
    """A settings file counts for the folders under it."""
    (tmp_path / "pyproject.toml").write_text('[tool.provenance]\nallow-network = ["10.0.0.0/8"]\n')
    (tmp_path / "docs").mkdir()

    assert load({}, {}, tmp_path / "docs").allow_network == ("10.0.0.0/8",)


@pytest.mark.parametrize(
    ("key", "near"), [("timeuot", "timeout"), ("host_intervall", "host_interval"), ("fail-onn", "fail_on")]
)
def test_an_unknown_key_names_the_nearest_right_one(tmp_path, key, near):
    """A misspelt setting is an error, not silence."""
    (tmp_path / "provenance.toml").write_text(f'{key} = "1"\n')

    with pytest.raises(SettingsError, match=near):
        load({}, {}, tmp_path)


def test_an_unknown_variable_of_ours_is_an_error(tmp_path):
    """A misspelt environment variable is told of, with the nearest right one."""
    with pytest.raises(SettingsError, match="PROVENANCE_OFFLINE"):
        load({}, {"PROVENANCE_OFLINE": "1"}, tmp_path)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("fresh", "soon"),
        ("timeout", "-1"),
        ("offline", "perhaps"),
        ("concurrency", "many"),
        ("fail_on", "catastrophe"),
    ],
)
def test_a_value_that_makes_no_sense_is_named_with_its_origin(tmp_path, key, value):
    """The message says which setting, where it was set and to what."""
    with pytest.raises(SettingsError, match=rf"the command line: {key} cannot be"):
        load({key: value}, {}, tmp_path)


def test_a_settings_file_that_is_no_toml_is_named(tmp_path):
    """The message says which file and where it breaks."""
    (tmp_path / "provenance.toml").write_text("timeout = = 3\n")

    with pytest.raises(SettingsError, match=r"provenance\.toml: not valid TOML"):
        load({}, {}, tmp_path)
