"""Keep a home in order: old stage files go, the database is packed, a sample of the archive is verified."""

from prefect import flow

from flows.hooks import FAILURE_HOOKS
from flows.progress import utc_now
from flows.run import open_run
from flows.stages import publish
from flows.turns import skips_when_busy
from tasks.load.task import compact_task, sweep_task
from tasks.report import Maintained
from tasks.report.task import maintained_task
from tasks.scrape.task import verify_task


@flow(name="maintain", flow_run_name="keep the home in order", **FAILURE_HOOKS)
@skips_when_busy
def maintain(keep_days: int = 30, sample_size: int = 200, home: str | None = None) -> Maintained:
    """Remove old stage files, pack the database, and read a sample of archived records back.

    Args:
        keep_days: How many days the files of failed batches and the logs are kept.
        sample_size: How many archived records, chosen by chance, are read back against their digests.
        home: The home's folder; else DATELINE_HOME, else ./data.
    """
    with open_run((), (), home, flow="maintain", words=("the home",)) as run:
        swept = sweep_task(run.home, run.run_id, keep_days, utc_now())
        packed = compact_task(run.warehouse)
        verified = verify_task(run.warehouse.sample_fetches(sample_size), run.home)
        run.faults.extend(verified.faults)
        publish(run, at_once=True)
        return maintained_task(swept, packed, verified)
