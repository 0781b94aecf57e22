"""The stages of `reprocess`, and the run as they hold it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache

from prefect.artifacts import create_markdown_artifact

from flows.crew import Crew, Work
from flows.progress import Progress, tell, utc_now
from flows.run import OpenRun, open_run
from flows.stages import load
from tasks.batches import Batch
from tasks.load import EXAMPLES, Changes, Filters, Warehouse
from tasks.load.task import accept_task
from tasks.records import Article
from tasks.relate import Target
from tasks.relate.reread import todays_version, write_targets
from tasks.relate.task import reclean_task, reread_task
from tasks.report import Reprocessed, reprocessed_markdown
from tasks.settings import Home, load_settings, open_home
from tasks.urls import digest

TODAY = "today"
# Each batch is a task run and a transaction: few enough for Prefect, small enough to lose to a kill.
LEAST_A_BATCH, MOST_A_BATCH, BATCHES = 10, 500, 200


@dataclass(slots=True)
class Rereading:
    """What the stages of one run share."""

    open: OpenRun
    filters: Filters
    accept: str | None
    read: int = 0
    recleaned: int = 0  # pages that made no article
    unreadable: int = 0
    changes: Changes | None = None
    accepted: int | None = None
    accepted_before: tuple[str, ...] = ()

    @property
    def home(self) -> Home:
        """The run's home."""
        return self.open.home

    @property
    def warehouse(self) -> Warehouse:
        """What the run writes to."""
        return self.open.warehouse

    @property
    def result_version(self) -> str | None:
        """The beginning of the result version that was asked for; None for today's."""
        return None if self.accept in (None, TODAY) else self.accept


@contextmanager
def open_rereading(filters: Filters, accept: str | None, home_path: str | None) -> Iterator[Rereading]:
    """Hold the writer's lock, the run's row and the workers until the block ends."""
    crew = Crew.for_cores(load_settings(open_home(home_path)))
    with open_run(filters.source, (), home_path, flow="reprocess", words=("the archive",), crew=crew) as run:
        run.is_staged = False
        yield Rereading(run, filters, accept)


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
    at_once = run.open.crew.size * 4  # so that few stage files wait on disk
    for start in range(0, len(parts), at_once):
        _reread_some(run, start, parts[start : start + at_once])
        done = min(start + at_once, len(parts))
        tell(Progress("reread", "", done, len(parts)))
        run.open.show_share(done / len(parts))


def _reread_some(run: Rereading, start: int, parts: list[list[Target]]) -> None:
    named: dict[str, Batch] = {}
    work: dict[str, Work] = {}
    for number, part in enumerate(parts, start):
        batch = write_targets(run.open.folder / f"reread-{number:05}", run.warehouse.reprocess_rows(part))
        sources = {article.source_id for article in batch.read(Article)}
        named[batch.folder.name] = batch
        work[batch.folder.name] = run.open.crew.submit(
            reread_task,
            batch=batch,
            versions={target.fetch_id: target.todays_version for target in part},
            named=run.warehouse.named_places(sources),
            home=run.home,
            now=utc_now(),
        )
    run.read += _take_in(run, "reread", named, work)


def _take_in(run: Rereading, stage: str, named: dict[str, Batch], work: Mapping[str, Work]) -> int:
    """Load what tasks have read; return how much that is. What went wrong is a fault of the run."""
    read = run.open.settle(stage, work)
    run.unreadable += sum(counts.unreadable for counts in read.values())
    loaded = load(run.open, [named[name] for name in read])
    return sum(read[name].articles + read[name].rejected for name in loaded)


def reclean(run: Rereading) -> list[str]:
    """Clean again the archived pages that made no article; return the ids of today's cleanings of them."""
    if run.result_version is not None:
        return []
    todays = cache(lambda source_id: todays_version(source_id, run.home).split("~")[0])
    rows = run.warehouse.reprocess_rejected(run.filters)
    left = [row["fetch_id"] for row in rows if todays(row["source_id"]) not in row["cleaner_versions"]]
    named: dict[str, Batch] = {}
    for start in range(0, len(left), MOST_A_BATCH):
        found = run.warehouse.reprocess_rejected_rows(left[start : start + MOST_A_BATCH])
        batch = write_targets(run.open.folder / f"reclean-{start:07}", found)
        named[batch.folder.name] = batch
    crew, now = run.open.crew, utc_now()
    work = {n: crew.submit(reclean_task, batch=b, home=run.home, now=now) for n, b in named.items()}
    run.recleaned += _take_in(run, "reclean", named, work)
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
    if run.accept is not None and not run.open.faults:
        run.accepted, run.accepted_before = accept_task(run.warehouse, targets, run.result_version)


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
