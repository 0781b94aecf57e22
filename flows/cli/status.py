"""`dateline status`."""

import click

from flows.cli.common import home_option, json_option, new_console, print_json
from tasks.settings import Home


@click.command(epilog="Example: dateline status --json")
@json_option
@home_option
def command(as_json: bool, home: Home) -> None:
    """Say what is followed, how the last run went, what the database holds and what was rejected."""
    from tasks.report import home_status, render_status

    status = home_status(home)
    if as_json:
        print_json(status.as_json())
    else:
        render_status(status, new_console())
