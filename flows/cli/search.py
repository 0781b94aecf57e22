"""`dateline search`."""

from typing import Any

import click

from flows.cli.common import home_option, json_option, new_console, write_lines
from flows.cli.filters import filter_options, filters_of
from tasks.settings import Home

EPILOG = """\b
Examples:
  dateline search ferry "Caspian Sea"         articles in which both stand
  dateline search gas --within dateline:south-caucasus --since 2026-11-01
  dateline search drilled --fts               drill, drills and drilling too, the best first
"""


@click.command(epilog=EPILOG)
@click.argument("words", nargs=-1, required=True)
@filter_options
@click.option("--fts", is_flag=True, help="By stems and rank (wants DuckDB's fts extension).")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="At most so many.")
@json_option
@home_option
def command(words: tuple[str, ...], fts: bool, limit: int, as_json: bool, home: Home, **given: Any) -> None:
    """Find articles in which all WORDS stand, in headline, description or text; case does not matter.

    Words in quotes are a phrase. Those with a word in the headline come first, then the newest.
    """
    filters = filters_of(given, home)
    from tasks.load import search
    from tasks.report import render_hits, table_lines

    found = search(home, words, filters, limit, by_index=fts)
    if as_json:
        write_lines(table_lines(found, "json"))
    else:
        render_hits(found, words, new_console(), limit)
