"""The Prefect task of this room."""

from datetime import datetime

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.batches import Batch
from tasks.geocode.batch import Counts, geocode_batch


@task(name="geocode", task_run_name="geocode-{batch.folder.name}", cache_policy=NO_CACHE)
def geocode_task(batch: Batch, now: datetime) -> Counts:
    """Find and place the names in the pending versions of one batch."""
    counts = geocode_batch(batch, now)
    get_run_logger().info("geocoded %s: %s", batch.folder.name, counts)
    return counts
