"""`dateline geoparse`."""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from flows.cli.common import new_console, print_json, write_lines
from tasks.errors import InputError, UsageError

if TYPE_CHECKING:
    from rich.table import Table

EPILOG = """\b
Examples:
  dateline geoparse article.txt                       a table of the places that it names
  echo "Shelling near Julfa, Iran." | dateline geoparse - --geojson
  dateline geoparse --jsonl news.jsonl > found.jsonl  lines {"doc_id", "text", "title"?, "domain"?, "date"?}
"""


@click.command(epilog=EPILOG)
@click.argument("file", metavar="FILE|-")
@click.option("--title", help="The headline, a field of its own.")
@click.option("--country", metavar="CODE", help="The country of whoever published it, as in ISO 3166: IR.")
@click.option("--language", metavar="TAG", help="What it is written in; else told from the text.")
@click.option("--json", "form", flag_value="json", help="Print JSON, for programs.")
@click.option("--geojson", "form", flag_value="geojson", help="Print GeoJSON, for maps.")
@click.option("--jsonl", "form", flag_value="jsonl", help="Read JSON lines and print a line for each.")
@click.option("--no-home", is_flag=True, help="With --jsonl: do not learn where each domain is at home.")
def command(
    file: str, title: str | None, country: str | None, language: str | None, form: str | None, no_home: bool
) -> None:
    """Print the places that a text names, without a database; `-` reads stdin."""
    if form == "jsonl":
        _lines(file, at_home=not no_home)
        return
    from tasks.geocode import features, gazetteer, geoparse, plain_focus, plain_mention

    gaz = gazetteer()
    with _opened(file) as text:
        fields = {"headline": title, "article_body": text.read()}
    code = country.upper() if country else None
    if code is not None and gaz.country_row(code) is None:
        raise click.BadParameter(
            f"{country!r} is no country's code; two letters, as IR.", param_hint="--country"
        )
    parsed = geoparse(fields, language=language, country_code=code, gaz=gaz)
    mentions = [plain_mention(m, gaz) for m in parsed.mentions]
    if form == "geojson":
        print_json(features(parsed, gaz))
    elif form == "json":
        print_json({"status": parsed.status, "mentions": mentions, "focus": plain_focus(parsed, gaz)})
    elif parsed.status == "language":
        click.echo("This is not English; its places are not guessed. (--language en reads it all the same.)")
    else:
        new_console().print(_table(mentions))


def _lines(file: str, *, at_home: bool) -> None:
    import json

    from tasks.geocode import geoparse_lines, read_lines

    with _opened(file) as text:
        documents = read_lines(text, "standard input" if file == "-" else file)
        found = geoparse_lines(documents, at_home=at_home)
        write_lines(json.dumps(line, ensure_ascii=False) for line in found)


@contextmanager
def _opened(file: str) -> Iterator[TextIO]:
    """Open a file or stdin as UTF-8 with its line ends as they are.

    UsageError where there is no such file, InputError where it is not UTF-8.
    """
    try:
        if file == "-":
            yield io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", newline="\n")
        else:
            with Path(file).open(encoding="utf-8", newline="\n") as text:
                yield text
    except UnicodeDecodeError as fault:
        raise InputError(
            f"{file} is not UTF-8 ({fault.reason}, byte {fault.start}).", "Convert it first."
        ) from fault
    except OSError as fault:
        raise UsageError(f"{file} cannot be read ({fault.strerror}).", "Check the path.") from fault


def _table(mentions: list[dict[str, Any]]) -> "Table":
    from rich.table import Table

    from tasks.report import plain

    table = Table("words", "place", "kind", "role", "precision", "sure", "rule", box=None, pad_edge=False)
    for m in mentions:
        place = (
            f"{m['name']} {m['country_code'] or ''} {m['place_id']}" if "name" in m else f"? {m['reason']}"
        )
        sure = f"{m['confidence']:.2f}"
        row = (" ".join(m["exact"].split()), place, m["kind"], m["role"], m["precision"], sure, m["protocol"])
        table.add_row(*map(plain, row))
    return table
