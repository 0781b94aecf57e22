"""A kill at any moment loses nothing committed and doubles nothing."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tasks.load import query
from tasks.settings import Home

DATELINE = Path(sys.executable).parent / "dateline"
KILLS = 8
LONGEST_S = 24.0
# What a run adds of its own: clocks, the run and what it fetched, and where in the archive that rests.
OWN = ("_at", "fetch_id", "warc_", "run_id")
TABLES = ("core.sources", "core.articles", "core.article_versions", "core.stories", "core.mentions")
DERIVED = (
    "core.places",
    "core.article_places",
    "core.story_articles",
    "ref.place_within",
    "marts.articles",
    "marts.story_map",
)


def start(home: Home) -> subprocess.Popen[bytes]:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "DATELINE_"))}
    command = [str(DATELINE), "sample", "--ingest", "--home", str(home.root)]
    return subprocess.Popen(
        command, env=env, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


def kill_after(home: Home, seconds: float) -> bool:
    """Start a run and kill it with all it started; return whether it was still at work."""
    running = start(home)
    try:
        running.wait(seconds)
        return False
    except subprocess.TimeoutExpired:
        return True
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
        running.communicate()


def finish(home: Home) -> None:
    running = start(home)
    _, err = running.communicate(timeout=300)
    assert running.returncode == 0, err.decode()


def settled(home: Home) -> dict[str, list[dict[str, Any]]]:
    found = {}
    for table in (*TABLES, *DERIVED):
        rows = query(home, f"select * from {table}").to_pylist()
        plain = [{k: v for k, v in row.items() if not any(part in k for part in OWN)} for row in rows]
        found[table] = sorted(plain, key=repr)
    return found


@pytest.mark.slow
def test_runs_that_are_killed_end_in_the_rows_of_an_undisturbed_one(tmp_path: Path) -> None:
    undisturbed, disturbed = Home(tmp_path / "calm"), Home(tmp_path / "killed")
    finish(undisturbed)
    chance = random.Random(20241118)
    killed = sum(kill_after(disturbed, chance.uniform(1.0, LONGEST_S)) for _ in range(KILLS))
    finish(disturbed)
    finish(disturbed)
    assert killed >= KILLS // 4
    assert settled(disturbed) == settled(undisturbed)
    states = query(disturbed, "select state from ops.runs").column("state").to_pylist()
    assert "running" not in states
