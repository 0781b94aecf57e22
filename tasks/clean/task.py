"""The Prefect task of this room."""

from datetime import datetime

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.batches import Batch
from tasks.clean.batch import Counts, clean_batch
from tasks.hands import Hands, own
from tasks.settings import Home


@task(name="clean", task_run_name="clean-{batch.folder.name}", cache_policy=NO_CACHE, persist_result=False)
def clean_task(batch: Batch, home: Home, now: datetime, by: Hands = own) -> Counts:
    """Clean every fetched article of one batch; return how many became articles."""
    counts = by(clean_batch, batch, home, now)
    get_run_logger().info("cleaned %s: %s", batch.folder.name, counts)
    return counts
