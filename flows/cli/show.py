"""`dateline show`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.cli.common import home_option, json_option, new_console, print_json, write_page
from tasks.errors import UsageError
from tasks.settings import Home

if TYPE_CHECKING:
    from tasks.report import Shown

EPILOG = """\b
Examples:
  dateline show 3f0c1a             an article: its text with every mention marked
  dateline show 3f0c1a --html      the same as a page, with its archived copy beside it
  dateline show 3f0c1a --story     its story: who carries the text, in order of time
  dateline show 9be27c --json      a mention: sentence, place, rule and archived record
  dateline show 9be27c --evidence  the same, derived from the archived bytes anew
  dateline sql "select article_id, headline from marts.articles"     where ids come from
"""


@click.command(epilog=EPILOG)
@click.argument("id_", metavar="ID")
@click.option(
    "--evidence", is_flag=True, help="Derive it from the archived bytes anew; of an article every mention."
)
@click.option("--story", "as_story", is_flag=True, help="Show the story: all who carry the text.")
@click.option("--html", "as_html", is_flag=True, help="Write a page, and the archived copies in a folder.")
@click.option(
    "-o", "output", type=click.Path(path_type=Path), help="The file of --html; else ID.html in this folder."
)
@json_option
@home_option
def command(
    id_: str, evidence: bool, as_story: bool, as_html: bool, output: Path | None, as_json: bool, home: Home
) -> None:
    """Show an article with its mentions marked, its story, or one mention with its evidence.

    ID is an article's, a story's or a mention's id, or the beginning of one.
    """
    from tasks.report import as_json_value, render_shown, show

    if as_json and as_html:
        raise UsageError("--json and --html cannot be had at once.", "Take one of them.")
    shown = show(home, id_, evidence, as_story)
    if as_html or output:
        _write(home, shown, output)
    elif as_json:
        print_json({"kind": shown.kind, **as_json_value(shown.data)})
    else:
        render_shown(shown, new_console())


def _write(home: Home, shown: "Shown", output: Path | None) -> None:
    from tasks.report import copies_of, shown_page, writable, write_copies

    if shown.kind == "mention":
        article_id = shown.data["article_id"][:12]
        raise UsageError(
            "A mention has no page of its own.", f"Its article has: dateline show {article_id} --html"
        )
    output = output or Path(f"{shown.data[f'{shown.kind}_id'][:12]}.html")
    write_page(output, b"")  # what cannot be written is said before any copy is
    copies = copies_of(shown)
    folder = output.with_name(f"{output.stem}-archive")
    missed = write_copies(home, folder, copies)
    written = [name for name, row in copies if row["warc_file"] and name not in missed]
    write_page(output, writable(shown_page(shown, folder.name, written)))
    click.echo(
        f"{output}: {shown.kind} {shown.data[f'{shown.kind}_id'][:12]}; {len(written)} archived copies."
    )
    for why in missed.values():
        click.echo(why, err=True)
