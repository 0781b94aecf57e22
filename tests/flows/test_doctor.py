"""`dateline doctor` finds what is wrong, says what to do, and changes nothing."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.server import server_file
from tasks.load import writer
from tasks.report.doctor import machine
from tasks.scrape.sample import SAMPLE_SOURCES, sample_specs, serve_sample
from tasks.scrape.sources.scaffold import toml_text
from tasks.settings import Home, follow
from tests.flows.conftest import Said, run

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def doctor(home: Home, *words: str, **environ: str) -> tuple[Said, dict[str, dict[str, Any]]]:
    said = run("doctor", "--json", *words, "--home", str(home.root), environ=environ)
    found = {line["part"]: line for line in json.loads(said.out)}
    assert all(line["next_step"] for line in found.values() if line["state"] != "ok"), found
    assert (said.code == 1) is any(line["state"] == "fault" for line in found.values())
    return said, found


def files_of(home: Home) -> list[tuple[str, int, int]]:
    files = [path for path in home.root.rglob("*") if path.is_file()]
    return sorted((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files)


def test_a_sound_home_has_no_fault_and_is_left_as_it_is(home: Home) -> None:
    before = files_of(home)
    said, found = doctor(home)
    assert said.code == 0
    assert {name for name, line in found.items() if line["state"] != "ok"} <= {"packages", "disk", "python"}
    assert "1 records chosen by chance" in found["archive"]["says"]
    assert "Baku" in found["models"]["says"]
    assert files_of(home) == before


def test_an_empty_home_has_no_fault_and_is_not_made(tmp_path: Path) -> None:
    said = run("doctor", "--home", str(tmp_path / "none"))
    assert said.code == 0, said.all
    assert "There is none yet" in said.out
    assert not (tmp_path / "none").exists()


def test_a_writer_that_died_and_a_publish_that_is_behind_are_warnings(home: Home) -> None:
    (home.warehouse / "lock").write_text("pid 4242 run abc\n")
    with duckdb.connect(str(home.warehouse / "warehouse.duckdb")) as connection:
        connection.execute("delete from core.mentions")
    _, found = doctor(home)
    assert (found["writer"]["state"], found["database"]["state"]) == ("warning", "warning")
    assert "Process 4242 (run abc)" in found["writer"]["says"]
    assert "behind" in found["database"]["says"]
    with writer(home, "going-on"):
        _, found = doctor(home)
        assert found["writer"] == {
            "part": "writer",
            "state": "ok",
            "says": f"Process {os.getpid()} (run going-on) is writing now.",
            "next_step": "",
        }


def test_what_does_not_work_is_a_fault_each_and_the_rest_is_looked_at(home: Home) -> None:
    for path in home.archive.rglob("*.warc.gz"):
        path.write_bytes(b"")
    home.settings_file.write_text("pace = 1\n")
    (home.gazetteer).mkdir()
    (home.gazetteer / "manifest.json").write_text("{}")
    server_file(home).parent.mkdir(parents=True, exist_ok=True)
    (server_file(home).parent / "profiles.toml").write_text(
        'active = "a"\n[profiles.a]\nPREFECT_API_URL = "http://127.0.0.1:9/api"\n'
    )
    said, found = doctor(home, PREFECT_API_URL="http://127.0.0.1:9/api", HTTPS_PROXY="ftp://x")
    faults = {name for name, line in found.items() if line["state"] == "fault"}
    assert faults >= {"archive", "settings", "gazetteer", "models", "proxy"}
    assert "'pace_s'" in found["settings"]["next_step"]
    assert "Traceback" not in said.all


def test_an_api_that_does_not_answer_is_a_fault(tmp_path: Path) -> None:
    _, found = doctor(Home(tmp_path), PREFECT_API_URL="http://127.0.0.1:9/api")
    assert (found["prefect"]["state"], "unset" in found["prefect"]["next_step"]) == ("fault", True)


def test_the_database_of_a_newer_version_and_one_that_is_none_are_faults(home: Home) -> None:
    home.database.chmod(0o644)
    with duckdb.connect(str(home.database)) as connection:
        connection.execute("insert into ops.migrations values (9999, '9999_load_future', now())")
    _, found = doctor(home)
    assert (found["database"]["state"], "newer" not in found["database"]["next_step"]) == ("fault", True)
    home.database.write_bytes(b"no database" * 1000)
    _, found = doctor(home)
    assert found["database"]["state"] == "fault"


def test_a_misspelt_variable_and_a_broken_source_file_are_named(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.sources.mkdir()
    (home.sources / "mine.toml").write_text('name = "Mine"\nlanguge = "en"\n')
    _, found = doctor(home, DATELINE_PACES="1")
    assert "DATELINE_PACE_S" in found["settings"]["next_step"]
    assert (found["sources"]["state"], "'languge'" in found["sources"]["says"]) == ("fault", True)


def test_robots_are_asked_of_sources_that_are_named_or_followed(home: Home) -> None:
    home.sources.mkdir(exist_ok=True)
    with serve_sample(1) as served:
        for spec in sample_specs(served.port):
            (home.sources / f"{spec.source_id}.toml").write_text(toml_text(spec), "utf-8")
        follow(home, SAMPLE_SOURCES[0])
        _, found = doctor(home, SAMPLE_SOURCES[1], "--online")
    for name in SAMPLE_SOURCES:
        assert "allow" in found[f"robots of {name}"]["says"]


@pytest.mark.slow  # who does not answer is asked again
def test_a_source_that_nobody_serves_is_a_fault(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.sources.mkdir()
    with serve_sample(1) as served:
        spec = sample_specs(served.port)[0]
    (home.sources / f"{spec.source_id}.toml").write_text(toml_text(spec), "utf-8")
    _, found = doctor(home, spec.source_id)
    assert found[f"robots of {spec.source_id}"]["state"] == "fault"


def test_a_source_that_is_none_is_wrong_use(tmp_path: Path) -> None:
    said = run("doctor", "prestv", "--home", str(tmp_path))
    assert (said.code, "'presstv'" in said.err) == (2, True)


def test_a_clock_behind_the_newest_fetch_is_a_fault() -> None:
    assert machine.clock(NOW, NOW + timedelta(hours=2)).state == "fault"
    assert machine.clock(NOW, NOW + timedelta(minutes=1)).state == "ok"


@pytest.mark.parametrize(
    ("pyproject", "constraints", "states"),
    [
        ('dependencies = ["click>=8.1"]', "click==0.1\n", ["warning"]),
        ('dependencies = ["click>=99"]', "", ["fault"]),
        ('dependencies = ["no-such-package-here>=1"]', "", ["fault"]),
        ('dependencies = ["click>=8.1"]', "", ["ok"]),
    ],
)
def test_packages_are_held_against_ranges_and_pins(
    tmp_path: Path, pyproject: str, constraints: str, states: list[str]
) -> None:
    (tmp_path / "pyproject.toml").write_text(f'[project]\nname = "dateline"\n{pyproject}\n')
    (tmp_path / "constraints.txt").write_text(constraints)
    assert [finding.state for finding in machine.packages(tmp_path)] == states


def test_a_disk_that_is_full_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for free, state in ((1_000, "fault"), (900_000_000, "warning"), (90_000_000_000, "ok")):
        monkeypatch.setattr("shutil.disk_usage", lambda _path, free=free: type("Usage", (), {"free": free}))
        assert machine.disk(Home(tmp_path)).state == state


def test_another_python_than_asked_for_is_a_fault() -> None:
    assert machine.python(">=99").state == "fault"
    assert machine.python(machine.wanted_python()).state in ("ok", "warning")
