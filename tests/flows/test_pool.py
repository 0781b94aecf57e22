"""Workers that die or are sent home: what was given to them is done by others, or ends with a reason."""

import logging
import os
import sys
import threading
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import pytest

from flows import pool as pools
from flows.pool import NotDone, Pool, WorkerDied
from tests.flows.dying import die_once, has_imported, has_imported_after_arrow, sleep


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pool]:
    monkeypatch.setattr(pools, "get_run_logger", lambda: logging.getLogger("run"))
    made = Pool(1)
    yield made
    made.close(at_once=True)


def test_a_worker_that_dies_costs_another_try_and_one_that_dies_each_time_is_named(
    pool: Pool, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert pool(die_once, str(tmp_path / "mark")) == "done"
    assert len(caplog.records) == 1
    assert pool(os.getpid) != os.getpid()
    with pytest.raises(WorkerDied, match="died 3 times"):
        pool(os._exit, 9)
    assert pool(abs, -1) == 1


def test_a_run_that_ends_waits_for_no_worker(pool: Pool, tmp_path: Path) -> None:
    said: list[Exception] = []

    def ask() -> None:
        try:
            pool(sleep, str(tmp_path / "begun"))
        except NotDone as fault:
            said.append(fault)

    waiting = threading.Thread(target=ask)
    waiting.start()
    while not (tmp_path / "begun").exists():
        time.sleep(0.02)
    pool.close(at_once=True)
    waiting.join(60)
    assert len(said) == 1
    with pytest.raises(NotDone):
        pool(abs, -1)


def test_a_worker_imports_neither_prefect_nor_the_main_module_of_its_starter(
    pool: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script, ran = tmp_path / "engine.py", tmp_path / "ran"
    script.write_text(f"import pathlib\npathlib.Path({str(ran)!r}).touch()\n", "utf-8")
    main = ModuleType("__main__")
    main.__file__ = str(script)  # spawn has each process run it again, as Prefect's engine in a served run
    monkeypatch.setitem(sys.modules, "__main__", main)
    assert not pool(has_imported, "prefect")
    assert not ran.exists()
    assert sys.modules["__main__"] is main


def test_a_worker_does_without_pandas_where_it_is_installed(pool: Pool) -> None:
    assert find_spec("pandas")
    assert not pool(has_imported_after_arrow, "pandas")
