"""`dateline sql`."""

import os
import shutil
import sys
from pathlib import Path
from typing import NoReturn

import click

from flows.cli.common import home_option, new_console, write_lines
from tasks.errors import UsageError, WarehouseError
from tasks.settings import Home, load_settings

EPILOG = """\b
Examples:
  dateline sql "select source_id, count(*) from marts.articles group by all"
  dateline sql -f my.sql --csv > places.csv
  dateline sql "from marts.story_map" -o map.parquet
  dateline sql --allow-files "from 'watch.csv' join marts.mentions using (place_id)"
  dateline sql                  the duckdb command line on the published file
  dateline sql --examples
"""

FORMS = ("table", "json", "csv", "markdown", "parquet")
_ENDINGS = {".json": "json", ".csv": "csv", ".md": "markdown", ".parquet": "parquet", ".txt": "table"}
_LOCKED = "set enable_external_access = false; set lock_configuration = true;"


@click.command(epilog=EPILOG)
@click.argument("query", required=False)
@click.option("-f", "--file", "file", type=click.Path(path_type=Path), help="Read the query from a file.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Write here; the ending says in which format."
)
@click.option("--format", "form", type=click.Choice(FORMS), help="How to write the rows; a table.")
@click.option("--json", "form", flag_value="json", help="Print JSON, for programs.")
@click.option("--csv", "form", flag_value="csv", help="Print CSV, for spreadsheets.")
@click.option(
    "--rows", type=click.IntRange(0), default=200, show_default=True, help="Rows of a table to print."
)
@click.option("--allow-files", is_flag=True, help="Let SQL read and write files.")
@click.option("--examples", is_flag=True, help="List queries to start from.")
@home_option
def command(
    query: str | None,
    file: Path | None,
    output: Path | None,
    form: str | None,
    rows: int,
    allow_files: bool,
    examples: bool,
    home: Home,
) -> None:
    """Ask the database in SQL, read-only; marts.* is made for reading. `-` reads the query from stdin.

    Without a query, the duckdb command line opens on the published file, where it is installed. SQL
    reaches no file and no network unless --allow-files; what a query may not do, it cannot allow itself.
    """
    if examples:
        _list_examples()
        return
    if query is None and file is None:
        _open_shell(home, allow_files)
    form = form or _form_of(output)
    if form == "parquet" and output is None:
        raise UsageError("Parquet is no text to print.", "Name a file: -o rows.parquet.")
    from tasks.load import query as ask

    table = ask(home, _words(query, file), allow_files=allow_files)
    if output is not None:
        from tasks.report import write_table

        write_table(table, form, output)
        click.echo(f"{table.num_rows:,} row{'' if table.num_rows == 1 else 's'} in {output}", err=True)
    elif form == "table":
        from tasks.report import render_table

        render_table(table, new_console(), rows)
    else:
        from tasks.report import table_lines

        write_lines(table_lines(table, form))


def _words(query: str | None, file: Path | None) -> str:
    if (query is None) == (file is None):
        raise UsageError(
            "Give one query, as an argument or with -f.",
            "Try: dateline sql 'from marts.articles limit 5'. `dateline sql --examples` lists more.",
        )
    if query == "-":
        return sys.stdin.read()
    if query is not None:
        return query
    try:
        return Path(str(file)).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise UsageError(f"{file} cannot be read: {fault}.", "Name a text file with SQL.") from fault


def _form_of(output: Path | None) -> str:
    if output is None:
        return "table"
    if found := _ENDINGS.get(output.suffix.lower()):
        return found
    raise UsageError(
        f"The ending of {output.name} says no format.",
        f"Say {', '.join(_ENDINGS)}, or the format with --format.",
    )


def _open_shell(home: Home, allow_files: bool) -> NoReturn:
    """Become the duckdb command line on the published file, which it opens read-only."""
    found = shutil.which("duckdb")
    if found is None:
        raise UsageError(
            "There is no query, and the duckdb command line is not installed.",
            "Try: dateline sql 'from marts.articles limit 5' (--examples lists more); "
            "`python -m pip install duckdb-cli` installs the command line.",
        )
    if not home.database.exists():
        raise WarehouseError(f"There is no database at {home.database} yet.", "Run `dateline ingest` first.")
    # Its -safe would forbid dot commands, too, but 1.5 refuses every query under it.
    from tasks.load import shell_bounds

    bounds = shell_bounds(home.database, load_settings(home).max_memory_bytes)
    before = f"set TimeZone = 'UTC'; {bounds}" + ("" if allow_files else f" {_LOCKED}")
    sys.stdout.flush()
    os.execv(found, [found, "-readonly", "-cmd", before, str(home.database)])  # noqa: S606


def _list_examples() -> None:
    from tasks.load import examples

    for title, words in examples():
        click.echo(f"-- {title}\n{words.strip()}\n")
