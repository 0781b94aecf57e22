"""`dateline show`."""

import click

from flows.cli.common import home_option, json_option, new_console, print_json
from tasks.settings import Home

EPILOG = """\b
Examples:
  dateline show 3f0c1a             an article: its text with every mention marked
  dateline show 9be27c --json      a mention: sentence, place, rule and archived record
  dateline show 9be27c --evidence  the same, derived from the archived bytes anew
  dateline sql "select article_id, headline from marts.articles"     where ids come from
"""


@click.command(epilog=EPILOG)
@click.argument("id_", metavar="ID")
@click.option(
    "--evidence", is_flag=True, help="Derive it from the archived bytes anew; of an article every mention."
)
@json_option
@home_option
def command(id_: str, evidence: bool, as_json: bool, home: Home) -> None:
    """Show an article with its mentions marked, or one mention with its evidence.

    ID is an article's or a mention's id, or the beginning of one.
    """
    from tasks.report import as_json_value, render_shown, show

    shown = show(home, id_, evidence)
    if as_json:
        print_json({"kind": shown.kind, **as_json_value(shown.data)})
    else:
        render_shown(shown, new_console())
