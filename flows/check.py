"""Ask the whole warehouse every check, and say how each source does."""

from prefect import flow

from flows.hooks import FAILURE_HOOKS
from flows.run import open_run
from flows.stages import check as run_checks
from flows.stages import publish
from flows.turns import skips_when_busy
from tasks.report import Checked
from tasks.report.task import checked_task


@flow(name="check", flow_run_name="check the database", **FAILURE_HOOKS)
@skips_when_busy
def check(home: str | None = None) -> Checked:
    """Run every assertion of sql/checks over everything; a broken one of severity error fails the run.

    Args:
        home: The home's folder; else DATELINE_HOME, else ./data.
    """
    with open_run((), (), home, flow="check", words=("the database",)) as run:
        run_checks(run)
        publish(run)
        return checked_task(run.warehouse, run.run_id, run.publish_at)
