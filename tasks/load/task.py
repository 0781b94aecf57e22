"""The Prefect tasks of this room; the writer's open warehouse is theirs to use, not to keep."""

from collections.abc import Collection
from datetime import datetime

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.batches import Batch
from tasks.geocode import place_rows
from tasks.load.loading import LoadCounts
from tasks.load.publish import Published
from tasks.load.retention import Swept, sweep_old
from tasks.load.warehouse import Warehouse
from tasks.records import Check
from tasks.relate import Target
from tasks.settings import Home


@task(name="load", task_run_name="load-{batch.folder.name}", cache_policy=NO_CACHE, persist_result=False)
def load_task(warehouse: Warehouse, batch: Batch) -> LoadCounts:
    """Load one batch in one transaction; a batch that fails is set aside and says so in its counts."""
    counts = warehouse.load(batch)
    logger = get_run_logger()
    (logger.error if counts.failed else logger.info)("loaded %s", counts)
    return counts


@task(name="check", task_run_name="check the whole database", cache_policy=NO_CACHE, persist_result=False)
def check_task(warehouse: Warehouse, run_id: str, now: datetime) -> list[Check]:
    """Run every check over the whole warehouse and keep how each ended."""
    results = warehouse.run_checks(run_id, now)
    broken = [f"{check.check_name} {check.bad_rows}" for check in results if check.bad_rows]
    get_run_logger().info("checked: %d assertions, broken: %s", len(results), ", ".join(broken) or "none")
    return results


@task(name="publish", task_run_name="publish the database", cache_policy=NO_CACHE, persist_result=False)
def publish_task(warehouse: Warehouse, every_s: float = 0.0) -> Published:
    """Replace the database that analysts open, unless that was done less than `every_s` seconds ago."""
    done = warehouse.publish_when_due(every_s)
    if done.size_bytes is None:
        get_run_logger().info("not published: due at %s", done.due_at)
    else:
        get_run_logger().info("published: %.1f MB", done.size_bytes / 1e6)
    return done


@task(name="accept", task_run_name="accept results", cache_policy=NO_CACHE, persist_result=False)
def accept_task(
    warehouse: Warehouse, targets: Collection[Target], result_version: str | None
) -> tuple[int, tuple[str, ...]]:
    """Accept other results in one transaction; return how many versions moved, and what stood before."""
    moved, before = warehouse.accept(targets, result_version, place_rows)
    get_run_logger().info("accepted: %d versions, before: %s", moved, ", ".join(before) or "none")
    return moved, before


@task(name="compact", task_run_name="pack the database", cache_policy=NO_CACHE, persist_result=False)
def compact_task(warehouse: Warehouse) -> tuple[int, int]:
    """Pack the database; return its size in bytes before and after."""
    before, after = warehouse.compact()
    get_run_logger().info("packed: %.1f MB, then %.1f MB", before / 1e6, after / 1e6)
    return before, after


@task(name="sweep", task_run_name="remove old files", cache_policy=NO_CACHE, persist_result=False)
def sweep_task(home: Home, run_id: str, keep_days: int, now: datetime) -> Swept:
    """Remove what is left of runs that are over; return how much it was."""
    swept = sweep_old(home, run_id, keep_days, now)
    get_run_logger().info("swept: %s", swept)
    return swept
