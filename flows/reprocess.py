"""Read archived bytes again with today's code, show what changes, and accept it."""

from typing import Any, cast

from prefect import flow
from prefect.futures import PrefectFuture
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows.hooks import FAILURE_HOOKS
from flows.rereading import (
    CORES,
    accept_results,
    choose,
    compare,
    open_rereading,
    publish,
    reclean,
    report,
    reread,
)
from flows.turns import skips_when_busy
from tasks.load import Filters
from tasks.report import Reprocessed

RUNNER = cast("TaskRunner[PrefectFuture[Any]]", ThreadPoolTaskRunner(max_workers=CORES))


@flow(name="reprocess", task_runner=RUNNER, **FAILURE_HOOKS)
@skips_when_busy
def reprocess(
    filters: Filters = Filters(),  # noqa: B008  # it is frozen
    accept: str | None = None,
    home: str | None = None,
) -> Reprocessed:
    """Put today's results beside the accepted ones, or accept results in their place.

    Args:
        filters: Which articles; all of them without.
        accept: Nothing to compare only; 'today' for today's results; else how a result's version begins.
        home: The home's folder; else DATELINE_HOME, else ./data.
    """
    with open_rereading(filters, accept, home) as run:
        targets = choose(run)
        reread(run, targets)
        cleanings = reclean(run)
        compare(run, targets, cleanings)
        accept_results(run, targets)
        publish(run)
        return report(run)
