"""What the shell completes, and what a pipe or NO_COLOR keeps out of the output."""

import os
import pty
import re
import subprocess
import sys

import pytest

from flows.cli.main import COMMANDS
from tasks.settings import Home
from tests.flows.conftest import Newspaper, run

COLOURS = re.compile(r"\x1b\[[0-9;]*(3[0-7]|9[0-7]|38;)")


def completed(words: str, home: Home | None = None, number: int | None = None) -> list[str]:
    given = {
        "_DATELINE_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) if number is None else number),
        "DATELINE_HOME": str(home.root) if home else "none",
    }
    said = run(environ=given)
    assert said.err == ""
    return [line.partition(",")[2] for line in said.out.splitlines()]


def test_commands_options_and_sources_are_completed(tmp_path: os.PathLike[str]) -> None:
    home = Home(tmp_path)  # type: ignore[arg-type]
    home.sources.mkdir()
    (home.sources / "pressmine.toml").write_text("whatever stands here")
    assert completed("dateline ") == list(COMMANDS)
    assert completed("dateline se", number=1) == ["search", "serve"]
    assert completed("dateline source ") == ["add", "check", "list"]
    for words in ("source add", "source check", "ingest", "forget", "doctor", "verify --source"):
        assert completed(f"dateline {words} press", home, len(words.split()) + 1) == ["pressmine", "presstv"]
    assert "--json" in completed("dateline status --", number=2)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script(shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # bash is asked for its version then; what it says is no matter here.
    monkeypatch.setattr("click.shell_completion.BashComplete._check_version", lambda _self=None: None)
    said = run(environ={"_DATELINE_COMPLETE": f"{shell}_source"})
    assert (said.code, "_DATELINE_COMPLETE=" in said.out) == (0, True)


def test_a_name_is_completed_without_anything_heavy() -> None:
    code = (
        "import sys\nfrom flows.cli.main import main\n"
        "try:\n    main([])\nexcept SystemExit:\n    pass\n"
        "sys.exit(' '.join(m for m in ('prefect', 'duckdb', 'numpy', 'httpx', 'rich') if m in sys.modules))"
    )
    given = {"_DATELINE_COMPLETE": "bash_complete", "COMP_WORDS": "dateline ingest press", "COMP_CWORD": "2"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | given, capture_output=True, text=True, check=False
    )
    assert (done.stderr.strip(), "presstv" in done.stdout) == ("", True)


def test_a_run_in_a_pipe_has_no_colours_and_no_bars(newspaper: Newspaper) -> None:
    for said in (newspaper.first, run("status", "--home", str(newspaper.home.root))):
        assert "\x1b" not in said.all
        assert "\r" not in said.all
        assert "━" not in said.all


@pytest.mark.parametrize("no_colour", [True, False])
def test_a_terminal_has_colours_unless_NO_COLOR_is_set(no_colour: bool) -> None:  # noqa: N802
    printed = on_terminal(
        "from flows.cli.common import new_console; new_console().print('a', style='bold red')", no_colour
    )
    assert (COLOURS.search(printed) is None) is no_colour


def on_terminal(code: str, no_colour: bool) -> str:
    kept = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR")}
    env = kept | {"TERM": "xterm-256color"} | ({"NO_COLOR": "1"} if no_colour else {})
    ours, theirs = pty.openpty()
    try:
        subprocess.run([sys.executable, "-c", code], stdout=theirs, env=env, check=True)
        return os.read(ours, 4096).decode()
    finally:
        os.close(ours)
        os.close(theirs)
