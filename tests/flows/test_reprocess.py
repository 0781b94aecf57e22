"""`dateline reprocess`: archived bytes through today's code, beside what is accepted."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from tasks.scrape.sample import SAMPLE_SOURCES
from tasks.settings import Home
from tests.flows.conftest import Newspaper, rows, run

DATELINE = Path(sys.executable).parent / "dateline"
RULE = '\n[[rules]]\nbody = "div.story__body"\nremove = ["p:nth-of-type(2)", ".newsletter-box"]\n'
SETTLED = (
    "articles",
    "article_versions",
    "mentions",
    "article_places",
    "version_changes",
    "stories",
    "story_articles",
    "origins",
)


def with_other_rules(newspaper: Newspaper, folder: Path) -> Home:
    """Copy the newspaper's home and give its first source rules, so that its pages read otherwise."""
    shutil.copytree(newspaper.home.root, folder)
    (folder / "sources").mkdir(exist_ok=True)
    name = f"{SAMPLE_SOURCES[0]}.toml"
    text = (files("tasks.scrape.sample") / "sources" / name).read_text("utf-8")
    (folder / "sources" / name).write_text(text + RULE, "utf-8")
    return Home(folder)


def settled(home: Home) -> dict[str, list[dict[str, Any]]]:
    return {
        t: rows(home, f"select columns(lambda c: c <> 'loaded_at') from core.{t} order by all")
        for t in SETTLED
    }


@pytest.mark.slow
def test_results_stand_beside_until_they_are_accepted(newspaper: Newspaper, tmp_path: Path) -> None:
    home = with_other_rules(newspaper, tmp_path / "home")
    before = settled(home)
    said = run("reprocess", "--source", SAMPLE_SOURCES[0], "--json", "--home", str(home.root))
    assert said.code == 0, said.all
    found = json.loads(said.out)
    assert found["read"] == found["changes"]["compared"] == found["changes"]["counts"]["bodies"] > 10
    assert len(found["changes"]["examples"]["bodies"]) == 10
    rejected = "select count(distinct subject) as pages from ops.rejections where stage = 'clean'"
    assert 0 < found["recleaned"] <= rows(home, rejected)[0]["pages"]
    assert found["changes"]["counts"]["found"] == len(found["changes"]["examples"]["found"])
    assert settled(home) == before
    accepted = run("reprocess", "--accept", "--home", str(home.root))
    assert f"Accepted: {found['read']} versions moved" in accepted.out
    assert "0 versions read" in accepted.out
    assert settled(home)["article_versions"] != before["article_versions"]


def test_a_version_that_is_not_held_is_refused_before_anything_starts(
    newspaper: Newspaper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.cli.launch.ready", None)
    said = run("reprocess", "--accept", "9+nothing", "--home", str(newspaper.home.root))
    assert said.code == 2
    assert "There is no result of version '9+nothing'." in said.err


@pytest.mark.parametrize("words", [("--role", "author"), ("--since", "yesterday"), ("--min-confidence", "2")])
def test_filters_that_cannot_be_meant_are_wrong_use(words: tuple[str, ...]) -> None:
    said = run("reprocess", *words)
    assert (said.code, words[0] in said.err) == (2, True)


def start(home: Home, *words: str) -> subprocess.Popen[bytes]:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "DATELINE_"))}
    command = [str(DATELINE), "reprocess", *words, "--home", str(home.root)]
    return subprocess.Popen(
        command, env=env, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def kill_after(home: Home, seconds: float) -> bool:
    """Start a run and kill it alone, not what it started; return whether it was still at work."""
    running = start(home)
    try:
        running.communicate(timeout=seconds)
        return False
    except subprocess.TimeoutExpired:
        os.kill(running.pid, signal.SIGKILL)
        return True
    finally:
        running.wait()
        # Its workers end by themselves; nobody else may hold the pipe for long.
        for pipe in (running.stdout, running.stderr):
            if pipe:
                pipe.close()


def finish(home: Home, *words: str) -> str:
    out, err = start(home, *words).communicate(timeout=300)
    assert b"Error" not in err, err.decode()
    return out.decode()


@pytest.mark.slow
def test_a_run_that_is_killed_goes_on_and_there_is_a_way_back(newspaper: Newspaper, tmp_path: Path) -> None:
    calm = with_other_rules(newspaper, tmp_path / "calm")
    disturbed = with_other_rules(newspaper, tmp_path / "killed")
    before = settled(calm)
    finish(calm, "--accept")
    chance = random.Random(20241118)
    killed = sum(kill_after(disturbed, chance.uniform(4.0, 20.0)) for _ in range(4))
    assert killed >= 1
    assert settled(disturbed) == before
    said = finish(disturbed, "--accept")
    assert without_clocks(settled(disturbed)) == without_clocks(settled(calm))
    results = (
        "select article_id, fetch_id, result_version, version, mentions from raw.reprocessings order by all"
    )
    assert [*map(without_clock, rows(disturbed, results))] == [*map(without_clock, rows(calm, results))]
    way_back = said.split("--accept '")[1].split("'")[0]
    finish(disturbed, "--accept", way_back)
    assert settled(disturbed) == before


def without_clocks(tables: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    own = ("cleaned_at", "geocoded_at")
    return {name: [{k: v for k, v in row.items() if k not in own} for row in t] for name, t in tables.items()}


def without_clock(row: dict[str, Any]) -> dict[str, Any]:
    version = json.loads(row["version"] or "{}")
    return {**row, "version": {k: v for k, v in version.items() if not k.endswith("_at")}}
