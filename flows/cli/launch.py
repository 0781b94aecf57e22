"""Run the flow `ingest` from a command, and turn its end into words and an exit code."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console

from flows.environment import logged_to_file, prepare
from flows.server import answers, prefect_api
from flows.sources import resolve
from tasks.errors import FetchError, InputError, RunFailed
from tasks.records import Rejection
from tasks.report import RunReport
from tasks.scrape import Input
from tasks.settings import Home, load_settings

if TYPE_CHECKING:
    from datetime import date

    from tasks.load import Filters
    from tasks.report import Filled, Reprocessed


@contextmanager
def ready(home: Home, console: Console) -> Iterator[None]:
    """Have Prefect ready for runs until the block ends.

    What would end every run is found first, in a moment: a busy writer, a newer database.
    """
    from tasks.load import writer

    with writer(home, "none", wait_s=load_settings(home).writer_wait_s, tell=_speaker(console)) as warehouse:
        dead = dict(warehouse.crashed_runs())
    prepare(home)
    with logged_to_file(home), prefect_api(home, _speaker(console)), answers(home):
        from flows.upkeep import bury_now

        bury_now(dead)
        yield


def run_ingest(home: Home, sources: list[str], inputs: list[Input], console: Console) -> RunReport:
    """Run the flow with its progress shown; return what it did.

    Raises what ended the run where nothing can be reported, after any report RunFailed.
    """
    from flows.cli.watching import Watching
    from flows.ingest import ingest

    watching = Watching(console)
    with watching.shown():
        state = ingest(tuple(sources), tuple(inputs), str(home.root), return_state=True)
    if isinstance(watching.report, RunReport):
        return watching.report
    fault = state.result(raise_on_failure=False)
    raise fault if isinstance(fault, BaseException) else RunFailed(f"The run ended as {state.name}.")


def raise_for(report: RunReport, sources: list[str], inputs: list[Input]) -> None:
    """Raise for what was asked for by name and did not come, once the report is told."""
    if report.state == "failed":
        raise RunFailed(f"Some of the run's work failed: {report.reason}.", "The rest of it was loaded.")
    words = {given.word for given in inputs}
    unusable = [r for r in report.rejections if r.stage in ("input", "clean")]
    if len(words) == 1 and unusable and not report.articles:
        raise InputError(_sentence(unusable[0]), unusable[0].next_step)
    if named := sorted({r.subject for r in unusable} & words):
        raise InputError(
            f"Could not be used: {', '.join(named)}.", "Why is said above and in ops.rejections."
        )
    if silent := [name for name in sources if _is_silent(report, name)]:
        raise FetchError(
            f"No feed answered of: {', '.join(silent)}.", "`dateline source check NAME` says more."
        )


def _sentence(rejection: Rejection) -> str:
    """Say what was wrong with an input, and with which, where the reason does not name it."""
    reason = rejection.reason.rstrip(".")
    return f"{reason}." if rejection.subject in reason else f"{rejection.subject}: {reason}."


def check_sources(home: Home, names: list[str]) -> None:
    """Raise UnknownSource, SourceError or UsageError before anything is started."""
    for name in names:
        resolve(name, home)


def _is_silent(report: RunReport, source_id: str) -> bool:
    feeds = [g for g in report.fetches if g.source_id == source_id and g.link_type == "feed"]
    return bool(feeds) and all(group.outcome in ("failed", "refused") for group in feeds)


def _speaker(console: Console) -> Callable[[str], None]:
    return lambda words: console.print(words, style="dim")


def run_reprocess(home: Home, filters: "Filters", accept: str | None, console: Console) -> "Reprocessed":
    """Run the flow `reprocess` with its progress shown; raise what ended it.

    A version that is not held is refused before anything is started.
    """
    from tasks.load import writer
    from tasks.report import Reprocessed

    if accept is not None and accept != "today":
        with writer(home, "none") as warehouse:
            warehouse.known_results(accept)
    with ready(home, console):
        from flows.cli.watching import Watching
        from flows.reprocess import reprocess

        with Watching(console).shown():
            state = reprocess(filters, accept, str(home.root), return_state=True)
        done: object = state.result(raise_on_failure=False)
    if isinstance(done, Reprocessed):
        return done
    raise done if isinstance(done, BaseException) else RunFailed(f"The run ended as {state.name}.")


def run_backfill(
    home: Home,
    paths: tuple[str, ...],
    sources: tuple[str, ...],
    choice: "tuple[date | None, date | None, str | None]",
    console: Console,
) -> "Filled":
    """Run the flow `backfill` with its progress shown; raise what ended it where nothing can be reported."""
    from tasks.report import Filled

    with ready(home, console):
        from flows.backfill import backfill
        from flows.cli.watching import Watching

        watching = Watching(console)
        with watching.shown():
            state = backfill(paths, sources, *choice, str(home.root), return_state=True)
        fault: object = state.result(raise_on_failure=False)
    if isinstance(watching.report, Filled):
        return watching.report
    raise fault if isinstance(fault, BaseException) else RunFailed(f"The run ended as {state.name}.")
