"""Work that fails is named and keeps nothing else out."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from flows.sources import noted_as_served
from tasks.errors import FetchError
from tasks.scrape import collect
from tasks.scrape.sample import serve_sample
from tasks.settings import Home, follow
from tests.flows.conftest import FIXTURES, artifacts, rows, run
from tests.report.powers import powers

HOSTILE = "![x](http://evil.example/p.png) <img src=x onerror=alert(1)> [go](javascript:alert(1))"


@pytest.fixture
def served(home: Home) -> Iterator[Home]:
    """The home with one article, while the sample newspaper is served."""
    with serve_sample(1) as newspaper, noted_as_served(home, newspaper.port, 1):
        yield home


def test_a_source_whose_work_fails_keeps_the_others_in(served: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    ask = collect.ask_feeds

    async def breaks(source: Any, *rest: Any, **named: Any) -> Any:
        if source.source_id == "kura-post":
            raise FetchError("The roof fell in.", "Mend the roof.")
        return await ask(source, *rest, **named)

    monkeypatch.setattr("tasks.scrape.task.ask_feeds", breaks)
    said = run("ingest", "kura-post", "caspian-courier", "--home", str(served.root))
    assert said.code == 1
    assert "The roof fell in" in said.err
    assert "Traceback" not in said.all
    sources = rows(served, "select distinct source_id from core.articles")
    assert "caspian-courier" in {row["source_id"] for row in sources}
    rejected = rows(served, "select * from ops.rejections where stage = 'discover'")
    assert [(r["subject"], r["reason"], r["next_step"]) for r in rejected] == [
        ("kura-post", "The roof fell in.", "Mend the roof.")
    ]
    last = rows(served, "select * from ops.runs order by started_at desc")[0]
    assert last["state"] == "failed"
    assert "The roof fell in" in last["reason"]


def test_a_followed_source_with_a_broken_file_keeps_the_others_in(served: Home) -> None:
    served.sources.mkdir()
    (served.sources / "mine.toml").write_text('name = "Mine"\nhosts = ["mine.example"]\nlanguge = "en"\n')
    follow(served, "mine")
    follow(served, "caspian-courier")
    said = run("ingest", "--home", str(served.root))
    assert said.code == 1
    assert "languge" in said.err
    sources = rows(served, "select distinct source_id from core.articles")
    assert "caspian-courier" in {row["source_id"] for row in sources}


def test_a_stage_that_breaks_loses_nothing_that_was_there(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: Any, **__: Any) -> Any:
        raise ValueError("no such thing")

    monkeypatch.setattr("tasks.relate.task.relate_batches", breaks)
    before = rows(home, "select * from core.article_versions")
    said = run("ingest", str(FIXTURES / "pass.txt"), "--home", str(home.root))
    assert said.code == 1
    assert "ValueError: no such thing" in said.err
    assert "Traceback" not in said.all
    assert rows(home, "select * from core.article_versions") == before
    monkeypatch.undo()
    assert run("ingest", str(FIXTURES / "pass.txt"), "--home", str(home.root)).code == 0
    assert len(rows(home, "select * from core.article_versions")) == len(before) + 1


def test_a_hostile_headline_stays_text_in_the_artifacts_and_the_terminal(home: Home, tmp_path: Path) -> None:
    text = (FIXTURES / "pass.txt").read_text("utf-8")
    (tmp_path / "evil.txt").write_text(text.replace("Snow closes the pass", HOSTILE), "utf-8")
    page = (FIXTURES / "ferry.html").read_text("utf-8").replace("third ferry", "third \x1b[2J ferry")
    evil = page.replace("A ferry for Aktau", "\x1b[31m" + escaped(HOSTILE))
    hostile_name = tmp_path / "\x1b[31m evil.html"
    hostile_name.write_text(evil, "utf-8")
    said = run("ingest", str(tmp_path / "evil.txt"), str(hostile_name), "--home", str(home.root))
    assert said.code == 0, said.all
    assert "\x1b" not in said.out
    headlines = [row["headline"] for row in rows(home, "select headline from marts.articles")]
    assert sum("onerror" in headline for headline in headlines) == 2
    shown = artifacts_of_last_run(home)
    assert "".join(shown).count("onerror") >= 2
    names, logs = names_and_logs_of_last_run(home)
    assert "evil.txt" in names[0]
    for words in (*names, *logs):  # which the UI draws as text
        assert "onerror" not in words
        assert "\x1b" not in words
    for words in shown:
        assert powers(words) == set()
        assert "\x1b" not in words


def escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def names_and_logs_of_last_run(home: Home) -> tuple[list[str], list[str]]:
    """Return the names of a run and of its task runs, and what it logged."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId, LogFilter, LogFilterFlowRunId

    run_id = UUID(last_run_id(home))
    with get_client(sync_client=True) as client:
        flow_run = client.read_flow_run(run_id)
        tasks = client.read_task_runs(flow_run_filter=FlowRunFilter(id=FlowRunFilterId(any_=[run_id])))
        of_run = LogFilter(flow_run_id=LogFilterFlowRunId(any_=[run_id]))
        given = {"logs": of_run.model_dump(mode="json"), "limit": 200}
        logs = client.request("POST", "/logs/filter", json=given).json()
    return [flow_run.name, *(task.name for task in tasks)], [line["message"] for line in logs]


def last_run_id(home: Home) -> str:
    return str(rows(home, "select run_id from ops.runs order by started_at desc")[0]["run_id"])


def artifacts_of_last_run(home: Home) -> list[str]:
    """Return the markdown that the UI draws: that of the report, and each cell of the tables."""
    run_id = last_run_id(home)
    found = []
    for data in artifacts(run_id).values():
        table = json.loads(data) if isinstance(data, str) and data.startswith("[") else data
        cells = [cell for row in table for cell in row.values()] if isinstance(table, list) else [table]
        found += [str(cell) for cell in cells]
    return found
