"""Take in pages that were saved before: WARC files of others, our own archive, folders of HTML."""

from datetime import date

from prefect import flow
from prefect.runtime import flow_run

from flows.filling import finish, open_filling, report, take_pages, walk
from flows.hooks import FAILURE_HOOKS
from flows.stages import check, publish
from flows.turns import skips_when_busy
from tasks.report import Filled, one_line


def name_of_run() -> str:
    """Say what a run takes in, as its name in the Prefect UI."""
    words: list[str] = list(flow_run.parameters["paths"])
    shown = ", ".join(words[:3]) + (f" and {len(words) - 3} more" if len(words) > 3 else "")
    return one_line(f"backfill from {shown}")


@flow(name="backfill", flow_run_name=name_of_run, **FAILURE_HOOKS)
@skips_when_busy
def backfill(
    paths: tuple[str, ...],
    sources: tuple[str, ...] = (),
    since: date | None = None,
    until: date | None = None,
    language: str | None = None,
    home: str | None = None,
) -> Filled:
    """Take saved pages to the published database; a run that was stopped goes on where it was.

    Args:
        paths: WARC files (CC-NEWS and others), folders of them or of HTML, or the home's own archive.
        sources: Only pages of these sources; all hosts without, also those that the catalog does not know.
        since: Only articles of this day (of publication, else of capture) or later.
        until: Only articles of this day or earlier.
        language: Only articles in this language, such as en.
        home: The home's folder; else DATELINE_HOME, else ./data.
    """
    with open_filling(paths, sources, (since, until, language), home) as run:
        for part in take_pages(run):
            walk(run, part)
        finish(run)
        check(run.open)
        publish(run.open)
        return report(run)
