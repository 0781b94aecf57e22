"""The stages of `backfill`, and the run as they hold it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from flows.crew import Crew
from flows.progress import Pace, tell, utc_now
from flows.run import OpenRun, open_run
from flows.stages import Started, geocode, load, relate, settle_clean, start_clean, start_geocode
from tasks.batches import Batch
from tasks.hands import give_back
from tasks.records import Intake
from tasks.relate.choosing import Choice, leave_out
from tasks.report import Filled
from tasks.report.task import filled_task
from tasks.scrape.backfill import Part, Pile, Taking, find_piles
from tasks.scrape.task import take_pages_task
from tasks.settings import load_settings, open_home

PUBLISH_EVERY_S = 900.0


@dataclass(slots=True)
class Filling:
    """What the stages of one run share."""

    open: OpenRun
    taking: Taking
    piles: list[Pile]
    choice: Choice
    started: Started = field(default_factory=lambda: ({}, {}))  # the group whose pages are taken now
    cleaning: Started = field(default_factory=lambda: ({}, {}))
    geocoding: Started = field(default_factory=lambda: ({}, {}))
    left_out: int = 0
    started_s: float = field(default_factory=time.monotonic)
    published_s: float = field(default_factory=time.monotonic)

    @property
    def total_bytes(self) -> int:
        """How much there is to read."""
        return sum(pile.size_bytes for pile in self.piles)


@contextmanager
def open_filling(
    paths: tuple[str, ...],
    sources: tuple[str, ...],
    choice: tuple[date | None, date | None, str | None],
    home_path: str | None,
) -> Iterator[Filling]:
    """Hold the writer's lock, the run's row and the workers until the block ends."""
    home = open_home(home_path)
    settings = load_settings(home)
    piles = find_piles(paths, home)
    crew = Crew.for_cores(settings)
    with open_run(sources, (), home_path, flow="backfill", words=paths, crew=crew) as run:
        run.is_staged = False
        wanted = Choice(*choice)
        taking = Taking(
            home, settings, run.run_id, utc_now, sources, wanted.words(),
            run.warehouse.known_payloads, run.warehouse.intakes(), run.note_input,
        )  # fmt: skip
        try:
            yield Filling(run, taking, piles, wanted)
        finally:
            taking.close()


def take_pages(run: Filling) -> Iterator[Part]:
    """Read the piles one after the other; yield their pages in batches, as they are asked for."""
    size = run.open.settings.backfill_group_size
    parts = run.taking.parts(run.piles, run.open.folder, size, run.open.crew.size)
    # (One task that yields them all would be the context of whatever is done meanwhile.)
    while (part := take_pages_task(parts)) is not None:
        yield part


def walk(run: Filling, part: Part) -> None:
    """Give pages to the cleaners; with a group's last, see the one before through the other stages.

    A group is related when all before it are loaded, since it may hold the same articles. The cleaners have
    the new one to do meanwhile.
    """
    named, work = start_clean(run.open, [part.batch])
    run.started = {**run.started[0], **named}, {**run.started[1], **work}
    if part.ends_group:
        _load_geocoded(run)
        _relate_cleaned(run)
        run.cleaning, run.started = run.started, ({}, {})
    _tell_pace(run)


def finish(run: Filling) -> None:
    """See the last groups through; the workers' memory is free for the checks that follow."""
    _load_geocoded(run)
    _relate_cleaned(run)
    _load_geocoded(run)
    run.open.crew.dismiss()
    _tell_pace(run)


def report(run: Filling) -> Filled:
    """Say what was taken in, in the Prefect UI and to whoever watches."""
    taking = run.taking
    done = filled_task(
        run.open.warehouse, run.open.run_id, dict(taking.passed_over), taking.known_count, run.left_out,
        run.open.publish_at,
    )  # fmt: skip
    tell(done)
    return done


def _relate_cleaned(run: Filling) -> None:
    if not run.cleaning[0]:
        return
    (named, work), run.cleaning = run.cleaning, ({}, {})
    cleaned = settle_clean(run.open, named, work)
    if run.choice:
        run.left_out += sum(leave_out(batch, run.choice) for batch in cleaned)
    settled = relate(run.open, cleaned)
    if len(settled) < len(named):
        run.open.is_held = True
    give_back()
    run.geocoding = start_geocode(run.open, settled)


def _load_geocoded(run: Filling) -> None:
    (named, work), run.geocoding = run.geocoding, ({}, {})
    for some in _as_geocoded(run, named):
        placed = geocode(run.open, some, {batch.folder.name: work[batch.folder.name] for batch in some})
        run.open.is_held = run.open.is_held or len(placed) < len(some)
        for batch in placed:
            if run.open.is_held:  # what was not loaded is read again by the next run
                batch.path(Intake).unlink(missing_ok=True)
            load(run.open, [batch])
            give_back()
    if named and time.monotonic() - run.published_s > max(PUBLISH_EVERY_S, run.open.settings.publish_every):
        run.open.warehouse.publish()
        run.published_s = time.monotonic()


def _as_geocoded(run: Filling, named: dict[str, Batch]) -> list[list[Batch]]:
    """Return which batches are waited for together: all, where a remote geocoder is asked once for them."""
    batches = list(named.values())
    if run.open.settings.remote_geocoder:
        return [batches] if batches else []
    return [[batch] for batch in batches]  # so that one is loaded while the next is geocoded


def _tell_pace(run: Filling) -> None:
    taking = run.taking
    pace = Pace(
        taking.taken_count, taking.passed_bytes, taking.resumed_bytes, run.total_bytes,
        time.monotonic() - run.started_s,
    )  # fmt: skip
    tell(pace)
    run.open.show_share(pace.share, str(pace))
