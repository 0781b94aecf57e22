"""`dateline sql`."""

import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from flows.cli.common import home_option, new_console, write_lines
from tasks.errors import UsageError
from tasks.settings import Home

EPILOG = """\b
Examples:
  dateline sql "select source_id, count(*) from marts.articles group by all"
  dateline sql -f my.sql --csv > places.csv
  dateline sql --examples
"""


@click.command(epilog=EPILOG)
@click.argument("query", required=False)
@click.option("-f", "--file", "file", type=click.Path(path_type=Path), help="Read the query from a file.")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table")
@click.option("--json", "form", flag_value="json", help="Print JSON, for programs.")
@click.option("--csv", "form", flag_value="csv", help="Print CSV, for spreadsheets.")
@click.option(
    "--rows", type=click.IntRange(0), default=200, show_default=True, help="Rows of a table to print."
)
@click.option("--examples", is_flag=True, help="List queries to start from.")
@home_option
def command(query: str | None, file: Path | None, form: str, rows: int, examples: bool, home: Home) -> None:
    """Ask the database in SQL, read-only; marts.* is made for reading. `-` reads the query from stdin."""
    from tasks.load import query as ask

    if examples:
        _list_examples()
        return
    table = ask(home, _words(query, file))
    if form == "json":
        from tasks.report import table_json

        write_lines(table_json(table))
    elif form == "csv":
        _write_csv(table)
    else:
        from tasks.report import render_table

        render_table(table, new_console(), rows)


def _words(query: str | None, file: Path | None) -> str:
    if (query is None) == (file is None):
        raise UsageError(
            "Give one query, as an argument or with -f." if query else "There is no query.",
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


def _list_examples() -> None:
    from tasks.load import examples

    for title, words in examples():
        click.echo(f"-- {title}\n{words.strip()}\n")


def _write_csv(table: Any) -> None:
    write_lines(_csv_lines(table))


def _csv_lines(table: Any) -> Iterator[str]:
    from tasks.report import csv_rows

    scratch = io.StringIO()
    writer = csv.writer(scratch, lineterminator="")
    for row in csv_rows(table):
        writer.writerow(row)
        yield scratch.getvalue()
        scratch.seek(0)
        scratch.truncate()
