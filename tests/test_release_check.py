"""The release checklist: its steps are printed, and each says why it does not pass."""

from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.release_check import Failed, benches, changelog, main, run


def test_the_list_names_every_step_and_every_bench(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--list"]) == 0
    said = capsys.readouterr().out
    for word in ("tree", "changelog", "tests", "wheel", "install", "slow tests and gates"):
        assert f"  {word} " in said
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = {line.split(":")[0] for line in makefile.splitlines() if line.startswith("bench-")}
    assert {bench.target for bench in benches(makefile)} == targets
    assert all(f"{target} " in said for target in targets)
    assert "bench-geoparse         wants peers in an environment of their own, the packages" in said


def test_a_step_that_fails_is_told_and_the_others_are_run(capsys: pytest.CaptureFixture[str]) -> None:
    def bad(_folder: Path) -> str:
        raise Failed("the moon is full")

    assert run({"bad": bad, "good": lambda _folder: "well"}) == 1
    said = capsys.readouterr().out
    assert "FAILED  bad" in said
    assert "the moon is full" in said
    assert "passed  good" in said


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("# Changelog\n\n## 1.2.0 (2026-11-26)\n- New.\n", True),
        ("# Changelog\n\n## 1.2.0\n\n## 1.1.0\n- Old.\n", False),
        ("# Changelog\n\n## 1.1.0\n- Old.\n", False),
    ],
)
def test_the_changelog_must_speak_of_the_version(tmp_path: Path, text: str, passes: bool) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\nversion = "1.2.0"\n')
    (tmp_path / "CHANGELOG.md").write_text(text)
    if passes:
        assert "1 entries" in changelog(tmp_path, tmp_path)
    else:
        with pytest.raises(Failed, match=r"1\.2\.0"):
            changelog(tmp_path, tmp_path)


def test_the_changelog_here_speaks_of_this_version() -> None:
    changelog(ROOT)
