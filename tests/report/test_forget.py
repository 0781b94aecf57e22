"""What is forgotten is gone from tables and archive, and a crash leaves one of the two states."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tasks.batches import Batch
from tasks.load import Filters, query, writer
from tasks.records import Fetch, Link
from tasks.report import verify
from tasks.scrape.collect import fetch_pages
from tasks.scrape.forgotten import without_forgotten
from tasks.settings import Home, Settings
from tests.conftest import ROOT
from tests.flows.conftest import run
from tests.report.real_home import COURIER, NOON, PAGES, link_of

FERRY = "https://courier.example/ferry"
STEPS = ("journal", "staged", "deleted", "committed", "renamed", "compacted", "published")


def count(home: Home, table: str) -> int:
    (row,) = query(home, f"select count(*) as n from {table}").to_pylist()
    return int(row["n"])


def archived_bytes(home: Home) -> bytes:
    import gzip

    return b"".join(gzip.decompress(path.read_bytes()) for path in sorted(home.archive.rglob("*.warc.gz")))


def is_sound(home: Home) -> bool:
    """Tell whether all checks hold and the archive has what the tables say."""
    with writer(home, "after") as warehouse:
        broken = [check for check in warehouse.run_checks("after", NOON) if check.bad_rows]
        warehouse.publish()
    done = verify(home, Filters(), None, "", NOON)
    assert not broken, broken
    assert not done.mismatches, done.mismatches
    assert not list(home.archive.rglob("*.forget"))
    assert not (home.warehouse / "forget.json").exists()
    return True


def test_without_yes_it_says_what_would_go_and_changes_nothing(home: Home) -> None:
    before = archived_bytes(home)
    said = run("forget", FERRY, "--home", str(home.root))
    assert (said.code, "Would go: 1 articles, 1 versions" in said.out) == (0, True)
    assert "Nothing was changed" in said.out
    assert (count(home, "core.articles"), archived_bytes(home)) == (3, before)
    nothing = run("forget", "https://courier.example/other", "--home", str(home.root))
    assert (nothing.code, "There is nothing of" in nothing.err) == (2, True)


def test_an_article_goes_and_its_neighbours_stay_provable(home: Home) -> None:
    story = query(home, "select story_id from core.articles where url = $url", {"url": FERRY}).to_pylist()
    assert count(home, "core.story_articles") == 2
    said = run("forget", FERRY + "?utm_source=x", "--yes", "--json", "--home", str(home.root))
    assert said.code == 0, said.all
    assert json.loads(said.out)["is_done"] is True
    assert count(home, "core.articles") == 2
    assert query(home, "from raw.links where url = $url", {"url": FERRY}).num_rows == 0
    assert FERRY.encode() not in archived_bytes(home)
    assert b"https://courier.example/bridge" in archived_bytes(home)
    assert is_sound(home)
    # The copy was of the story of the article that is gone; now it is its own.
    (copy,) = query(home, "from core.articles where source_id = 'echo'").to_pylist()
    assert copy["story_id"] == copy["article_id"] != story[0]["story_id"]
    assert count(home, "core.story_articles") == 0
    (origin,) = query(
        home, "from core.origins where article_id = $id", {"id": copy["article_id"]}
    ).to_pylist()
    assert (origin["relation"], origin["of_article_id"]) == ("original", None)
    stones = query(home, "from ops.forgotten").to_pylist()
    assert {stone["subject_type"] for stone in stones} == {"article", "url"}
    assert "courier.example" not in json.dumps(stones, default=str)
    assert query(home, "select comment from duckdb_tables() where comment is null").num_rows == 0


def test_a_source_goes_with_its_folder_and_the_database_holds_no_word_of_it(home: Home) -> None:
    said = run("forget", "echo", "--yes", "--home", str(home.root))
    assert (said.code, "Gone: 1 articles" in said.out) == (0, True)
    assert not (home.archive / "echo").exists()
    for table in ("raw.links", "raw.fetches", "core.articles", "core.sources"):
        assert query(home, f"from {table} where source_id = 'echo'").num_rows == 0
    assert count(home, "core.articles") == 2
    assert is_sound(home)
    for path in (home.database, home.warehouse / "warehouse.duckdb"):
        assert b"https://echo.example/ferry" not in path.read_bytes()


def test_what_is_forgotten_is_skipped_by_its_digest_alone(home: Home, tmp_path: Path) -> None:
    with writer(home, "forget-1") as warehouse:
        warehouse.forget(warehouse.plan_forgetting(FERRY))
        forgotten = warehouse.forgotten()
    found = Batch(tmp_path / "courier")
    found.write(Link, [link_of(PAGES[0], NOON), link_of(PAGES[1], NOON)])
    found.write(Fetch, [])
    kept = without_forgotten(found, COURIER, forgotten, "run-2", NOON)
    (row,) = kept.read(Fetch)
    assert (row.outcome, row.reason) == ("skipped", "forgotten")
    assert FERRY not in str([*kept.read(Link), *kept.read(Fetch)])
    assert [link.url for link in kept.read(Link) if link.link_type == "article"] == [PAGES[1].url]
    only = Batch(tmp_path / "walk" / "courier")
    only.write(Link, [link_of(PAGES[0], NOON)])
    only.write(Fetch, [])
    batches = asyncio.run(
        fetch_pages(
            COURIER, only, home, Settings(), {}, "run-3", 9, lambda: NOON, lambda done, of: None, forgotten
        )
    )
    rows = [fetch for batch in batches for fetch in batch.read(Fetch)]
    assert [(fetch.outcome, fetch.reason) for fetch in rows] == [("skipped", "forgotten")]


def test_a_record_that_could_not_be_found_again_stops_it_all(home: Home) -> None:
    with writer(home, "odd") as warehouse:
        warehouse._connection.execute("update raw.fetches set warc_offset = 3 where url like '%bridge'")
        warehouse.publish()
    before = archived_bytes(home)
    said = run("forget", FERRY, "--yes", "--home", str(home.root))
    assert (said.code, "nothing was forgotten" in said.err) == (1, True)
    assert (count(home, "core.articles"), archived_bytes(home)) == (3, before)
    assert not list(home.archive.rglob("*.forget"))


KILLED = """
import os, signal, sys
from pathlib import Path
from tasks.load import writer
from tasks.settings import Home

def after(step):
    if step == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)

with writer(Home(Path(sys.argv[1])), "forget-1") as warehouse:
    warehouse.forget(warehouse.plan_forgetting(sys.argv[3]), after)
"""


def kill_at(home: Home, step: str) -> None:
    words = [sys.executable, "-c", KILLED, str(home.root), step, FERRY]
    done = subprocess.run(words, cwd=ROOT, env=dict(os.environ), capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
def test_a_kill_at_any_step_leaves_one_of_the_two_states(home: Home, step: str) -> None:
    kill_at(home, step)
    # Before anybody has mended anything, what is published is provable, of one state or the other.
    published = count(home, "core.articles")
    assert published == (2 if step == "published" else 3)
    assert verify(home, Filters(), None, "", NOON).mismatches == []
    assert is_sound(home)
    is_gone = STEPS.index(step) >= STEPS.index("committed")
    assert count(home, "core.articles") == (2 if is_gone else 3)
    assert (FERRY.encode() in archived_bytes(home)) is not is_gone
