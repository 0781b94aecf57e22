"""`dateline backfill`: the same rows whoever does the work, and whatever stopped it."""

import importlib.util
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tasks.settings import Home
from tests.conftest import missing
from tests.flows.conftest import FIXTURES, artifacts, rows, run
from tests.scrape.saved import page, write_warc

# What a run adds of its own: clocks, the run, and where in the archive the bytes rest.
OWN = ("_at", "run_id", "warc_", "found_in")
TABLES = ("raw.fetches", "core.sources", "core.articles", "core.article_versions", "core.mentions")
DERIVED = ("core.places", "core.article_places", "marts.articles", "marts.story_map")
GROUPS = {"DATELINE_BACKFILL_GROUP_SIZE": "40"}  # of 160 pages
NOTHING_NEW = "0 pages: 0 new articles"


def settled(home: Home) -> dict[str, list[dict[str, Any]]]:
    found = {}
    for table in (*TABLES, *DERIVED):
        plain = [
            {k: v for k, v in row.items() if not any(part in k for part in OWN)}
            for row in rows(home, f"select * from {table}")
        ]
        found[table] = sorted(plain, key=repr)
    return found


def test_pages_of_unknown_hosts_become_articles_of_a_source_named_by_the_host(
    prefect_api: None, tmp_path: Path
) -> None:
    home = Home(tmp_path / "home")
    warc = write_warc(tmp_path / "news.warc.gz", range(4))
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "ferry.html").write_bytes((FIXTURES / "ferry.html").read_bytes())
    (folder / "hostile.html").write_bytes(hostile())
    words = ("backfill", str(warc), str(folder), "--home", str(home.root))
    with_threads = {"DATELINE_TASK_RUNNER": "threads"}
    said = run(*words, environ=with_threads)
    assert said.code == 0, said.all
    assert "6 pages: 6 new articles" in said.out
    counts = rows(home, "select source_id, count(*)::int as n from core.articles group by all order by all")
    assert [(row["source_id"], row["n"]) for row in counts] == [("files", 2), ("herald.example", 4)]
    (done,) = rows(home, "select * from ops.runs")
    assert (done["flow"], done["state"]) == ("backfill", "completed")
    shown = artifacts(done["run_id"])
    assert "| herald\\.example | 4 | 4 |" in shown["backfill-report"].replace(
        "herald.example", "herald\\.example"
    )
    assert '"Baku"' in shown["backfill-places"]
    before = settled(home)
    again = run(*words, environ=with_threads)
    assert NOTHING_NEW in again.out
    assert settled(home) == before


@pytest.mark.slow
def test_days_and_languages_that_were_not_asked_for_are_left_out(prefect_api: None, tmp_path: Path) -> None:
    home, warc = tmp_path / "home", write_warc(tmp_path / "news.warc.gz", range(4))
    words = ("backfill", str(warc), "--home", str(home))
    environ = {"DATELINE_TASK_RUNNER": "threads"}
    said = run(*words, "--since", "2026-11-02", "--until", "2026-11-03", "--language", "en", environ=environ)
    assert said.code == 0, said.all
    assert "2 new articles" in said.out
    assert "2 articles of other days or languages left out" in said.out
    assert "2 new articles" in run(*words, environ=environ).out  # those that were left out


def test_what_cannot_be_meant_is_said_before_anything_starts(tmp_path: Path) -> None:
    assert run("backfill", str(tmp_path / "gone"), "--home", str(tmp_path / "home")).code == 2
    (tmp_path / "a.html").write_bytes(page(1))
    said = run(
        "backfill", str(tmp_path), "--home", str(tmp_path / "home"), environ={"DATELINE_TASK_RUNNER": "x"}
    )
    assert said.code == 2
    assert "task_runner cannot be 'x'" in said.err


def hostile() -> bytes:
    return page(5).replace(b"<h1>Water", b"<h1>![x](https://evil.example/x.png) &lt;img src=x&gt; Water")


def start(home: Home, *words: str, **environ: str) -> "subprocess.Popen[bytes]":
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "DATELINE_"))}
    return subprocess.Popen(
        [str(Path(sys.executable).parent / "dateline"), "backfill", *words, "--home", str(home.root)],
        env={**kept, **environ},
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def finish(running: "subprocess.Popen[bytes]") -> str:
    out, _ = running.communicate(timeout=300)
    assert running.returncode == 0, out.decode()
    return out.decode()


def processes_of(pid: int, word: bytes = b"spawn_main") -> list[int]:
    """Return the processes that a process has started with a word: those of a pool."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
            words = (stat.parent / "cmdline").read_bytes()
        except (OSError, ValueError):
            continue
        if parent == pid and word in words:
            found.append(int(stat.parent.name))
    return found


@pytest.fixture(scope="module")
def pile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_warc(tmp_path_factory.mktemp("pile") / "news.warc.gz", range(160))


@pytest.fixture(scope="module")
def calm(pile: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """The rows of an undisturbed run with threads."""
    home = Home(tmp_path_factory.mktemp("calm") / "home")
    finish(start(home, str(pile), DATELINE_TASK_RUNNER="threads", **GROUPS))
    return settled(home)


@pytest.mark.slow
@pytest.mark.parametrize("runner", ["processes", "dask"])
def test_every_task_runner_gives_the_same_rows(
    pile: Path, calm: dict[str, list[dict[str, Any]]], tmp_path: Path, runner: str
) -> None:
    if runner == "dask" and importlib.util.find_spec("prefect_dask") is None:
        missing("prefect-dask is not installed")
    home = Home(tmp_path / "home")
    finish(start(home, str(pile), DATELINE_TASK_RUNNER=runner, DATELINE_WORKERS="2", **GROUPS))
    assert settled(home) == calm


@pytest.mark.slow
def test_a_killed_worker_costs_its_batch_a_retry_and_nothing_else(
    pile: Path, calm: dict[str, list[dict[str, Any]]], tmp_path: Path
) -> None:
    home = Home(tmp_path / "home")
    running = start(home, str(pile), DATELINE_TASK_RUNNER="processes", DATELINE_WORKERS="2", **GROUPS)
    workers: list[int] = []
    while running.poll() is None and not workers:
        workers = processes_of(running.pid)
        time.sleep(0.05)
    time.sleep(1)
    os.kill(workers[0], signal.SIGKILL)
    finish(running)
    assert settled(home) == calm


@pytest.mark.slow
def test_a_run_that_is_killed_is_gone_on_with(
    pile: Path, calm: dict[str, list[dict[str, Any]]], tmp_path: Path
) -> None:
    home = Home(tmp_path / "home")
    small_groups = {"DATELINE_TASK_RUNNER": "threads", **GROUPS}
    running = start(home, str(pile), **small_groups)
    warehouse = home.warehouse / "warehouse.duckdb"
    while running.poll() is None and not (list(home.runs.glob("*/pages-00003-*")) and warehouse.exists()):
        time.sleep(0.02)
    os.killpg(running.pid, signal.SIGKILL)
    running.communicate()
    out = finish(start(home, str(pile), **small_groups))
    assert "160 pages:" not in out  # some were loaded before
    assert settled(home) == calm
    states = [row["state"] for row in rows(home, "select state from ops.runs order by started_at")]
    assert states == ["crashed", "completed"]
