"""A home and its settings."""

from pathlib import Path

import pytest

from tasks.errors import UnknownSetting, UsageError
from tasks.settings import Home, Settings, follow, load_settings, open_home, prefect_environment


def home_with(folder: Path, text: str) -> Home:
    (folder / "dateline.toml").write_text(text, "utf-8")
    return Home(folder)


def test_a_home_without_settings_has_the_defaults(tmp_path: Path) -> None:
    assert load_settings(Home(tmp_path), {}) == Settings()


def test_the_file_sets_and_the_environment_wins(tmp_path: Path) -> None:
    home = home_with(tmp_path, 'sources = ["a"]\npace_s = 2.5\n')
    settings = load_settings(home, {"DATELINE_PACE_S": "4", "DATELINE_SOURCES": "b, c"})
    assert (settings.pace_s, settings.sources) == (4.0, ("b", "c"))


def test_an_unknown_key_is_refused_with_the_nearest_name(tmp_path: Path) -> None:
    home = home_with(tmp_path, "batchsize = 5\n")
    with pytest.raises(UnknownSetting, match=r"dateline\.toml has an unknown key 'batchsize'.*'batch_size'"):
        load_settings(home, {})


def test_a_file_that_is_not_toml_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"is not TOML.*line 1"):
        load_settings(home_with(tmp_path, "sources = nothing\n"), {})


def test_a_number_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="pace_s"):
        load_settings(Home(tmp_path), {"DATELINE_PACE_S": "fast"})


def test_following_keeps_the_rest_of_the_file(tmp_path: Path) -> None:
    home = home_with(tmp_path, '# mine\nsources = [\n  "a",  # first\n]\npace_s = 3.0  # slow\n')
    assert follow(home, "b") is True
    assert follow(home, "b") is False
    text = home.settings_file.read_text("utf-8")
    assert "# mine" in text
    assert "pace_s = 3.0  # slow" in text
    assert load_settings(home, {}).sources == ("a", "b")


def test_following_in_a_new_home_writes_its_file(tmp_path: Path) -> None:
    home = Home(tmp_path / "new")
    assert follow(home, "presstv") is True
    assert load_settings(home, {}).sources == ("presstv",)


def test_the_home_comes_from_word_environment_or_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATELINE_HOME", raising=False)
    assert open_home().root == (tmp_path / "data").resolve()
    monkeypatch.setenv("DATELINE_HOME", str(tmp_path / "env"))
    assert open_home().root == (tmp_path / "env").resolve()
    assert open_home(tmp_path / "word").root == (tmp_path / "word").resolve()


def test_a_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("", "utf-8")
    with pytest.raises(UsageError, match="is a file"):
        open_home(tmp_path / "x")


def test_what_a_person_told_prefect_stays(tmp_path: Path) -> None:
    wanted = prefect_environment(Home(tmp_path), {"PREFECT_HOME": "/elsewhere"})
    assert "PREFECT_HOME" not in wanted
    assert wanted["PREFECT_SERVER_ANALYTICS_ENABLED"] == "false"
