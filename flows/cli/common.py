"""What the commands share: the home, the console, output for programs."""

import json
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tasks.errors import UsageError
from tasks.settings import Home, open_home

if TYPE_CHECKING:
    from rich.console import Console

F = TypeVar("F", bound=Callable[..., Any])

PIPE_WIDTH = 120


@dataclass(slots=True)
class Errand:
    """What `main` must know of the command that it runs."""

    home: Home | None = None


def home_option(command: F) -> F:
    """Add --home, which gives the command a Home."""
    return click.option(
        "--home",
        metavar="FOLDER",
        help="The home. Else DATELINE_HOME, else ./data.",
        callback=_open,
        type=click.Path(),
    )(command)


def json_option(command: F) -> F:
    """Add --json."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")(command)


def new_console(*, stderr: bool = False) -> "Console":
    """Return a console: colours and live progress on a terminal only, and NO_COLOR counts."""
    from rich.console import Console

    console = Console(stderr=stderr, highlight=False, markup=False, emoji=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = PIPE_WIDTH
    return console


def print_json(data: Any) -> None:
    """Print JSON in full, on any stdout."""
    write_lines([json.dumps(data, ensure_ascii=False, indent=2)])


def write_lines(lines: Iterable[str]) -> None:
    """Write lines to stdout as UTF-8, whatever the locale says."""
    for line in lines:
        sys.stdout.buffer.write(f"{line}\n".encode("utf-8", "surrogatepass"))
    sys.stdout.buffer.flush()


def write_page(output: Path, data: bytes) -> None:
    """Write a file that the user named; UsageError where that cannot be."""
    try:
        output.write_bytes(data)
    except OSError as fault:
        raise UsageError(
            f"{output} cannot be written: {fault.strerror}.", "Name another file with -o."
        ) from fault


def _open(ctx: click.Context, _option: click.Parameter, value: str | None) -> Home:
    home = open_home(value)
    if isinstance(ctx.obj, Errand):
        ctx.obj.home = home
    return home
