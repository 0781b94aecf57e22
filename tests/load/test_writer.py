"""One writer at a time, and a dead one loses nothing."""

import fcntl
import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tasks.errors import WarehouseError, WriterBusy
from tasks.load import writer
from tasks.settings import Home
from tests.conftest import ROOT
from tests.load import factory
from tests.load.conftest import Opens

HOLD = """
import sys
from pathlib import Path
from tasks.load import writer
from tasks.settings import Home
with writer(Home(Path(sys.argv[1])), "run-of-another"):
    print("held", flush=True)
    sys.stdin.read()
"""

LOAD_FOR_EVER = """
import itertools, sys
from pathlib import Path
from tasks.load import writer
from tasks.settings import Home
from tests.load import factory
home = Home(Path(sys.argv[1]))
with writer(home, "run-1") as warehouse:
    warehouse.start_run(factory.run())
    for number in itertools.count():
        rows = factory.Rows()
        for item in range(5):
            factory.article(rows, f"story-{number}-{item}")
        assert not warehouse.load(rows.write(home.runs / "run-1" / str(number))).failed
        print(number, flush=True)
"""


def start(code: str, home: Home) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, str(home.root)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_second_writer_is_refused_with_the_pid_of_the_first(home: Home) -> None:
    with start(HOLD, home) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with (
            pytest.raises(WriterBusy, match=rf"Process {other.pid} \(run run-of-another\) is writing"),
            writer(home, "run-2"),
        ):
            pass
        other.communicate()  # closes its input, and so its hold
    with writer(home, "run-2") as warehouse:
        assert warehouse.known_fetches("courier") == {}


def test_a_second_writer_waits_and_says_for_whom(home: Home) -> None:
    told: list[str] = []
    with start(HOLD, home) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        other.stdout.readline()
        threading.Timer(0.5, other.stdin.close).start()
        with writer(home, "run-2", wait_s=60, tell=told.append) as warehouse:
            assert warehouse.run_id == "run-2"
    assert told == [
        f"Process {other.pid} (run run-of-another) is writing to {home.root}; waiting for at most 60 s."
    ]


def test_a_second_writer_gives_up_with_the_pid_of_the_first(home: Home) -> None:
    told: list[str] = []
    with start(HOLD, home) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with (
            pytest.raises(WriterBusy, match=rf"Process {other.pid} \(run run-of-another\).*waited 0\.3 s"),
            writer(home, "run-2", wait_s=0.3, tell=told.append),
        ):
            pass
        other.communicate()
    assert len(told) == 1


def test_a_writer_in_the_same_process_is_refused_too(opened: Opens) -> None:
    with opened(), pytest.raises(WriterBusy, match=str(os.getpid())), opened("run-2"):
        pass


def test_a_killed_writer_loses_nothing_that_it_had_loaded(home: Home) -> None:
    with start(LOAD_FOR_EVER, home) as loader:
        assert loader.stdout is not None
        acknowledged = -1
        while acknowledged < 3:
            acknowledged = int(loader.stdout.readline())
        loader.send_signal(signal.SIGKILL)
        acknowledged = max([acknowledged, *(int(line) for line in loader.stdout if line.strip())])
    with writer(home, "run-2") as warehouse:
        words = (
            "select split_part(split_part(url, '/', 4), '-', 2)::int as batch, count(*) as articles "
            "from core.articles group by batch order by batch"
        )
        loaded = warehouse._ask(words, {}).to_pylist()
        assert [row["batch"] for row in loaded][: acknowledged + 1] == list(range(acknowledged + 1))
        assert {row["articles"] for row in loaded} == {5}  # never half a batch
        assert [c for c in warehouse.run_checks("run-2", factory.NOON) if c.bad_rows] == []
        (run,) = warehouse._ask("from ops.runs where run_id = 'run-1'", {}).to_pylist()
    assert (run["state"], run["reason"]) == ("crashed", "Process 1 ended without closing the run.")


def test_stage_files_of_a_crashed_run_are_swept_and_those_of_a_failed_one_stay(opened: Opens) -> None:
    with opened() as warehouse:
        warehouse.start_run(factory.run())
        runs = warehouse.home.runs
        for run_id in ("run-1", "failed"):
            (runs / run_id).mkdir(parents=True)
    with opened("run-2"):
        assert sorted(path.name for path in runs.iterdir()) == ["failed"]


def test_a_run_that_ended_is_left_as_it_is(opened: Opens) -> None:
    with opened() as warehouse:
        warehouse.start_run(factory.run())
        warehouse.end_run("run-1", "failed", "One source did not answer.")
    with opened("run-2") as warehouse:
        (run,) = warehouse._ask("from ops.runs", {}).to_pylist()
    assert (run["state"], run["reason"]) == ("failed", "One source did not answer.")
    assert run["ended_at"] is not None


def test_a_run_that_is_taken_up_again_is_no_crash(opened: Opens) -> None:
    with opened() as warehouse:
        warehouse.start_run(factory.run())
    with opened("run-1") as warehouse:
        (run,) = warehouse._ask("from ops.runs", {}).to_pylist()
    assert run["state"] == "running"


def test_a_home_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WarehouseError, match="Choose another home"), writer(Home(tmp_path / "file"), "run-1"):
        pass


def test_a_damaged_warehouse_is_named(home: Home) -> None:
    (home.warehouse / "warehouse.duckdb").write_bytes(b"not a database" * 1000)
    with pytest.raises(WarehouseError, match=r"warehouse\.duckdb does not open"), writer(home, "run-1"):
        pass


def test_a_warehouse_that_is_open_elsewhere_is_said_to_be(home: Home) -> None:
    with writer(home, "run-1"):
        pass
    code = (
        "import duckdb, sys\n"
        "held = duckdb.connect(sys.argv[1] + '/warehouse/warehouse.duckdb')\n"
        "print('held', flush=True)\n"
        "sys.stdin.read()\n"
    )
    with start(code, home) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with (
            pytest.raises(WarehouseError, match=rf"is open in process {other.pid} .* read-only"),
            writer(home, "run-2"),
        ):
            pass
        other.communicate()


def test_a_second_writer_tells_of_nobody_whose_name_it_cannot_read(home: Home) -> None:
    told: list[str] = []
    lock = home.warehouse / "lock"
    with lock.open("w") as nameless:  # as one is that has just come, or is just going
        fcntl.flock(nameless, fcntl.LOCK_EX)
        with (
            pytest.raises(WriterBusy, match="Another process"),
            writer(home, "run-2", wait_s=0.2, tell=told.append),
        ):
            pass
    assert told == []


def test_where_duckdb_was_given_too_little_memory_it_takes_what_it_needs(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    rows = factory.Rows()
    for item in range(5):
        factory.article(rows, f"story-{item}")
    with caplog.at_level("INFO"), writer(home, "run-1") as warehouse:
        warehouse.start_run(factory.run())
        warehouse.spare_memory(2_000_000)
        assert not warehouse.load(rows.write(home.runs / "run-1" / "one")).failed
        warehouse.spare_memory(2_000_000)
        checks = warehouse.run_checks("run-1", datetime(2026, 11, 26, tzinfo=UTC))
        assert not [check for check in checks if "cannot_run" in (check.example or "")]
        assert warehouse.table("select * from core.articles").num_rows == 5
    assert "DuckDB needs more than 2 MB, and may take more now: " in caplog.text
