"""`dateline ingest`."""

from dataclasses import asdict
from pathlib import Path

import click

from flows.cli.common import home_option, json_option, new_console, print_json
from flows.cli.completing import complete_given, complete_source
from tasks.errors import UnknownSource, UsageError
from tasks.settings import Home, load_settings

EPILOG = """\b
Examples:
  dateline ingest                          what the home follows
  dateline ingest presstv armenpress       two sources by name
  dateline ingest article.txt --source presstv --date 2024-11-18
  dateline ingest pages/ https://news.example/a/1
"""


@click.command(epilog=EPILOG)
@click.argument("words", metavar="[SOURCE|PATH|URL]...", nargs=-1, shell_complete=complete_given)
@click.option("--url", help="Where the given file was published.")
@click.option(
    "--source", shell_complete=complete_source, help="Who published the given files: a source's name."
)
@click.option("--date", help="When: a day or an instant, such as 2024-11-18.")
@json_option
@home_option
def command(
    words: tuple[str, ...], url: str | None, source: str | None, date: str | None, as_json: bool, home: Home
) -> None:
    """Take news from sources, files and URLs into the database.

    A word with '/', '.' or '://' is a path or URL, any other a source's name. Without words, what the
    home follows is taken.
    """
    names = [word for word in words if not is_given(word)]
    given = [word for word in words if is_given(word)]
    _check(home, names, given, url=url, stated=bool(url or source or date))
    _check_date(date)
    from flows.cli.closing import render_closing
    from flows.cli.launch import check_sources, raise_for, ready, run_ingest
    from tasks.report import as_json_value, render_report
    from tasks.scrape import Input

    _known(home, names)
    check_sources(home, [*names, *([source] if source else [])])
    inputs = [Input(_spelled(word), url, source, date) for word in given]
    console = new_console(stderr=as_json)
    with ready(home, console):
        report = run_ingest(home, names, inputs, console)
    if as_json:
        print_json(as_json_value(asdict(report)))
    else:
        render_report(report, console)
        render_closing(home, console)
    raise_for(report, names or list(load_settings(home).sources) * (not given), inputs)


def is_given(word: str) -> bool:
    """Say whether a word is a path or URL; any other is a source's name."""
    return "/" in word or "." in word


def _check(home: Home, names: list[str], given: list[str], *, url: str | None, stated: bool) -> None:
    """Raise for words that cannot be meant, before anything is started."""
    followed = load_settings(home).sources  # read in any case: what is wrong there is said now
    if not names and not given and not followed:
        raise UsageError(
            "Nothing is followed yet, and nothing was named.",
            "Follow a source with `dateline source add NAME` (`dateline source list` shows them), or name a "
            "source, a file or a URL. Without internet: `dateline sample --ingest`.",
        )
    if stated and not given:
        raise UsageError("--url, --source and --date speak of given files or URLs.", "Name a file or a URL.")
    if url and len(given) > 1:
        raise UsageError("--url is the address of one file.", "Give one file at a time with it.")
    for word in given:
        if "://" not in word and not Path(word).expanduser().exists():
            raise UsageError(
                f"There is no file or folder {word}.", "Check the path; a URL begins with https://."
            )


def _check_date(date: str | None) -> None:
    if date is None:
        return
    from tasks.scrape.discover.found import claimed_date

    if claimed_date(date) is None:
        raise UsageError(f"--date cannot be '{date}'.", "Give a day such as 2024-11-18, or an instant.")


def _known(home: Home, names: list[str]) -> None:
    """Say it where a file's name was taken for a source's."""
    from tasks.scrape import load_source

    for name in names:
        try:
            load_source(name, home)
        except UnknownSource as fault:
            if Path(name).exists():
                raise UnknownSource(fault.message, f"For the file of that name say ./{name}.") from fault
            raise


def _spelled(word: str) -> str:
    return word if "://" in word else str(Path(word).expanduser())
