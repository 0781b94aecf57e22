"""The Prefect task of this room."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from prefect import get_run_logger, task
from prefect.artifacts import create_image_artifact, create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE

from tasks.load import Filters, Warehouse
from tasks.records import Rejection
from tasks.report.filled import Filled, filled_markdown, filled_places, filled_report, summary
from tasks.report.in_markdown import as_markdown, headline, places_description, places_table, unpublished
from tasks.report.picture import data_url
from tasks.report.picturing import pictured
from tasks.report.reports import RunReport, run_report
from tasks.report.upkeep import (
    Checked,
    Maintained,
    checked_report,
    checked_table,
    health,
    maintained_markdown,
)

HEALTH = "How each source does, since when, why, and how it did before."


@task(name="report", task_run_name="say what was done", cache_policy=NO_CACHE, persist_result=False)
def report_task(
    warehouse: Warehouse, run_id: str, rejections: Collection[Rejection], publish_at: datetime | None
) -> RunReport:
    """Say what the run did: a summary, a table and a map of its places as artifacts; return the report."""
    report = run_report(warehouse, run_id, rejections, publish_at)
    create_markdown_artifact(as_markdown(report), key="ingest-report", description="What the run did")
    create_table_artifact(places_table(report), key="ingest-places", description=places_description(report))
    _picture(warehouse, run_id, "ingest-map")
    if known := health(warehouse):
        create_table_artifact(known, key="source-health", description=HEALTH)
    get_run_logger().info("reported: %s", headline(report))
    return report


@task(name="report", task_run_name="say what was done", cache_policy=NO_CACHE, persist_result=False)
def filled_task(
    warehouse: Warehouse,
    run_id: str,
    passed_over: Mapping[str, int],
    known_count: int,
    left_out_count: int,
    publish_at: datetime | None,
) -> Filled:
    """Say what a backfill took in: a summary, a table and a map as artifacts; return the report."""
    done = filled_report(warehouse, run_id, passed_over, known_count, left_out_count, publish_at)
    create_markdown_artifact(filled_markdown(done), key="backfill-report", description="What was taken in")
    words = f"{done.place_count:,} places of new texts; these by stories."
    create_table_artifact(filled_places(done), key="backfill-places", description=words)
    _picture(warehouse, run_id, "backfill-map")
    get_run_logger().info("reported: %s", summary(done))
    return done


@task(name="report", task_run_name="say what was done", cache_policy=NO_CACHE, persist_result=False)
def checked_task(warehouse: Warehouse, run_id: str, publish_at: datetime | None) -> Checked:
    """Say how the checks ended and how sources do, as table artifacts; return it."""
    done = checked_report(warehouse, run_id)
    words = f"{len(done.checks)} checks, {done.broken_count} with bad rows; and how often before."
    if publish_at:
        words = f"{words} {unpublished(publish_at)}"
    create_table_artifact(checked_table(done), key="check-results", description=words)
    if done.sources:
        create_table_artifact(list(done.sources), key="source-health", description=HEALTH)
    get_run_logger().info("reported: %s", words)
    return done


@task(name="report", task_run_name="say what was done", cache_policy=NO_CACHE, persist_result=False)
def maintained_task(swept: Any, packed: tuple[int, int], verified: Any) -> Maintained:
    """Say what maintenance did, as an artifact; return it."""
    done = Maintained(
        swept.folders,
        swept.logs,
        swept.freed_bytes,
        *packed,
        verified.count,
        verified.fault_count,
        verified.faults,
    )
    create_markdown_artifact(maintained_markdown(done), key="maintain-report", description="What was done")
    return done


def _picture(warehouse: Warehouse, run_id: str, key: str) -> None:
    """Show where the new texts of a run are, unless they name no place."""
    if (shown := pictured(warehouse, warehouse.home, Filters(), run_id)).pins:
        create_image_artifact(data_url(shown), key=key, description=f"This run's new texts: {shown.counts}")
