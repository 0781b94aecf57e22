"""`dateline reprocess`."""

from datetime import datetime

import click

from flows.cli.common import home_option, json_option, new_console, print_json
from tasks.settings import Home

EPILOG = """\b
Examples:
  dateline reprocess                            everything, beside what is accepted
  dateline reprocess --source presstv --since 2024-11-01
  dateline reprocess --accept                   make today's results the accepted ones
  dateline reprocess --accept '1+3f0c1a7e~1+b2'  back to those of an earlier cleaner and geocoder
"""
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command(epilog=EPILOG)
@click.option("--source", multiple=True, help="Of these sources.")
@click.option("--place", help="That speak of this place (its id).")
@click.option("--within", help="That speak of what lies in this place (its id).")
@click.option("--since", type=_DAY, help="From this day on.")
@click.option("--until", type=_DAY, help="Up to this day.")
@click.option("--role", help="With a mention of this role: location_created, content_location, mentioned.")
@click.option("--kind", help="With a mention of this kind: name, demonym, metonym, embedded.")
@click.option("--min-confidence", type=click.FloatRange(0, 1), help="With a mention at least so sure.")
@click.option("--language", help="In this language, such as en.")
@click.option(
    "--accept",
    is_flag=False,
    flag_value="today",
    metavar="[VERSION]",
    help="Accept today's results, or those of the version that begins so.",
)
@json_option
@home_option
def command(
    source: tuple[str, ...],
    place: str | None,
    within: str | None,
    since: datetime | None,
    until: datetime | None,
    role: str | None,
    kind: str | None,
    min_confidence: float | None,
    language: str | None,
    accept: str | None,
    as_json: bool,
    home: Home,
) -> None:
    """Read archived bytes again with today's cleaner and geocoder, and show what changes.

    What is accepted stays until --accept; what was read is kept, so that a run that was stopped goes on
    where it was.
    """
    _check(role, kind)
    from flows.cli.launch import run_reprocess
    from tasks.load import Filters
    from tasks.report import render_reprocessed

    first, last = (moment.date() if moment else None for moment in (since, until))
    filters = Filters(source, place, within, first, last, role, kind, min_confidence, language)
    console = new_console(stderr=as_json)
    done = run_reprocess(home, filters, accept, console)
    if as_json:
        print_json(done.as_json())
    else:
        render_reprocessed(done, console)


def _check(role: str | None, kind: str | None) -> None:
    from tasks.records import MENTION_KINDS, ROLES

    for option, value, known in (("--role", role, ROLES), ("--kind", kind, MENTION_KINDS)):
        if value is not None and value not in known:
            raise click.UsageError(f"{option} cannot be '{value}': say {', '.join(known)}.")
