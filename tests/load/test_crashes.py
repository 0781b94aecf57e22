"""Kills and full disks: what was acknowledged is there, nothing twice, and what is published always opens."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from tasks.load import query, writer
from tasks.settings import Home
from tests.load import factory

KILLS, ARTICLES = 50, 2
LOADED = (
    "select split_part(split_part(url, '/', 4), '-', 2)::int as batch, count(*) as articles "
    "from core.articles group by batch order by batch"
)


def load_and_publish(root: Path, run: int, said: Connection) -> None:
    """Say which batches are held, then load small ones for ever and publish every other, and say so."""
    home = Home(root)
    with writer(home, f"run-{run}") as warehouse:
        held = warehouse._ask(LOADED, {}).to_pylist()
        said.send(("open", held))
        number = len(held)
        while True:
            rows = factory.Rows()
            for item in range(ARTICLES):
                factory.article(rows, f"story-{number}-{item}")
            assert not warehouse.load(rows.write(home.runs / f"run-{run}" / str(number))).failed
            said.send(("loaded", number))
            if number % 2:
                warehouse.publish()
                said.send(("published", number))
            number += 1


def whole(rows: list[dict[str, int]]) -> int:
    """Return how many batches there are; none of them is half there or there twice."""
    assert {row["articles"] for row in rows} <= {ARTICLES}
    assert [row["batch"] for row in rows] == list(range(len(rows)))
    return len(rows)


@pytest.mark.slow
def test_fifty_kills_of_load_and_publish_lose_and_double_nothing(home: Home) -> None:
    chance, context = random.Random(366), get_context("forkserver")
    context.set_forkserver_preload(["tasks.load.warehouse", "tests.load.factory"])
    loaded = published = -1
    step_s = 0.3
    # Each worker says first what the killed one before it left; the last one says only that.
    for run in range(KILLS + 1):
        here, there = context.Pipe(duplex=False)
        worker = context.Process(target=load_and_publish, args=(home.root, run, there))
        worker.start()
        there.close()
        assert here.poll(120)
        _, held = here.recv()  # it is open
        assert whole(held) > loaded
        loaded = len(held) - 1  # what was committed, and killed before it could say so, counts
        heard, begun = [], time.monotonic()
        for _ in range(chance.randrange(4) if run < KILLS else 0):
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
            assert whole(query(home, LOADED).to_pylist()) > published
    with writer(home, "after") as warehouse:
        assert whole(warehouse._ask(LOADED, {}).to_pylist()) > loaded
        assert [c for c in warehouse.run_checks("after", factory.NOON) if c.bad_rows] == []
        warehouse.publish()
    assert whole(query(home, LOADED).to_pylist()) > KILLS // 2


FILL = """
import os, resource, sys
from pathlib import Path
from tasks.errors import WarehouseError
from tasks.load import writer
from tasks.settings import Home
from tests.load import factory

home, what, is_mounted = Home(Path(sys.argv[1])), sys.argv[2], sys.argv[3] == "tmpfs"
rows = factory.Rows()
for item in range(300):
    body = factory.TEXT + "".join(f" {item * 7919 + n * 104729:x}" for n in range(2000))
    factory.article(rows, f"big-{item}", body=body)

def leave(room):
    if not is_mounted:
        size = (home.warehouse / "warehouse.duckdb").stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + room, resource.RLIM_INFINITY))
        return
    disk = os.statvfs(home.root)
    with (home.root / "filler").open("wb") as filler:
        filler.write(bytes(disk.f_bavail * disk.f_frsize - room))

with writer(home, "run-2") as warehouse:
    batch = rows.write(home.runs / "run-2" / "big")
    if what == "publish":
        assert not warehouse.load(batch).failed
    leave(100_000)
    try:
        warehouse.load(batch) if what == "load" else warehouse.publish()
    except WarehouseError as fault:
        print(fault)
        sys.exit(7)
"""


@contextlib.contextmanager
def small_disk(root: Path, kind: str) -> Iterator[None]:
    """Make the home a small file system in memory, where this test may mount one."""
    if kind == "limit":  # its files are limited in size instead, by the process that fills them
        yield
        return
    root.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", "size=200m", "tmpfs", str(root)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("nothing may be mounted here; the variant with a limit of file size says the same")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(root)], check=True)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["tmpfs", "limit"])
@pytest.mark.parametrize("what", ["load", "publish"])
def test_a_full_disk_is_said_and_the_old_data_stand(tmp_path: Path, what: str, kind: str) -> None:
    home = Home(tmp_path / "on a small disk")
    with small_disk(home.root, kind):
        rows = factory.Rows()
        factory.article(rows, "first")
        with writer(home, "run-1") as warehouse:
            warehouse.load(rows.write(home.runs / "run-1" / "one"))
            warehouse.publish()
        words = [sys.executable, "-c", FILL, str(home.root), what, kind]
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=240)
        assert done.returncode == 7, done.stdout + done.stderr
        assert "make room" in done.stdout or "mend that and run again" in done.stdout
        assert query(home, "from core.articles").num_rows == 1
        (home.root / "filler").unlink(missing_ok=True)
        with writer(home, "run-3") as warehouse:
            held = warehouse._ask("select count(*) as n from core.articles", {}).to_pylist()[0]["n"]
            assert held == (1 if what == "load" else 301)
            assert [c for c in warehouse.run_checks("run-3", factory.NOON) if c.bad_rows] == []
            warehouse.publish()
        assert query(home, "from core.articles").num_rows == held
