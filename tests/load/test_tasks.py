"""The Prefect tasks hand an open warehouse on as it is."""

from pathlib import Path

from tasks.load import Warehouse
from tasks.settings import Home
from tests.load import factory


def test_the_tasks_load_check_and_publish(warehouse: Warehouse, home: Home, tmp_path: Path) -> None:
    from prefect.cache_policies import NO_CACHE
    from prefect.logging import disable_run_logger

    from tasks.load.task import check_task, load_task, publish_task

    rows = factory.Rows()
    factory.article(rows)
    with disable_run_logger():
        assert load_task.fn(warehouse, rows.write(tmp_path / "one")).failed is None
        assert [c for c in check_task.fn(warehouse, "run-1", factory.NOON) if c.bad_rows] == []
        assert publish_task.fn(warehouse).size_bytes == home.database.stat().st_size
    for task in (load_task, check_task, publish_task):
        assert task.cache_policy is NO_CACHE
        assert task.persist_result is False
