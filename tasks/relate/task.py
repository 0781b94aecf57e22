"""The Prefect task of this room."""

from collections.abc import Mapping
from datetime import datetime

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE

from tasks.batches import Batch
from tasks.hands import Hands, own
from tasks.relate.known import Known
from tasks.relate.reread import RereadCounts, reclean_batch, reread_batch
from tasks.relate.settle import Counts, relate_batches
from tasks.scrape import SourceSpec
from tasks.settings import Home


@task(name="relate", task_run_name="relate all batches", cache_policy=NO_CACHE, persist_result=False)
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


@task(name="reread", task_run_name="reread-{batch.folder.name}", cache_policy=NO_CACHE, persist_result=False)
def reread_task(
    batch: Batch,
    versions: Mapping[str, str],
    named: Mapping[str, Mapping[str, int]],
    home: Home,
    now: datetime,
    by: Hands = own,
) -> RereadCounts:
    """Read the bytes of one batch again; return what became of its versions."""
    counts = by(reread_batch, batch, versions, named, home, now)
    get_run_logger().info("read again %s: %s", batch.folder.name, counts)
    return counts


@task(
    name="reclean", task_run_name="reclean-{batch.folder.name}", cache_policy=NO_CACHE, persist_result=False
)
def reclean_task(batch: Batch, home: Home, now: datetime, by: Hands = own) -> RereadCounts:
    """Clean again pages that made no article; return what became of them."""
    counts = by(reclean_batch, batch, home, now)
    get_run_logger().info("cleaned again %s: %s", batch.folder.name, counts)
    return counts
