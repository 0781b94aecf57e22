"""The stages of `reprocess`, and the run as they hold it."""

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from prefect.artifacts import create_markdown_artifact
from prefect.runtime import flow_run

from flows.progress import Progress, tell, utc_now
from flows.turns import turn
from tasks.batches import Batch
from tasks.errors import DatelineError, RunFailed
from tasks.load import EXAMPLES, Changes, Filters, Warehouse
from tasks.load.task import accept_task, load_task, publish_task
from tasks.records import Article, Run
from tasks.relate import Target
from tasks.relate.pool import reading_pool
from tasks.relate.reread import RereadCounts, todays_version, write_targets
from tasks.relate.task import reclean_task, reread_task
from tasks.report import Reprocessed, reprocessed_markdown
from tasks.settings import Home, open_home
from tasks.urls import digest

if TYPE_CHECKING:
    from prefect.futures import PrefectFuture

CORES = os.cpu_count() or 1
TODAY = "today"
# Each batch is a task run and a transaction: few enough for Prefect, small enough to lose to a kill.
LEAST_A_BATCH, MOST_A_BATCH, BATCHES = 10, 500, 200


@dataclass(slots=True)
class Rereading:
    """What the stages of one run share."""

    run_id: str
    home: Home
    warehouse: Warehouse
    filters: Filters
    accept: str | None
    read: int = 0
    recleaned: int = 0  # pages that made no article
    unreadable: int = 0
    changes: Changes | None = None
    accepted: int | None = None
    accepted_before: tuple[str, ...] = ()
    faults: list[str] = field(default_factory=list)
    is_ended: bool = False

    @property
    def result_version(self) -> str | None:
        """The beginning of the result version that was asked for; None for today's."""
        return None if self.accept in (None, TODAY) else self.accept


@contextmanager
def open_rereading(filters: Filters, accept: str | None, home_path: str | None) -> Iterator[Rereading]:
    """Hold the writer's lock and the run's row until the block ends."""
    home, run_id = open_home(home_path), str(flow_run.id)
    with turn(home, run_id) as warehouse:
        run = Rereading(run_id, home, warehouse, filters, accept)
        warehouse.start_run(
            Run(run_id, "reprocess", "running", None, filters.source, (), os.getpid(), utc_now(), None)
        )
        try:
            yield run
        except BaseException as fault:
            if not run.is_ended:
                words = fault.message if isinstance(fault, DatelineError) else type(fault).__name__
                warehouse.end_run(run_id, "failed", words)
            raise
        finally:
            shutil.rmtree(home.runs / run_id, ignore_errors=True)
    if run.faults:
        raise RunFailed("; ".join(run.faults) + ".", "What was read is kept; run it again for the rest.")


def choose(run: Rereading) -> list[Target]:
    """Choose the versions that the filters mean, and tell which have today's result already."""
    todays = cache(lambda source_id: todays_version(source_id, run.home))
    return [
        Target(
            row["article_id"],
            row["fetch_id"],
            version := todays(row["source_id"]),
            version == row["accepted_version"] or version in (row["result_versions"] or ()),
        )
        for row in run.warehouse.reprocess_targets(run.filters)
    ]


def reread(run: Rereading, targets: list[Target]) -> None:
    """Read on all cores what has no result of today's yet, a transaction a batch."""
    left = [target for target in targets if not target.is_read]
    if run.result_version is not None or not left:
        return
    size = min(MOST_A_BATCH, max(LEAST_A_BATCH, -(-len(left) // BATCHES)))
    parts = [left[start : start + size] for start in range(0, len(left), size)]
    with reading_pool(min(CORES, len(parts))) as pool:
        for start in range(0, len(parts), CORES * 4):  # so that few stage files wait on disk
            _reread_some(run, pool, parts, start, parts[start : start + CORES * 4])


def _reread_some(
    run: Rereading, pool: Executor, parts: list[list[Target]], start: int, some: list[list[Target]]
) -> None:
    work = {}
    for number, part in enumerate(some, start):
        folder = run.home.runs / run.run_id / f"reread-{number:05}"
        batch = write_targets(folder, run.warehouse.reprocess_rows(part))
        names = {target.fetch_id: target.todays_version for target in part}
        places = run.warehouse.named_places({article.source_id for article in batch.read(Article)})
        work[number] = batch, reread_task.submit(pool, batch, names, places, run.home, utc_now())
    for number, (batch, future) in work.items():
        run.read += _take_in(run, batch, future)
        tell(Progress("reread", "", number + 1, len(parts)))


def _take_in(run: Rereading, batch: Batch, future: "PrefectFuture[RereadCounts]") -> int:
    """Load what a task has read; return how much that is. What went wrong is a fault of the run."""
    future.wait()
    if not future.state.is_completed():
        run.faults.append(f"{batch.folder.name}: {future.state.result(raise_on_failure=False)}")
        return 0
    counts, loaded = future.result(), load_task(run.warehouse, batch)
    run.unreadable += counts.unreadable
    run.faults += [f"load {batch.folder.name}: {loaded.failed}"] if loaded.failed else []
    return 0 if loaded.failed else counts.articles + counts.rejected


def reclean(run: Rereading) -> list[str]:
    """Clean again the archived pages that made no article; return the ids of today's cleanings of them."""
    if run.result_version is not None:
        return []
    todays = cache(lambda source_id: todays_version(source_id, run.home).split("~")[0])
    rows = run.warehouse.reprocess_rejected(run.filters)
    left = [row["fetch_id"] for row in rows if todays(row["source_id"]) not in row["cleaner_versions"]]
    if left:
        with reading_pool(min(CORES, -(-len(left) // MOST_A_BATCH))) as pool:
            for start in range(0, len(left), MOST_A_BATCH):
                folder = run.home.runs / run.run_id / f"reclean-{start:07}"
                rows_of = run.warehouse.reprocess_rejected_rows(left[start : start + MOST_A_BATCH])
                batch = write_targets(folder, rows_of)
                run.recleaned += _take_in(run, batch, reclean_task.submit(pool, batch, run.home, utc_now()))
    return [digest(row["payload_digest"], todays(row["source_id"])) for row in rows]


def compare(run: Rereading, targets: list[Target], cleanings: list[str]) -> None:
    """Find what the results would change, and where they find articles that were none."""
    changes = run.warehouse.reprocess_changes(targets, run.result_version)
    found = run.warehouse.reprocess_found(cleanings)
    run.changes = replace(
        changes,
        counts=changes.counts | {"found": len(found)},
        examples=changes.examples | {"found": found[:EXAMPLES]},
    )


def accept_results(run: Rereading, targets: list[Target]) -> None:
    """Move core to the results, where that is asked for and all were read."""
    if run.accept is not None and not run.faults:
        run.accepted, run.accepted_before = accept_task(run.warehouse, targets, run.result_version)


def publish(run: Rereading) -> None:
    """Record how the run ended, then replace the database that analysts open."""
    run.is_ended = True
    run.warehouse.end_run(run.run_id, "failed" if run.faults else "completed", "; ".join(run.faults) or None)
    publish_task(run.warehouse)


def report(run: Rereading) -> Reprocessed:
    """Say what was read, what it changes and what was accepted, in the Prefect UI and to the caller."""
    assert run.changes is not None
    done = Reprocessed(
        run.read, run.recleaned, run.unreadable, run.changes, run.accepted, run.accepted_before
    )
    create_markdown_artifact(
        reprocessed_markdown(done), key="reprocess-report", description="What reading again changes"
    )
    return done
