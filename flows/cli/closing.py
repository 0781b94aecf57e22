"""What to do next, at the end of a run."""

import os
import shlex
import shutil
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

from flows.server import served_api
from tasks.settings import Home, open_home

QUERIES = (
    (
        "Where the news is",
        "select place_name, precision, count(distinct story_id) as stories from marts.mentions "
        "where place_id is not null group by all order by stories desc limit 10",
    ),
    (
        "What is said of the Caspian Sea, and how surely",
        "select day, headline, sentence, confidence from marts.mentions "
        "where place_id = 'geonames:630671' order by confidence desc limit 10",
    ),
    (
        "Why something was not fetched",
        "select source_id, outcome, reason, detail, url from raw.fetches "
        "where outcome in ('refused', 'failed') order by fetched_at desc limit 10",
    ),
)


def render_closing(home: Home, console: Console, *, for_newcomers: bool = False) -> None:
    """Say where the database is and how the run is seen; to newcomers, also what to ask and follow."""
    option, dateline = _home_option(home), own_name()
    note = "  (open it read-only, at any time)"
    console.print(Text.assemble(("\nDatabase  ", "bold"), str(home.database), note), soft_wrap=True)
    if for_newcomers:
        console.print(Text("\nThree queries to try", style="bold"))
        for title, query in QUERIES:
            console.print(Text(f"  # {title}", style="dim"))
            console.print(Text(f'  {dateline} sql{option} "{query}"'), soft_wrap=True)
    url = served_api(home)
    how = f"open {url.removesuffix('/api')}" if url else f"{dateline} serve{option}"
    console.print(Text.assemble(("\nThis run in the Prefect UI  ", "bold"), how), soft_wrap=True)
    if for_newcomers:
        console.print(
            Text.assemble(
                ("\nFollow a real source  ", "bold"),
                f"{dateline} source list{option}; {dateline} source add{option} NAME; "
                f"{dateline} ingest{option}",
            ),
            soft_wrap=True,
        )


def own_name() -> str:
    """Return how to type this command here: `dateline` where it is on the path, else where it lies."""
    called, found = Path(sys.argv[0]), shutil.which("dateline")
    if called.name != "dateline" or (found and called.exists() and called.samefile(found)):
        return "dateline"
    here = os.path.relpath(called)
    return shlex.quote(here if len(here) < len(str(called.absolute())) else str(called.absolute()))


def _home_option(home: Home) -> str:
    return "" if open_home().root == home.root else f" --home {shlex.quote(str(home.root))}"
