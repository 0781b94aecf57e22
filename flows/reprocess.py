"""Read archived bytes again with today's code, show what changes, and accept it."""

from prefect import flow

from flows.hooks import FAILURE_HOOKS
from flows.rereading import accept_results, choose, compare, open_rereading, reclean, report, reread
from flows.stages import publish
from flows.turns import skips_when_busy
from tasks.load import Filters
from tasks.report import Reprocessed


@flow(name="reprocess", flow_run_name="read the archive again", **FAILURE_HOOKS)
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
        publish(run.open)
        return report(run)
