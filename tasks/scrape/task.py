"""The room's Prefect tasks."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State

from tasks.batches import Batch
from tasks.errors import DatelineError
from tasks.records import Fetch, Link, Rejection
from tasks.scrape.archive.verify import Verified, verify
from tasks.scrape.backfill import Part
from tasks.scrape.collect import Progress, ask_feeds, fetch_pages
from tasks.scrape.discover import FeedHistories
from tasks.scrape.fetch.proxy import environment_proxies
from tasks.scrape.given import take_given
from tasks.scrape.inputs import Input
from tasks.scrape.known import KnownFetches
from tasks.scrape.sources import SourceSpec
from tasks.settings import Home, Settings

T = TypeVar("T")

# A page has its own limit (timeout_s); these end a task that hangs for another reason. Prefect's own
# timeout_seconds cannot end a task in a worker thread, and says so each time.
DISCOVER_S = 3600
FETCH_S = 6 * 3600


def _may_pass(_task: Any, _run: Any, state: State[Any]) -> bool:
    """Tell whether trying again may help; what a person has to mend stays as it is."""
    try:
        state.result()
    except DatelineError:
        return False
    except Exception:  # whatever else went wrong is looked at, not handled
        return True
    return True


@task(
    name="discover",
    task_run_name="discover {source.source_id}",
    retries=2,
    retry_delay_seconds=[5, 30],
    retry_condition_fn=_may_pass,
    cache_policy=NO_CACHE,
    persist_result=False,
    tags=["network"],
)
def discover_task(
    source: SourceSpec,
    home: Home,
    settings: Settings,
    known: KnownFetches,
    run_id: str,
    folder: Path,
    now: datetime,
    histories: FeedHistories,
) -> Batch:
    """Ask those of a source's feeds for links that are due; one without a history is."""
    for proxy in environment_proxies():
        _log("%s: the proxy %s makes the connections; names are judged here before", source.source_id, proxy)
    batch = _within(DISCOVER_S, ask_feeds(source, home, settings, known, run_id, folder, now, histories))
    _log("%s: %d links from %d feeds", source.source_id, len(batch.read(Link)), len(batch.read(Fetch)))
    return batch


@task(
    name="fetch",
    task_run_name="fetch {source.source_id}",
    retries=2,
    retry_delay_seconds=[5, 30],
    retry_condition_fn=_may_pass,
    cache_policy=NO_CACHE,
    persist_result=False,
    tags=["network"],
)
def fetch_task(
    source: SourceSpec,
    found: Batch,
    home: Home,
    settings: Settings,
    known: KnownFetches,
    run_id: str,
    batch_size: int,
    clock: Callable[[], datetime],
    progress: Progress,
    forgotten: frozenset[str] = frozenset(),
) -> list[Batch]:
    """Fetch the pages that a source's feeds name, and those that are due again."""
    batches = _within(
        FETCH_S,
        fetch_pages(source, found, home, settings, known, run_id, batch_size, clock, progress, forgotten),
    )
    _log("%s: %s in %d batches", source.source_id, _counts(batches), len(batches))
    return batches


@task(
    name="inputs",
    task_run_name="take inputs",
    retries=1,
    retry_delay_seconds=5,
    retry_condition_fn=_may_pass,
    cache_policy=NO_CACHE,
    persist_result=False,
    tags=["network"],
)
def inputs_task(
    inputs: list[Input],
    home: Home,
    settings: Settings,
    run_id: str,
    folder: Path,
    clock: Callable[[], datetime],
    forgotten: frozenset[str] = frozenset(),
) -> list[Batch]:
    """Take the files, folders and URLs given by hand."""
    batches = _within(FETCH_S, take_given(inputs, home, settings, run_id, folder, clock, forgotten))
    rejected = sum(len(batch.read(Rejection)) for batch in batches)
    _log("%d inputs: %s, %d rejected", len(inputs), _counts(batches), rejected)
    return batches


@task(name="take pages", task_run_name="take pages in", cache_policy=NO_CACHE, persist_result=False)
def take_pages_task(parts: Iterator[Part]) -> Part | None:
    """Read on for the next batch of saved pages; None where all is read."""
    part = next(parts, None)
    _log("%d pages taken in", part.page_count if part else 0)
    return part


@task(name="verify", task_run_name="verify a sample", cache_policy=NO_CACHE, persist_result=False)
def verify_task(rows: Sequence[Mapping[str, Any]], home: Home) -> Verified:
    """Read archived records back; return how many were damaged."""
    verified = verify(rows, home)
    _log("%d records read back, %d damaged", verified.count, verified.fault_count)
    return verified


def _within(seconds: float, work: Coroutine[Any, Any, T]) -> T:
    """Run asynchronous work to its end, or end it after its time; raises TimeoutError then."""
    return asyncio.run(asyncio.wait_for(work, seconds))


def _counts(batches: list[Batch]) -> str:
    outcomes = [fetch.outcome for batch in batches for fetch in batch.read(Fetch)]
    return ", ".join(f"{outcomes.count(name)} {name}" for name in sorted(set(outcomes))) or "nothing"


def _log(message: str, *words: object) -> None:
    get_run_logger().info(message, *words)
