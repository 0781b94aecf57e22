"""A disk that fills and a clock that jumps: a backfill says why it ended, and the next completes the work."""

import errno
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.progress import utc_now
from tasks.scrape.archive.files import WarcFile
from tasks.settings import Home
from tests.flows.conftest import rows, run
from tests.flows.test_backfill import GROUPS, settled
from tests.scrape.saved import write_warc

pytestmark = pytest.mark.slow

ENVIRON = {"DATELINE_TASK_RUNNER": "threads", **GROUPS}


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
