"""`dateline verify`."""

from typing import Any

import click

from flows.cli.common import home_option, json_option, new_console, print_json
from flows.cli.filters import filter_options, filters_of
from tasks.settings import Home

EPILOG = """\b
Examples:
  dateline verify                                     everything
  dateline verify --sample 200                        200 versions by lot
  dateline verify --source presstv --since 2024-11-01 --json
"""


@click.command(epilog=EPILOG)
@click.option("--sample", type=click.IntRange(1), metavar="N", help="Only so many versions, by lot.")
@click.option("--seed", metavar="WORD", help="The lot; the same word draws the same versions again.")
@filter_options
@json_option
@home_option
def command(sample: int | None, seed: str | None, as_json: bool, home: Home, **given: Any) -> None:
    """Read the archive again and say whether what stands in the tables comes from it.

    Every record must be there, undamaged and of its digest. Texts and mentions must agree with what they were
    read from, and are derived anew where today's cleaner and geocoder are those that made them. Exits
    with 1 where something does not match.
    """
    from datetime import UTC, datetime

    from tasks.report import render_verified, verify

    now = datetime.now(UTC)
    done = verify(home, filters_of(given, home), sample, seed or f"{now:%Y%m%d%H%M%S%f}", now)
    if as_json:
        print_json(done.as_json())
    else:
        render_verified(done, new_console())
    if done.mismatches:
        click.get_current_context().exit(1)
