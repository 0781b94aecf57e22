"""`dateline archive`."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from flows.cli.common import home_option, json_option, write_lines, write_page
from flows.cli.completing import complete_source
from tasks.settings import Home

EPILOG = """\b
Examples:
  dateline archive list --source presstv
  dateline archive list https://news.example/a --json
  dateline archive extract https://news.example/a > a.html
  dateline archive extract https://news.example/a --file CC-NEWS-20261120.warc.gz
  dateline archive page 3f0c1a -o a.html
"""
file_option = click.option(
    "--file",
    "files",
    multiple=True,
    metavar="WARC",
    type=click.Path(path_type=Path),
    help="Look into this WARC file, and not into the home's archive; may be repeated.",
)


@click.group(epilog=EPILOG)
def command() -> None:
    """List what the archive holds, and take content out of it."""


@command.command(name="list", epilog="Example: dateline archive list https://news.example/a")
@click.argument("url", required=False)
@click.option("--source", metavar="NAME", shell_complete=complete_source, help="Only records of this source.")
@click.option("--all", "is_all", is_flag=True, help="Requests, metadata and file headers as well.")
@file_option
@json_option
@home_option
def list_(
    url: str | None, source: str | None, is_all: bool, files: tuple[Path, ...], as_json: bool, home: Home
) -> None:
    """List archived records, of one URL or of all: when, what, status, bytes, URL, file and offset.

    Exits with 1 where a file is damaged; what can be read is listed all the same.
    """
    from tasks.errors import ArchiveError
    from tasks.scrape.archive.find import archive_files, find_records
    from tasks.scrape.archive.read import Damage

    damaged: list[Damage] = []
    is_empty = True

    def rows() -> Iterator[dict[str, Any]]:
        nonlocal is_empty
        for found in find_records(files or archive_files(home, source), url, is_all=is_all):
            if isinstance(found, Damage):
                damaged.append(found)
            else:
                is_empty = False
                yield _row(found, home)

    write_lines(_json(rows()) if as_json else map(_line, rows()))
    if is_empty and not damaged:
        what = url or (f"the source '{source}'" if source else "anything")
        click.echo(f"The archive has no record of {what}. `dateline status` says what was fetched.", err=True)
    if damaged:
        first = damaged[0]
        raise ArchiveError(
            f"{len(damaged)} places cannot be read; the first is at {first.offset} of {first.path}: "
            f"{first.reason}.",
            "The next run repairs a record that a crash cut short; for other damage take a copy.",
        )


@command.command(epilog="Example: dateline archive extract https://news.example/a -o a.html")
@click.argument("url")
@click.option("--until", metavar="DAY", help="The newest that is not younger than this day (or instant).")
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="Write to this file.")
@click.option("--source", metavar="NAME", shell_complete=complete_source, help="Only records of this source.")
@file_option
@home_option
def extract(
    url: str,
    until: str | None,
    output: Path | None,
    source: str | None,
    files: tuple[Path, ...],
    home: Home,
) -> None:
    """Write the newest archived content of a URL, its content coding undone, to a file or to stdout."""
    from tasks.scrape.archive.find import archive_files, extract

    _check_day(until)
    entry, payload = extract(home, files or archive_files(home, source), url, until)
    if output is None:
        sys.stdout.buffer.write(payload.data)
        sys.stdout.buffer.flush()
        return
    write_page(output, payload.data)
    click.echo(
        f"Wrote {len(payload.data):,} bytes to {output}, archived on {entry.date} ({entry.path.name})."
    )


def _check_day(until: str | None) -> None:
    from datetime import datetime

    from tasks.errors import UsageError

    try:
        datetime.fromisoformat(until or "2024-11-18")
    except ValueError as fault:
        raise UsageError(
            f"--until cannot be '{until}'.", "Give a day such as 2024-11-18, or an instant."
        ) from fault


@command.command(epilog="Example: dateline archive page https://news.example/a -o a.html")
@click.argument("what", metavar="URL|ARTICLE")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    default="archived.html",
    show_default=True,
)
@home_option
def page(what: str, output: Path, home: Home) -> None:
    """Write the archived page of an article's id or a URL as a page that is safe to open.

    It stands in a sandboxed frame: nothing of it runs and nothing is loaded.
    """
    from tasks.report import archived_copy, article_copy, writable

    if "://" in what:
        from tasks.scrape.archive.find import archive_files, extract

        entry, payload = extract(home, archive_files(home, None), what, None)
        where = f"{entry.path.relative_to(home.archive).as_posix()} at {entry.offset}"
        copy = archived_copy(payload, f"{entry.date[:16].replace('T', ' ')} UTC", where)
    else:
        copy = article_copy(home, what)
    write_page(output, writable(copy))
    click.echo(f"{output}: open it by a click.")


def _row(entry: Any, home: Home) -> dict[str, Any]:
    is_own = entry.path.is_relative_to(home.archive)
    return {
        "date": entry.date,
        "kind": entry.kind,
        "http_status": entry.http_status,
        "content_type": entry.content_type,
        "content_bytes": entry.content_bytes,
        "url": entry.url,
        "warc_file": entry.path.relative_to(home.archive).as_posix() if is_own else str(entry.path),
        "warc_offset": entry.offset,
        "warc_record_id": entry.record_id,
        "payload_digest": entry.payload_digest,
        "refers_to": entry.refers_to,
        "fields": dict(entry.fields),
    }


def _line(row: dict[str, Any]) -> str:
    from tasks.report import plain

    status = row["http_status"] or "-"
    words = f"{row['date'][:19]:19}  {row['kind']:8}  {status:>3}  {row['content_bytes']:>10,}"
    return plain(f"{words}  {row['url'] or '-'}  {row['warc_file']} at {row['warc_offset']}")


def _json(rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    """Write a JSON list row by row: an archive may hold millions."""
    import json

    before = "["
    for row in rows:
        yield before + json.dumps(row, ensure_ascii=False)
        before = ","
    yield "]" if before == "," else "[]"
