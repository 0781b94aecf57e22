"""Every command of README and docs runs, and prints what they show."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tasks.scrape.sample import EDITIONS, SAMPLE_SOURCES, pieces, sample_specs, serve_sample
from tasks.scrape.sources.scaffold import toml_text
from tests.conftest import ROOT

BIN = Path(sys.executable).parent
WIDTH = "110"


@dataclass(frozen=True)
class Shown:
    """A command of the README and what it is said to print."""

    command: str
    output: str


def shown(text: str) -> list[Shown]:
    """Return the commands of the console blocks: `$ ` begins one, the lines below are its output."""
    found = []
    for block in re.findall(r"^```console\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append(Shown(command, output.strip("\n")))
    return found


README = shown((ROOT / "README.md").read_text("utf-8"))
DOCS = [part for page in sorted((ROOT / "docs").glob("*.md")) for part in shown(page.read_text("utf-8"))]
DATELINE = [part for part in (*README, *DOCS) if part.command.startswith("dateline ")]
MAKE = [part for part in (*README, *DOCS) if part.command.startswith("make ")]
LONG_RUNNING = ("dateline serve",)


def pattern(output: str) -> str:
    """Turn shown output into a pattern: `...` stands for anything, a run of blanks for any other."""
    lines = [r"\s+".join(map(re.escape, line.split())) for line in output.splitlines()]
    return r"\s+".join(line for line in lines if line).replace(r"\.\.\.", r".*?")


@dataclass(frozen=True)
class Desk:
    """Where the README's reader stands: a home with the sample, some saved pages, and what was said."""

    folder: Path
    env: dict[str, str]
    first_run: str


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "DATELINE_"))}
    env = kept | {"COLUMNS": WIDTH, "PATH": f"{BIN}{os.pathsep}{kept['PATH']}", "NO_COLOR": "1"}
    (folder / "saved-pages").mkdir()
    for number, piece in enumerate(pieces(1)[:2]):
        text = f"{piece.headline}\n\n{piece.body}\n"
        (folder / "saved-pages" / f"{number}.txt").write_text(text, "utf-8")
    # What `make run` does: the command is not on the path there.
    (folder / ".venv").symlink_to(BIN.parent)
    plain = os.pathsep.join(part for part in kept["PATH"].split(os.pathsep) if Path(part) != BIN)
    first_run = run(".venv/bin/dateline sample --ingest", folder, env | {"PATH": plain})
    with serve_sample(EDITIONS[-1]) as served:
        # What the reader follows is asked by `dateline ingest`: here a source on loopback.
        sources = folder / "data" / "sources"
        sources.mkdir(exist_ok=True)
        for spec in sample_specs(served.port):
            (sources / f"{spec.source_id}.toml").write_text(toml_text(spec), "utf-8")
        yield Desk(folder, env | {"DATELINE_SOURCES": SAMPLE_SOURCES[0]}, first_run)


def run(command: str, folder: Path, env: dict[str, str]) -> str:
    done = subprocess.run(
        shlex.split(command), cwd=folder, env=env, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def test_the_readme_shows_both_commands_and_more() -> None:
    assert {"make run", "make test"} <= {part.command for part in MAKE}
    assert len(DATELINE) >= 6
    assert all(part.output for part in MAKE)


@pytest.mark.parametrize("part", MAKE, ids=lambda part: part.command)
def test_every_make_command_that_is_shown_is_a_target(part: Shown) -> None:
    done = subprocess.run(
        ["make", "-n", *shlex.split(part.command)[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_every_command_prints_what_is_shown(desk: Desk) -> None:
    for part in DATELINE:
        if not part.command.startswith(LONG_RUNNING):
            assert_shown(part, run(part.command, desk.folder, desk.env))


@pytest.mark.slow
def test_make_run_prints_what_the_readme_shows(desk: Desk) -> None:
    (part,) = (part for part in MAKE if part.command == "make run")
    assert_shown(part, desk.first_run)


def assert_shown(part: Shown, printed: str) -> None:
    assert re.search(pattern(part.output), printed, flags=re.DOTALL), f"{part.command}\n{printed}"


def test_the_pattern_wants_what_is_shown() -> None:
    assert re.search(pattern("a  b\n...\nc.d"), "a b\nx\ny\nc.d", flags=re.DOTALL)
    assert not re.search(pattern("a  b\n...\nc.d"), "a b\nx\ny\ncxd", flags=re.DOTALL)
