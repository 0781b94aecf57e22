"""The wheel: built, installed in a clean environment, run from another folder."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

STORY = """Ferry link between Baku and Aktau to double its sailings

The operator of the rail ferry between Baku and Aktau said on Monday that it would double its sailings
across the Caspian Sea from next month, after a summer in which wagons waited for days on both shores.

The line, which carries grain, fertiliser and containers, has two ships and wants a third. Dockers in
Kazakhstan said the berths in Aktau were dredged this spring, so that the larger ship can enter when the
water stands low. Azerbaijan has promised a second rail spur to the port.
"""


def run(*words: str | Path, cwd: Path, **env: str) -> str:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "DATELINE_", "PYTHON"))}
    done = subprocess.run(
        [str(w) for w in words],
        cwd=cwd,
        env=kept | env,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_the_wheel_runs_in_a_clean_environment_from_another_folder(tmp_path: Path) -> None:
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", tmp_path, ROOT, cwd=tmp_path)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {n.split("/")[0] for n in names} - {"flows", "tasks", "sql"} == {
        f"{wheel.name.split('-py3')[0]}.dist-info"
    }
    run(sys.executable, "-m", "venv", "env", cwd=tmp_path)
    run("env/bin/python", "-m", "pip", "install", "-q", "-c", ROOT / "constraints.txt", wheel, cwd=tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "ferry.txt").write_text(STORY, "utf-8")
    dateline = tmp_path / "env" / "bin" / "dateline"
    assert "0.1.0" in run(dateline, "--version", cwd=elsewhere)
    run(dateline, "ingest", "./ferry.txt", cwd=elsewhere)
    out = run(
        dateline,
        "sql",
        "--json",
        "select distinct place_id from core.mentions where exact = 'Caspian Sea'",
        cwd=elsewhere,
    )
    assert json.loads(out) == [{"place_id": "geonames:630671"}]
