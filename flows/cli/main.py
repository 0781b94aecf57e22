"""`dateline`: every command by name, imported when it is asked for; and what people see when one fails."""

import importlib
import os
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from flows.cli.common import Errand
from tasks.errors import DatelineError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

EPILOG = """\b
Examples:
  dateline source add presstv && dateline ingest
  dateline sample --ingest       the sample newspaper; no internet is needed
  dateline doctor                where something does not work
\b
Exit codes: 0 done; 1 some work failed, or something is at fault; 2 the command was off;
130 stopped by Ctrl-C. NO_COLOR is honoured; in a pipe there are no colours and no bars.
"""


@dataclass(frozen=True, slots=True)
class Lazy:
    """A command that is not imported yet."""

    module: str
    says: str


COMMANDS = {
    "init": Lazy("init", "Make a home with a settings file that explains every setting."),
    "ingest": Lazy("ingest", "Take news from sources, files and URLs into the database."),
    "backfill": Lazy("backfill", "Take in saved pages: WARC files, CC-NEWS, folders of HTML."),
    "extract": Lazy("extract", "Read articles out of saved pages, without a database."),
    "sql": Lazy("sql", "Ask the database in SQL."),
    "search": Lazy("search", "Find articles by words."),
    "show": Lazy("show", "Show an article with its mentions, its story, or a mention with its evidence."),
    "verify": Lazy("verify", "Read the archive again and say whether the tables come from it."),
    "export": Lazy("export", "Write articles, mentions and places for other tools."),
    "forget": Lazy("forget", "Remove an article or a source for good, from tables and archive."),
    "map": Lazy("map", "Write the evidence map: one HTML file that works offline."),
    "diff": Lazy("diff", "Show what changed from version to version of an article."),
    "reprocess": Lazy("reprocess", "Read archived bytes again with today's code; show and accept changes."),
    "geoparse": Lazy("geoparse", "Print the places that a text names, without a database."),
    "status": Lazy("status", "Say what is followed, how the last run went, and what was rejected."),
    "places": Lazy("places", "List the places that a name may mean."),
    "gazetteer": Lazy("gazetteer", "Say which gazetteer is used, and refresh it from GeoNames."),
    "source": Lazy("source", "List, follow, add and check sources."),
    "archive": Lazy("archive", "List what the archive holds, and take content out of it."),
    "doctor": Lazy("doctor", "Look for what is wrong with machine, installation and home."),
    "sample": Lazy("sample", "Serve the sample newspaper, or take it in (no internet needed)."),
    "serve": Lazy("serve", "Run the Prefect server, its UI and the hourly schedule on this machine."),
}


class LazyGroup(click.Group):
    """A group whose help imports none of its commands."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"flows.cli.{COMMANDS[cmd_name].module}").command
        return command

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        """Complete commands without importing them, and options as every command does."""
        from click.shell_completion import CompletionItem

        found = [(name, lazy.says) for name, lazy in COMMANDS.items() if name.startswith(incomplete)]
        options = click.Command.shell_complete(self, ctx, incomplete)
        return [*(CompletionItem(name, help=says) for name, says in found), *options]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands with a sentence each."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, lazy.says) for name, lazy in COMMANDS.items()])


def _tell_versions(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    """Print the versions of program, data and models, and end."""
    if not wanted or ctx.resilient_parsing:
        return
    from importlib.metadata import version

    from tasks.report import versions
    from tasks.settings import open_home

    try:
        home = open_home()
    except DatelineError:
        home = None  # a home that is a file is for the commands to refuse
    click.echo(f"dateline {version('dateline')}")
    for name, told in versions(home).items():
        click.echo(f"  {name:<15} {told}")
    ctx.exit()


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=EPILOG,
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_tell_versions,
    help="Show the versions of program, data and models, and exit.",
)
def cli() -> None:
    """News by place: every article kept, every place tied to the words that name it.

    A home (--home, DATELINE_HOME, else ./data) holds the database, the archive and what is followed.
    """


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command and exit: 0 done, 1 something could not be done, 2 the command was off, 130 stopped."""
    errand = Errand()
    try:
        code = cli.main(arguments, prog_name="dateline", standalone_mode=False, obj=errand)
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        code = 130
    except click.ClickException as fault:
        fault.show()
        code = fault.exit_code
    except DatelineError as fault:
        click.echo(f"Error: {_harmless(fault)}", err=True)
        code = fault.exit_code
    except BrokenPipeError:
        # Whoever read our output has seen enough; keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as fault:
        click.echo(f"Error: {_unexpected(fault, errand)}", err=True)
        code = 1
    sys.exit(code if isinstance(code, int) else 0)


def _harmless(fault: Any) -> str:
    from tasks.report import plain

    return plain(str(fault))


def _unexpected(fault: Exception, errand: Errand) -> str:
    """Write the traceback to a file; return a sentence that names it."""
    path = _write_log("".join(traceback.format_exception(fault)), errand)
    what = f"{type(fault).__name__}: {fault}".splitlines()[0][:200]
    return f"Something went wrong that should not ({_harmless(what)}). The details are in {path}."


def _write_log(words: str, errand: Errand) -> Path:
    import tempfile

    now = datetime.now(UTC)
    name = f"dateline-{now:%Y-%m-%d}.log"
    elsewhere = Path(tempfile.gettempdir())
    folders = [errand.home.root / "logs", elsewhere] if errand.home else [elsewhere]
    for folder in folders:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with (folder / name).open("a", encoding="utf-8") as log:
                log.write(f"{now:%Y-%m-%d %H:%M:%S} {' '.join(sys.argv[:2])}\n{words}\n")
        except OSError:
            continue
        return folder / name
    return Path(os.devnull)
