"""A disk that fills, a clock that jumps, a Prefect that is killed or stuck: whatever it was is said.

A run that it ended says why, and the next completes the work.
"""

import errno
import os
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.progress import utc_now
from tasks.scrape.archive.files import WarcFile
from tasks.settings import Home
from tests.flows.conftest import rows, run
from tests.flows.test_backfill import GROUPS, processes_of, settled, start
from tests.flows.test_serve import wait_for
from tests.scrape.saved import write_warc

pytestmark = pytest.mark.slow

ENVIRON = {"DATELINE_TASK_RUNNER": "threads", **GROUPS}
THREE_MINUTES_S = 180


@pytest.fixture(scope="module")
def pile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_warc(tmp_path_factory.mktemp("pile") / "news.warc.gz", range(100))


@pytest.fixture(scope="module")
def calm(
    prefect_api: None, pile: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[dict[str, Any]]]:
    """The rows of an undisturbed run."""
    home = tmp_path_factory.mktemp("calm") / "home"
    assert run("backfill", str(pile), "--home", str(home), environ=ENVIRON).code == 0
    return settled(Home(home))


def test_a_full_disk_ends_the_run_with_the_reason_and_the_next_goes_on(
    pile: Path, calm: dict[str, list[dict[str, Any]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path / "home")
    append, left = WarcFile.append, [70]

    def fills(file: WarcFile, data: bytes) -> int:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return append(file, data)

    monkeypatch.setattr(WarcFile, "append", fills)
    said = run("backfill", str(pile), "--home", str(home.root), environ=ENVIRON)
    assert said.code == 1
    assert "No space left on device" in said.err
    assert "Traceback" not in said.all
    (ended,) = rows(home, "select state, reason from ops.runs")
    assert (ended["state"], "No space left" in ended["reason"]) == ("failed", True)
    monkeypatch.undo()
    again = run("backfill", str(pile), "--home", str(home.root), environ=ENVIRON)
    assert again.code == 0, again.all
    assert settled(home) == calm


def test_a_clock_that_jumps_changes_no_row_but_its_clocks(
    pile: Path, calm: dict[str, list[dict[str, Any]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path / "home")
    asked = [0]

    def jumps() -> datetime:
        asked[0] += 1
        return utc_now() + timedelta(days=2 if asked[0] % 50 < 25 else -2)

    monkeypatch.setattr("flows.filling.utc_now", jumps)
    monkeypatch.setattr("flows.stages.utc_now", jumps)
    said = run("backfill", str(pile), "--home", str(home.root), environ=ENVIRON)
    assert said.code == 0, said.all
    assert settled(home) == calm


def test_a_prefect_server_that_is_killed_is_started_again_and_the_run_loses_nothing(
    pile: Path, calm: dict[str, list[dict[str, Any]]], tmp_path: Path
) -> None:
    home = Home(tmp_path / "home")
    with mid_run(home, pile) as running:
        (server,) = processes_of(running.pid, b"flows.api_process")
        os.kill(server, signal.SIGKILL)
        out, _ = running.communicate(timeout=THREE_MINUTES_S)
    assert b"Traceback" not in out
    logged = "".join(path.read_text("utf-8") for path in (home.root / "logs").glob("dateline-*.log"))
    assert "it is started again" in logged
    ends_and_is_gone_on_with(home, pile, running.returncode, out.decode())
    assert settled(home) == calm


def test_a_locked_database_of_prefects_ends_the_run_with_the_reason_and_the_next_goes_on(
    pile: Path, calm: dict[str, list[dict[str, Any]]], tmp_path: Path
) -> None:
    home = Home(tmp_path / "home")
    impatient = {"PREFECT_API_REQUEST_TIMEOUT": "4", "PREFECT_CLIENT_MAX_RETRIES": "1"}  # else two minutes
    with mid_run(home, pile, **impatient) as running, closing(connected(home)) as another:
        another.execute("begin immediate")
        out, _ = running.communicate(timeout=THREE_MINUTES_S)
        another.rollback()
    assert running.returncode == 1, out.decode()
    assert b"Prefect's server answers no more" in out
    assert b"Traceback" not in out
    ends_and_is_gone_on_with(home, pile, running.returncode, out.decode())
    assert settled(home) == calm


@contextmanager
def mid_run(home: Home, pile: Path, **environ: str) -> "Iterator[subprocess.Popen[bytes]]":
    """Start a backfill, and give it once it has read its first pages."""
    running = start(home, str(pile), **ENVIRON, **environ)
    try:
        wait_for(lambda: running.poll() is not None or list(home.runs.glob("*/pages-*")), THREE_MINUTES_S)
        yield running
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
            running.communicate()


def connected(home: Home) -> sqlite3.Connection:
    return sqlite3.connect(home.prefect / "prefect.db", timeout=60, isolation_level=None)


def ends_and_is_gone_on_with(home: Home, pile: Path, code: int, said: str) -> None:
    """See that a run ended, with a reason where it failed, and that the next has all the rest."""
    (ended,) = rows(home, "select state, reason from ops.runs")
    assert ended["state"] == ("failed" if code else "completed"), said
    assert bool(code) == bool(ended["reason"])
    again = run("backfill", str(pile), "--home", str(home.root), environ=ENVIRON)
    assert again.code == 0, again.all
