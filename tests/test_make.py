"""The first command of the README, on a fresh clone."""

import os
import subprocess
from pathlib import Path

import pytest

from tasks.load import query
from tasks.settings import Home
from tests.conftest import ROOT


def make_run(clone: Path) -> str:
    env = {
        k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "DATELINE_", "MAKE", "MFLAGS"))
    }
    done = subprocess.run(
        ["make", "run"], cwd=clone, env=env, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_make_run_on_a_fresh_clone_fills_the_database_and_again_changes_nothing(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    home = Home(clone / "data")
    first = make_run(clone)
    assert "2 new articles, 1 changed article" in first
    before = {name: query(home, f"from {name} order by all") for name in ("marts.articles", "core.mentions")}
    assert "Nothing is new." in make_run(clone)
    assert {name: query(home, f"from {name} order by all") for name in before} == before
    untracked = subprocess.run(
        ["git", "status", "--porcelain"], cwd=clone, capture_output=True, text=True, check=True
    )
    assert untracked.stdout == ""
