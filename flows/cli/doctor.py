"""`dateline doctor`."""

import os
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from flows.cli.common import home_option, json_option, new_console, print_json
from flows.cli.completing import complete_source
from tasks.settings import Home, load_settings

if TYPE_CHECKING:
    from tasks.report import Finding

EPILOG = """\b
Examples:
  dateline doctor
  dateline doctor presstv          also what its robots.txt allows
  dateline doctor --online --json  the same of all that the home follows
"""


@click.command(epilog=EPILOG)
@click.argument("names", metavar="[SOURCE]...", nargs=-1, shell_complete=complete_source)
@click.option("--online", is_flag=True, help="Ask the robots.txt of every source that the home follows.")
@json_option
@home_option
def command(names: tuple[str, ...], online: bool, as_json: bool, home: Home) -> None:
    """Look for what is wrong with machine, installation and home, and say what to do.

    Nothing is changed, and no site is asked but for the robots.txt of sources that are named. Exits with
    1 where something is at fault; a warning is something that works, and needs you before long.
    """
    from flows.progress import utc_now
    from flows.server import api_of
    from tasks.report import Api, examine, is_at_fault, render_findings

    found = api_of(home, os.environ)
    api = Api(*found) if found else None
    wanted = _wanted(home, names, online)
    findings = [*examine(home, api, utc_now()), *(_robots(home, wanted) if wanted else [])]
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        render_findings(findings, new_console())
    if is_at_fault(findings):
        click.get_current_context().exit(1)


def _wanted(home: Home, names: tuple[str, ...], online: bool) -> list[str]:
    """Return whose robots.txt to ask; UnknownSource for a name that is none, before anything is done."""
    from tasks.errors import DatelineError
    from tasks.scrape import load_source

    for name in names:
        load_source(name, home)
    if not online:
        return list(names)
    try:
        followed = load_settings(home).sources
    except DatelineError:
        followed = ()  # what is wrong there is a finding
    return list(dict.fromkeys([*names, *followed]))


def _robots(home: Home, names: list[str]) -> "list[Finding]":
    from flows.progress import utc_now
    from tasks.report import robots_findings

    return robots_findings(home, names, utc_now)
