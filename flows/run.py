"""One run as the flow holds it: lock, row, folder, and what to do when some of its work fails."""

import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from prefect.artifacts import create_progress_artifact, update_progress_artifact
from prefect.exceptions import TerminationSignal
from prefect.runtime import flow_run

from flows.crew import Crew, Work
from flows.progress import Progress, tell, utc_now
from flows.server import answers
from flows.sources import resolve
from flows.turns import turn
from tasks.batches import Batch
from tasks.errors import DatelineError, RunFailed, UsageError
from tasks.hands import keep_little
from tasks.load import LoadCounts, Warehouse
from tasks.records import Check, Rejection, Run
from tasks.scrape import Input, SourceSpec
from tasks.settings import Home, Settings, load_settings, open_home
from tasks.urls import digest

SHOW_EVERY_S = 3.0  # a request to the server each time, which costs both some 20 ms
STAGES = ("discover", "fetch", "input", "clean", "relate", "geocode", "load", "check", "publish")


@dataclass(slots=True)
class OpenRun:
    """What every stage needs to know, and what went wrong so far."""

    run_id: str
    home: Home
    settings: Settings
    sources: list[SourceSpec]
    inputs: list[Input]
    warehouse: Warehouse
    crew: Crew
    is_named: bool = False  # whether a person named the sources; else the home follows them
    progress_id: UUID | None = None
    rejections: list[Rejection] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    is_ended: bool = False
    is_staged: bool = True  # whether one stage follows the other, so that they tell how far the run is
    is_held: bool = False  # whether something was not loaded, so that what is read stays marked as unread
    publish_at: datetime | None = None  # when what it did is published, where that was not due
    shown_s: float = 0.0  # when the progress artifact was moved last

    @property
    def folder(self) -> Path:
        """Where the stages of this run leave their batches."""
        return self.home.runs / self.run_id

    def settle(self, stage: str, work: Mapping[str, Work], before: int = 0, of: int = 0) -> dict[str, Any]:
        """Wait for the work of a stage; what fails is noted, and the rest is returned by subject.

        `before` pieces of `of` were done before, where a stage is settled piece by piece.
        """
        results: dict[str, Any] = {}
        total = of or len(work)
        for done, (subject, future) in enumerate(work.items(), before + 1):
            future.wait()
            if future.state.is_completed():
                results[subject] = future.result()
            else:
                self.note_failure(stage, subject, future.state.result(raise_on_failure=False))
            if self.is_staged:
                self._tell(stage, done, total)
        return results

    def find_sources(self, names: tuple[str, ...]) -> None:
        """Read the sources' files; one that is broken is noted and keeps no other out."""
        forgotten = self.warehouse.forgotten()
        for name in names:
            if name in forgotten:
                self.skip_forgotten(name)
                continue
            try:
                self.sources.append(resolve(name, self.home))
            except UsageError as fault:
                self.note_failure("discover", name, fault)

    def skip_forgotten(self, name: str) -> None:
        """Leave a source alone that a person has had forgotten, and say so; that is no failure."""
        reason = "The source was forgotten, and nothing of it is fetched."
        step = "Take it out of `sources` in dateline.toml."
        self.reject(
            Rejection(
                digest("discover", name, reason), self.run_id, "discover", name, reason, step, utc_now()
            )
        )

    def note_failure(self, stage: str, subject: str, fault: Any) -> None:
        """Keep failed work as a rejection; the run goes on and ends as failed."""
        if isinstance(fault, DatelineError):
            reason, next_step = fault.message, fault.next_step
        else:
            reason = _in_a_line(fault)
            next_step = f"The run's log in the Prefect UI says where; files are in {self.folder}."
        self.faults.append(f"{stage} {subject}: {reason.rstrip('.')}")
        self.reject(
            Rejection(
                digest(stage, subject, reason), self.run_id, stage, subject, reason, next_step, utc_now()
            )
        )

    def reject(self, *rejections: Rejection) -> None:
        """Keep what could not be used, for the database and for the report."""
        self.rejections.extend(rejections)
        self.warehouse.rejections(rejections)

    def note_loaded(self, counts: LoadCounts) -> None:
        """Keep a batch that was rolled back as a fault."""
        if counts.failed:
            self.faults.append(f"load {counts.batch}: {counts.failed}")

    def note_checks(self, checks: list[Check]) -> None:
        """Keep a broken check of severity error as a fault."""
        broken = [check for check in checks if check.bad_rows and check.severity == "error"]
        self.faults.extend(f"check {check.check_name}: {check.bad_rows} bad rows" for check in broken)

    def note_input(self, subject: str, reason: str, next_step: str) -> None:
        """Keep what was given and could not be read as a rejection; the run goes on, and is no failure."""
        row_id = digest("input", subject, reason)
        self.reject(Rejection(row_id, self.run_id, "input", subject, reason, next_step, utc_now()))

    def show_share(self, share: float, words: str | None = None) -> None:
        """Move the run's progress artifact, a few seconds after it was moved last at the soonest."""
        if self.progress_id and (share >= 1 or time.monotonic() - self.shown_s > SHOW_EVERY_S):
            self.shown_s = time.monotonic()
            update_progress_artifact(artifact_id=self.progress_id, progress=100 * share, description=words)

    def _tell(self, stage: str, done: int, total: int) -> None:
        if stage != "fetch":  # whose sources speak for themselves
            tell(Progress(stage, "", done, total))
        self.show_share((STAGES.index(stage) + done / total) / len(STAGES))

    def end(self, fault: BaseException | None = None) -> None:
        """Record how the run ended, before what it did is published."""
        if isinstance(fault, DatelineError):
            self.faults.append(fault.message.rstrip("."))
        elif fault is not None:
            stopped = isinstance(fault, KeyboardInterrupt | TerminationSignal)
            self.faults.append("it was stopped" if stopped else _in_a_line(fault))
        self.is_ended = True
        self.warehouse.end_run(
            self.run_id, "failed" if self.faults else "completed", "; ".join(self.faults) or None
        )


@contextmanager
def open_run(
    sources: tuple[str, ...],
    inputs: tuple[Input, ...],
    home_path: str | None,
    *,
    flow: str = "ingest",
    words: tuple[str, ...] = (),
    crew: Crew | None = None,
) -> Iterator[OpenRun]:
    """Hold the writer's lock, the run's row and its workers until the block ends; then failed work raises.

    A run that takes neither sources nor inputs says in `words` what it does take.
    """
    home = open_home(home_path)
    settings = load_settings(home)
    names = sources if words else _asked_for(sources, inputs, settings)
    run_id = str(flow_run.id)
    keep_little()
    with turn(home, run_id) as warehouse, crew or Crew(settings) as workers:
        run = OpenRun(run_id, home, settings, [], list(inputs), warehouse, workers, is_named=bool(sources))
        if flow != "reprocess":  # which compares and accepts everything at once
            warehouse.spare_memory()
        given = words or tuple(one.word for one in inputs)
        warehouse.start_run(Run(run_id, flow, "running", None, names, given, os.getpid(), utc_now(), None))
        try:
            with answers(home):
                made = create_progress_artifact(0.0, key=f"{flow}-progress", description="How far the run is")
                run.progress_id = _artifact_id(made)
                if not words:
                    run.find_sources(names)
                yield run
        except BaseException as fault:
            if not run.is_ended:
                run.end(fault)
                warehouse.publish_when_due(settings.publish_every)
            raise
    if run.faults:
        raise RunFailed("; ".join(run.faults) + ".", "The rest of the run was loaded.")
    shutil.rmtree(run.folder, ignore_errors=True)


def _in_a_line(fault: object) -> str:
    return f"{type(fault).__name__}: {fault}".splitlines()[0].strip(": ")


def _artifact_id(made: Any) -> UUID:
    # The types say that it may be a coroutine, which it is only inside an event loop.
    return UUID(str(made))


def by_folder(batches: list[Batch]) -> dict[str, Batch]:
    """Name batches by their folders."""
    return {batch.folder.name: batch for batch in batches}


def _asked_for(sources: tuple[str, ...], inputs: tuple[Input, ...], settings: Settings) -> tuple[str, ...]:
    if sources or inputs:
        return tuple(dict.fromkeys(sources))
    if settings.sources:
        return settings.sources
    raise UsageError(
        "Nothing is followed yet, and nothing was named.",
        "Follow a source with `dateline source add NAME` (`dateline source list` shows them), "
        "or name a source, a file or a URL.",
    )
