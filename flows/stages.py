"""The stages of a run: which tasks each submits, and what goes on to the next."""

from collections.abc import Mapping
from functools import partial
from typing import TypeAlias

from flows.crew import Work
from flows.progress import Progress, tell, utc_now
from flows.run import OpenRun, by_folder
from tasks.batches import Batch
from tasks.clean.task import clean_task
from tasks.errors import UnknownSource
from tasks.geocode.task import geocode_task, remote_task
from tasks.load.task import check_task, load_task, publish_task
from tasks.records import Article, Link, Rejection
from tasks.relate.task import relate_task
from tasks.report import RunReport
from tasks.report.task import report_task
from tasks.scrape import FILES, SourceSpec, load_source, source_for_url
from tasks.scrape.task import discover_task, fetch_task, inputs_task
from tasks.settings import Home

Started: TypeAlias = tuple[dict[str, Batch], dict[str, Work]]
"""Batches by name, and the work on each."""


def discover(run: OpenRun) -> dict[str, Batch]:
    """Ask the feeds of every source, all at once; return what each named, by source.

    A source that a person names is asked now; one that is followed when its feeds are due.
    """
    found: dict[str, Batch] = run.settle(
        "discover",
        {
            source.source_id: discover_task.submit(
                source,
                run.home,
                run.settings,
                run.warehouse.known_fetches(source.source_id),
                run.run_id,
                run.folder,
                utc_now(),
                {} if run.is_named else run.warehouse.feed_histories(source.source_id),
            )
            for source in run.sources
        },
    )
    return found


def fetch(run: OpenRun, links: dict[str, Batch]) -> list[Batch]:
    """Fetch the pages of every source, all sources at once; return them as batches."""
    forgotten = run.warehouse.forgotten()
    fetched: dict[str, list[Batch]] = run.settle(
        "fetch",
        {
            source.source_id: fetch_task.submit(
                source,
                links[source.source_id],
                run.home,
                run.settings,
                run.warehouse.known_fetches(source.source_id),
                run.run_id,
                run.settings.batch_size,
                utc_now,
                partial(_tell, "fetch", source.source_id),
                forgotten,
            )
            for source in run.sources
            if source.source_id in links
        },
    )
    return [batch for batches in fetched.values() for batch in batches]


def take_inputs(run: OpenRun) -> list[Batch]:
    """Take the files and URLs that a person gave; return them as batches."""
    if not run.inputs:
        return []
    forgotten = run.warehouse.forgotten()
    task = inputs_task.submit(run.inputs, run.home, run.settings, run.run_id, run.folder, utc_now, forgotten)
    taken: dict[str, list[Batch]] = run.settle("input", {"what was given": task})
    return taken.get("what was given", [])


def clean(run: OpenRun, batches: list[Batch]) -> list[Batch]:
    """Read the articles out of the bytes, a task a batch."""
    return settle_clean(run, *start_clean(run, batches))


def start_clean(run: OpenRun, batches: list[Batch]) -> Started:
    """Give batches to the workers to be cleaned."""
    named = by_folder(batches)
    crew, now = run.crew, utc_now()
    return named, {n: crew.submit(clean_task, batch=b, home=run.home, now=now) for n, b in named.items()}


def settle_clean(run: OpenRun, named: dict[str, Batch], work: Mapping[str, Work]) -> list[Batch]:
    """Wait for batches to be cleaned; return those that were."""
    return [named[name] for name in run.settle("clean", work)]


def relate(run: OpenRun, batches: list[Batch]) -> list[Batch]:
    """Settle articles, versions and stories over all batches together."""
    specs = _specs(run, batches)
    task = relate_task.submit(batches, run.warehouse.known(), specs, run.home, utc_now())
    return batches if run.settle("relate", {"all batches": task}) else []


def start_geocode(run: OpenRun, batches: list[Batch]) -> Started:
    """Give batches to the workers to be geocoded; sources are at home where core has them now."""
    named = by_folder(batches)
    crew, now = run.crew, utc_now()
    sources = {article.source_id for batch in batches for article in batch.read(Article)}
    places = run.warehouse.named_places(sources)
    return named, {
        n: crew.submit(geocode_task, batch=b, home=run.home, named=places, now=now) for n, b in named.items()
    }


def geocode(run: OpenRun, batches: list[Batch], work: Mapping[str, Work] | None = None) -> list[Batch]:
    """Find and place the names in new texts, a task a batch; `work` is what was started already."""
    named, started = (by_folder(batches), work) if work is not None else start_geocode(run, batches)
    placed = [named[name] for name in run.settle("geocode", started)]
    if placed and run.settings.remote_geocoder:
        ask_remote(run, placed)
    return placed


def ask_remote(run: OpenRun, batches: list[Batch]) -> None:
    """Ask the remote geocoder that the home has chosen for names without place, all batches in one task."""
    known = run.warehouse.known_answers
    task = remote_task.submit(batches, run.settings, known, run.run_id, utc_now)
    run.settle("geocode", {run.settings.remote_geocoder: task})


def load(run: OpenRun, batches: list[Batch]) -> list[str]:
    """Load the batches, one after the other, each in one transaction; return the names of those that were."""
    done = []
    for number, (name, batch) in enumerate(by_folder(batches).items()):
        if run.is_staged:  # a backfill may meet a million, and sums them up
            run.rejections.extend(batch.read(Rejection))
        loaded = run.settle("load", {name: load_task.submit(run.warehouse, batch)}, number, len(batches))
        for counts in loaded.values():
            run.note_loaded(counts)
            done += [] if counts.failed else [name]
    return done


def check(run: OpenRun) -> None:
    """Run every check over the whole warehouse."""
    task = check_task.submit(run.warehouse, run.run_id, utc_now())
    for checks in run.settle("check", {"warehouse": task}).values():
        run.note_checks(checks)


def publish(run: OpenRun, *, at_once: bool = False) -> None:
    """Record how the run ended, then replace the database that analysts open, where that is due."""
    run.end()
    every_s = 0.0 if at_once else run.settings.publish_every
    task = publish_task.submit(run.warehouse, every_s)
    for done in run.settle("publish", {"database": task}).values():
        run.publish_at = done.due_at


def report(run: OpenRun) -> RunReport:
    """Say what the run did, in the Prefect UI and to whoever watches."""
    done = report_task(run.warehouse, run.run_id, run.rejections, run.publish_at)
    tell(done)
    return done


def _tell(stage: str, subject: str, done: int, total: int) -> None:
    tell(Progress(stage, subject, done, total))


def _specs(run: OpenRun, batches: list[Batch]) -> dict[str, SourceSpec]:
    """Return every source that a link of these batches belongs to."""
    specs = {spec.source_id: spec for spec in (FILES, *run.sources)}
    for link in (link for batch in batches for link in batch.read(Link)):
        if link.source_id not in specs:
            specs[link.source_id] = _spec(link, run.home)
    return specs


def _spec(link: Link, home: Home) -> SourceSpec:
    """Return the source of a link that was given by hand: stated by name, or made for its host."""
    try:
        return load_source(link.source_id, home)
    except UnknownSource:
        return source_for_url(link.url, home)
