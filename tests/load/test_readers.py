"""Three readers in a loop while twenty runs publish; and what a plain copy of an open file would lose."""

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tasks.settings import Home
from tests.conftest import ROOT
from tests.load import factory
from tests.load.conftest import Opens

RUNS = 20

READ_FOR_EVER = """
import json, sys, time
from pathlib import Path
import duckdb
database, told = Path(sys.argv[1]), Path(sys.argv[2])
loops = last = 0
seen = set()
print("reading", flush=True)
stopping = False
while not stopping:
    stopping = (told.parent / "stop").exists()
    published = int(told.read_text() or 0)
    with duckdb.connect(str(database), read_only=True) as reader:
        rows = reader.execute(
            "select articles.article_id, count(mentions.mention_id), any_value(versions.article_body) "
            "from core.articles inner join core.article_versions as versions "
            "on versions.version_id = articles.current_version_id "
            "left join core.mentions as mentions using (version_id) group by all"
        ).fetchall()
        ((stories, of_marts),) = reader.execute(
            "select (select count(*) from core.stories), (select count(*) from marts.articles)"
        ).fetchall()
    assert len(rows) == stories == of_marts, (len(rows), stories, of_marts)
    assert all(row[1] == 5 and row[2] for row in rows), rows
    assert len(rows) >= max(last, published), (len(rows), last, published)
    last = len(rows)
    seen.add(last)
    loops += 1
    time.sleep(0.1)  # the runs want a core, too
print(json.dumps({"loops": loops, "last": last, "states": len(seen)}))
"""


def load(opened: Opens, home: Home, number: int, publish: bool = True) -> None:
    rows = factory.Rows()
    factory.article(rows, f"story-{number}", run_id=f"run-{number}")
    with opened(f"run-{number}") as warehouse:
        assert not warehouse.load(rows.write(home.runs / f"run-{number}" / "one")).failed
        if publish:
            warehouse.publish()


@pytest.mark.slow
def test_three_readers_see_whole_states_only_while_twenty_runs_publish(
    opened: Opens, home: Home, tmp_path: Path
) -> None:
    told = tmp_path / "published"
    load(opened, home, 0)
    told.write_text("1")
    words = [sys.executable, "-c", READ_FOR_EVER, str(home.database), str(told)]
    readers = [
        subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    try:
        for reader in readers:
            assert reader.stdout is not None
            assert reader.stdout.readline() == "reading\n"
        for number in range(1, RUNS + 1):
            load(opened, home, number)
            scratch = tmp_path / "scratch"
            scratch.write_text(str(number + 1))
            scratch.replace(told)
    finally:
        (tmp_path / "stop").touch()
        ended = [reader.communicate(timeout=60) for reader in readers]
    assert [(reader.returncode, err) for reader, (_, err) in zip(readers, ended, strict=True)] == [
        (0, "")
    ] * 3
    for out, _ in ended:
        assert f'"last": {RUNS + 1}' in out
        assert '"states": 1}' not in out  # it read while runs published


def test_a_plain_copy_of_the_writers_open_file_lacks_what_is_still_in_its_log(
    opened: Opens, home: Home, tmp_path: Path
) -> None:
    count = "select count(*) from core.articles"
    rows = factory.Rows()
    factory.article(rows)
    with opened() as warehouse:
        warehouse.publish()
        warehouse.load(rows.write(home.runs / "run-1" / "one"))
        shutil.copyfile(home.warehouse / "warehouse.duckdb", tmp_path / "copy.duckdb")
        with duckdb.connect(str(tmp_path / "copy.duckdb"), read_only=True) as copy:
            assert copy.execute(count).fetchall() == [(0,)]
        warehouse.publish()
        with duckdb.connect(str(home.database), read_only=True) as published:
            assert published.execute(count).fetchall() == [(1,)]


def test_nobody_can_read_the_writers_own_file_while_it_writes(opened: Opens, home: Home) -> None:
    code = f"import duckdb; duckdb.connect({str(home.warehouse / 'warehouse.duckdb')!r}, read_only=True)"
    with opened():
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "Conflicting lock is held" in done.stderr


def test_a_reader_does_not_keep_a_run_from_publishing(opened: Opens, home: Home) -> None:
    load(opened, home, 0)
    code = (
        f"import duckdb, sys; held = duckdb.connect({str(home.database)!r}, read_only=True)\n"
        "print('open', flush=True); sys.stdin.read()\n"
        "print(held.execute('select count(*) from core.articles').fetchall())"
    )
    words = [sys.executable, "-c", code]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        reader.stdout.readline()
        load(opened, home, 1)
        out, _ = reader.communicate()
    assert out == "[(1,)]\n"  # the state that it had opened
