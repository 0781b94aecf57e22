"""`dateline extract`."""

import json
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flows.cli.common import new_console, write_lines

if TYPE_CHECKING:
    from tasks.clean import Extract

EPILOG = """\b
Examples:
  dateline extract page.html                       headline, day, authors and text, to read
  dateline extract pages/ --jsonl > articles.jsonl   a JSON line for each page of a folder
  dateline extract page.html --url https://www.harbour.example/news/ferries
"""
MAX_BYTES = 60_000_000  # of a file as it lies on disk, and unpacked


@click.command(epilog=EPILOG)
@click.argument(
    "paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)
@click.option("--jsonl", is_flag=True, help="Print a JSON line a page: id, title, date, authors, body.")
@click.option("--full", is_flag=True, help="With --jsonl: every field, typed blocks included.")
@click.option("--url", default="", help="The address of the page, where there is one PATH.")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, help="How many processes read pages.")
def command(paths: tuple[Path, ...], jsonl: bool, full: bool, url: str, jobs: int) -> None:
    """Read articles out of saved pages and texts: files, or folders of them. No database is needed.

    A page that is no article keeps its text and says why.
    """
    from tasks.clean import page_files

    if url and (len(paths) > 1 or paths[0].is_dir()):
        raise click.UsageError("--url states the address of one page: give one file with it.")
    files = [file for path in paths for file in page_files(path)]
    if not files:
        raise click.UsageError(f"no page in {paths[0]}: .html, .htm, .txt and .md are read, also as .gz.")
    with ExitStack() as stack:
        lines = _read_all(files, partial(read, url=url, full=full), jobs, stack)
        if jsonl:
            write_lines(json.dumps(line, ensure_ascii=False) for line in lines)
        else:
            _print(lines)


def read(path: Path, url: str = "", full: bool = False) -> dict[str, Any]:
    """Return the line of a file; one that cannot be read has no text, and the reason."""
    from tasks.clean import extract_bytes, stem_of, unpacked

    data = unpacked(path, MAX_BYTES)
    line: dict[str, Any] = {"id": stem_of(path)}
    if isinstance(data, str):
        return line | {"title": None, "date": None, "authors": [], "body": None, "reason": data}
    found = extract_bytes(data, url)
    line |= {"title": found.title, "date": found.date, "authors": list(found.authors), "body": found.body}
    line |= {"reason": found.reason, "flags": list(found.flags)} if found.reason or found.flags else {}
    return line | (fields(found) if full else {})


def fields(found: "Extract") -> dict[str, Any]:
    """Return every field of a reading, as JSON."""
    from dataclasses import asdict

    left_out = ("title", "date", "authors", "body", "cleaning")
    everything = asdict(found.cleaning) | {k: v for k, v in asdict(found).items() if k not in left_out}
    return json.loads(json.dumps(everything, default=str, ensure_ascii=False))  # type: ignore[no-any-return]


def _read_all(files: list[Path], reader: Any, jobs: int, stack: ExitStack) -> Iterator[dict[str, Any]]:
    if jobs == 1:
        return map(reader, files)
    from concurrent.futures import ProcessPoolExecutor

    pool = stack.enter_context(ProcessPoolExecutor(jobs))
    return pool.map(reader, files, chunksize=8)


def _print(lines: Iterable[dict[str, Any]]) -> None:
    from tasks.report import plain

    console = new_console()
    for number, line in enumerate(lines):
        if number:
            console.print("\n" + "─" * 40 + "\n")
        console.print(plain(line["title"] or line["id"]), style="bold")
        about = [
            line["date"],
            ", ".join(line["authors"]),
            line.get("reason") and f"no article: {line['reason']}",
        ]
        console.print(plain(" · ".join(part for part in about if part)), style="dim")
        for paragraph in (line["body"] or "").split("\n\n"):
            console.print()
            console.print(plain(paragraph), soft_wrap=not console.is_terminal)
