"""The Prefect task of this room."""

from collections.abc import Collection, Mapping

from prefect import get_run_logger, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE

from tasks.records import Rejection
from tasks.report.filled import Filled, filled_markdown, filled_places, filled_report, summary
from tasks.report.in_markdown import as_markdown, headline, places_description, places_table
from tasks.report.reports import RunReport, run_report
from tasks.settings import Home


@task(name="report", cache_policy=NO_CACHE, persist_result=False)
def report_task(home: Home, run_id: str, rejections: Collection[Rejection]) -> RunReport:
    """Say what the run did: a summary and a table of its places as artifacts; return the report."""
    report = run_report(home, run_id, rejections)
    create_markdown_artifact(as_markdown(report), key="ingest-report", description="What the run did")
    create_table_artifact(places_table(report), key="ingest-places", description=places_description(report))
    get_run_logger().info("reported: %s", headline(report))
    return report


@task(name="report", cache_policy=NO_CACHE, persist_result=False)
def filled_task(
    home: Home, run_id: str, passed_over: Mapping[str, int], known_count: int, left_out_count: int
) -> Filled:
    """Say what a backfill took in: a summary and a table of its places as artifacts; return the report."""
    done = filled_report(home, run_id, passed_over, known_count, left_out_count)
    create_markdown_artifact(filled_markdown(done), key="backfill-report", description="What was taken in")
    words = f"{done.place_count:,} places of new texts; these by stories."
    create_table_artifact(filled_places(done), key="backfill-places", description=words)
    get_run_logger().info("reported: %s", summary(done))
    return done
