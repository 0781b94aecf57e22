"""`dateline diff`."""

import click

from flows.cli.common import home_option, json_option, new_console, print_json
from tasks.settings import Home

EPILOG = """\b
Examples:
  dateline diff 3f0c1a                    every change of an article, in order
  dateline diff 3f0c1a --from 1 --to 2    the first version beside the second
  dateline sql "select article_id, change_type, headline from marts.corrections"
"""


@click.command(epilog=EPILOG)
@click.argument("article", metavar="ARTICLE")
@click.option("--from", "first", type=click.IntRange(1), help="Number of the earlier version.")
@click.option("--to", "last", type=click.IntRange(1), help="Number of the later version.")
@json_option
@home_option
def command(article: str, first: int | None, last: int | None, as_json: bool, home: Home) -> None:
    """Show what changed in an article: sentences that went and sentences that came.

    ARTICLE is an article's id, or the beginning of one.
    """
    from tasks.report import differences, render_differences

    found = differences(home, article, first, last)
    if as_json:
        print_json(found.as_json())
    else:
        render_differences(found, new_console())
