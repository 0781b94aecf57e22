"""Take news from the web, or from files, to the database that analysts query."""

from typing import Any, cast

from prefect import flow
from prefect.futures import PrefectFuture
from prefect.runtime import flow_run
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.hooks import FAILURE_HOOKS
from flows.run import open_run
from flows.stages import check, clean, discover, fetch, geocode, load, publish, relate, report, take_inputs
from flows.turns import skips_when_busy
from tasks.report import RunReport, one_line
from tasks.scrape import Input


def name_of_run() -> str:
    """Say what a run takes in, as its name in the Prefect UI."""
    given: dict[str, Any] = flow_run.parameters
    words = [*given["sources"], *(part.word for part in given["inputs"])]
    shown = ", ".join(words[:3]) + (f" and {len(words) - 3} more" if len(words) > 3 else "")
    return one_line(f"ingest {shown or 'what is followed'}")


SOURCES_AT_ONCE = 8
RUNNER = cast("TaskRunner[PrefectFuture[Any]]", ThreadPoolTaskRunner(max_workers=SOURCES_AT_ONCE))


@flow(name="ingest", flow_run_name=name_of_run, task_runner=RUNNER, **FAILURE_HOOKS)
@skips_when_busy
def ingest(
    sources: tuple[str, ...] = (), inputs: tuple[Input, ...] = (), home: str | None = None
) -> RunReport:
    """Take what sources published, and what was given, to the published database.

    Args:
        sources: Names of sources; with neither sources nor inputs, what the home follows.
        inputs: Files, folders and single URLs, with what is known of them.
        home: The home's folder; else DATELINE_HOME, else ./data.
    """
    with open_run(sources, inputs, home) as run:
        links = discover(run)
        pages = fetch(run, links)
        given = take_inputs(run)
        articles = clean(run, [*pages, *given])
        settled = relate(run, articles)
        placed = geocode(run, settled)
        load(run, placed)
        check(run)
        publish(run)
        return report(run)
