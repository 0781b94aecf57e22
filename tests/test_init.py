"""`dateline init` makes a home whose settings file explains every setting, and overwrites nothing."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

import pytest

from tasks.settings import Home, Settings, follow, load_settings
from tasks.settings_text import Told, settings_text, told_settings
from tests.flows.conftest import run

UNCOMMENTED = "\n".join(
    line.removeprefix("# ")
    for line in settings_text().splitlines()
    if any(line.startswith((f"# {field.name} = ", f"{field.name} = ")) for field in fields(Settings))
)


def test_every_setting_stands_in_the_file_with_its_default_words_and_variable() -> None:
    assert list(tomllib.loads(UNCOMMENTED)) == [field.name for field in fields(Settings)]
    assert [told.name for told in told_settings()] == [field.name for field in fields(Settings)]
    for told in told_settings():
        assert len(told.says.split()) >= 4, f"{told.name} wants a comment: what it is, its unit, and why"
        assert f"  # DATELINE_{told.name.upper()}\n" in settings_text()


@dataclass(frozen=True)
class Two:
    """Settings as they are written elsewhere."""

    # First group

    # Seconds above,
    # on two lines.
    above_s: float = 1.5

    # Second group

    beside: tuple[str, ...] = ("a", "b")  # names beside it


def test_a_new_field_is_told_by_the_comment_above_or_beside_it() -> None:
    assert told_settings(Two) == (
        Told("above_s", 1.5, "Seconds above, on two lines.", "First group"),
        Told("beside", ("a", "b"), "names beside it", "Second group"),
    )


def test_the_file_sets_nothing_and_uncommented_it_sets_the_defaults(tmp_path: Path) -> None:
    home = Home(tmp_path)
    for text in (settings_text(), UNCOMMENTED):
        home.settings_file.write_text(text, "utf-8")
        assert load_settings(home, {}) == Settings()


def test_a_new_home_is_made_once_and_never_overwritten(tmp_path: Path) -> None:
    said = run("init", str(tmp_path / "news"))
    home = Home(tmp_path / "news")
    assert (said.code, home.settings_file.read_text("utf-8")) == (0, settings_text())
    follow(home, "presstv")
    before = home.settings_file.read_text("utf-8")
    assert load_settings(home, {}).sources == ("presstv",)
    said = run("init", str(home.root))
    assert (said.code, "is there already" in said.err) == (2, True)
    assert home.settings_file.read_text("utf-8") == before


def test_a_dry_run_and_a_print_make_nothing(tmp_path: Path) -> None:
    said = run("init", str(tmp_path / "news"), "--dry-run")
    assert (said.code, str(tmp_path / "news") in said.out) == (0, True)
    assert run("init", "-o", "-", "--home", str(tmp_path / "news")).out == settings_text()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [(), ("-o", "{}/file/x.toml")])
def test_a_folder_that_cannot_be_made_is_wrong_use(tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "file").write_text("")
    home = str(tmp_path / "file") if not words else str(tmp_path / "home")
    said = run("init", *(word.format(tmp_path) for word in words), "--home", home)
    assert (said.code, len(said.err.splitlines())) == (2, 1)
