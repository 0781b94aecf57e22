"""`dateline serve`, and runs without a server, as processes of their own."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest

from flows.server import free_port
from tests.flows.conftest import FIXTURES

pytestmark = pytest.mark.slow

PATIENCE_S = 120


@pytest.fixture(scope="module")
def served_later(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one run that had no server."""
    home = tmp_path_factory.mktemp("served") / "home"
    done = dateline(home, "ingest", str(FIXTURES / "pass.txt"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Starting Prefect" in done.stdout
    return home


def test_a_run_without_a_server_is_there_with_its_artifacts_when_one_is_served(served_later: Path) -> None:
    with serving(served_later) as api:
        runs = ask(f"{api}/flow_runs/filter", {})
        assert [(r["name"], r["state_type"]) for r in runs] == [
            (f"ingest {FIXTURES / 'pass.txt'}", "COMPLETED")
        ]
        kept = {artifact["key"] for artifact in ask(f"{api}/artifacts/filter", {})}
        assert kept == {"ingest-progress", "ingest-report", "ingest-places", "ingest-map"}
        tasks = ask(f"{api}/task_runs/filter", {})
        assert {task["state_type"] for task in tasks} == {"COMPLETED"}
        said = [line["message"] for line in ask(f"{api}/logs/filter", {"limit": 200})]
        assert any("1 new article" in line for line in said)


def test_the_hourly_deployment_runs_when_asked(served_later: Path) -> None:
    with serving(served_later) as api:
        deployments = {one["name"]: one for one in ask(f"{api}/deployments/filter", {})}
        deployment = deployments["ingest"]
        assert [s["schedule"]["cron"] for s in deployment["schedules"]] == ["0 * * * *"]
        assert (deployment["name"], deployment["paused"]) == ("ingest", False)
        given = {
            "parameters": {"inputs": [{"word": str(FIXTURES / "ferry.html")}], "home": str(served_later)}
        }
        started = ask(f"{api}/deployments/{deployment['id']}/create_flow_run", given)
        wait_for(lambda: ask(f"{api}/flow_runs/{started['id']}")["state_type"] == "COMPLETED")


def test_other_commands_use_the_served_api(served_later: Path) -> None:
    with serving(served_later) as api:
        done = dateline(served_later, "ingest", str(FIXTURES / "pass.txt"))
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Starting Prefect" not in done.stdout
        assert api.removesuffix("/api") in done.stdout
        again = dateline(served_later, "serve")
        assert again.returncode == 2
        assert "is served at" in again.stderr


def test_it_stops_on_sigterm_and_leaves_nothing_behind(served_later: Path) -> None:
    with serving(served_later, stop=signal.SIGTERM) as api:
        assert (served_later / "prefect" / "server.json").exists()
    assert not (served_later / "prefect" / "server.json").exists()
    with pytest.raises(OSError, match="refused"):
        ask(f"{api}/health")


def dateline(home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command(home, *words), capture_output=True, text=True, check=False, env=environ())


def command(home: Path, *words: str) -> list[str]:
    return [sys.executable, "-c", "from flows.cli.main import main; main()", *words, "--home", str(home)]


def environ() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}


@contextmanager
def serving(
    home: Path, stop: signal.Signals = signal.SIGINT, code: int = 0, words: str = "Stopped.\n"
) -> Iterator[str]:
    noted = home / "prefect" / "server.json"
    home.mkdir(parents=True, exist_ok=True)
    with (home / "serve.out").open("w+") as out:
        typed = command(home, "serve", "--port", str(free_port()))  # 4200 may be somebody else's
        process = subprocess.Popen(typed, stdout=out, stderr=out, env=environ())
        try:
            wait_for(lambda: noted.exists() or process.poll() is not None)
            api = f"http://127.0.0.1:{json.loads(noted.read_text())['port']}/api"
            # A deployment of the time before is there at once, paused until this server takes it up again.
            wait_for(lambda: [d["paused"] for d in ask(f"{api}/deployments/filter", {})] == [False] * 6)
            yield api
        finally:
            process.send_signal(stop)
            ended = process.wait(timeout=PATIENCE_S)
        out.seek(0)
        said = out.read()
    assert ended == code, said
    assert said.splitlines(keepends=True)[-1].endswith(words), said
    assert "Traceback" not in said


def ask(url: str, given: Any = None) -> Any:
    data = None if given is None else json.dumps(given).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
                return json.load(answer)
        except HTTPError as fault:
            # Prefect asks its clients so to ask again: its database was locked, and nothing was done.
            if fault.code != HTTPStatus.SERVICE_UNAVAILABLE or time.monotonic() > deadline:
                raise
        time.sleep(0.2)


def wait_for(happens: Any, patience_s: float = PATIENCE_S) -> None:
    deadline = time.monotonic() + patience_s
    while not happens():
        assert time.monotonic() < deadline
        time.sleep(0.2)
