"""A source that hangs, in a whole run: it is named, it keeps nobody out, and the next run has all of it."""

from pathlib import Path
from typing import Any

import pytest

from tasks.settings import Home
from tests.chaos.newspaper import Newspaper, feed, reply, serving
from tests.flows.conftest import artifacts, rows, run
from tests.flows.test_kill import settled
from tests.scrape.saved import page

IMPATIENT = {"DATELINE_TIMEOUT_S": "6", "DATELINE_IDLE_S": "3", "DATELINE_PACE_S": "0.02"}
HANGS, CALM = "hangs.example", "prompt.example"
HANGING = {"http://drips.example/drip", f"http://{HANGS}/silent"}
FEEDS = {"hangs": (HANGS, "/silent"), "drips": ("drips.example", "/list"), "calm": (CALM, "/calm")}


def home_of(folder: Path, paper: Newspaper) -> Home:
    """Make a home with a source that hangs and one that does not."""
    (folder / "sources").mkdir(parents=True)
    for name, (host, path) in FEEDS.items():
        (folder / "sources" / f"{name}.toml").write_text(
            f'name = "{name}"\nhosts = ["{host}"]\nconnect_to = "127.0.0.1:{paper.port}"\n'
            f'allow_private = true\nfeeds = [{{ url = "http://{host}{path}", kind = "rss" }}]\n'
        )
    return Home(folder)


def articles(host: str, numbers: range) -> list[str]:
    return [f"http://{host}/story-{number}" for number in numbers]


@pytest.mark.slow
def test_a_source_that_hangs_is_said_and_keeps_nothing_out_and_the_next_run_has_it(
    prefect_api: Any, tmp_path: Path
) -> None:
    with serving() as paper:
        paper.pages = {f"/story-{number}": reply(200, page(number)) for number in range(6)}
        paper.pages["/calm"] = feed(*articles(CALM, range(2)))
        paper.pages["/list"] = feed(*articles("drips.example", range(2, 3)), "http://drips.example/drip")
        disturbed, calm = home_of(tmp_path / "disturbed", paper), home_of(tmp_path / "calm", paper)
        said = ingest(disturbed)
        assert said.code == 1
        assert "No feed answered of: hangs" in said.err
        assert "Traceback" not in said.all
        first = rows(disturbed, "select source_id from core.articles order by all")
        assert [row["source_id"] for row in first] == ["calm", "calm", "drips"]
        late = "select url from raw.fetches where reason = 'timeout' order by url"
        assert [row["url"] for row in rows(disturbed, late)] == [
            "http://drips.example/drip",
            f"http://{HANGS}/silent",
        ]
        (ended,) = rows(disturbed, "select run_id, state from ops.runs")
        shown = artifacts(ended["run_id"])["ingest-report"].replace("\\", "")
        assert HANGS in shown.partition("## Slowest hosts")[2]
        paper.pages["/silent"] = feed(*articles(HANGS, range(3, 5)))
        paper.pages["/drip"] = reply(200, page(5))
        for home in (disturbed, calm):
            said = ingest(home)
            assert said.code == 0, said.all
    assert settled(disturbed) == settled(calm)


def ingest(home: Home) -> Any:
    return run("ingest", "hangs", "drips", "calm", "--home", str(home.root), environ=IMPATIENT)
