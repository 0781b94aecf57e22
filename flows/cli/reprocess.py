"""`dateline reprocess`."""

from typing import Any

import click

from flows.cli.common import home_option, json_option, new_console, print_json
from flows.cli.filters import filter_options, filters_of
from tasks.settings import Home

EPILOG = """\b
Examples:
  dateline reprocess                            everything, beside what is accepted
  dateline reprocess --source presstv --since 2024-11-01
  dateline reprocess --accept                   make today's results the accepted ones
  dateline reprocess --accept '1+3f0c1a7e~1+b2'  back to those of an earlier cleaner and geocoder
"""


@click.command(epilog=EPILOG)
@filter_options
@click.option(
    "--accept",
    is_flag=False,
    flag_value="today",
    metavar="[VERSION]",
    help="Accept today's results, or those of the version that begins so.",
)
@json_option
@home_option
def command(accept: str | None, as_json: bool, home: Home, **given: Any) -> None:
    """Read archived bytes again with today's cleaner and geocoder, and show what changes.

    What is accepted stays until --accept; what was read is kept, so that a run that was stopped goes on
    where it was.
    """
    filters = filters_of(given, home)
    from flows.cli.launch import run_reprocess
    from tasks.report import render_reprocessed

    console = new_console(stderr=as_json)
    done = run_reprocess(home, filters, accept, console)
    if as_json:
        print_json(done.as_json())
    else:
        render_reprocessed(done, console)
