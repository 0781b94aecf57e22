"""`dateline backfill`."""

from dataclasses import asdict
from datetime import datetime

import click

from flows.cli.common import home_option, json_option, new_console, print_json
from flows.cli.completing import complete_source
from flows.cli.filters import refuse_unknown
from tasks.settings import Home

EPILOG = """\b
Examples:
  dateline backfill CC-NEWS-20261120.warc.gz              pages of all hosts in it
  dateline backfill pages/ --source presstv --since 2024-11-01
  dateline backfill data/archive                          our own archive, to fill a new database
"""
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command(epilog=EPILOG)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="NAME",
    shell_complete=complete_source,
    help="Only pages of these sources.",
)
@click.option("--since", type=_DAY, help="Only articles of this day or later.")
@click.option("--until", type=_DAY, help="Only articles of this day or earlier.")
@click.option("--language", metavar="CODE", help="Only articles in this language, such as en.")
@json_option
@home_option
def command(
    paths: tuple[str, ...],
    sources: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    language: str | None,
    as_json: bool,
    home: Home,
) -> None:
    """Take in pages that were saved before: WARC files, our own archive, folders of HTML.

    A run that is stopped, however, goes on where it was when the same is asked for again. Pages of hosts
    that the catalog does not know become articles of a source named by the host.
    """
    from tasks.scrape.backfill import find_piles

    find_piles(paths, home)  # what is not there is said now
    refuse_unknown(tuple(name for name in sources if "." not in name), home)  # a host may be of nobody yet
    from flows.cli.launch import run_backfill
    from tasks.report import as_json_value, render_filled

    console = new_console(stderr=as_json)
    days = [moment.date() if moment else None for moment in (since, until)]
    done = run_backfill(home, paths, sources, (days[0], days[1], language), console)
    if as_json:
        print_json(as_json_value(asdict(done)))
    else:
        from flows.cli.closing import render_closing

        render_filled(done, console)
        render_closing(home, console)
    if done.state == "failed":
        from tasks.errors import RunFailed

        raise RunFailed(f"Some of the run's work failed: {done.reason}.", "Run it again for the rest.")
