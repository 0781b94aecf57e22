"""What `dateline serve` sets up stays single; old runs go, failures are told, killed runs gone on with."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tasks.settings import Home
from tests.conftest import ROOT
from tests.flows.conftest import FIXTURES, rows
from tests.flows.listening import listening
from tests.flows.test_backfill import processes_of
from tests.flows.test_serve import ask, dateline, environ, serving, wait_for
from tests.scrape.saved import write_warc

pytestmark = pytest.mark.slow

THREE_MINUTES_S = 180
NAMES = ["backfill", "check", "gazetteer", "ingest", "maintain", "reprocess"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("upkeep") / "home"
    done = dateline(folder, "ingest", str(FIXTURES / "pass.txt"))
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def start(api: str, name: str, **parameters: Any) -> str:
    (deployment,) = [d for d in ask(f"{api}/deployments/filter", {}) if d["name"] == name]
    given = {"parameters": {**deployment["parameters"], **parameters}}
    return str(ask(f"{api}/deployments/{deployment['id']}/create_flow_run", given)["id"])


def state(api: str, run_id: str) -> dict[str, Any]:
    found: dict[str, Any] = ask(f"{api}/flow_runs/{run_id}")["state"]
    return found


def test_a_restart_doubles_nothing_and_a_killed_run_is_marked_and_gone_on_with(
    home: Path, tmp_path: Path
) -> None:
    warc = write_warc(tmp_path / "news.warc.gz", range(400))
    with serving(home) as api:
        first = start(api, "check")
        wait_for(lambda: state(api, first)["type"] == "COMPLETED")
        see_a_failure_told_by_the_template(api, tmp_path)
    grow_old(home, first)
    with serving(home) as api:
        wait_for(lambda: is_forgotten(api, first), THREE_MINUTES_S)
        assert sorted(d["name"] for d in ask(f"{api}/deployments/filter", {})) == NAMES
        names = [one["name"] for one in ask(f"{api}/automations/filter", {})]
        assert names.count("Dateline: a run without heartbeat is crashed") == 1
        limits = ask(f"{api}/concurrency_limits/filter", {})
        assert [one["tag"] for one in limits] == ["network"]
        killed = start(api, "backfill", paths=[str(warc)])
        wait_for(lambda: list((home / "runs").glob(f"{killed}/pages-*")))
        began = time.monotonic()
        os.kill(process_of(killed), signal.SIGKILL)
        wait_for(lambda: state(api, killed)["type"] in ("CRASHED", "FAILED"), THREE_MINUTES_S)
        assert time.monotonic() - began < THREE_MINUTES_S
        assert state(api, killed)["message"]
        again = start(api, "backfill", paths=[str(warc)])
        wait_for(lambda: state(api, again)["type"] in ("COMPLETED", "FAILED", "CRASHED"), THREE_MINUTES_S)
        assert state(api, again)["type"] == "COMPLETED"


def see_a_failure_told_by_the_template(api: str, folder: Path) -> None:
    """Apply docs/notify.yaml as it says, to a block of Prefect's own; see what a failed run sends to it."""
    with listening() as (url, heard):
        text = (ROOT / "docs" / "notify.yaml").read_text("utf-8")
        mine = folder / "notify.yaml"
        mine.write_text(text.replace("00000000-0000-0000-0000-000000000000", webhook(api, url)), "utf-8")
        command = [sys.executable, "-m", "prefect", "automation", "create", "--from-file", str(mine)]
        given = {**environ(), "PREFECT_API_URL": api}
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=given)
        assert done.returncode == 0, done.stdout + done.stderr
        failed = start(api, "backfill", paths=[str(folder / "gone")])
        wait_for(lambda: state(api, failed)["type"] == "FAILED")
        wait_for(lambda: heard)
    (sent,) = heard
    assert sent["subject"] == f"backfill from {folder / 'gone'} failed"
    assert str(folder / "gone") in sent["body"].partition("What to do: ")[0]
    assert sent["body"].partition("What to do: ")[2].strip()


def webhook(api: str, url: str) -> str:
    """Make a block of Prefect's kind 'custom webhook' that posts to an address; return its id."""
    (kind,) = ask(f"{api}/block_types/filter", {"block_types": {"slug": {"any_": ["custom-webhook"]}}})
    of_kind = {"block_schemas": {"block_type_id": {"any_": [kind["id"]]}}}
    schema = ask(f"{api}/block_schemas/filter", of_kind)[0]
    says = {"subject": "{{subject}}", "body": "{{body}}"}
    block = {
        "name": "desk",
        "block_type_id": kind["id"],
        "block_schema_id": schema["id"],
        "data": {"name": "desk", "url": url, "method": "POST", "json_data": says},
    }
    return str(ask(f"{api}/block_documents/", block)["id"])


def grow_old(home: Path, run_id: str) -> None:
    """Let a run have ended a hundred days ago, in Prefect's own database."""
    with closing(sqlite3.connect(home / "prefect" / "prefect.db", timeout=60)) as database, database:
        ended = "update flow_run set end_time = datetime('now', '-100 days') || '.000000' where id = ?"
        assert database.execute(ended, (run_id,)).rowcount == 1


def is_forgotten(api: str, run_id: str) -> bool:
    """Tell whether Prefect has removed a run with its logs and artifacts, and kept the others."""
    kept = {one["id"] for one in ask(f"{api}/flow_runs/filter", {})}
    of_run = {"flow_run_id": {"any_": [run_id]}}
    logs, artifacts = (ask(f"{api}/{kind}/filter", {kind: of_run}) for kind in ("logs", "artifacts"))
    return bool(kept) and run_id not in kept and not logs and not artifacts


def test_a_killed_server_ends_serve_with_the_reason_and_what_ran_is_made_up_for(tmp_path: Path) -> None:
    home, warc = tmp_path / "home", write_warc(tmp_path / "news.warc.gz", range(300))
    gone = "Prefect's server ended by itself. Its log is"
    with serving(home, code=1, words=".log.\n") as api:
        killed = start(api, "backfill", paths=[str(warc)])
        wait_for(lambda: list((home / "runs").glob(f"{killed}/pages-*")))
        flow = process_of(killed)
        serve = json.loads((home / "prefect" / "server.json").read_text())["pid"]
        (server,) = processes_of(serve, b"flows.api_process")
        os.kill(server, signal.SIGKILL)
        wait_for(lambda: has_ended(serve), THREE_MINUTES_S)
    said = (home / "serve.out").read_text().splitlines()
    assert [line.startswith(f"Error: {gone}") for line in said] == [False] * 3 + [True], said
    wait_for(lambda: has_ended(flow), THREE_MINUTES_S)
    done = dateline(home, "backfill", str(warc))
    assert done.returncode == 0, done.stdout + done.stderr
    (first,) = rows(Home(home), f"select state, reason from ops.runs where run_id = '{killed}'")
    assert first["state"] in ("failed", "crashed")
    assert first["reason"]
    (held,) = rows(Home(home), "select count(*) as n, count(distinct article_id) as ids from marts.articles")
    assert held == {"n": 300, "ids": 300}


def has_ended(pid: int) -> bool:
    """Tell whether a process is gone, or waits only for its parent to notice."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def process_of(run_id: str) -> int:
    """Return the process that runs a flow, by the environment that Prefect gives it."""
    for given in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"PREFECT__FLOW_RUN_ID={run_id}".encode() in given.read_bytes().split(b"\0"):
                return int(given.parent.name)
        except OSError:
            continue
    raise AssertionError(f"no process runs {run_id}")
