"""kill -9 at random moments, then the same run again: no row differs, and nothing archived is asked twice."""

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tasks.records import Fetch, Link
from tasks.scrape import read_payload
from tasks.scrape.archive.find import archive_files
from tasks.scrape.archive.read import Damage, read_archive
from tasks.settings import Home
from tests.chaos.newspaper import Newspaper, reply, serving
from tests.chaos.walking import rows_of
from tests.conftest import ROOT

KILLS = 8
PAGES = 120
OWN = ("fetched_at", "seen_at", "warc_file", "warc_offset", "warc_record_id")


def prepare(folder: Path, paper: Newspaper) -> Home:
    host = "calm-many.example"
    feed = {"url": f"http://{host}/many", "kind": "rss"}
    source = {
        "name": host,
        "hosts": [host],
        "connect_to": f"127.0.0.1:{paper.port}",
        "allow_private": True,
        "feeds": [feed],
    }
    folder.mkdir()
    given = {"sources": {"many": source}, "settings": {"pace_s": 0.02, "batch_size": 30}}
    (folder / "sources.json").write_text(json.dumps(given), "utf-8")
    return Home(folder / "home")


def start(folder: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.chaos.walking", str(folder), "run-1"], cwd=ROOT, stderr=subprocess.PIPE
    )


def finish(folder: Path) -> None:
    _, err = (running := start(folder)).communicate(timeout=120)
    assert running.returncode == 0, err.decode()


def kill_at(folder: Path, size: float, later_s: float) -> bool:
    """Kill a run a moment after its archive has grown to a size in bytes; False where it ended before."""
    running = start(folder)
    while archived_bytes(folder) < size and running.poll() is None:
        time.sleep(0.005)
    time.sleep(later_s)
    is_killed = running.poll() is None
    running.send_signal(signal.SIGKILL)
    running.communicate()
    return is_killed


def archived_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in (folder / "home" / "archive").rglob("*.warc.gz"))


def settled(home: Home) -> list[dict[str, Any]]:
    links, fetches = rows_of(home, "run-1")
    return sorted([*map(plain, links), *map(plain, fetches)], key=repr)


def plain(row: Link | Fetch) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__dataclass_fields__ if name not in OWN}


def archived_pages(home: Home) -> dict[str, int]:
    """Return how often each page's response is in the archive, whole."""
    found: dict[str, int] = {}
    for path in archive_files(home):
        for entry in read_archive(path):
            assert not isinstance(entry, Damage), entry
            if entry.kind == "response" and "/page" in entry.url:
                found[entry.url] = found.get(entry.url, 0) + 1
    return found


@pytest.mark.slow
def test_killed_run_that_is_run_again_gives_the_rows_of_an_undisturbed_one(tmp_path: Path) -> None:
    chance = random.Random(20261120)
    bodies = {f"/page{n}": chance.randbytes(3000).hex().encode() for n in range(PAGES)}
    with serving() as paper:
        paper.pages = {path: reply(200, b"<p>" + body) for path, body in bodies.items()}
        calm, disturbed = prepare(tmp_path / "calm", paper), prepare(tmp_path / "killed", paper)
        finish(tmp_path / "calm")
        whole = archived_bytes(tmp_path / "calm")
        # The moments follow what is archived, not the clock: each run goes on where the one before fell.
        sizes = sorted(chance.uniform(0.0, 0.9) * whole for _ in range(KILLS))
        killed = sum(kill_at(tmp_path / "killed", size, chance.uniform(0.0, 0.05)) for size in sizes)
        finish(tmp_path / "killed")
    assert killed >= KILLS // 2
    assert settled(disturbed) == settled(calm)
    assert archived_pages(disturbed) == archived_pages(calm)
    assert set(archived_pages(calm).values()) == {1}
    _, fetches = rows_of(disturbed, "run-1")
    for row in fetches:
        assert row.warc_file is not None
        payload = read_payload(disturbed, row.warc_file, row.warc_offset or 0)
        path = "/" + row.url.split("/", 3)[3]
        assert path == "/many" or payload.data == b"<p>" + bodies[path]
