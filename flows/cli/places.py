"""`dateline places`."""

from dataclasses import asdict

import click

from flows.cli.common import home_option, json_option, new_console, print_json
from tasks.settings import Home

EPILOG = """\b
Examples:
  dateline places Julfa
  dateline places "Julfa, Iran" --json
  dateline places Birmingham --country US --limit 3
"""


@click.command(epilog=EPILOG)
@click.argument("name")
@click.option("--country", "country_codes", metavar="CODE", help="Only in this country: IR; or IR,AZ.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="At most so many.")
@json_option
@home_option
def command(name: str, country_codes: str | None, limit: int, as_json: bool, home: Home) -> None:
    """List the places that a NAME may mean, with what speaks for each.

    The likeliest without any context stands first; what stands after a comma must contain the place.
    """
    from tasks.geocode import list_places, near_spellings, open_gazetteer
    from tasks.report import render_places

    gaz = open_gazetteer(home)
    found = list_places(name, gaz, country_codes)
    if not found:
        raise _nothing(name, country_codes, near_spellings(name.split(",")[0], gaz), gaz.version)
    rows = [asdict(listed) for listed in found[:limit]]
    if as_json:
        print_json(rows)
        return
    render_places(rows, new_console())
    if len(found) > limit:
        click.echo(f"{len(found) - limit} more; see them with --limit {len(found)}.")


def _nothing(name: str, country_codes: str | None, near: list[str], version: str) -> Exception:
    from tasks.errors import NoSuchPlace

    where = f" in {country_codes}" if country_codes else ""
    say = f"Near spellings: {', '.join(near)}." if near else "Try it as GeoNames writes it, or part of it."
    return NoSuchPlace(f"The gazetteer ({version}) has no place '{name}'{where}.", say)
