"""The one set of filters, as options of every command that chooses articles or mentions."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from flows.cli.completing import complete_source
from tasks.settings import Home

if TYPE_CHECKING:
    from tasks.load import Filters

F = TypeVar("F", bound=Callable[..., Any])

_DAY = click.DateTime(["%Y-%m-%d"])
_OPTIONS = (
    click.option("--source", multiple=True, shell_complete=complete_source, help="Of these sources."),
    click.option("--place", help="That speak of this place (its id)."),
    click.option("--within", help="That speak of what lies in this place (its id)."),
    click.option("--since", type=_DAY, help="From this day on."),
    click.option("--until", type=_DAY, help="Up to this day."),
    click.option("--role", help="With a mention as location_created, content_location or mentioned."),
    click.option("--kind", help="With a mention of this kind: name, demonym, metonym, embedded."),
    click.option("--min-confidence", type=click.FloatRange(0, 1), help="With a mention at least so sure."),
    click.option("--language", help="In this language, such as en."),
)


def filter_options(command: F) -> F:
    """Add the filters; the command gets them as keywords and hands them to `filters_of`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def filters_of(given: dict[str, Any], home: Home) -> "Filters":
    """Make the filters of a command's keywords; click.UsageError where a word is none of its kind.

    UnknownSource for a source that neither the catalog nor the database knows: that nothing is of it is
    no answer.
    """
    from tasks.load import Filters
    from tasks.records import MENTION_KINDS, ROLES

    for name, known in (("role", ROLES), ("kind", MENTION_KINDS)):
        if given[name] is not None and given[name] not in known:
            raise click.UsageError(f"--{name} cannot be '{given[name]}': say {', '.join(known)}.")
    refuse_unknown(given["source"], home)
    plain: dict[str, Any] = {k: v.date() if isinstance(v, datetime) else v for k, v in given.items()}
    return Filters(**plain)


def refuse_unknown(names: tuple[str, ...], home: Home) -> None:
    """Raise UnknownSource for the first name that is no source; pages of unlisted hosts have sources, too."""
    if not names:
        return
    from tasks.load import query
    from tasks.scrape import find_source, load_source

    held: set[str] = set()
    if home.database.exists():
        held = set(query(home, "select source_id from core.sources")["source_id"].to_pylist())
    for name in names:
        if name not in held and find_source(name, home) is None:
            load_source(name, home)  # which says so, with the nearest names
