"""`dateline export`."""

from pathlib import Path
from typing import Any

import click

from flows.cli.common import home_option, json_option, new_console, print_json
from flows.cli.filters import filter_options, filters_of
from tasks.settings import Home

EPILOG = """\b
Examples:
  dateline export parquet -o out
  dateline export geojson -o map --within dateline:south-caucasus --since 2024-11-01
  dateline export csv -o sheets --source presstv --no-text
"""


@click.command(epilog=EPILOG)
@click.argument("form", metavar="FORMAT", type=click.Choice(["parquet", "geoparquet", "geojson", "csv"]))
@click.option(
    "-o",
    "--output",
    "folder",
    metavar="DIR",
    required=True,
    type=click.Path(path_type=Path),
    help="A folder.",
)
@click.option("--no-text", is_flag=True, help="Leave out bodies, summaries, captions and sentences.")
@click.option("--force", is_flag=True, help="Replace an earlier export of that name.")
@filter_options
@json_option
@home_option
def command(
    form: str, folder: Path, no_text: bool, force: bool, as_json: bool, home: Home, **given: Any
) -> None:
    """Write articles, mentions and places into a new folder, as parquet, geoparquet, geojson or csv.

    The folder also gets a datapackage.json, which says what was chosen, what each column is, and whose the
    data are. The filters on mentions choose articles by them, and of these the mentions that they mean.
    """
    from datetime import UTC, datetime

    from tasks.report import export

    done = export(home, form, folder, filters_of(given, home), not no_text, force, datetime.now(UTC))
    if as_json:
        print_json(done.as_json())
        return
    counts = ", ".join(f"{number:,} {name}" for name, number in done.rows.items())
    new_console().print(f"Wrote {counts} to {folder} ({done.size_bytes / 1e6:,.1f} MB).")
