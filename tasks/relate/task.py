"""The Prefect task of this room."""

from collections.abc import Mapping
from datetime import datetime

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.batches import Batch
from tasks.relate.known import Known
from tasks.relate.settle import Counts, relate_batches
from tasks.scrape import SourceSpec
from tasks.settings import Home


@task(name="relate", cache_policy=NO_CACHE)
def relate_task(
    batches: list[Batch],
    known: Known,
    specs: Mapping[str, SourceSpec],
    home: Home,
    now: datetime,
) -> Counts:
    """Write articles, versions, stories and sources into the batches; return their numbers."""
    counts = relate_batches(batches, known, specs, home, now)
    get_run_logger().info("related: %s", counts)
    return counts
