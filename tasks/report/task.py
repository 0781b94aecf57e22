"""The Prefect task of this room."""

from collections.abc import Collection

from prefect import get_run_logger, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE

from tasks.records import Rejection
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
