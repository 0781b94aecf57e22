"""Kills and full disks: what was acknowledged is there, nothing twice, and what is published always opens."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from tasks.load import query, writer
from tasks.settings import Home
from tests.load import factory

KILLS, ARTICLES = 50, 3
LOADED = (
    "select split_part(split_part(url, '/', 4), '-', 2)::int as batch, count(*) as articles "
    "from core.articles group by batch order by batch"
)


def load_and_publish(root: Path, first: int, said: Connection) -> None:
    """Load small batches for ever from a number on, and publish every other one; say what is done."""
    home = Home(root)
    with writer(home, f"run-{first}") as warehouse:
        said.send(("open", first))
        number = first
        while True:
            rows = factory.Rows()
            for item in range(ARTICLES):
                factory.article(rows, f"story-{number}-{item}")
            assert not warehouse.load(rows.write(home.runs / f"run-{first}" / str(number))).failed
            said.send(("loaded", number))
            if number % 2:
                warehouse.publish()
                said.send(("published", number))
            number += 1


def batches(home: Home) -> list[int]:
    """Return the batches that are published; none of them is half there or there twice."""
    rows = query(home, LOADED).to_pylist()
    assert {row["articles"] for row in rows} <= {ARTICLES}
    numbers = [row["batch"] for row in rows]
    assert numbers == list(range(len(numbers)))
    return numbers


@pytest.mark.slow
def test_fifty_kills_of_load_and_publish_lose_and_double_nothing(home: Home) -> None:
    chance, context = random.Random(366), get_context("forkserver")
    context.set_forkserver_preload(["tasks.load.warehouse", "tests.load.factory"])
    loaded = published = -1
    step_s = 0.3
    for _ in range(KILLS):
        here, there = context.Pipe(duplex=False)
        worker = context.Process(target=load_and_publish, args=(home.root, loaded + 1, there))
        worker.start()
        there.close()
        assert here.poll(120)
        here.recv()  # it is open
        heard, begun = [], time.monotonic()
        for _ in range(chance.randrange(4)):
            assert here.poll(120)
            heard.append(here.recv())
            step_s, begun = time.monotonic() - begun, time.monotonic()
        time.sleep(chance.uniform(0.0, step_s))  # as long as a step takes here, so that any moment is hit
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGKILL)
        worker.join()
        with contextlib.suppress(EOFError):
            while here.poll():
                heard.append(here.recv())
        for what, number in heard:
            loaded = number if what == "loaded" else loaded
            published = number if what == "published" else published
        here.close()
        if home.database.exists():
            there_is = batches(home)
            assert len(there_is) > published
            # What was committed, and killed before it could say so, is counted as loaded.
            loaded = max(loaded, len(there_is) - 1)
        with writer(home, "look") as warehouse:
            rows = warehouse._ask(LOADED, {}).to_pylist()
            assert [row["batch"] for row in rows] == list(range(len(rows)))
            assert {row["articles"] for row in rows} <= {ARTICLES}
            assert len(rows) > loaded
            loaded = len(rows) - 1
    with writer(home, "after") as warehouse:
        assert [c for c in warehouse.run_checks("after", factory.NOON) if c.bad_rows] == []
        warehouse.publish()
    assert len(batches(home)) == loaded + 1 > KILLS // 2


FILL = """
import resource, sys
from pathlib import Path
from tasks.errors import WarehouseError
from tasks.load import writer
from tasks.settings import Home
from tests.load import factory

home, what, room = Home(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3])
rows = factory.Rows()
for item in range(300):
    body = factory.TEXT + "".join(f" {item * 7919 + n * 104729:x}" for n in range(2000))
    factory.article(rows, f"big-{item}", body=body)
with writer(home, "run-2") as warehouse:
    batch = rows.write(home.runs / "run-2" / "big")
    if what == "publish":
        assert not warehouse.load(batch).failed
    size = (home.warehouse / "warehouse.duckdb").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + room, resource.RLIM_INFINITY))
    try:
        warehouse.load(batch) if what == "load" else warehouse.publish()
    except WarehouseError as fault:
        print(fault)
        sys.exit(7)
"""


@pytest.mark.slow
@pytest.mark.parametrize("what", ["load", "publish"])
def test_a_full_disk_is_said_and_the_old_data_stand(home: Home, what: str) -> None:
    rows = factory.Rows()
    factory.article(rows, "first")
    with writer(home, "run-1") as warehouse:
        warehouse.load(rows.write(home.runs / "run-1" / "one"))
        warehouse.publish()
    words = [sys.executable, "-c", FILL, str(home.root), what, "100000"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 7, done.stdout + done.stderr
    assert "make room" in done.stdout or "mend that and run again" in done.stdout
    assert query(home, "from core.articles").num_rows == 1
    with writer(home, "run-3") as warehouse:
        held = warehouse._ask("select count(*) as n from core.articles", {}).to_pylist()[0]["n"]
        assert held == (1 if what == "load" else 301)
        assert [c for c in warehouse.run_checks("run-3", factory.NOON) if c.bad_rows] == []
        warehouse.publish()
    assert query(home, "from core.articles").num_rows == held
