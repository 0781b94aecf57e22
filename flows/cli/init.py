"""`dateline init`."""

from pathlib import Path

import click

from flows.cli.common import home_option, write_lines
from tasks.settings import Home, open_home

EPILOG = """\b
Examples:
  dateline init                    in DATELINE_HOME, else ./data
  dateline init ~/news --dry-run   what would be made; nothing is
  dateline init ~/news             then: export DATELINE_HOME=~/news
  dateline init -o -               print the settings file, to compare
"""


@click.command(epilog=EPILOG)
@click.argument("folder", metavar="[FOLDER]", required=False, type=click.Path())
@click.option("-o", "--output", metavar="FILE|-", help="Only write the settings file, here; - prints it.")
@click.option("--dry-run", is_flag=True, help="Say what would be made, and make nothing.")
@home_option
def command(folder: str | None, output: str | None, dry_run: bool, home: Home) -> None:
    """Make a home: a folder with its settings file, in which every setting is explained.

    What is there already is never overwritten.
    """
    from tasks.errors import UsageError
    from tasks.settings_text import settings_text

    home = open_home(folder) if folder else home
    target = Path(output) if output else home.settings_file
    if output == "-":
        write_lines([settings_text().rstrip()])
        return
    if target.exists():
        raise UsageError(f"{target} is there already.", "`dateline init -o -` prints the file, to compare.")
    if dry_run:
        click.echo(f"Would write {target}; nothing was changed.")
        return
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8") as file:
            file.write(settings_text())
        if not output:
            home.sources.mkdir(exist_ok=True)
    except OSError as fault:
        raise UsageError(
            f"{target} cannot be written: {fault.strerror}.", "Choose another folder."
        ) from fault
    click.echo(f"Wrote {target}.")
    if not output:
        _say_next(home)


def _say_next(home: Home) -> None:
    """Say how to use it, with the words that reach this home."""
    reached = "" if home == open_home() else f" --home {home.root}"
    click.echo(f"Next: dateline source add NAME{reached}, then dateline ingest{reached}.")
    if reached:
        click.echo(f"To leave --home out: export DATELINE_HOME={home.root}")
